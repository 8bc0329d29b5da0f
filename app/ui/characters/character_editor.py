"""The page on which a character's card is written, with token counts and what the model reads.

Takes a character and gives whole changed cards; knows no storage and no prompt formats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.cards import Character, CharacterCard
from app.domain.lorebook import Lorebook, LoreEntry
from app.ui.characters.card_book_dialog import CardBookDialog
from app.ui.characters.card_form import CardForm
from app.ui.characters.card_texts import ALWAYS_READ
from app.ui.characters.macros_menu import MacrosMenu
from app.ui.characters.picture_loader import PictureLoader
from app.ui.icon_button import IconButton, describe
from app.ui.message_bar import MessageBar
from app.ui.shortened import shortened
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_3, GAP_4, GAP_6, HEADER_HEIGHT
from app.ui.wheel_guard import WheelGuard

TOTAL = "total"
"""Name of the count of all that is always read, if who counts knows better than the sum."""

_REST_MS = 300
_WIDEST, _PREVIEW_WIDTH = 820, 380


class CharacterEditor(QFrame):
    """Its parts are `messages`, `form` and `book`, the dialog of its lorebook.

    Signals: `card_changed(id, CharacterCard)` at every change; `counts_wanted(CharacterCard)`
    and, while the preview is open, `preview_wanted(CharacterCard)` when the typing rests;
    `picture_chosen(id, Path)`, `picture_cleared(id)`; `book_edit_requested(id)` when the dialog
    of the lorebook opens; `book_import_requested(id, Path)`, answered by `add_entries`, and
    `book_export_requested(id, Path)`; `chat_requested(id)`; `closed(id)` when the person goes
    back."""

    card_changed = Signal(object, object)
    counts_wanted = Signal(object)
    preview_wanted = Signal(object)
    picture_chosen = Signal(object, object)
    picture_cleared = Signal(object)
    book_edit_requested = Signal(object)
    book_import_requested = Signal(object, object)
    book_export_requested = Signal(object, object)
    chat_requested = Signal(object)
    closed = Signal(object)

    def __init__(
        self, theme: Theme, pictures: PictureLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("characterEditor")
        self._id: int | None = None
        self._picture = b""
        self._counts: Mapping[str, int] = {}
        self.messages = MessageBar(theme, self)
        self.form = CardForm(theme, pictures)
        self.book = CardBookDialog(theme, self)
        self._back = IconButton(theme, "arrow-left")
        self._title, self._total = QLabel(), QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._total.setProperty("role", "quiet")
        self._macros, self._peek, self._chat = QPushButton(), QPushButton(), QPushButton()
        self._menu = MacrosMenu(self)
        self._macros.setMenu(self._menu)
        self._peek.setCheckable(True)
        self._chat.setProperty("role", "primary")
        self._preview, self._preview_title = QPlainTextEdit(), QLabel()
        self._preview.setReadOnly(True)
        self._preview.setTabChangesFocus(True)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.setEnabled(False)

    @property
    def character_id(self) -> int | None:
        """Which character is edited."""
        return self._id

    # What it shows

    def set_character(self, character: Character) -> None:
        """The character to edit. Its own words that come back leave caret and undo alone."""
        another = character.id != self._id
        self._id, self._picture = character.id, character.picture
        self.setEnabled(True)
        if another or character.card != self.form.card:
            self.form.show_card(character.card)
            self.book.show_book(character.card.book or Lorebook(), character.card.name)
            self._rest.start()
        if another:
            self.set_token_counts({})
            self.set_preview("")
            self._scroll.verticalScrollBar().setValue(0)
        self._name_it(character.card)

    def set_picture(self, picture: bytes) -> None:
        """The picture is another one."""
        self._picture = picture
        self._name_it(self.form.card)

    def set_token_counts(self, counts: Mapping[str, int]) -> None:
        """How many tokens the fields have, by the names of fields and `alternate_greetings.0`,
        `.1` and so on; perhaps `total`."""
        self._counts = counts
        self.form.show_counts(counts)
        total = counts.get(TOTAL, sum(counts.get(name, 0) for name in ALWAYS_READ))
        number = QLocale().toString(total)
        self._total.setText(self.tr("{0} tokens always read").format(number) if counts else "")

    def set_preview(self, text: str) -> None:
        """What the model reads of the card. The place that is looked at stays."""
        if text != self._preview.toPlainText():
            bar = self._preview.verticalScrollBar()
            place = bar.value()
            self._preview.setPlainText(text)
            bar.setValue(place)

    def add_entries(self, entries: Sequence[LoreEntry]) -> None:
        """Adds the entries of a file to the lorebook of the card."""
        self.book.add_entries(entries)

    def focus_first(self) -> None:
        """The keyboard is where one begins."""
        self.form.texts["name"].field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape and self._id is not None:
            self.closed.emit(self._id)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        describe(self._back, self.tr("Back to the characters"))
        self._macros.setText(self.tr("Macros"))
        describe(self._macros, self.tr("Words in braces that become others, to put in"))
        self._peek.setText(self.tr("What the model reads"))
        describe(self._peek, self.tr("Show what the model reads of this card"))
        self._chat.setText(self.tr("Chat"))
        describe(self._chat, self.tr("Go on with the last chat, or begin one"))
        self._total.setToolTip(self.tr("What stands at the head of every chat"))
        self._preview_title.setText(self.tr("What the model reads"))
        self._preview.setAccessibleName(self.tr("What the model reads"))
        self.set_token_counts(self._counts)
        self._name_it(self.form.card)

    # Wishes

    def _on_changed(self, card: CharacterCard) -> None:
        self._name_it(card)
        self._rest.start()
        if self._id is not None:
            self.card_changed.emit(self._id, card)

    def _on_rest(self) -> None:
        self.counts_wanted.emit(self.form.card)
        if self._peek.isChecked():
            self.preview_wanted.emit(self.form.card)

    def _on_peek(self, on: bool) -> None:
        self._beside.setVisible(on)
        if on:
            self.preview_wanted.emit(self.form.card)

    def _open_book(self) -> None:
        self.book.show_book(self.form.card.book or Lorebook(), self.form.card.name)
        self.book.show()
        self.book.raise_()
        self.book.activateWindow()
        self.book_edit_requested.emit(self._id)

    def _on_book(self, book: Lorebook) -> None:
        self.form.put(replace(self.form.card, book=book))

    def _name_it(self, card: CharacterCard) -> None:
        self._title.setText(shortened(card.name) or self.tr("Unnamed"))
        self.form.picture.show_picture(self._picture, card.name)

    # Parts

    def _connect(self) -> None:
        self.form.changed.connect(self._on_changed)
        self.form.book_requested.connect(self._open_book)
        self.form.picture.picked.connect(lambda path: self.picture_chosen.emit(self._id, path))
        self.form.picture.cleared.connect(lambda: self.picture_cleared.emit(self._id))
        self.book.changed.connect(self._on_book)
        entries = self.book.entries
        entries.import_requested.connect(lambda p: self.book_import_requested.emit(self._id, p))
        entries.export_requested.connect(lambda p: self.book_export_requested.emit(self._id, p))
        self._menu.chosen.connect(self.form.insert)
        self._peek.toggled.connect(self._on_peek)
        self._back.clicked.connect(lambda: self.closed.emit(self._id))
        self._chat.clicked.connect(lambda: self.chat_requested.emit(self._id))
        self._rest.timeout.connect(self._on_rest)

    def _lay_out(self) -> None:
        header = QFrame()
        header.setObjectName("pageHeader")
        header.setFixedHeight(HEADER_HEIGHT)
        row = QHBoxLayout(header)
        row.setContentsMargins(GAP_3, 0, GAP_4, 0)
        row.setSpacing(GAP_2)
        row.addWidget(self._back)
        row.addWidget(self._title)
        row.addWidget(self._total)
        row.addStretch(1)
        for button in (self._macros, self._peek, self._chat):
            row.addWidget(button)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._lay_out_form())
        self._beside = QFrame()
        self._beside.setObjectName("characterDetails")
        inside = QVBoxLayout(self._beside)
        inside.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        self._preview_title.setProperty("role", "heading")
        inside.addWidget(self._preview_title)
        inside.addWidget(self._preview, 1)
        self._beside.hide()
        splitter.addWidget(self._beside)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([900, _PREVIEW_WIDTH])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(header)
        whole.addWidget(self.messages)
        whole.addWidget(splitter, 1)

    def _lay_out_form(self) -> QScrollArea:
        page = QWidget()
        self.form.setMaximumWidth(_WIDEST)
        centred = QHBoxLayout(page)
        centred.setContentsMargins(GAP_6, GAP_4, GAP_6, GAP_6)
        centred.addStretch(1)
        centred.addWidget(self.form, 1000)
        centred.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(page)
        WheelGuard(self._scroll, page)
        return self._scroll
