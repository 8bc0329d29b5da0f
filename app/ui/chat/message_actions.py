"""What can be done with a message: the buttons beside it, and its menu.

Says what is wanted; does nothing itself. Knows nothing of the view.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QInputDialog, QMenu, QWidget

from app.domain.chat import Author, ChatMessage
from app.ui.icon_button import IconButton, describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_1

REGENERATE_KEY, CONTINUE_KEY = "Ctrl+Return", "Alt+Return"
_EDGE = 2


class MessageActions(QFrame):
    """Signals carry the id of the message: `regenerate_requested`, `continue_requested`,
    `branch_requested`, `delete_requested(id, with those below)`, `hide_requested(id, hidden)`,
    `checkpoint_requested(id, name)`; "" takes a checkpoint away. `edit_pressed` and
    `copy_pressed` carry nothing: they are done in the view."""

    edit_pressed = Signal()
    copy_pressed = Signal()
    regenerate_requested = Signal(int)
    continue_requested = Signal(int)
    branch_requested = Signal(int)
    delete_requested = Signal(int, bool)
    hide_requested = Signal(int, bool)
    checkpoint_requested = Signal(int, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("messageActions")
        self._message: ChatMessage | None = None
        self._last = self._busy = False
        self._regenerate = IconButton(theme, "refresh-cw")
        self._continue = IconButton(theme, "chevrons-right")
        self._copy = IconButton(theme, "copy")
        self._edit = IconButton(theme, "pencil")
        self._show, self._hide = IconButton(theme, "eye"), IconButton(theme, "eye-off")
        self._delete = IconButton(theme, "trash-2")
        self._more = IconButton(theme, "ellipsis")
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        row.setSpacing(GAP_1 // 2)
        for button in self._buttons():
            row.addWidget(button)
        self._regenerate.clicked.connect(lambda: self._emit(self.regenerate_requested))
        self._continue.clicked.connect(lambda: self._emit(self.continue_requested))
        self._copy.clicked.connect(self.copy_pressed)
        self._edit.clicked.connect(self.edit_pressed)
        self._show.clicked.connect(self.switch_hidden)
        self._hide.clicked.connect(self.switch_hidden)
        self._delete.clicked.connect(lambda: self.ask_to_delete(self._below(self._delete)))
        self._more.clicked.connect(lambda: self._pop_up(self.build_menu(), self._below(self._more)))
        self.retranslate()
        self.hide()

    def show_message(self, message: ChatMessage, last: bool) -> None:
        """What it is about; `last`: the newest of the chat."""
        self._message, self._last = message, last
        reply = message.said.author is Author.CHARACTER
        self._describe_regenerate()
        self._continue.setVisible(last and reply)
        self._hide.setVisible(not message.said.hidden)
        self._show.setVisible(message.said.hidden)
        self.adjustSize()

    def set_busy(self, busy: bool) -> None:
        """While something is written, nothing can be changed."""
        self._busy = busy
        for button in self._buttons():
            button.setEnabled(not busy or button in (self._copy, self._more))

    def build_menu(self) -> QMenu:
        """Everything that can be done with the message."""
        menu, message = QMenu(self.parentWidget()), self._message
        if message is None:
            return menu
        menu.addAction(self.tr("Copy"), self.copy_pressed.emit)
        changes = [menu.addAction(self.tr("Edit"), self.edit_pressed.emit)]
        words = (
            self.tr("Show to the model") if message.said.hidden else self.tr("Hide from the model")
        )
        changes.append(menu.addAction(words, self.switch_hidden))
        menu.addSeparator()
        changes.append(
            menu.addAction(self.tr("Branch from here"), lambda: self._emit(self.branch_requested))
        )
        changes.append(menu.addAction(self.tr("Checkpoint…"), self.ask_for_checkpoint))
        if message.checkpoint:
            remove = self.tr("Remove the checkpoint")
            changes.append(menu.addAction(remove, lambda: self._mark(message.id, "")))
        menu.addSeparator()
        changes += self._add_deleting(menu, message)
        for action in changes:
            action.setEnabled(not self._busy)
        return menu

    def open_menu(self, point: QPoint) -> None:
        """Shows that menu at a point of the screen."""
        self._pop_up(self.build_menu(), point)

    def ask_to_delete(self, point: QPoint) -> None:
        """Asks what of the conversation is to be deleted, at a point of the screen."""
        if self._message is not None and not self._busy:
            menu = QMenu(self.parentWidget())
            first, *_ = self._add_deleting(menu, self._message)
            menu.setActiveAction(first)
            self._pop_up(menu, point)

    def ask_for_checkpoint(self) -> None:
        """Asks for the name of this place."""
        message = self._message
        if message is None:
            return
        name, given = QInputDialog.getText(
            self, self.tr("Checkpoint"), self.tr("Name of this place"), text=message.checkpoint
        )
        if given and name.strip():
            self._mark(message.id, name.strip())

    def switch_hidden(self) -> None:
        """Hides the message from the model, or shows it again."""
        if self._message is not None and not self._busy:
            self.hide_requested.emit(self._message.id, not self._message.said.hidden)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setAccessibleName(self.tr("Actions of the message"))
        self._describe_regenerate()
        describe(self._continue, self.tr("Continue the reply"), QKeySequence(CONTINUE_KEY))
        describe(self._copy, self.tr("Copy the message"), QKeySequence("Ctrl+C"))
        describe(self._edit, self.tr("Edit the message"), QKeySequence("Return"))
        describe(self._hide, self.tr("Hide from the model"))
        describe(self._show, self.tr("Show to the model"))
        describe(self._delete, self.tr("Delete…"), QKeySequence("Del"))
        describe(self._more, self.tr("More: branch, checkpoint, delete from here"))

    def _describe_regenerate(self) -> None:
        message = self._message
        if self._last or message is None:
            describe(self._regenerate, self.tr("Another reply"), QKeySequence(REGENERATE_KEY))
        elif message.said.author is Author.USER:
            describe(self._regenerate, self.tr("Let the model say this otherwise, as a swipe"))
        else:
            describe(self._regenerate, self.tr("Another reply here; what follows stays as a swipe"))

    def _buttons(self) -> tuple[IconButton, ...]:
        return (
            self._regenerate,
            self._continue,
            self._copy,
            self._edit,
            self._hide,
            self._show,
            self._delete,
            self._more,
        )

    def _add_deleting(self, menu: QMenu, message: ChatMessage) -> list[QAction]:
        ask = self.delete_requested.emit
        one = menu.addAction(self.tr("Delete this message"), lambda: ask(message.id, False))
        all_ = menu.addAction(self.tr("Delete from here on"), lambda: ask(message.id, True))
        return [one, all_]

    def _emit(self, signal: SignalInstance) -> None:
        if self._message is not None:
            signal.emit(self._message.id)

    def _mark(self, message_id: int, name: str) -> None:
        self.checkpoint_requested.emit(message_id, name)

    def _below(self, button: QWidget) -> QPoint:
        return button.mapToGlobal(button.rect().bottomLeft())

    def _pop_up(self, menu: QMenu, point: QPoint) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)
