"""The chat that is open: its messages as they are asked for, and all that is done to them.

Everything can be undone while the chat is open. Knows nothing of widgets or of the model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.controllers.storage_bridge import StorageBridge
from app.db import chat_copies, message_changes, message_search, messages, recall
from app.db.casts import Cast, cast_of, change_settings
from app.db.messages import Change, Changed
from app.db.storage import Work
from app.domain.chat import ChatMessage
from app.domain.token_estimate import TextSize
from engine.types import UserError

PROBLEM = "chat"
MOST_UNDONE = 200
MOST_FOUND = 200


class ConversationController(QObject):
    """Signals: `leaving` while a chat is still the one that is open, `opened(Cast)`, `closed`;
    `page(from depth, tuple of ChatMessage)`; `changed_from(depth, Chat)`: from that depth on the
    messages are others than before; `settled(ChatMessage or None)`: a change was made, and this
    is what it was about; `cast_changed(Cast)` when who talks, or how, is another;
    `undo_changed(can undo, can redo)`; `found(query, list of Found)`, `checkpoints(list)`,
    `pins_changed`; `branched(chat id)`; `jumped(depth)` when a message that was asked for is on
    the way; `reading_measured(depth, TextSize)`; `unedited(message id, text)` when a
    changed text could not be kept.
    """

    leaving = Signal()
    opened = Signal(object)
    closed = Signal()
    page = Signal(int, object)
    changed_from = Signal(int, object)
    settled = Signal(object)
    cast_changed = Signal(object)
    undo_changed = Signal(bool, bool)
    found = Signal(str, object)
    checkpoints = Signal(object)
    pins_changed = Signal(object, object)
    branched = Signal(int)
    jumped = Signal(int)
    reading_measured = Signal(int, object)
    unedited = Signal(int, str)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(self, storage: StorageBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._storage = storage
        self._undo: list[Change] = []
        self._redo: list[Change] = []
        self.cast: Cast | None = None

    @property
    def chat_id(self) -> int | None:
        """The chat that is open."""
        return self.cast.chat.id if self.cast else None

    # Which chat

    def open(self, chat_id: int) -> None:
        """Shows a chat."""

        def done(cast: Cast) -> None:
            self.leaving.emit()
            self.cast = cast
            self._undo, self._redo = [], []
            self.solved.emit(PROBLEM)
            self.opened.emit(cast)
            self._tell_undo()
            self.ask_for_checkpoints()
            self.ask_for_pins()

        self._storage.run(partial(cast_of, chat_id=chat_id), done, self._tell)

    def close(self) -> None:
        """No chat is shown any more."""
        if self.cast is not None:
            self.cast = None
            self._undo, self._redo = [], []
            self._tell_undo()
            self.closed.emit()

    def refresh(self) -> None:
        """Who talks in the chat, or how, may be another now."""
        chat_id = self.chat_id
        if chat_id is None:
            return

        def done(cast: Cast) -> None:
            if self.chat_id == chat_id:
                self.cast = cast
                self.cast_changed.emit(cast)

        self._storage.run(partial(cast_of, chat_id=chat_id), done, self._tell)

    def ask_for_page(self, from_depth: int, count: int) -> None:
        """Asks for messages of the way that is being read."""
        chat_id = self.chat_id
        if chat_id is None:
            return

        def done(found: list[ChatMessage]) -> None:
            if self.chat_id == chat_id:
                self.page.emit(from_depth, tuple(found))

        work = partial(messages.page, chat_id=chat_id, from_depth=from_depth, count=count)
        self._storage.run(work, done, self._tell)

    # Messages

    def take(self, change: Changed) -> None:
        """A change was made, here or by a reply: it can be undone. One of another chat is that
        chat's own."""
        if change.chat.id != self.chat_id:
            return
        made = change.change
        if made.fields or made.gone or made.new or made.root_id is not None:
            self._undo = [*self._undo[-MOST_UNDONE:], made]
            self._redo = []
        self._show(change)

    def step_swipe(self, message_id: int, offset: int) -> None:
        """Goes to another swipe of a message."""

        def done(change: Changed | None) -> None:
            if change is not None:
                self._if_open(change)

        work = partial(messages.step_swipe, message_id=message_id, offset=offset)
        self._storage.run(work, done, self._tell)

    def jump(self, message_id: int, depth: int) -> None:
        """Goes to a message, on whatever way it lies, and shows it."""

        def done(change: Changed) -> None:
            if change.chat.id == self.chat_id:
                self.take(change)
                self.jumped.emit(depth)

        self._storage.run(partial(messages.choose, message_id=message_id), done, self._tell)

    def with_message(self, message_id: int, act: Callable[[ChatMessage], None]) -> None:
        """Does something with a message as it is now."""
        self._storage.run(partial(messages.get, message_id=message_id), act, self._tell)

    def with_last(self, act: Callable[[ChatMessage], None]) -> None:
        """Does something with the newest message on the way."""
        if self.cast is not None and self.cast.chat.leaf_id is not None:
            self.with_message(self.cast.chat.leaf_id, act)

    def edit(self, message_id: int, text: str) -> None:
        """Changes what a message says."""

        def failed(error: UserError) -> None:
            self.unedited.emit(message_id, text)
            self._tell(error)

        work = partial(message_changes.edit, message_id=message_id, text=text)
        self._storage.run(work, self._if_open, failed)

    def set_hidden(self, message_id: int, hidden: bool) -> None:
        """Hides a message from the model, or shows it again."""
        self._change(partial(message_changes.set_hidden, message_id=message_id, hidden=hidden))

    def delete(self, message_id: int, with_below: bool) -> None:
        """Takes a message out, alone or with all below it."""
        self._change(partial(message_changes.remove, message_id=message_id, with_below=with_below))

    def set_checkpoint(self, message_id: int, name: str) -> None:
        """Gives a message a name, "" for none."""
        self._change(
            partial(message_changes.set_checkpoint, message_id=message_id, name=name.strip())
        )

    def branch(self, message_id: int, title: str) -> None:
        """Makes a chat of its own of all up to a message."""
        work = partial(chat_copies.branch, message_id=message_id, title=title)
        self._storage.run(work, self.branched.emit, self._tell)

    def undo(self) -> None:
        """Takes the last change back."""
        self._take_back(self._undo, self._redo)

    def redo(self) -> None:
        """Makes the change again that was taken back last."""
        self._take_back(self._redo, self._undo)

    # How the chat is led

    def change_settings(self, **values: object) -> None:
        """Changes how the chat is led."""
        if self.cast is None:
            return
        work = partial(change_settings, chat_id=self.cast.chat.id, changes=values)
        self._storage.run(work, lambda _none: self.refresh(), self._tell)

    def measure_reading(self, depth: int) -> None:
        """Asks how much would be read of the chat from a depth on, if nothing of it were known."""
        chat_id = self.chat_id
        if chat_id is None:
            return

        def done(size: TextSize) -> None:
            if self.chat_id == chat_id:
                self.reading_measured.emit(depth, size)

        work = partial(messages.size_from, chat_id=chat_id, depth=depth)
        self._storage.run_in_background(work, done, self._tell)

    # Finding

    def search(self, query: str) -> None:
        """Looks for words in the chat."""
        chat_id = self.chat_id
        if chat_id is None:
            return
        work = partial(message_search.search, query=query, chat_id=chat_id, limit=MOST_FOUND)
        self._storage.run(work, partial(self.found.emit, query), self._tell)

    def ask_for_checkpoints(self) -> None:
        """Asks for the places that have names."""
        if self.chat_id is not None:
            work = partial(messages.checkpoints, chat_id=self.chat_id)
            self._storage.run(work, self.checkpoints.emit, self._tell)

    def mark(self, message_id: int, kind: str) -> None:
        """Always recalls a message (`pin`), never (`ban`), or as it comes ("")."""
        chat_id = self.chat_id
        if chat_id is None:
            return
        act = {recall.PIN: recall.pin, recall.BAN: recall.ban}.get(kind, recall.unpin)
        self._storage.run(
            partial(act, chat_id=chat_id, message_id=message_id),
            lambda _none: self.ask_for_pins(),
            self._tell,
        )

    def ask_for_pins(self) -> None:
        """Asks for what is always recalled, and what never is."""
        chat_id = self.chat_id
        if chat_id is None:
            return
        self._storage.run(
            lambda session: (recall.pins(session, chat_id), recall.bans(session, chat_id)),
            lambda both: self.pins_changed.emit(*both),
            self._tell,
        )

    # Behind the curtain

    def _change(self, work: Work[Changed]) -> None:
        self._storage.run(work, self._if_open, self._tell)

    def _if_open(self, change: Changed) -> None:
        if change.chat.id == self.chat_id:
            self.take(change)

    def _take_back(self, changes: list[Change], others: list[Change]) -> None:
        if not changes:
            return
        last = changes.pop()

        def done(change: Changed) -> None:
            if change.chat.id == self.chat_id:
                others.append(change.change)
                self._show(change)

        def failed(error: UserError) -> None:
            self._tell_undo()
            self._tell(error)

        self._storage.run(partial(message_changes.undo, change=last), done, failed)

    def _show(self, change: Changed) -> None:
        if self.cast is None or change.chat.id != self.chat_id:
            return
        before = self.cast.chat
        self.cast = replace(self.cast, chat=change.chat)
        depth = _first_changed(before.length, change)
        self.changed_from.emit(depth, change.chat)
        self.settled.emit(change.message)
        self._tell_undo()
        self.ask_for_checkpoints()

    def _tell_undo(self) -> None:
        self.undo_changed.emit(bool(self._undo), bool(self._redo))

    def _tell(self, error: UserError) -> None:
        self.problem.emit(PROBLEM, error)


def _first_changed(length: int, change: Changed) -> int:
    """From which depth on the messages may be others than before."""
    if change.change.root_id is not None:
        return 0  # the way begins elsewhere: all of it is another
    if change.message is None:
        return 0 if change.chat.length == 0 else min(length, change.chat.length) - 1
    return max(0, change.message.depth - 1)
