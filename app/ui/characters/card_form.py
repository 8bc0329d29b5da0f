"""The form of a card: every field, in groups, in the order in which one thinks of them.

Takes a card and gives what was changed of it; knows no storage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.cards import CharacterCard
from app.ui.characters.card_texts import (
    FIELDS,
    GROUPS,
    field_hints,
    field_titles,
    group_titles,
)
from app.ui.characters.character_style import CharacterStyle
from app.ui.characters.counted_text import CountedText
from app.ui.characters.greetings_editor import GreetingsEditor
from app.ui.characters.picture_field import PictureField
from app.ui.characters.picture_loader import PictureLoader
from app.ui.characters.tags_field import TagsField
from app.ui.icon_button import describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_3, GAP_4

_PICTURE = QSize(144, 216)


class CardForm(QWidget):
    """Its parts are `texts` by the names of fields, `greetings`, `tags` and `picture`, and
    `style_choice`, which is none of the card's. Signals: `changed(CharacterCard)` as it is
    typed, `book_requested`."""

    changed = Signal(object)
    book_requested = Signal()

    def __init__(
        self, theme: Theme, pictures: PictureLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._card = CharacterCard()
        self._last: CountedText | None = None
        self.texts = {field.name: CountedText(field.lines, field.counted) for field in FIELDS}
        self.greetings = GreetingsEditor(theme)
        self.tags, self._tags_title = TagsField(), QLabel()
        self.style_choice, self._style_title = CharacterStyle(theme, width=340), QLabel()
        self.picture = PictureField(theme, pictures, _PICTURE)
        self._headings = {group: QLabel() for group in GROUPS}
        self._book = QPushButton()
        self._lay_out()
        for name, text in self.texts.items():
            text.typed.connect(partial(self._on_typed, name))
            text.entered.connect(partial(self._note, text))
        self.greetings.field_added.connect(self._watch)
        self.greetings.field_removed.connect(self._forget)
        self.greetings.changed.connect(self._on_greetings)
        self.tags.changed.connect(lambda tags: self._keep(replace(self._card, tags=tags)))
        self._book.clicked.connect(self.book_requested)
        self.retranslate()

    @property
    def card(self) -> CharacterCard:
        """The card as it stands."""
        return self._card

    def show_card(self, card: CharacterCard) -> None:
        """Shows a card without telling anybody."""
        self._card = card
        for name, text in self.texts.items():
            text.show_text(getattr(card, name))
        self.greetings.show_greetings(card.alternate_greetings)
        self.tags.show_tags(card.tags)
        self._name_book()

    def put(self, card: CharacterCard) -> None:
        """Takes a card that was changed beside the form, and tells of it."""
        self._keep(card)
        self._name_book()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many tokens the fields have, by their names."""
        for name, text in self.texts.items():
            text.show_tokens(counts.get(name))
        self.greetings.show_counts(counts)

    def insert(self, words: str) -> None:
        """Puts words in where the keyboard was last, in the description at first."""
        (self._last or self.texts["description"]).insert(words)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        titles, hints, groups = field_titles(), field_hints(), group_titles()
        for name, text in self.texts.items():
            text.show_words(titles[name], hints[name])
        for group, label in self._headings.items():
            label.setText(groups[group])
        self._tags_title.setText(self.tr("Tags"))
        self._style_title.setText(self.tr("Style"))
        describe(self._book, self.tr("What the model reads of when it is named"))
        self._name_book()

    def _name_book(self) -> None:
        entries = len(self._card.book.entries) if self._card.book else 0
        words = self.tr("Lorebook: %n entry(s)…", "", entries)
        self._book.setText(words if entries else self.tr("Lorebook…"))

    def _on_typed(self, name: str) -> None:
        change: dict[str, Any] = {name: self.texts[name].text}
        self._keep(replace(self._card, **change))

    def _on_greetings(self) -> None:
        # One that was only just added says nothing yet.
        said = tuple(text for text in self.greetings.greetings if text.strip())
        self._keep(replace(self._card, alternate_greetings=said))

    def _keep(self, card: CharacterCard) -> None:
        if card != self._card:
            self._card = card
            self.changed.emit(card)

    def _watch(self, text: CountedText) -> None:
        text.entered.connect(partial(self._note, text))

    def _note(self, text: CountedText) -> None:
        self._last = text

    def _forget(self, text: CountedText) -> None:
        if self._last is text:
            self._last = None

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_4)
        inside = {}
        for group in GROUPS:
            frame = QFrame()
            frame.setObjectName("card")
            inside[group] = QVBoxLayout(frame)
            inside[group].setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
            inside[group].setSpacing(GAP_3)
            self._headings[group].setProperty("role", "heading")
            inside[group].addWidget(self._headings[group])
            column.addWidget(frame)
        inside["who"].addLayout(self._lay_out_head())
        headed = ("name", "nickname", "creator", "character_version")
        for field in FIELDS:
            if field.name not in headed:
                inside[field.group].addWidget(self.texts[field.name])
        inside["how"].addWidget(self.greetings)
        inside["speech"].addLayout(self._lay_out_style())
        author = QHBoxLayout()
        author.setSpacing(GAP_4)
        author.addWidget(self.texts["creator"], 2)
        author.addWidget(self.texts["character_version"], 1)
        inside["about"].insertLayout(1, author)
        column.addStretch(1)

    def _lay_out_style(self) -> QVBoxLayout:
        style = QVBoxLayout()
        style.setSpacing(GAP_2)
        style.addWidget(self._style_title)
        row = QHBoxLayout()
        row.addWidget(self.style_choice, 1)
        row.addStretch(1)
        style.addLayout(row)
        return style

    def _lay_out_head(self) -> QHBoxLayout:
        """Picture at the left; name, nickname, tags and the lorebook beside it."""
        beside = QVBoxLayout()
        beside.setSpacing(GAP_3)
        for part in (self.texts["name"], self.texts["nickname"], self._tags_title, self.tags):
            beside.addWidget(part)
        book = QHBoxLayout()
        book.addWidget(self._book)
        book.addStretch(1)
        beside.addSpacing(GAP_2)
        beside.addLayout(book)
        beside.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(GAP_4)
        head.addWidget(self.picture)
        head.addLayout(beside, 1)
        return head
