"""The page's commands for the window's list: formats, finding, what helps while one writes.

Their keys are listened to by the parts that do the work; here they are only named.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui.commands import Command
from app.ui.editor_layers import ORIGINS_KEY
from app.ui.find_bar import FIND_KEY, NEXT_KEY, PREVIOUS_KEY, REPLACE_KEY
from app.ui.focus_mode import FOCUS_KEY, FULL_SCREEN_KEY
from app.ui.format_bar import BAR_KEY
from app.ui.format_commands import KEYS
from app.ui.spelling_marks import SPELLING_KEY

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class EditorCommands(QObject):
    """Adds the commands to the list of a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        page, focus = window.page, window.focus_mode
        self._window = window
        for name, action in page.editor.formats.actions.items():
            self._name(action.text, self._format, action.trigger, KEYS[name])
        find = page.finder
        self._name(lambda: self.tr("Find…"), self._text, partial(find.open, False), FIND_KEY)
        self._name(lambda: self.tr("Replace…"), self._text, partial(find.open, True), REPLACE_KEY)
        self._name(lambda: self.tr("Next hit"), self._text, find.go_on, NEXT_KEY)
        self._name(lambda: self.tr("Previous hit"), self._text, find.go_back, PREVIOUS_KEY)
        self._name(
            lambda: self.tr("Check spelling or not"), self._text, page.spelling.toggle, SPELLING_KEY
        )
        add = partial(window.commands.commands.add, available=window.shows_story)
        origins, bar = self._toggle_origins, self._toggle_bar
        add(lambda: self.tr("Show or hide who wrote what"), self._view, origins, ORIGINS_KEY)
        add(lambda: self.tr("Show or hide the format bar"), self._view, bar, BAR_KEY)
        self._name(lambda: self.tr("Focus mode"), self._view, focus.toggle, FOCUS_KEY)
        self._name(
            lambda: self.tr("Full screen"), self._view, focus.toggle_full_screen, FULL_SCREEN_KEY
        )

    def _name(
        self,
        title: Callable[[], str],
        group: Callable[[], str],
        act: Callable[[], object],
        key: str,
    ) -> None:
        shown = self._window.shows_story
        self._window.commands.commands.name(Command(title, group, act, (key,), shown))

    def _toggle_origins(self) -> None:
        shown = self._window.editor.origins_shown
        self._window.rail.setting_chosen.emit("show_origins", not shown)

    def _toggle_bar(self) -> None:
        shown = not self._window.page.format_bar.isHidden()
        self._window.rail.setting_chosen.emit("format_bar", not shown)

    def _format(self) -> str:
        return self.tr("Format")

    def _text(self) -> str:
        return self.tr("Text")

    def _view(self) -> str:
        return self.tr("View")
