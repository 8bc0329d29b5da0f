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

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.background import Background
from app.controllers.storage_bridge import StorageBridge
from app.db import chat_copies, chat_transfer, chats, reply_drafts
from app.db.casts import begin_chat, keep_draft
from app.db.storage import Work
from app.domain.chat import ChatSummary
from app.formats.files import Progress
from app.formats.remarks import Remark
from engine.types import UserError

PROBLEM = "chats"


_REST_MS = 600


@dataclass(frozen=True)
class ChatFiles:
    """How chats are read into the library (the new chat's id and remarks come back) and written,
    with the kind "jsonl", "txt" or "md". Not on the GUI's thread."""

    read: Callable[[Path, int | None, Progress], tuple[int, tuple[Remark, ...]]]
    write: Callable[[int, Path, str, Progress], None]


class ChatsController(QObject):
    """Signals: `listed(character id, list of ChatSummary)`, `begun(chat id)` when one is to be
    shown, `removed(chat id, title)`, `exported(path)`; `working(bool)` while a file is read or
    written, and `progressed(messages, total)`, 0 if that is not known;
    `remarked(tuple of Remark)` of a file that was read, `changed` when a title is another one,
    `recovered(list of chat ids)` at the start.
    """

    listed = Signal(object, object)
    begun = Signal(int)
    removed = Signal(int, str)
    exported = Signal(str)
    remarked = Signal(object)
    changed = Signal()
    progressed = Signal(int, int)
    working = Signal(bool)
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
        self._background = Background(self)
        self._background.progressed.connect(self.progressed)
        self._background.began.connect(lambda: self.working.emit(True))
        self._background.ended.connect(lambda: self.working.emit(False))
        self._draft: tuple[int, str] | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.flush)

    def start(self) -> None:
        """Puts replies that a sudden end cut off into their chats."""

        def done(found: list[int]) -> None:
            if found:
                self.recovered.emit(found)

        self._storage.run(reply_drafts.recover, done, self._tell)
        self._storage.run(chat_transfer.unfinished, self._give_up, self._tell)

    def _give_up(self, chat_ids: list[int]) -> None:
        """Removes what is left of imports that a sudden end cut off, behind everything else."""
        for chat_id in chat_ids:
            self._storage.run_in_background(
                partial(chat_transfer.give_up, chat_id=chat_id), lambda _none: None, self._tell
            )

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

    def begin_another(self, character_id: int | None) -> None:
        """Begins another chat with the character of this one."""
        if character_id is not None:
            self.begin(character_id, 0)

    def keep_draft(self, chat_id: int, text: str) -> None:
        """Keeps what is written in a chat and not sent, a moment later."""
        if self._draft is not None and self._draft[0] != chat_id:
            self.flush()
        self._draft = (chat_id, text)
        self._rest.start()

    def flush(self) -> None:
        """Keeps what was written last."""
        self._rest.stop()
        if self._draft is None:
            return
        (chat_id, text), self._draft = self._draft, None
        work = partial(keep_draft, chat_id=chat_id, text=text)
        self._storage.run(work, lambda _none: None, self._tell)

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
        """Reads a chat from a file, behind those that are read already, and shows it."""
        self.solved.emit(PROBLEM)

        def done(found: tuple[int, tuple[Remark, ...]]) -> None:
            chat_id, remarks = found
            self._on_begun(chat_id)
            if remarks:
                self.remarked.emit(remarks)

        self._background.add(
            lambda progress: self._files.read(path, character_id, progress), done, self._tell
        )

    def hand_out(self, chat_id: int, path: Path, kind: str) -> None:
        """Writes a chat as a file."""
        self.solved.emit(PROBLEM)
        self._background.add(
            lambda progress: self._files.write(chat_id, path, kind, progress),
            lambda _none: self.exported.emit(str(path)),
            self._tell,
        )

    def cancel(self) -> None:
        """Ends what is being read or written."""
        self._background.cancel()

    def _on_begun(self, chat_id: int) -> None:
        self.begun.emit(chat_id)
        self.refresh()

    def _do(self, work: Work[Any]) -> None:
        def done(_none: None) -> None:
            self.refresh()
            self.changed.emit()

        self._storage.run(work, done, self._tell)

    def _tell(self, error: UserError) -> None:
        self.problem.emit(PROBLEM, error)
