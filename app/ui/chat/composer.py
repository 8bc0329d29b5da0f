"""Where one writes what one says: a box that grows, and what is asked of the model beside it.

Knows no conversation; it keeps the draft of each by the chat's id.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.chat.chat_looks import COLUMN
from app.ui.chat.message_actions import CONTINUE_KEY, REGENERATE_KEY
from app.ui.icon_button import IconButton, describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2, GAP_4

_MOST_LINES = 8
_MARGIN = 18
_Key, _Modifier = Qt.Key, Qt.KeyboardModifier


class Composer(QFrame):
    """Signals: `send_requested(text)`, `stop_requested`, `regenerate_requested`,
    `continue_requested`, `impersonate_requested`; `draft_changed(chat id, text)` for what is
    written and not sent; `edit_last_requested` and `view_requested` when the keyboard goes up."""

    send_requested = Signal(str)
    stop_requested = Signal()
    regenerate_requested = Signal()
    continue_requested = Signal()
    impersonate_requested = Signal()
    draft_changed = Signal(int, str)
    edit_last_requested = Signal()
    view_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("composer")
        self._chat: int | None = None
        self._running = self._swapped = self._loading = self._proposing = False
        self._can_answer = False
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.installEventFilter(self)
        self._box = QFrame()
        self._box.setObjectName("composerBox")
        self._regenerate = IconButton(theme, "refresh-cw")
        self._continue = IconButton(theme, "chevrons-right")
        self._impersonate = IconButton(theme, "venetian-mask")
        self._send = QPushButton()
        self._send.setProperty("role", "primary")
        self._lay_out()
        self._regenerate.clicked.connect(self.regenerate_requested)
        self._continue.clicked.connect(self.continue_requested)
        self._impersonate.clicked.connect(self.impersonate_requested)
        self._send.clicked.connect(self._on_main)
        self.field.textChanged.connect(self._on_changed)
        self.retranslate()
        self._fit()
        self._allow()

    # What it shows

    @property
    def text(self) -> str:
        """What is written and not sent."""
        return self.field.toPlainText()

    def show_chat(self, chat_id: int | None, draft: str = "") -> None:
        """Writes in this chat from now on; `None`: in none."""
        self._chat = chat_id
        self._proposing = False
        self.field.setReadOnly(False)
        self.set_text(draft)
        self.setEnabled(chat_id is not None)
        self._allow()

    def set_text(self, text: str) -> None:
        """Puts a text in the box, which is not what a person typed."""
        self._loading = True
        self.field.setPlainText(text)
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        self._loading = False
        self._fit()
        self._allow()

    def show_proposal(self, text: str) -> None:
        """What the model writes for the user, so far. One undo brings back what stood there."""
        self._loading = True
        self.field.setReadOnly(True)  # what is typed meanwhile would be written over
        cursor = self.field.textCursor()
        if self._proposing:
            cursor.joinPreviousEditBlock()
        else:
            cursor.beginEditBlock()
        self._proposing = True
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()
        self.field.moveCursor(cursor.MoveOperation.End)
        self._loading = False
        self._fit()
        self._allow()

    def add_text(self, text: str) -> None:
        """More of what the model writes for the user."""
        self.set_text(self.text + text)

    def set_running(self, running: bool) -> None:
        """Something is being written: the one thing to do is to stop it."""
        self._running = running
        self._proposing = self._proposing and running
        self.field.setReadOnly(self._proposing)
        self._send.setProperty("running", running)
        self._send.style().polish(self._send)
        self.retranslate()
        self._allow()

    def allow_answers(self, allowed: bool) -> None:
        """Whether there is a message to answer, continue or replace."""
        self._can_answer = allowed
        self._allow()

    def swap_keys(self, swapped: bool) -> None:
        """With it, Return is a new line and Shift+Return sends."""
        self._swapped = swapped
        self.retranslate()

    def focus_first(self) -> None:
        """The keyboard is where one writes."""
        self.field.setFocus()

    # The person

    def send(self) -> None:
        """Tells what is written, and has an empty box. Without words the character is asked to go
        on speaking."""
        if self._running or self._chat is None:
            return
        text = self.text
        if not text.strip() and not self._can_answer:
            return
        self.set_text("")
        self.draft_changed.emit(self._chat, "")
        self.send_requested.emit(text if text.strip() else "")

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Keys as people know them from chats."""
        if isinstance(event, QKeyEvent) and event.type() in (
            QEvent.Type.KeyPress,
            QEvent.Type.ShortcutOverride,
        ):
            act = self._action_of(event)
            if act is None:
                return False
            if event.type() == QEvent.Type.KeyPress:
                act()
            event.accept()
            return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._box.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            self._box.style().polish(self._box)
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        words = self.tr("Say something…")
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(self.tr("Your message"))
        describe(self._regenerate, self.tr("Another reply"), QKeySequence(REGENERATE_KEY))
        describe(self._continue, self.tr("Continue the reply"), QKeySequence(CONTINUE_KEY))
        describe(self._impersonate, self.tr("Let the model write your message"))
        if self._running:
            self._send.setText(self.tr("Stop"))
            describe(self._send, self.tr("Stop writing"), QKeySequence("Esc"))
        else:
            self._send.setText(self.tr("Send"))
            key = "Shift+Return" if self._swapped else "Return"
            describe(self._send, self.tr("Send the message"), QKeySequence(key))

    def _action_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        modifiers = event.modifiers() & ~_Modifier.KeypadModifier
        key = event.key()
        if key in (_Key.Key_Return, _Key.Key_Enter):
            if modifiers == _Modifier.ControlModifier:
                return self._regenerate.click
            if modifiers == _Modifier.AltModifier:
                return self._continue.click
            wanted = _Modifier.ShiftModifier if self._swapped else _Modifier.NoModifier
            return self.send if modifiers == wanted else None
        if key == _Key.Key_Escape and self._running:
            return self.stop_requested.emit
        if key == _Key.Key_Up and modifiers == _Modifier.ControlModifier:
            return self.edit_last_requested.emit
        if modifiers or self.text:
            return None
        if key == _Key.Key_Up:
            return self.edit_last_requested.emit
        return self.view_requested.emit if key == _Key.Key_PageUp else None

    def _on_main(self) -> None:
        if self._running:
            self.stop_requested.emit()
        else:
            self.send()
            self.field.setFocus()

    def _on_changed(self) -> None:
        if self._loading:
            return
        self._fit()
        self._allow()
        if self._chat is not None:
            self.draft_changed.emit(self._chat, self.text)

    def _allow(self) -> None:
        free = self._chat is not None and not self._running
        for button in (self._regenerate, self._continue):
            button.setEnabled(free and self._can_answer)
        self._impersonate.setEnabled(free)
        self._send.setEnabled(
            self._running or (free and (bool(self.text.strip()) or self._can_answer))
        )

    def _fit(self) -> None:
        """As high as its lines, up to a limit."""
        wanted = max(1, int(self.field.document().size().height()))
        first = self.field.document().firstBlock()
        spacing = self.field.blockBoundingRect(first).height() / max(1, first.lineCount())
        spacing = max(spacing, self.field.fontMetrics().lineSpacing())
        self.field.setFixedHeight(round(min(_MOST_LINES, wanted) * spacing) + _MARGIN)
        policy = Qt.ScrollBarPolicy
        shown = policy.ScrollBarAsNeeded if wanted > _MOST_LINES else policy.ScrollBarAlwaysOff
        self.field.setVerticalScrollBarPolicy(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines may break otherwise."""
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        font = self.field.font()
        font.setPixelSize(15)
        self.field.setFont(font)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP_1)
        for button in (self._impersonate, self._regenerate, self._continue):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._send)
        inner = QVBoxLayout(self._box)
        inner.setContentsMargins(GAP_2, GAP_1, GAP_2, GAP_2)
        inner.setSpacing(0)
        inner.addWidget(self.field)
        inner.addLayout(buttons)
        self._box.setMaximumWidth(COLUMN)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_4, GAP_1, GAP_4, GAP_4)
        row.addStretch(1)
        row.addWidget(self._box, 1000)
        row.addStretch(1)
