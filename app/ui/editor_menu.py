"""Entries of the page's menu. Knows nothing of what they do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu


def add_action(
    menu: QMenu,
    text: str,
    key: QKeySequence.StandardKey | str,
    slot: Callable[[], object],
    enabled: bool = True,
) -> QAction:
    """Adds an entry that shows its shortcut, which the page itself listens to."""
    action = menu.addAction(text)
    action.setShortcut(QKeySequence(key))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.setEnabled(enabled)
    action.triggered.connect(slot)
    return action
