"""The grid of characters: keys, mouse and menu as signals. Knows no storage."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from app.domain.cards import CharacterSummary
from app.ui.characters.character_delegate import (
    CELL_WIDTH,
    CharacterDelegate,
    cell_height,
    star_rect,
)
from app.ui.characters.characters_model import CHARACTER_ROLE, CharactersModel
from app.ui.characters.picture_loader import PictureLoader
from app.ui.editor_menu import add_action
from app.ui.project_tree import DELETE_KEY, RENAME_KEY
from app.ui.project_tree_menu import DUPLICATE_KEY
from app.ui.theme import Theme

STAR_KEY = "Ctrl+B"
_STEP = 36
"""Pixels of a line; a notch of the wheel is three."""

_OWN = ((Qt.Key.Key_D, True), (Qt.Key.Key_B, True), (Qt.Key.Key_F2, False))
"""Keys with and without Ctrl that mean something else elsewhere in the window."""


class CharactersGrid(QListView):
    """Signals, each with an id: `chosen(id or None)`, `opened` (Return, double click),
    `edit_requested` (F2), `delete_requested` (Del), `duplicate_requested` (Ctrl+D),
    `star_toggled(id, bool)`, `export_requested(id, kind)`."""

    chosen = Signal(object)
    opened = Signal(object)
    edit_requested = Signal(object)
    delete_requested = Signal(object)
    duplicate_requested = Signal(object)
    star_toggled = Signal(object, bool)
    export_requested = Signal(object, str)

    def __init__(
        self, theme: Theme, pictures: PictureLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.characters = CharactersModel(self)
        self._wanted: int | None = None
        self._told: int | None = None
        self._delegate = CharacterDelegate(theme.tokens, pictures, self)
        self.setModel(self.characters)
        self.setItemDelegate(self._delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(_STEP)  # else a whole row
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always: else the cells would change their width when it comes.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.characters.modelReset.connect(self._choose_again)
        pictures.loaded.connect(self.viewport().update)
        theme.changed.connect(self._delegate.apply_tokens)

    @property
    def current_id(self) -> int | None:
        """The character that is chosen, though it may not be among those shown."""
        return self._wanted

    def select(self, character_id: int | None) -> None:
        """Chooses a character, and scrolls to it if it is shown."""
        self._wanted = character_id
        index = self.characters.index_of(character_id)
        if index.isValid():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flag)
            self.scrollTo(index)
        else:
            self.clearSelection()
        self._tell()

    def build_menu(self, character: CharacterSummary) -> QMenu:
        """What can be done with a character."""
        menu, number = QMenu(self), character.id
        star = self.tr("No favourite") if character.favourite else self.tr("Favourite")
        menu.addAction(self.tr("Chat"), lambda: self.opened.emit(number))
        add_action(menu, self.tr("Edit…"), RENAME_KEY, lambda: self.edit_requested.emit(number))
        add_action(menu, star, STAR_KEY, lambda: self._toggle(character))
        menu.addSeparator()
        twin, delete = self.duplicate_requested, self.delete_requested
        add_action(menu, self.tr("Duplicate"), DUPLICATE_KEY, lambda: twin.emit(number))
        exports = menu.addMenu(self.tr("Export"))
        for kind, words in self.export_kinds():
            exports.addAction(words, partial(self.export_requested.emit, number, kind))
        menu.addSeparator()
        add_action(menu, self.tr("Delete"), DELETE_KEY, lambda: delete.emit(number))
        return menu

    def export_kinds(self) -> tuple[tuple[str, str], ...]:
        """The kinds of files a card can be written as, and how they are called."""
        return (
            ("png", self.tr("Picture with the card in it (png)…")),
            ("json", self.tr("Text with card and picture (json)…")),
            ("charx", self.tr("Package with all of it (charx)…")),
        )

    def event(self, event: QEvent) -> bool:
        """Takes keys for itself that the window has other uses for."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if (Qt.Key(event.key()), ctrl) in _OWN:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens, F2 edits, Del deletes, Ctrl+D duplicates, Ctrl+B gives a star."""
        key, character = Qt.Key(event.key()), self._current()
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        acts = {
            (Qt.Key.Key_Return, False): self.opened.emit,
            (Qt.Key.Key_Enter, False): self.opened.emit,
            (Qt.Key.Key_F2, False): self.edit_requested.emit,
            (Qt.Key.Key_Delete, False): self.delete_requested.emit,
            (Qt.Key.Key_D, True): self.duplicate_requested.emit,
        }
        if character is None:
            super().keyPressEvent(event)
        elif (key, ctrl) == (Qt.Key.Key_B, True):
            self._toggle(character)
        elif (key, ctrl) in acts:
            acts[key, ctrl](character.id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the star gives or takes it."""
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._on_star(index, event):
            self._toggle(index.data(CHARACTER_ROLE))
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens, but on the star, which is pressed twice."""
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            super().mouseDoubleClickEvent(event)
        elif self._on_star(index, event):
            self._toggle(index.data(CHARACTER_ROLE))
        else:
            self.opened.emit(index.data(CHARACTER_ROLE).id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the character under the mouse, or of the chosen one."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if keyboard else self.indexAt(event.pos())
        if index.isValid():
            menu = self.build_menu(index.data(CHARACTER_ROLE))
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            at = self.visualRect(index).center() if keyboard else event.pos()
            menu.popup(self.viewport().mapToGlobal(QPoint(at)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for, which share it."""
        width = self.viewport().width() - 1
        cell = max(CELL_WIDTH, width // max(1, width // CELL_WIDTH))
        self._delegate.cell = QSize(cell, cell_height(cell))
        self.setGridSize(self._delegate.cell)
        super().resizeEvent(event)

    def _on_star(self, index: QModelIndex, event: QMouseEvent) -> bool:
        cell = self.visualRect(index)
        return index.isValid() and star_rect(cell).contains(event.position().toPoint())

    def _toggle(self, character: CharacterSummary) -> None:
        self.star_toggled.emit(character.id, not character.favourite)

    def _current(self) -> CharacterSummary | None:
        index = self.currentIndex()
        return index.data(CHARACTER_ROLE) if index.isValid() else None

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self._wanted = index.data(CHARACTER_ROLE).id
            self._tell()

    def _tell(self) -> None:
        if self._wanted != self._told:
            self._told = self._wanted
            self.chosen.emit(self._wanted)

    def _choose_again(self) -> None:
        """After other characters are shown: the chosen one stays so."""
        there = self.characters.character(self._wanted) is not None
        self.select(self._wanted if there else None)
