"""A conversation with all that can be done in it, by mouse and by keys.

Shows values and says what the person wants; knows no storage and no model.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.chat import Author, ChatMessage
from app.ui.chat.chat_keys import act_on_key, is_known_key
from app.ui.chat.chat_looks import BUBBLES
from app.ui.chat.link_menu import link_menu
from app.ui.chat.message_actions import MessageActions
from app.ui.chat.message_area import MessageArea
from app.ui.chat.message_editor import MessageEditor
from app.ui.chat.message_widget import MessageWidget
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2

_LOOKED_BACK = 40


class ChatView(MessageArea):
    """Signals: `page_wanted(from_depth, count)`, `edit_requested(id, text)`,
    `swipe_requested(id, -1 or 1)`, `regenerate_requested(id)` for another reply in place of this
    one, `continue_requested(id)`, `delete_requested(id, with those below)`,
    `hide_requested(id, hidden)`, `branch_requested(id)`, `checkpoint_requested(id, name)` ("":
    none any more), `leave_requested` when the keyboard goes on to where one writes."""

    edit_requested = Signal(int, str)
    swipe_requested = Signal(int, int)
    regenerate_requested = Signal(int)
    continue_requested = Signal(int)
    delete_requested = Signal(int, bool)
    hide_requested = Signal(int, bool)
    branch_requested = Signal(int)
    checkpoint_requested = Signal(int, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("chatView")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._hovered = self._edited = self._aimed = self._saved = -1
        self._busy = False
        self.actions_bar = MessageActions(theme, self.viewport())
        self.editor = MessageEditor(self.viewport())
        bar = self.actions_bar
        bar.edit_pressed.connect(lambda: self.edit(self._aimed))
        bar.copy_pressed.connect(self._copy_aimed)
        for mine, theirs in (
            (self.regenerate_requested, bar.regenerate_requested),
            (self.continue_requested, bar.continue_requested),
            (self.branch_requested, bar.branch_requested),
            (self.delete_requested, bar.delete_requested),
            (self.hide_requested, bar.hide_requested),
            (self.checkpoint_requested, bar.checkpoint_requested),
        ):
            theirs.connect(mine)
        self.editor.saved.connect(self._save)
        self.editor.left.connect(self.leave_editor)
        self.editor.resized.connect(self._place)
        self.retranslate()

    # What it shows

    def set_chat(self, total: int, at: int | None = None) -> None:
        """Shows another conversation of so many messages, from its end or from depth `at` on."""
        self.keep_edit()
        self._set_busy(False)
        self._hovered = -1
        super().set_chat(total, at)

    def change_from(self, depth: int, total: int) -> None:
        """From this depth on the conversation is another, now of `total` messages."""
        if self._edited >= depth:
            self.keep_edit()
        super().change_from(depth, total)

    def begin_reply(
        self, name: str, depth: int | None = None, text: str = "", character_id: int | None = None
    ) -> None:
        """A reply begins; until its end nothing can be changed."""
        self.keep_edit()
        self._set_busy(True)
        super().begin_reply(name, depth, text, character_id)

    def end_reply(self, message: ChatMessage | None) -> None:
        """The reply is complete, as this message; `None`: there is none."""
        self._set_busy(False)
        super().end_reply(message)

    def retranslate(self) -> None:
        """Takes on the language in use."""
        super().retranslate()
        self.setAccessibleName(self.tr("Conversation"))

    # What one does

    def step_swipe(self, row: int, step: int) -> None:
        """To the reply before or behind; behind the last of the newest a new one is asked for."""
        layout = self._rows.layout(row) if 0 <= row < self.count else None
        if layout is None or self._busy:
            return
        message = layout.message
        if 0 <= message.swipe + step < message.swipes:
            self.swipe_requested.emit(message.id, step)
        elif step > 0 and layout.can_renew:
            self.regenerate_requested.emit(message.id)

    def edit(self, row: int) -> None:
        """The message of a row can be changed where it stands."""
        message = self._rows.message(row)
        if message is None or self._busy:
            return
        self.keep_edit()
        self._edited = row
        self._set_current(row, ring=False)
        self.editor.open(message.said.text, self._looks.pixels)
        self._place()
        self._window.show(row)
        self._place()

    def edit_again(self, message_id: int, text: str) -> None:
        """A changed text could not be kept: it is to be changed once more, if it is to be seen."""
        message = self._rows.message(self._saved)
        if message is not None and message.id == message_id:
            self.edit(self._saved)
            self.editor.field.setPlainText(text)

    def edit_last_own(self) -> bool:
        """Changes the newest message of the user; `False` if none is near the end."""
        for row in range(self.count - 1, max(-1, self.count - 1 - _LOOKED_BACK), -1):
            message = self._rows.message(row)
            if message is not None and message.said.author is Author.USER:
                self.edit(row)
                return True
        return False

    def leave_editor(self) -> None:
        """Leaves a message as it was; the keyboard is back on it."""
        if self._close_editor():
            self._place()
            self.setFocus()

    def keep_edit(self) -> None:
        """What is being changed is left for something else: it stays as it is now."""
        message = self._rows.message(self._edited)
        if self._close_editor():
            self._tell_edit(message)

    def fold(self, row: int) -> None:
        """Shows or hides what the model thought before it spoke."""
        layout = self._rows.layout(row) if 0 <= row < self.count else None
        if layout is not None and layout.thought:
            layout.unfold(not layout.unfolded)
            self._refresh_row(row)

    def show_whole(self, row: int) -> None:
        """Shows all of a message that is very long."""
        if 0 <= row < self.count:
            self._rows.show_whole(row)
            self._refresh_row(row)

    def ask_to_delete(self, row: int) -> None:
        """Asks what is to be deleted."""
        if self._aim(row):
            self.actions_bar.ask_to_delete(self._point_of(row))

    def copy(self) -> None:
        """Copies what is selected, or the message where the keyboard is."""
        selected = next((w.selected_text for w in self._pool if w.selected_text), "")
        message = self._rows.message(self._current)
        text = selected or (message.said.text if message is not None else "")
        if text:
            QGuiApplication.clipboard().setText(text)

    def select_all(self) -> None:
        """Selects the words of the message where the keyboard is."""
        widget = self._pool.find(self._current)
        if widget is not None:
            widget.select_all()

    # Events

    def event(self, event: QEvent) -> bool:
        """Takes its keys before the window does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(is_known_key(self, event))
            return event.isAccepted()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See `chat_keys`."""
        if not act_on_key(self, event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By keyboard: it is on a message at once."""
        super().focusInEvent(event)
        by_key = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        if by_key and self.count:
            row = self._current if self._placed_row(self._current) else self._placed[-1].row
            self._set_current(row, ring=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The mark of the keyboard goes with it."""
        super().focusOutEvent(event)
        self._ring = False
        self._place()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Everything that can be done with a message."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self._current if by_key else self._row_at(event.globalPos())
        if self._aim(row):
            point = self._point_of(row) if by_key else event.globalPos()
            self.actions_bar.open_menu(point)

    def viewportEvent(self, event: QEvent) -> bool:
        """The buttons leave with the mouse."""
        if event.type() == QEvent.Type.Leave:
            self._hovered = -1
            self._place_actions()
        return super().viewportEvent(event)

    # Parts

    def _make_widget(self) -> MessageWidget:
        widget = super()._make_widget()
        widget.stepped.connect(self.step_swipe)
        widget.fold_pressed.connect(self.fold)
        widget.more_pressed.connect(self.show_whole)
        widget.link_pressed.connect(self._ask_about_link)
        widget.entered.connect(self._on_entered)
        widget.pressed.connect(self._on_pressed)
        return widget

    def _on_entered(self, row: int) -> None:
        self._hovered = row
        self._place_actions()

    def _on_pressed(self, row: int) -> None:
        for widget in self._pool:
            if widget.row != row:
                widget.clear_selection()
        self._set_current(row, ring=False)

    def _ask_about_link(self, address: str, point: QPoint) -> None:
        menu = link_menu(address, self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def _copy_aimed(self) -> None:
        message, widget = self._rows.message(self._aimed), self._pool.find(self._aimed)
        if widget is not None and widget.selected_text:
            self.copy()
        elif message is not None:
            QGuiApplication.clipboard().setText(message.said.text)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.actions_bar.set_busy(busy)

    def _aim(self, row: int) -> bool:
        """The actions are about this row from now on; `False` if they cannot be."""
        message = self._rows.message(row)
        if message is None:
            return False
        self._aimed = row
        self.actions_bar.show_message(message, row == self.count - 1)
        return True

    def _point_of(self, row: int) -> QPoint:
        widget = self._pool.find(row)
        if widget is None or widget.layout_ is None:
            return self.mapToGlobal(self.rect().center())
        return widget.mapToGlobal(widget.layout_.words.topLeft())

    def _row_at(self, point: QPoint) -> int:
        y = self.viewport().mapFromGlobal(point).y()
        rows = (place.row for place in self._placed if place.y <= y < place.y + place.height)
        return next(rows, -1)

    # The editor and the buttons lie over the messages

    def _before_placing(self) -> None:
        if 0 <= self._edited < self.count:
            layout = self._rows.layout(self._edited)
            height = self.editor.wanted_height()
            if layout is not None and layout.editing != height:
                layout.editing = height
                layout.place(layout.width)

    def _after_placing(self) -> None:
        self._place_actions()
        if self._edited < 0:
            return
        widget = self._pool.find(self._edited)
        if widget is None or widget.layout_ is None:
            self.editor.move(0, -10 * self.height())  # out of sight, with the keyboard in it
        else:
            words = widget.layout_.words
            self.editor.setGeometry(words.translated(0, widget.y()))
            self.editor.raise_()

    def _place_actions(self) -> None:
        row = self._hovered
        if self._pool.find(row) is None:
            row = self._current if self._ring else -1
        widget, bar = self._pool.find(row), self.actions_bar
        if widget is None or widget.layout_ is None or row == self._edited or not self._aim(row):
            bar.hide()
            return
        head = widget.layout_.head
        left_side = self._looks.style == BUBBLES and widget.layout_.is_own
        x = head.left() if left_side else head.right() - bar.width() + 1
        y = max(GAP_1, widget.y() + head.top() - GAP_2)
        bar.move(x, y)
        bar.show()
        bar.raise_()

    def _close_editor(self) -> bool:
        if self._edited < 0:
            return False
        layout = self._rows.layout(self._edited) if self._edited < self.count else None
        if layout is not None:
            layout.editing = 0
            layout.place(layout.width)
        self._edited = -1
        self.editor.hide()
        return True

    def _save(self, _text: str) -> None:
        message = self._rows.message(self._edited)
        self.leave_editor()
        self._tell_edit(message)

    def _tell_edit(self, message: ChatMessage | None) -> None:
        text = self.editor.field.toPlainText()
        if message is not None and text != message.said.text:
            self._saved = message.depth
            self.edit_requested.emit(message.id, text)
