"""The page of a conversation: its head, the messages, what is recalled, the box to write in.

Puts its parts together and passes their wishes on; knows no controllers.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.ui.chat.chat_dialogs import ChatDialogs
from app.ui.chat.chat_header import ChatHeader
from app.ui.chat.chat_search import ChatSearch
from app.ui.chat.chat_view import ChatView
from app.ui.chat.chats_popup import ChatsPopup
from app.ui.chat.composer import Composer
from app.ui.chat.cost_line import CostLine
from app.ui.chat.reading_note import ReadingNote
from app.ui.chat.recall_strip import RecallStrip
from app.ui.message_bar import MessageBar
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_4

_Key, _Modifier = Qt.Key, Qt.KeyboardModifier


class ChatPage(QFrame):
    """Its parts are `messages` (errors), `header`, `chats`, `search`, `note`, `view`, `recall`,
    `cost`, `composer`, `dialogs`. Signals of its own: `opened` when it comes to be seen,
    `characters_requested` to choose with whom to talk, `jump_requested(message id, depth)` from
    the search, the recalled passages and the checkpoints; `regenerate_requested`,
    `continue_requested`, `stop_requested` by a key or a button of the composer: they mean the
    newest message. `undo_requested` and `redo_requested` mean what was done to messages."""

    opened = Signal()
    characters_requested = Signal()
    jump_requested = Signal(int, int)
    regenerate_requested = Signal()
    continue_requested = Signal()
    stop_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chatPage")
        self._running = False
        self._character = ""
        self.messages = MessageBar(theme, self)
        self.header = ChatHeader(theme, self)
        self.chats = ChatsPopup(theme, self)
        self.search = ChatSearch(theme, self)
        self.view = ChatView(theme, self)
        self.note = ReadingNote(self)
        self.recall = RecallStrip(theme, self)
        self.cost = CostLine(self)
        self.composer = Composer(theme, self)
        self.dialogs = ChatDialogs(theme, self)
        self._empty_title, self._empty_hint = QLabel(), QLabel()
        self._empty_title.setProperty("role", "title")
        self._empty_hint.setProperty("role", "quiet")
        self._characters = QPushButton()
        self._characters.setProperty("role", "primary")
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_none()

    def show_chat(self, chat_id: int, title: str, total: int, draft: str = "") -> None:
        """Another conversation, of `total` messages, with what was written in it and not sent."""
        self.header.show_title(title)
        self.recall.show_recalled(())
        self.note.show_first(0)
        self.cost.show_status(None)
        self.search.dismiss()
        self.composer.show_chat(chat_id, draft)
        self._stack.setCurrentWidget(self.view)
        self.view.set_chat(total)
        self.show_length(total)

    def show_none(self) -> None:
        """No conversation is open."""
        self._character = ""
        self.header.show_character("")
        self.header.show_title("", open_chat=False)
        self.recall.show_recalled(())
        self.note.show_first(0)
        self.cost.show_status(None)
        self.search.dismiss()
        self.composer.show_chat(None)
        self.view.set_chat(0)
        self._refresh_empty(chosen=False)
        self._stack.setCurrentIndex(0)

    def show_character(self, name: str, picture: bytes = b"") -> None:
        """With whom one talks; `picture` is a small one."""
        self._character = name
        self.header.show_character(name, picture)

    def show_length(self, total: int) -> None:
        """How many messages there are: whether one can be answered or continued, and whether a
        sentence stands where the first will be."""
        self.composer.allow_answers(total > 0)
        empty = total == 0 and not self._running
        self._refresh_empty(chosen=True)
        self._stack.setCurrentIndex(0 if empty else 1)

    def set_running(self, running: bool) -> None:
        """The model reads or writes: the one thing to do is to stop it."""
        self._running = running
        self.composer.set_running(running)
        if running:
            self._stack.setCurrentWidget(self.view)

    def focus_first(self) -> None:
        """The keyboard is where one begins."""
        if self.composer.isEnabled():
            self.composer.focus_first()
        else:
            self._characters.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Tells that it is seen."""
        super().showEvent(event)
        self.opened.emit()

    def event(self, event: QEvent) -> bool:
        """Takes its keys before the window does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(self._action_of(event) is not None)
            return event.isAccepted()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that mean the same wherever the keyboard is on the page."""
        act = self._action_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._characters.setText(self.tr("Characters"))
        self._characters.setToolTip(self.tr("Choose or import a character to talk with"))
        self._refresh_empty(chosen=self.composer.isEnabled())

    def _action_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        modifiers = event.modifiers() & ~_Modifier.KeypadModifier
        key, free = _Key(event.key()), self.composer.isEnabled()
        returns = key in (_Key.Key_Return, _Key.Key_Enter)
        if key == _Key.Key_Escape and not modifiers and self._running:
            return self.stop_requested.emit
        if not free:
            return None
        if not self._running and not self.composer.field.document().isUndoAvailable():
            if event.matches(QKeySequence.StandardKey.Undo):
                return self.undo_requested.emit
            if event.matches(QKeySequence.StandardKey.Redo):
                return self.redo_requested.emit
        if modifiers == _Modifier.ControlModifier:
            if key == _Key.Key_F:
                return self.search.open
            if key == _Key.Key_Up:
                return self.view.edit_last_own
            return self.regenerate_requested.emit if returns and not self._running else None
        if modifiers == _Modifier.AltModifier and returns and not self._running:
            return self.continue_requested.emit
        return None

    def _refresh_empty(self, *, chosen: bool) -> None:
        self._characters.setVisible(not chosen)
        if chosen:
            self._empty_title.setText(self.tr("Nothing has been said yet"))
            hint = self.tr("Write the first words below.")
        else:
            self._empty_title.setText(self.tr("No conversation is open"))
            hint = self.tr("Choose a character to talk with: it remembers all you ever said.")
        self._empty_hint.setText(hint)

    def _connect(self) -> None:
        self._characters.clicked.connect(self.characters_requested)
        self.header.chats_pressed.connect(lambda: self.chats.fall_from(self.header.chats))
        self.header.search_pressed.connect(self.search.open)
        self.header.checkpoint_chosen.connect(self.jump_requested)
        self.search.jump_requested.connect(self.jump_requested)
        self.search.closed.connect(self.view.setFocus)
        self.recall.jump_requested.connect(self.jump_requested)
        self.view.leave_requested.connect(self.composer.focus_first)
        composer = self.composer
        composer.send_requested.connect(self.view.scroll_to_end)
        composer.regenerate_requested.connect(self.regenerate_requested)
        composer.continue_requested.connect(self.continue_requested)
        composer.stop_requested.connect(self.stop_requested)
        composer.edit_last_requested.connect(self.view.edit_last_own)
        composer.view_requested.connect(self._go_up)

    def _go_up(self) -> None:
        self.view.setFocus()
        self.view.turn_page(-1)

    def _empty_page(self) -> QWidget:
        page = QFrame()
        page.setObjectName("chatEmpty")
        column = QVBoxLayout(page)
        column.setSpacing(GAP_2)
        column.addStretch(2)
        for label in (self._empty_title, self._empty_hint):
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(GAP_4)
        column.addWidget(self._characters, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    def _lay_out(self) -> None:
        self._stack.addWidget(self._empty_page())
        self._stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above: tuple[QWidget, ...] = (self.header, self.messages, self.search, self.note)
        below: tuple[QWidget, ...] = (self.recall, self.cost, self.composer)
        for part in above:
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        for part in below:
            column.addWidget(part)
