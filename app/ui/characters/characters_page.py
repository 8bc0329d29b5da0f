"""The page of characters: the grid with its filter, the chosen one beside it, and the editor.

Puts its parts together and passes their wishes on; knows no controllers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.cards import Character, CharacterSummary
from app.domain.chat import ChatSummary
from app.formats.files import file_name
from app.ui.characters.card_drops import CARD_SUFFIXES, CardDrops
from app.ui.characters.character_details import CharacterDetails
from app.ui.characters.characters_grid import CharactersGrid
from app.ui.characters.empty_library import EmptyLibrary
from app.ui.characters.greeting_dialog import GreetingDialog
from app.ui.characters.library_filter import LibraryFilter
from app.ui.characters.picture_loader import PictureLoader
from app.ui.icon_button import describe
from app.ui.message_bar import Message, MessageBar
from app.ui.save_place import place_to_write
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_3, GAP_4, HEADER_HEIGHT

DELETED = "character-deleted"
"""Key of the message that offers to bring a character back."""

_TO_THE_GRID = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DETAILS_WIDTH = 340
_UNDO_SECONDS = 10.0
_REST_MS = 120


class CharactersPage(QFrame):
    """Its parts are `messages`, `grid`, `details`, `filter` and `pictures`.

    Signals: `chosen(id or None)`: who hears it gives `show_character` and `show_chats`;
    `opened(id)`: go on with the last chat or begin one; `chat_opened(chat id)`;
    `chat_requested(id, number of the greeting)`: a new chat; `create_requested`,
    `edit_requested(id)`, `import_requested([paths])`, `export_requested(id, kind, Path)` with
    kind "png", "json" or "charx", `duplicate_requested(id)`, `delete_requested(id)`,
    `restore_requested(id)`, `favourite_changed(id, bool)`, `tags_changed(id, tags)`,
    `personas_requested`, `seen` when the page comes to be seen."""

    chosen = Signal(object)
    opened = Signal(object)
    chat_opened = Signal(object)
    chat_requested = Signal(object, int)
    create_requested = Signal()
    edit_requested = Signal(object)
    import_requested = Signal(object)
    export_requested = Signal(object, str, object)
    duplicate_requested = Signal(object)
    delete_requested = Signal(object)
    restore_requested = Signal(object)
    favourite_changed = Signal(object, bool)
    tags_changed = Signal(object, object)
    personas_requested = Signal()
    seen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("charactersPage")
        self._character: Character | None = None
        self._deleted: int | None = None
        self._folder = Path.home()
        self.messages = MessageBar(theme, self)
        self.pictures = PictureLoader(self)
        self.filter = LibraryFilter(theme)
        self.grid = CharactersGrid(theme, self.pictures)
        self.details = CharacterDetails(theme, self.pictures)
        self._title, self._count = QLabel(), QLabel()
        self._title.setProperty("role", "quiet")
        self._count.setProperty("role", "quiet")
        self._personas, self._import, self._new = QPushButton(), QPushButton(), QPushButton()
        self._new.setProperty("role", "primary")
        self._nothing = EmptyLibrary(theme)
        self._none_found = QLabel()
        self._none_found.setProperty("role", "quiet")
        self._none_found.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._lay_out()
        self.drops = CardDrops(self)
        self._connect()
        self.retranslate()
        self.set_characters(())

    # What it shows

    def set_characters(self, characters: Sequence[CharacterSummary]) -> None:
        """All characters of the library. The one that is chosen stays so, and the place."""
        bar = self.grid.verticalScrollBar()
        place = bar.value()
        self.grid.characters.show(characters)
        self.grid.doItemsLayout()
        bar.setValue(place)
        self.filter.show_tags(self.grid.characters.tags())
        self._refresh()
        self.details.show_summary(self.grid.characters.character(self.grid.current_id))

    def select(self, character_id: int | None) -> None:
        """Chooses a character; what would hide it is no longer asked for."""
        index = self.grid.characters.index_of(character_id)
        if character_id is not None and not index.isValid():
            self.filter.clear()
        self.grid.select(character_id)

    def show_character(self, character: Character) -> None:
        """The whole of the character that is chosen."""
        if character.id == self.grid.current_id:
            self._character = character
            self.details.show_character(character)

    def show_chats(self, character_id: int, chats: Sequence[ChatSummary]) -> None:
        """The chats with the character that is chosen."""
        self.details.show_chats(character_id, chats)

    def show_deleted(self, character_id: int, name: str) -> None:
        """Offers for a while to bring a character back."""
        self._deleted = character_id
        what = self.tr("“{0}” and its chats are deleted.").format(name or self.tr("Unnamed"))
        self.messages.show_message(
            Message(DELETED, what, "", "notice", self.tr("Undo"), _UNDO_SECONDS)
        )

    def focus_first(self) -> None:
        """The keyboard is where one begins."""
        (self.grid if self.grid.characters.total else self._nothing).setFocus()

    # Events

    def showEvent(self, event: QShowEvent) -> None:
        """Tells that it is seen."""
        super().showEvent(event)
        self.seen.emit()

    def event(self, event: QEvent) -> bool:
        """Ctrl+F is for the search of this page."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if ctrl and event.key() == Qt.Key.Key_F:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+F searches; Down and Return go from the search to what was found."""
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        search = self.filter.search
        if ctrl and event.key() == Qt.Key.Key_F:
            search.setFocus()
            search.selectAll()
        elif search.hasFocus() and event.key() in _TO_THE_GRID:
            self.grid.setFocus()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._title.setText(self.tr("Characters"))
        self.grid.setAccessibleName(self.tr("Characters"))
        self._new.setText(self.tr("New character"))
        describe(self._new, self.tr("Make a character of your own"))
        self._import.setText(self.tr("Import…"))
        describe(self._import, self.tr("Add characters from card files: png, json, charx"))
        self._personas.setText(self.tr("Personas…"))
        describe(self._personas, self.tr("Who you are in chats"))
        self._none_found.setText(self.tr("No character answers to this search."))
        self.details.offer_exports(self.grid.export_kinds())
        self._refresh()

    # Wishes

    def choose_import(self) -> None:
        """Lets the person choose card files."""
        kinds = " ".join(f"*{suffix}" for suffix in CARD_SUFFIXES)
        names, _kind = QFileDialog.getOpenFileNames(
            self,
            self.tr("Import characters"),
            str(self._folder),
            self.tr("Character cards ({0})").format(kinds),
        )
        if names:
            self._folder = Path(names[0]).parent
            self.import_requested.emit([Path(name) for name in names])

    def choose_export(self, character_id: int, kind: str) -> None:
        """Lets the person choose where a card is written."""
        character = self.grid.characters.character(character_id)
        name = character.name if character else ""
        usual = self._folder / file_name(name or self.tr("Unnamed"), kind)
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Export the character"), str(usual), f"*.{kind}"
        )
        path = place_to_write(self, chosen, (kind,)) if chosen else None
        if path is not None:
            self._folder = path.parent
            self.export_requested.emit(character_id, kind, path)

    def begin_chat(self, character_id: int) -> None:
        """A new chat; with several greetings the person chooses one."""
        character = self._character
        greetings = character.card.greetings if character and character.id == character_id else ()
        if character is None or len(greetings) < 2:
            self.chat_requested.emit(character_id, 0)
            return
        dialog = GreetingDialog(self, character.card.called, greetings)
        dialog.begun.connect(lambda number: self.chat_requested.emit(character_id, number))
        dialog.open()

    def _on_chosen(self, character_id: int | None) -> None:
        self._character = None
        self.details.show_summary(self.grid.characters.character(character_id))
        self._rest.start()  # who holds an arrow key down wants none of those in between

    def _on_star(self, character_id: int, on: bool) -> None:
        self.grid.characters.show_favourite(character_id, on)
        self.details.show_summary(self.grid.characters.character(self.grid.current_id))
        self.favourite_changed.emit(character_id, on)

    def _on_choice(self, choice: object) -> None:
        self.grid.characters.choose(self.filter.choice)
        self._refresh()

    def _on_action(self, key: str) -> None:
        if key == DELETED and self._deleted is not None:
            self.restore_requested.emit(self._deleted)

    def _refresh(self) -> None:
        model = self.grid.characters
        total, shown = model.total, model.rowCount()
        places = (self._nothing, self._none_found, self.grid)
        self._views.setCurrentWidget(places[0 if not total else 1 if not shown else 2])
        for part in (self.filter, self._import, self._new):  # the empty page has its own
            part.setVisible(bool(total))
        words = self.tr("%n character(s)", "", total)
        if shown != total:
            words = self.tr("{0} of %n character(s)", "", total).format(shown)
        self._count.setText(words if total else "")
        self._title.setVisible(not total)

    # Parts

    def _connect(self) -> None:
        grid, details = self.grid, self.details
        self._rest.timeout.connect(lambda: self.chosen.emit(grid.current_id))
        grid.chosen.connect(self._on_chosen)
        for part in (grid, details):
            part.opened.connect(self.opened)
            part.edit_requested.connect(self.edit_requested)
            part.duplicate_requested.connect(self.duplicate_requested)
            part.delete_requested.connect(self.delete_requested)
            part.export_requested.connect(self.choose_export)
            part.star_toggled.connect(self._on_star)
        details.tags_changed.connect(self.tags_changed)
        details.begin_requested.connect(self.begin_chat)
        details.chats.opened.connect(self.chat_opened)
        self.filter.changed.connect(self._on_choice)
        self.drops.import_requested.connect(self.import_requested)
        self.messages.action_chosen.connect(self._on_action)
        self._personas.clicked.connect(self.personas_requested)
        for importing in (self._import.clicked, self._nothing.import_requested):
            importing.connect(self.choose_import)
        for creating in (self._new.clicked, self._nothing.create_requested):
            creating.connect(self.create_requested)

    def _lay_out(self) -> None:
        header = QFrame()
        header.setObjectName("pageHeader")
        header.setFixedHeight(HEADER_HEIGHT)
        row = QHBoxLayout(header)
        row.setContentsMargins(GAP_4, 0, GAP_4, 0)
        row.setSpacing(GAP_2)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addStretch(1)
        for button in (self._personas, self._import, self._new):
            row.addWidget(button)
        self._views = QStackedWidget()
        for view in (self.grid, self._nothing, self._none_found):
            self._views.addWidget(view)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(GAP_4, GAP_3, GAP_2, 0)
        column.setSpacing(GAP_3)
        column.addWidget(self.filter)
        column.addWidget(self._views, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.details)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([900, _DETAILS_WIDTH])
        self.details.setMinimumWidth(_DETAILS_WIDTH - 40)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(header)
        whole.addWidget(self.messages)
        whole.addWidget(splitter, 1)
