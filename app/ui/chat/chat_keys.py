"""What keys do in a conversation: from message to message, between swipes, edit, delete.

Knows the view, and nothing of what becomes of its wishes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from app.ui.chat.chat_view import ChatView

Key = Qt.Key


def act_on_key(view: ChatView, event: QKeyEvent) -> bool:
    """Does what a key asks for; `False` if it asks for nothing."""
    act = _action(view, event)
    if act is None:
        return False
    act()
    return True


def is_known_key(view: ChatView, event: QKeyEvent) -> bool:
    """Whether a key does something here."""
    return _action(view, event) is not None


def _action(view: ChatView, event: QKeyEvent) -> Callable[[], object] | None:
    if event.matches(QKeySequence.StandardKey.Copy):
        return view.copy
    if event.matches(QKeySequence.StandardKey.SelectAll):
        return view.select_all
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    return _actions(view).get(Key(event.key()))


def _actions(view: ChatView) -> dict[Qt.Key, Callable[[], object]]:
    row, last = view.current_row, view.count - 1
    return {
        Key.Key_Up: lambda: view.walk(-1),
        Key.Key_Down: lambda: view.walk(1),
        Key.Key_PageUp: lambda: view.turn_page(-1),
        Key.Key_PageDown: lambda: view.turn_page(1),
        Key.Key_Home: lambda: view.go_to(0),
        Key.Key_End: view.go_to_end,
        Key.Key_Left: lambda: view.step_swipe(row if row >= 0 else last, -1),
        Key.Key_Right: lambda: view.step_swipe(row if row >= 0 else last, 1),
        Key.Key_Return: lambda: view.edit(row),
        Key.Key_Enter: lambda: view.edit(row),
        Key.Key_F2: lambda: view.edit(row),
        Key.Key_Delete: lambda: view.ask_to_delete(row),
        Key.Key_Space: lambda: view.fold(row),
    }
