"""The page of the lorebook: the list, the entry beside it, and a text to try.

Puts its parts together and passes their wishes on; knows no controllers.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.lorebook import Lorebook, LoreEntry
from app.ui.lore_book_options import LoreBookOptions
from app.ui.lore_editor import LoreEditor
from app.ui.lore_list import LoreList
from app.ui.lore_trial import LoreTrial
from app.ui.message_bar import MessageBar
from app.ui.theme import Theme
from app.ui.tokens import GAP_4, GAP_6, HEADER_HEIGHT

_WIDEST = 1280


class LorePage(QFrame):
    """Its parts are `messages`, `entries`, `editor`, `options`, `trial`. Signal of its own:
    `entry_changed(LoreEntry)`, typed in the editor or switched in the list; `opened` when the
    page comes to be seen."""

    entry_changed = Signal(object)
    opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stylePage")
        self.messages = MessageBar(theme, self)
        self.entries = LoreList(self)
        self.editor = LoreEditor(self)
        self.options = LoreBookOptions(self)
        self.trial = LoreTrial(self)
        self._title = QLabel()
        self._title.setProperty("role", "quiet")
        self._shown: dict[int, LoreEntry] = {}
        self._lay_out()
        self.entries.chosen.connect(self.editor.show_entry)
        self.entries.switched.connect(self._on_switched)
        self.editor.changed.connect(self._on_changed)
        self.editor.delete_requested.connect(self.entries.delete_requested)
        self.retranslate()
        self.show_none()

    def show_book(self, book: Lorebook) -> None:
        """The lorebook of the work on the page."""
        self._shown = {entry.id: entry for entry in book.entries}
        self.entries.allow(True)
        self.options.setEnabled(True)
        self.trial.setEnabled(True)
        self.entries.show_entries(book.entries)
        self.options.show_settings(book.settings)
        self.trial.note_change()

    def show_none(self) -> None:
        """No work is open."""
        self.show_book(Lorebook())
        for part in (self.entries, self.options, self.trial):
            part.setEnabled(False)

    def show_added(self, entry_id: int) -> None:
        """An entry was added: it is the one to write in."""
        self.entries.select(entry_id)
        self.editor.focus_first()

    def focus_first(self) -> None:
        """The keyboard is where one begins."""
        self.entries.focus_first()

    def showEvent(self, event: QShowEvent) -> None:
        """Tells that it is seen."""
        super().showEvent(event)
        self.opened.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._title.setText(self.tr("Lorebook"))

    def _on_changed(self, entry: LoreEntry) -> None:
        self._shown[entry.id] = entry
        self.entries.show_entry(entry)
        self.entry_changed.emit(entry)
        self.trial.note_change()

    def _on_switched(self, switched: tuple[int, bool]) -> None:
        number, enabled = switched
        if self.editor.entry_id == number:
            self.editor.show_switch(enabled)
        self._on_changed(replace(self._shown[number], enabled=enabled))

    def _lay_out(self) -> None:
        header = QFrame()
        header.setObjectName("pageHeader")
        header.setFixedHeight(HEADER_HEIGHT)
        row = QHBoxLayout(header)
        row.addWidget(self._title, 0, Qt.AlignmentFlag.AlignCenter)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, parts in ((left, ((self.entries, 1),)), (right, ((self.editor, 5),))):
            column.setSpacing(GAP_4)
            for part, stretch in parts:
                column.addWidget(part, stretch)
        left.addWidget(self.options)
        right.addWidget(self.trial, 2)
        middle = QWidget()
        middle.setMaximumWidth(_WIDEST)
        cards = QHBoxLayout(middle)
        cards.setContentsMargins(GAP_6, GAP_4, GAP_6, GAP_6)
        cards.setSpacing(GAP_6)
        cards.addLayout(left, 2)
        cards.addLayout(right, 3)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(middle, 1000)
        centred.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(header)
        whole.addWidget(self.messages)
        whole.addLayout(centred, 1)
