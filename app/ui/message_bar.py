"""The bar above the page: what happened, what to do about it, and a cross to close it.

Knows nothing of errors; it shows words.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.icon_button import IconButton, describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2, GAP_3, GAP_4, HEADER_HEIGHT


@dataclass(frozen=True)
class Message:
    """One message. A later one with the same `key` takes its place.

    `kind` is `problem`, `warning` or `notice`; `action` is the text of a button, if there is
    anything to offer; after `seconds` (0: never) it leaves by itself.
    """

    key: str
    what: str
    todo: str = ""
    kind: str = "problem"
    action: str = ""
    seconds: float = 0.0


class MessageBar(QFrame):
    """Shows the latest of the messages that are neither solved nor closed.

    Signals: `action_chosen(key)`, `closed(key)` when the person or the time closed one.
    """

    action_chosen = Signal(str)
    closed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self._messages: dict[str, Message] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.close_current)
        self._what, self._todo = QLabel(), QLabel()
        self._what.setProperty("role", "what")
        self._todo.setProperty("role", "todo")
        self._action = QPushButton()
        self._close = IconButton(theme, "x")
        self._stripe = QFrame()
        self._stripe.setObjectName("messageStripe")
        self._action.clicked.connect(self._choose_action)
        self._close.clicked.connect(self.close_current)
        self._lay_out()
        self.retranslate()
        self.hide()

    @property
    def current(self) -> Message | None:
        """The message that is shown."""
        return next(reversed(self._messages.values()), None)

    def show_message(self, message: Message) -> None:
        """Shows a message above those that wait."""
        self._messages.pop(message.key, None)
        self._messages[message.key] = message
        self._refresh()
        words = f"{message.what} {message.todo}".strip()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def solve(self, key: str) -> None:
        """Takes a message away because it no longer holds."""
        if self._messages.pop(key, None):
            self._refresh()

    def close_current(self) -> None:
        """Closes the message that is shown."""
        message = self.current
        if message:
            self.solve(message.key)
            self.closed.emit(message.key)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        describe(self._close, self.tr("Close this message"))
        self.setAccessibleName(self.tr("Message"))

    def _choose_action(self) -> None:
        message = self.current
        if message:
            self.solve(message.key)
            self.action_chosen.emit(message.key)

    def _refresh(self) -> None:
        message = self.current
        self._timer.stop()
        self.setVisible(message is not None)
        if message is None:
            return
        self._what.setText(message.what)
        self._todo.setText(message.todo)
        self._todo.setVisible(bool(message.todo))
        self._action.setText(message.action)
        self._action.setVisible(bool(message.action))
        self._stripe.setProperty("kind", message.kind)
        self._stripe.style().polish(self._stripe)
        if message.seconds:
            self._timer.start(round(1000 * message.seconds))

    def _lay_out(self) -> None:
        for label in (self._what, self._todo):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._stripe.setFixedWidth(GAP_1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.setContentsMargins(0, GAP_2, 0, GAP_2)
        words.addWidget(self._what)
        words.addWidget(self._todo)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, GAP_3, 0)
        self.setMinimumHeight(HEADER_HEIGHT)
        row.setSpacing(GAP_4)
        row.addWidget(self._stripe)
        row.addLayout(words, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
