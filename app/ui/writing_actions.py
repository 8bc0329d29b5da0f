"""The commands for writing with the model: each once, with its key, for menus and buttons alike.

Knows nothing of who does what is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.writing import REVISIONS, Task
from app.ui.writing_words import (
    NEXT_KEY,
    PREVIOUS_KEY,
    SAMPLING_KEY,
    TASK_KEYS,
    TOKENS_KEY,
    TREE_KEY,
    task_detail,
    task_name,
)


class WritingActions(QObject):
    """Lives on `page`: its keys hold while that is shown.

    Signals: `task_requested(Task)`, `step_requested(-1 or 1)`, `tokens_requested`,
    `tree_requested`, `sampling_requested`.
    """

    task_requested = Signal(str)
    step_requested = Signal(int)
    tokens_requested = Signal()
    tree_requested = Signal()
    sampling_requested = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._tasks = {
            task: self._action(key, partial(self.task_requested.emit, task.value))
            for task, key in TASK_KEYS.items()
        }
        self._previous = self._action(PREVIOUS_KEY, lambda: self.step_requested.emit(-1))
        self._next = self._action(NEXT_KEY, lambda: self.step_requested.emit(1))
        self._tokens = self._action(TOKENS_KEY, self.tokens_requested.emit)
        self._tree = self._action(TREE_KEY, self.tree_requested.emit)
        self._sampling = self._action(SAMPLING_KEY, self.sampling_requested.emit)
        page.installEventFilter(self)
        self.retranslate()

    def fill_menu(self, menu: QMenu, selected: bool) -> None:
        """Adds the commands to a menu; those for a selection only work with one."""
        menu.addSeparator()
        menu.addAction(self._tasks[Task.SENTENCE])
        for task in REVISIONS:
            self._tasks[task].setEnabled(selected)
            menu.addAction(self._tasks[task])
        # Without one they are grey in this menu only: a key that does nothing explains nothing.
        menu.aboutToHide.connect(self._enable_all)
        menu.addSeparator()
        for action in (self._previous, self._next, self._tokens, self._tree, self._sampling):
            menu.addAction(action)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows a change of language of the page."""
        if watched is self._page and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return False

    def retranslate(self) -> None:
        """Takes on the language in use."""
        for task, action in self._tasks.items():
            _name(action, task_name(task), task_detail(task))
        _name(self._previous, self.tr("Previous take"), self.tr("The take before this one"))
        _name(self._next, self.tr("Next take"), self.tr("The take after this one"))
        words = self.tr("What else the model could have written at this word")
        _name(self._tokens, self.tr("Other words here"), words)
        _name(self._tree, self.tr("Story tree"), self.tr("All that was written here, as a tree"))
        words = self.tr("How the model chooses its words")
        _name(self._sampling, self.tr("Sampling"), words)

    def _enable_all(self) -> None:
        for action in self._tasks.values():
            action.setEnabled(True)

    def _action(self, key: str, slot: Callable[[], object]) -> QAction:
        action = QAction(self)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False: slot())
        self._page.addAction(action)
        return action


def _name(action: QAction, name: str, detail: str) -> None:
    action.setText(name)
    action.setToolTip(detail)
    action.setStatusTip(detail)
