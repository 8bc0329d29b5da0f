"""What the window can be told, with its keys: each command is named here once.

The palette, the list of keys and the shortcuts all come from this list. Knows the window's parts
and their wishes, and no controllers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.ui.commands import Commands
from app.ui.export_dialog import EXPORT_KEY
from app.ui.import_dialog import IMPORT_KEY
from app.ui.inspector import CONTINUE_KEY, RETRY_KEY
from app.ui.memory_section import CONTEXT_KEY
from app.ui.palette import Entry, Palette
from app.ui.project_tree import NEW_KEY, RENAME_KEY
from app.ui.rail import (
    LORE,
    LORE_KEY,
    MODELS,
    MODELS_KEY,
    PEOPLE,
    PEOPLE_KEY,
    STATISTICS,
    STATISTICS_KEY,
    STYLE,
    STYLE_KEY,
    WRITE,
    WRITE_KEY,
)
from app.ui.shortcuts_dialog import ShortcutsDialog
from app.ui.write_page import FOLD_INSPECTOR_KEY, FOLD_LIST_KEY

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

PALETTE_KEY, KEYS_KEY = "Ctrl+K", "Ctrl+/"
VERSIONS_KEY, KEEP_KEY = "Ctrl+Shift+H", "Ctrl+Shift+S"


class WindowCommands(QObject):
    """`commands` is the list. Signals: `versions_requested`, `keep_version_requested`,
    `import_requested`, `export_requested`."""

    versions_requested = Signal()
    keep_version_requested = Signal()
    import_requested = Signal()
    export_requested = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._places: Callable[[], Iterable[Entry]] = tuple
        self.commands = Commands(window)
        self._add_writing()
        self._add_window()

    def offer(self, places: Callable[[], Iterable[Entry]]) -> None:
        """What else the palette lists each time it opens: scenes to go to, for instance."""
        self._places = places

    def open_palette(self) -> None:
        """Lets the person type what to do."""
        entries = [
            Entry(command.title(), command.shortcut, partial(self.commands.run, command))
            for command in self.commands
            if command.available()
        ]
        Palette([*entries, *self._places()], self._window).open()

    def open_keys(self) -> None:
        """Shows the list of all keys."""
        ShortcutsDialog(self.commands, self._window).open()

    def _add_writing(self) -> None:
        window, add, group = self._window, self.commands.add, self._writing
        inspector, visible = window.inspector, window.shows_story
        add(
            lambda: self.tr("Continue the story"),
            group,
            inspector.continue_requested.emit,
            CONTINUE_KEY,
            "Ctrl+Enter",
            available=visible,
        )
        add(
            lambda: self.tr("Retry the last continuation"),
            group,
            inspector.retry_requested.emit,
            RETRY_KEY,
            "Ctrl+Shift+Return",
            available=visible,
        )
        add(
            lambda: self.tr("New scene"),
            group,
            window.documents.create_requested.emit,
            NEW_KEY,
            available=visible,
        )
        add(lambda: self.tr("Rename"), group, window.rename, RENAME_KEY)
        add(lambda: self.tr("Save now"), group, window.save_requested.emit, "Ctrl+S")
        add(
            lambda: self.tr("Keep a version…"),
            group,
            self.keep_version_requested.emit,
            KEEP_KEY,
            available=visible,
        )
        add(
            lambda: self.tr("Versions…"),
            group,
            self.versions_requested.emit,
            VERSIONS_KEY,
            available=visible,
        )

    def _add_window(self) -> None:
        window, add, group = self._window, self.commands.add, self._view
        pages = (
            (lambda: self.tr("Go to the writing page"), WRITE, WRITE_KEY),
            (lambda: self.tr("Go to the style page"), STYLE, STYLE_KEY),
            (lambda: self.tr("Go to goals and statistics"), STATISTICS, STATISTICS_KEY),
            (lambda: self.tr("Go to the lorebook"), LORE, LORE_KEY),
            (lambda: self.tr("Go to characters and conversations"), PEOPLE, PEOPLE_KEY),
            (lambda: self.tr("Go to the models"), MODELS, MODELS_KEY),
        )
        for title, page, key in pages:
            add(title, group, partial(window.show_page, page), key)
        folds: tuple[tuple[Callable[[], str], QWidget, str], ...] = (
            (lambda: self.tr("Show or hide the list"), window.documents, FOLD_LIST_KEY),
            (lambda: self.tr("Show or hide the panel"), window.inspector, FOLD_INSPECTOR_KEY),
        )
        for title, panel, key in folds:
            add(title, group, partial(window.fold, panel), key)
        steps = (
            (lambda: self.tr("Larger text"), 1, ("Ctrl++", "Ctrl+=")),
            (lambda: self.tr("Smaller text"), -1, ("Ctrl+-",)),
            (lambda: self.tr("Text size as installed"), 0, ("Ctrl+0",)),
        )
        for title, step, keys in steps:
            add(title, group, partial(window.rail.size_step.emit, step), *keys)
        themes = (
            (lambda: self.tr("Light theme"), "light"),
            (lambda: self.tr("Dark theme"), "dark"),
            (lambda: self.tr("Sepia theme"), "sepia"),
        )
        for title, theme in themes:
            add(title, group, partial(window.rail.theme_chosen.emit, theme))
        people = window.people
        add(lambda: self.tr("All characters"), group, self._show_characters)
        add(lambda: self.tr("Who you are in conversations…"), group, people.open_personas)
        add(lambda: self.tr("Import…"), group, self.import_requested.emit, IMPORT_KEY)
        add(lambda: self.tr("Export…"), group, self.export_requested.emit, EXPORT_KEY)
        show = window.context_dialog.open_beside
        add(lambda: self.tr("What the model read…"), group, show, CONTEXT_KEY)
        add(lambda: self.tr("Text and page…"), group, window.rail.open_text_dialog)
        add(lambda: self.tr("Backups…"), group, window.rail.backups_requested.emit)
        add(lambda: self.tr("Commands…"), group, self.open_palette, PALETTE_KEY)
        add(lambda: self.tr("Keyboard shortcuts…"), group, self.open_keys, KEYS_KEY)

    def _show_characters(self) -> None:
        self._window.show_page(PEOPLE)
        self._window.people.show_library()

    def _writing(self) -> str:
        return self.tr("Writing")

    def _view(self) -> str:
        return self.tr("Window")
