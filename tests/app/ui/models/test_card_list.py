"""The list of cards fills itself without holding up the window or squeezing a card."""

import pytest

from app.ui.models.card_list import CardList
from app.ui.models.model_card import Action, CardText

LONG = "What is to be known of it, in more words than one line of the card can hold. " * 2


@pytest.fixture
def cards(qtbot, theme):
    cards = CardList(theme)
    qtbot.addWidget(cards)
    cards.resize(700, 500)
    cards.show()
    qtbot.waitExposed(cards)
    return cards


def texts(number):
    use = (Action("use", "Use"),)
    return [(f"{n}", CardText(f"Model {n}", about=LONG, actions=use)) for n in range(number)]


def test_a_long_list_is_filled_in_slices(cards, qtbot, monkeypatch):
    made, slices = [], []
    new_card, fill = CardList._new_card, CardList._fill

    def filled(self, most):
        made.clear()
        fill(self, most)
        slices.append(len(made))

    def made_one(self, key):
        made.append(key)
        return new_card(self, key)

    monkeypatch.setattr(CardList, "_fill", filled)
    monkeypatch.setattr(CardList, "_new_card", made_one)
    cards.show_cards(texts(12))
    qtbot.waitUntil(lambda: len(cards.order()) == 12)
    assert slices[0] == 2
    assert set(slices[1:]) <= {0, 1}


def test_no_card_is_squeezed_while_the_list_is_filled(cards, qapp):
    cards.show_cards(texts(8))
    for _turn in range(200):
        qapp.processEvents()
        for key in cards.order():
            card = cards.card(key)
            assert card.height() >= card.heightForWidth(card.width())
        if len(cards.order()) == 8:
            break
    assert len(cards.order()) == 8
