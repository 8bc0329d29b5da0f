"""The entries of a lorebook: search, choose, switch on and off, order, add, import, export.

Shows what it is given and says what the person wants; knows no storage.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.lorebook import LoreEntry, join_keys
from app.ui.icon_button import describe
from app.ui.project_tree import DELETE_KEY
from app.ui.tokens import GAP_2, GAP_4

UP_KEY, DOWN_KEY = "Alt+Up", "Alt+Down"
_ID = Qt.ItemDataRole.UserRole
_FOUND_BY = Qt.ItemDataRole.UserRole + 1


class LoreList(QFrame):
    """Signals: `chosen(LoreEntry or None)`, `switched((id, on or off))`, `moved(tuple of ids)`,
    `create_requested`, `create_from_requested(id)` of an item of the tree,
    `delete_requested(id)`, `import_requested(Path)`, `export_requested(Path)`."""

    chosen = Signal(object)
    switched = Signal(object)
    moved = Signal(object)
    create_requested = Signal()
    create_from_requested = Signal(object)
    delete_requested = Signal(object)
    import_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._entries: dict[int, LoreEntry] = {}
        self._heading, self._empty = QLabel(), QLabel()
        self._heading.setProperty("role", "heading")
        self._empty.setProperty("role", "quiet")
        self._empty.setWordWrap(True)
        self._search = QLineEdit()
        self._search.setClearButtonEnabled(True)
        self._view = QListWidget()
        self._view.setProperty("role", "field")
        self._view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._new, self._import, self._export = QPushButton(), QPushButton(), QPushButton()
        self._new.setProperty("role", "primary")
        self._from = QPushButton()
        self._sources = QMenu(self._from)
        self._from.setMenu(self._sources)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_sources(())

    def show_entries(self, entries: Sequence[LoreEntry]) -> None:
        """The entries there are, in their order; the one chosen stays so if it is there."""
        current = self.current_id
        self._entries = {entry.id: entry for entry in entries}
        blocked = QSignalBlocker(self._view)
        self._view.clear()
        for entry in entries:
            self._view.addItem(self._fill(QListWidgetItem(), entry))
        blocked.unblock()
        self._filter(self._search.text())
        self._empty.setVisible(not entries)
        self._export.setEnabled(bool(entries))
        self.select(current if current in self._entries else next(iter(self._entries), None))

    def show_entry(self, entry: LoreEntry) -> None:
        """An entry was changed elsewhere."""
        item = self._item(entry.id)
        self._entries[entry.id] = entry
        if item is not None:
            blocked = QSignalBlocker(self._view)
            self._fill(item, entry)
            blocked.unblock()

    @property
    def current_id(self) -> int | None:
        """The entry that is chosen."""
        item = self._view.currentItem()
        number: int | None = None if item is None else item.data(_ID)
        return number

    def show_sources(self, sources: Sequence[tuple[int, str]]) -> None:
        """The characters and places, by id and title, that entries can be made of."""
        self._sources.clear()
        for number, title in sources:
            words = title.replace("&", "&&") or self.tr("Untitled")
            action = self._sources.addAction(words)
            action.triggered.connect(
                lambda _checked=False, number=number: self.create_from_requested.emit(number)
            )
        self._from.setVisible(bool(sources))

    def select(self, entry_id: int | None) -> None:
        """Chooses an entry and tells it."""
        blocked = QSignalBlocker(self._view)
        item = None if entry_id is None else self._item(entry_id)
        self._view.setCurrentItem(item)  # type: ignore[arg-type]  # Qt takes none
        blocked.unblock()
        self._on_chosen()

    def focus_first(self) -> None:
        """The keyboard is where one begins."""
        (self._view if self._entries else self._new).setFocus()

    def allow(self, possible: bool) -> None:
        """Whether there is a work to keep entries for."""
        self.setEnabled(possible)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._heading.setText(self.tr("Entries"))
        self._empty.setText(
            self.tr("People, places and things that the model reads of when they are named.")
        )
        self._search.setPlaceholderText(self.tr("Search entries"))
        self._search.setAccessibleName(self.tr("Search entries"))
        self._view.setAccessibleName(self.tr("Entries of the lorebook"))
        self._view.setToolTip(
            self.tr("Tick switches an entry on; drag, or Alt+Up and Alt+Down, put it elsewhere")
        )
        self._new.setText(self.tr("New entry"))
        describe(self._new, self.tr("Add an empty entry"))
        self._from.setText(self.tr("From a character or place"))
        describe(self._from, self.tr("Add an entry made of a character or a place of this work"))
        self._import.setText(self.tr("Import…"))
        describe(self._import, self.tr("Add the entries of SillyTavern’s world info or of a card"))
        self._export.setText(self.tr("Export…"))
        describe(self._export, self.tr("Write all entries as SillyTavern’s world info"))

    def _fill(self, item: QListWidgetItem, entry: LoreEntry) -> QListWidgetItem:
        item.setText(entry.name or self.tr("Untitled"))
        item.setData(_ID, entry.id)
        found_by = (entry.title, join_keys(entry.keys), entry.content)
        item.setData(_FOUND_BY, "\n".join(found_by).casefold())
        item.setToolTip(join_keys(entry.keys))
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemIsDragEnabled
        )
        state = Qt.CheckState.Checked if entry.enabled else Qt.CheckState.Unchecked
        item.setCheckState(state)
        return item

    def _item(self, entry_id: int) -> QListWidgetItem | None:
        items = (self._view.item(row) for row in range(self._view.count()))
        return next((item for item in items if item.data(_ID) == entry_id), None)

    def _filter(self, words: str) -> None:
        wanted = words.casefold().strip()
        for row in range(self._view.count()):
            item = self._view.item(row)
            item.setHidden(wanted not in item.data(_FOUND_BY))

    def _on_chosen(self) -> None:
        current = self.current_id
        self.chosen.emit(None if current is None else self._entries[current])

    def _on_ticked(self, item: QListWidgetItem) -> None:
        entry = self._entries.get(item.data(_ID))
        enabled = item.checkState() == Qt.CheckState.Checked
        if entry is not None and entry.enabled != enabled:
            self.switched.emit((entry.id, enabled))

    def _on_moved(self) -> None:
        self.moved.emit(tuple(self._view.item(r).data(_ID) for r in range(self._view.count())))

    def _step(self, step: int) -> None:
        """Puts the entry that is chosen one place up or down."""
        row, item = self._view.currentRow(), self._view.currentItem()
        if item is None or not 0 <= row + step < self._view.count():
            return
        blocked = QSignalBlocker(self._view)
        self._view.insertItem(row + step, self._view.takeItem(row))
        self._view.setCurrentRow(row + step)
        blocked.unblock()
        self._filter(self._search.text())
        self._on_moved()

    def _on_delete(self) -> None:
        if self.current_id is not None:
            self.delete_requested.emit(self.current_id)

    def _choose_import(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self,
            self.tr("Import a lorebook"),
            "",
            self.tr("Lorebooks and cards (*.json *.png *.charx)"),
        )
        if chosen:
            self.import_requested.emit(Path(chosen))

    def _choose_export(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Export the lorebook"), "lorebook.json", self.tr("World info (*.json)")
        )
        if chosen:
            self.export_requested.emit(Path(chosen))

    def _connect(self) -> None:
        self._search.textChanged.connect(self._filter)
        self._view.currentRowChanged.connect(lambda _row: self._on_chosen())
        self._view.itemChanged.connect(self._on_ticked)
        self._view.model().rowsMoved.connect(self._on_moved)
        self._new.clicked.connect(self.create_requested)
        self._import.clicked.connect(self._choose_import)
        self._export.clicked.connect(self._choose_export)
        for key, step in ((UP_KEY, -1), (DOWN_KEY, 1)):
            move = QShortcut(QKeySequence(key), self._view)
            move.setContext(Qt.ShortcutContext.WidgetShortcut)
            move.activated.connect(partial(self._step, step))
        delete = QShortcut(QKeySequence(DELETE_KEY), self._view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_delete)

    def _lay_out(self) -> None:
        files = QHBoxLayout()
        files.setSpacing(GAP_2)
        files.addWidget(self._import, 1)
        files.addWidget(self._export, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_2)
        for widget in (self._heading, self._search, self._empty):
            column.addWidget(widget)
        column.addWidget(self._view, 1)
        column.addWidget(self._new)
        column.addWidget(self._from)
        column.addLayout(files)
