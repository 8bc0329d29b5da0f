"""What the window can be told about finding in the whole work, with its keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.ui.work_search_panel import TAKE_BACK_KEY, WORK_FIND_KEY, WORK_REPLACE_KEY

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class WorkSearchCommands(QObject):
    """Adds the commands to the window's list. Signal: `take_back_requested`."""

    take_back_requested = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        add = partial(window.commands.commands.add, available=window.shows_story)
        find = (lambda: self.tr("Find in the work…"), False, WORK_FIND_KEY)
        put = (lambda: self.tr("Replace in the work…"), True, WORK_REPLACE_KEY)
        for title, replace, key in (find, put):
            add(title, self._group, partial(self._open, replace), key)
        back = self.take_back_requested.emit
        add(lambda: self.tr("Undo the last replacement"), self._group, back, TAKE_BACK_KEY)

    def _open(self, replace: bool) -> None:
        chosen = self._window.editor.textCursor().selectedText()
        self._window.page.work_search.open("" if "\u2029" in chosen else chosen, replace)

    def _group(self) -> str:
        return self.tr("Text")
