"""The models that can be downloaded, with a search, and what they would do on this computer.

Shows what it is given and says what the person wants; knows no hub.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QLocale, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.model_shelf import Fetch, Offer
from app.ui.form_fields import CalmComboBox
from app.ui.icon_button import describe
from app.ui.models.card_list import WIDEST, CardList
from app.ui.models.fetch_cards import DOWNLOAD, with_fetch
from app.ui.models.model_card import Action, CardText
from app.ui.models.own_view import kind_of
from app.ui.models.words import languages, listed, purposes, size_words, verdict_words
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_3, GAP_6

_BILLION = 1e9


class OffersView(QWidget):
    """Signals: `download_requested(id)`, `use_requested(file)` of one that is here,
    `fetch_requested(number, what)`, `measure_requested`."""

    download_requested = Signal(str)
    use_requested = Signal(str)
    fetch_requested = Signal(int, str)
    measure_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers: dict[str, Offer] = {}
        self._fetches: dict[str, Fetch] = {}
        self._here: frozenset[str] = frozenset()
        self._measuring = False
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.language, self.purpose = CalmComboBox(), CalmComboBox()
        self.only_well = QCheckBox()
        self._state = QLabel()
        self._state.setProperty("role", "quiet")
        self._state.setWordWrap(True)
        self.measure = QPushButton()
        self.cards = CardList(theme)
        self._lay_out()
        self.search.textChanged.connect(self._refresh)
        for choice in (self.language, self.purpose):
            choice.currentIndexChanged.connect(self._refresh)
        self.only_well.toggled.connect(self._refresh)
        self.measure.clicked.connect(self.measure_requested)
        self.cards.chosen.connect(self._on_chosen)
        self.retranslate()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Shows these."""
        self._offers = {offer.id: offer for offer in offers}
        self._refresh()

    def show_here(self, files: Sequence[str]) -> None:
        """The names of the model files that are here."""
        self._here = frozenset(files)
        self._refresh()

    def show_fetches(self, fetches: Sequence[Fetch]) -> None:
        """The downloads that have not ended."""
        self._fetches = {fetch.offer: fetch for fetch in fetches if fetch.offer}
        self._refresh()

    def show_measuring(self, measuring: bool) -> None:
        """This machine is being measured, or no longer."""
        self._measuring = measuring
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search models"))
        every: list[tuple[str, object]] = [(self.tr("Any language"), None)]
        self.language.offer([*every, *((words, key) for key, words in languages().items())])
        self.language.setAccessibleName(self.tr("Language"))
        every = [(self.tr("Good for anything"), None)]
        self.purpose.offer([*every, *((words, key) for key, words in purposes().items())])
        self.purpose.setAccessibleName(self.tr("Good for"))
        self.only_well.setText(self.tr("Only those that run well here"))
        self.measure.setText(self.tr("Measure again"))
        describe(self.measure, self.tr("Measure again how fast this computer is"))
        self.measure.setEnabled(not self._measuring)
        self._refresh()

    def _refresh(self) -> None:
        shown = [offer for offer in self._offers.values() if self._fits(offer)]
        self.cards.show_cards([(offer.id, self._card(offer)) for offer in shown])
        if self._measuring:
            words = self.tr("Measuring how fast this computer is; that takes a few seconds…")
        elif self._offers and not shown:
            words = self.tr("None of the models is like that.")
        else:
            words = self.tr("Models are downloaded only when you ask for one.")
        self._state.setText(words)

    def _fits(self, offer: Offer) -> bool:
        words = self.search.text().casefold().split()
        text = f"{offer.title} {offer.repo} {offer.file} {' '.join(offer.good_for)}".casefold()
        language, purpose = self.language.currentData(), self.purpose.currentData()
        expected = offer.expected
        return (
            all(word in text for word in words)
            and (language is None or language in offer.languages)
            and (purpose is None or purpose in offer.good_for)
            and (
                not self.only_well.isChecked()
                or (expected is not None and expected.verdict == "comfortable")
            )
        )

    def _card(self, offer: Offer) -> CardText:
        text = CardText(
            offer.title,
            self.tr("Recommended") if offer.recommended else "",
            self.tr("Good for {0}").format(listed(offer.good_for, purposes())),
            details=self._details(offer),
        )
        if offer.expected is not None:
            verdict = offer.expected
            text = replace(text, verdict=verdict_words(verdict), kind=kind_of(verdict.verdict))
        fetch = self._fetches.get(offer.id)
        if fetch is not None:
            return with_fetch(text, fetch)
        if offer.file in self._here:
            return replace(text, actions=(Action("use", self.tr("Use"), self.tr("Write with it")),))
        size = size_words(offer.size)
        explained = self.tr("Download {0}").format(size)
        return replace(text, actions=(Action(DOWNLOAD, self.tr("Download"), explained),))

    def _details(self, offer: Offer) -> str:
        billions = QLocale().toString(offer.parameters / _BILLION, "f", 1)
        size = size_words(offer.size)
        parts = [
            listed(offer.languages, languages()),
            size if offer.size_is_exact else self.tr("about {0}").format(size),
            self.tr("{0} billion parameters").format(billions),
            self.tr("trained on {0} tokens at a time").format(QLocale().toString(offer.context))
            if offer.context
            else "",
            offer.date,
            self.tr("licence: {0}").format(offer.licence or self.tr("not known")),
        ]
        return " · ".join(filter(None, parts))

    def _on_chosen(self, key: str, action: str) -> None:
        if action == DOWNLOAD:
            self.download_requested.emit(key)
        elif action == "use":
            self.use_requested.emit(self._offers[key].file)
        else:
            self.fetch_requested.emit(self._fetches[key].id, action)

    def _lay_out(self) -> None:
        head = QWidget()
        head.setMaximumWidth(WIDEST)
        fields = QHBoxLayout()
        fields.setSpacing(GAP_2)
        fields.addWidget(self.search, 1)
        fields.addWidget(self.language)
        fields.addWidget(self.purpose)
        below = QHBoxLayout()
        below.setSpacing(GAP_3)
        below.addWidget(self.only_well)
        below.addWidget(self._state, 1)
        below.addWidget(self.measure)
        rows = QVBoxLayout(head)
        rows.setContentsMargins(GAP_6, GAP_3, GAP_6, 0)
        rows.setSpacing(GAP_2)
        rows.addLayout(fields)
        rows.addLayout(below)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(head, 1000)
        centred.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(centred)
        column.addWidget(self.cards, 1)
