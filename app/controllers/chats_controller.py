"""The chats of a character: begun, listed, copied, removed, and brought in and out as files.

Knows formats only as the functions it is given, and nothing of widgets or of what is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.controllers.storage_bridge import StorageBridge
from app.db import chat_copies, chats, reply_drafts
from app.db.chat_contexts import begin_chat
from app.db.storage import Work
from app.domain.chat import ChatSummary
from engine.types import UserError

PROBLEM = "chats"


@dataclass(frozen=True)
class ChatFiles:
    """How chats are read into the library (its new chat's id comes back) and written, with the
    kind "jsonl", "txt" or "md"."""

    read: Callable[[Path, int | None], Work[int]]
    write: Callable[[int, Path, str], Work[None]]


class ChatsController(QObject):
    """Signals: `listed(character id, list of ChatSummary)`, `begun(chat id)` when one is to be
    shown, `removed(chat id, title)`, `exported(path)`, `recovered(list of chat ids)` at the start.
    """

    listed = Signal(object, object)
    begun = Signal(int)
    removed = Signal(int, str)
    exported = Signal(str)
    recovered = Signal(object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self, storage: StorageBridge, files: ChatFiles, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._files = files
        self._character: int | None = None
        self._titles: dict[int, str] = {}

    def start(self) -> None:
        """Puts replies that a sudden end cut off into their chats."""

        def done(found: list[int]) -> None:
            if found:
                self.recovered.emit(found)

        self._storage.run(reply_drafts.recover, done, self._tell)

    def refresh(self, character_id: int | None = None) -> None:
        """Tells the chats of a character, or of the one that was asked about last."""
        self._character = character_id or self._character
        wanted = self._character
        if wanted is None:
            return

        def done(found: list[ChatSummary]) -> None:
            self._titles.update({one.id: one.title for one in found})
            if wanted == self._character:
                self.listed.emit(wanted, found)

        self._storage.run(partial(chats.summaries, character_id=wanted), done, self._tell)

    def go_on(self, character_id: int) -> None:
        """Shows the last chat with a character, or begins one."""

        def done(found: list[ChatSummary]) -> None:
            if found:
                self.begun.emit(found[0].id)
            else:
                self.begin(character_id, 0)

        self._storage.run(partial(chats.summaries, character_id=character_id), done, self._tell)

    def begin(self, character_id: int, greeting: int = 0) -> None:
        """Begins a chat with a greeting, counted from 0."""
        work = partial(begin_chat, character_id=character_id, greeting=greeting, now=datetime.now())
        self._storage.run(work, self._on_begun, self._tell)

    def rename(self, chat_id: int, title: str) -> None:
        """Gives a chat a title."""
        self._do(partial(chats.rename, chat_id=chat_id, title=title.strip()))

    def duplicate(self, chat_id: int) -> None:
        """Copies a chat with all its ways, and shows the copy."""
        work = partial(chat_copies.duplicate, chat_id=chat_id)
        self._storage.run_in_background(work, self._on_begun, self._tell)

    def remove(self, chat_id: int) -> None:
        """Takes a chat out of the lists; it can come back."""

        def done(_none: None) -> None:
            self.removed.emit(chat_id, self._titles.get(chat_id, ""))
            self.refresh()

        self._storage.run(partial(chats.remove, chat_id=chat_id), done, self._tell)

    def restore(self, chat_id: int) -> None:
        """Brings a removed chat back, and shows it."""
        self._storage.run(
            partial(chats.restore, chat_id=chat_id),
            lambda _none: self._on_begun(chat_id),
            self._tell,
        )

    def bring_in(self, path: Path, character_id: int | None) -> None:
        """Reads a chat from a file, and shows it."""
        self.solved.emit(PROBLEM)
        self._storage.run_in_background(
            self._files.read(path, character_id), self._on_begun, self._tell
        )

    def hand_out(self, chat_id: int, path: Path, kind: str) -> None:
        """Writes a chat as a file."""
        self.solved.emit(PROBLEM)
        self._storage.run_in_background(
            self._files.write(chat_id, path, kind),
            lambda _none: self.exported.emit(str(path)),
            self._tell,
        )

    def _on_begun(self, chat_id: int) -> None:
        self.begun.emit(chat_id)
        self.refresh()

    def _do(self, work: Work[Any]) -> None:
        self._storage.run(work, lambda _none: self.refresh(), self._tell)

    def _tell(self, error: UserError) -> None:
        self.problem.emit(PROBLEM, error)
