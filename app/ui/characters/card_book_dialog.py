"""The lorebook of one card, in a window of its own, made of the parts of the lorebook's page.

Takes a book and gives a changed one as it is typed; knows no storage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.lorebook import Lorebook, LoreEntry
from app.ui.lore_book_options import LoreBookOptions
from app.ui.lore_editor import LoreEditor
from app.ui.lore_list import LoreList
from app.ui.message_bar import Message, MessageBar
from app.ui.theme import Theme
from app.ui.tokens import GAP_4

_SIZE = (920, 640)
_DELETED = "entry-deleted"
_UNDO_SECONDS = 10.0


class CardBookDialog(QDialog):
    """`entries` asks by its signals `import_requested` and `export_requested` for files. Signal:
    `changed(Lorebook)`."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.resize(*_SIZE)
        self._book = Lorebook()
        self._own: dict[int, int] = {}
        self._taken: tuple[int, LoreEntry] | None = None
        self.messages = MessageBar(theme, self)
        self.entries = LoreList(self)
        self.editor = LoreEditor(self)
        self.options = LoreBookOptions(self)
        self._lay_out()
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Return in a line would press one
        self._connect()

    @property
    def book(self) -> Lorebook:
        """The book as it stands, with the ids that its entries came with."""
        entries = [replace(entry, id=self._own[entry.id]) for entry in self._book.entries]
        return replace(self._book, entries=tuple(entries))

    def show_book(self, book: Lorebook, name: str) -> None:
        """The book of the card of that name. Files have entries with the same id, or none."""
        self.setWindowTitle(self.tr("Lorebook of {0}").format(name or self.tr("Unnamed")))
        self._own = {number: entry.id for number, entry in enumerate(book.entries, 1)}
        numbered = [replace(entry, id=n) for n, entry in enumerate(book.entries, 1)]
        self._book = replace(book, entries=tuple(numbered))
        self.messages.solve(_DELETED)
        self.options.show_settings(book.settings)
        self.entries.show_entries(self._book.entries)

    def add_entries(self, entries: Sequence[LoreEntry]) -> None:
        """Adds entries at the end, such as those of a file."""
        fresh = []
        for entry in entries:
            number = max(self._own, default=0) + 1
            self._own[number] = max(self._own.values(), default=-1) + 1
            fresh.append(replace(entry, id=number))
        self._keep(replace(self._book, entries=(*self._book.entries, *fresh)))
        if fresh:
            self.entries.select(fresh[0].id)

    def _create(self) -> None:
        self.add_entries((LoreEntry(),))
        self.editor.focus_first()

    def _on_edited(self, entry: LoreEntry) -> None:
        self.entries.show_entry(entry)
        others = (entry if kept.id == entry.id else kept for kept in self._book.entries)
        self._keep(replace(self._book, entries=tuple(others)), shown=True)

    def _on_switched(self, switched: tuple[int, bool]) -> None:
        number, enabled = switched
        if self.editor.entry_id == number:
            self.editor.show_switch(enabled)
        entry = next(entry for entry in self._book.entries if entry.id == number)
        self._on_edited(replace(entry, enabled=enabled))

    def _on_moved(self, ids: tuple[int, ...]) -> None:
        by_id = {entry.id: entry for entry in self._book.entries}
        self._keep(replace(self._book, entries=tuple(by_id[n] for n in ids)), shown=True)

    def _on_delete(self, number: int) -> None:
        at = next(n for n, entry in enumerate(self._book.entries) if entry.id == number)
        entry = self._book.entries[at]
        self._taken = (at, entry)
        self._keep(replace(self._book, entries=_without(self._book.entries, number)))
        what = self.tr("“{0}” is deleted.").format(entry.name or self.tr("Untitled"))
        undo = self.tr("Undo")
        self.messages.show_message(Message(_DELETED, what, "", "notice", undo, _UNDO_SECONDS))

    def _on_action(self, key: str) -> None:
        if key == _DELETED and self._taken is not None:
            at, entry = self._taken
            entries = self._book.entries
            self._keep(replace(self._book, entries=(*entries[:at], entry, *entries[at:])))
            self.entries.select(entry.id)

    def _keep(self, book: Lorebook, *, shown: bool = False) -> None:
        self._book = book
        if not shown:
            self.entries.show_entries(book.entries)
        self.changed.emit(self.book)

    def _connect(self) -> None:
        self.entries.chosen.connect(self.editor.show_entry)
        self.entries.switched.connect(self._on_switched)
        self.entries.moved.connect(self._on_moved)
        self.entries.create_requested.connect(self._create)
        self.entries.delete_requested.connect(self._on_delete)
        self.editor.changed.connect(self._on_edited)
        self.editor.delete_requested.connect(self._on_delete)
        self.options.changed.connect(
            lambda settings: self._keep(replace(self._book, settings=settings), shown=True)
        )
        self.messages.action_chosen.connect(self._on_action)

    def _lay_out(self) -> None:
        left, cards = QVBoxLayout(), QHBoxLayout()
        left.setSpacing(GAP_4)
        left.addWidget(self.entries, 1)
        left.addWidget(self.options)
        cards.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        cards.setSpacing(GAP_4)
        cards.addLayout(left, 2)
        cards.addWidget(self.editor, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addLayout(cards, 1)


def _without(entries: Sequence[LoreEntry], number: int) -> tuple[LoreEntry, ...]:
    return tuple(entry for entry in entries if entry.id != number)
