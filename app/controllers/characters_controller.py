"""The library of characters: brought in, shown, marked, removed and handed out.

Files are read and written on a thread of their own. Knows formats only as the functions it is
given, and nothing of widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.background import Background
from app.controllers.storage_bridge import StorageBridge
from app.db import characters, chats
from app.domain.cards import Character, CharacterCard, CharacterSummary
from app.domain.chat import ChatSummary
from app.domain.lorebook import Lorebook
from app.formats.cards import CardFile
from app.formats.files import Progress
from app.formats.remarks import Remark
from engine.types import UserError

PROBLEM = "characters"
_REST_MS = 500


@dataclass(frozen=True)
class CardTools:
    """How cards and pictures are read and written. `write` takes the kind "png", "json" or
    "charx"; `picture` reads a picture file, `thumbnail` makes a picture small."""

    read: Callable[[Path], CardFile]
    write: Callable[[CharacterCard, bytes, Path, str], None]
    picture: Callable[[Path], bytes]
    thumbnail: Callable[[bytes], bytes]
    read_book: Callable[[Path], Lorebook]
    write_book: Callable[[Path, Lorebook], None]


@dataclass(frozen=True)
class _Read:
    """A card that was read, with its small picture; or why it was not."""

    file: CardFile | None
    thumbnail: bytes = b""
    error: UserError | None = None


class CharactersController(QObject):
    """Signals: `listed(tuple of CharacterSummary)`; `shown(Character)` and `chats_listed(id,
    list of ChatSummary)` of the one that was asked for; `selected(id)` of a new one;
    `deleted(id, name)`; `remarked(tuple of Remark)`; `exported(path)`; `changed(id)`;
    `created(id)` of an empty one; `progressed(files read, total)` of card files, (0, 0) at the
    end.
    """

    listed = Signal(object)
    shown = Signal(object)
    chats_listed = Signal(object, object)
    selected = Signal(object)
    deleted = Signal(object, str)
    remarked = Signal(object)
    exported = Signal(str)
    changed = Signal(object)
    created = Signal(object)
    progressed = Signal(int, int)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self, storage: StorageBridge, tools: CardTools, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._tools = tools
        self._background = Background(self)
        self._names: dict[int, str] = {}
        self._reading = self._read_now = self._problems = 0
        self._remarks: list[Remark] = []
        self._newest: int | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._show_newest)

    def refresh(self) -> None:
        """Tells all characters."""

        def done(found: list[CharacterSummary]) -> None:
            self._names = {one.id: one.name for one in found}
            self.listed.emit(tuple(found))

        self._storage.run(characters.summaries, done, self._tell)

    def show(self, character_id: int | None) -> None:
        """Tells the whole of a character, and its chats."""
        if character_id is None:
            return

        def done(found: tuple[Character, list[ChatSummary]]) -> None:
            character, its_chats = found
            self.shown.emit(character)
            self.chats_listed.emit(character_id, its_chats)

        self._storage.run(
            lambda session: (
                characters.load(session, character_id),
                chats.summaries(session, character_id),
            ),
            done,
            self._tell,
        )

    def create(self, name: str) -> None:
        """Adds an empty character, to be edited."""

        def done(character_id: int) -> None:
            self._on_added(character_id)
            self.created.emit(character_id)

        work = partial(characters.add, card=CharacterCard(name=name))
        self._storage.run(work, done, self._tell)

    def bring_in(self, paths: Sequence[Path]) -> None:
        """Reads card files, one after the other, and adds each as it comes."""
        if not self._reading:
            self._solve()
        self._reading += len(paths)
        for path in paths:
            self._background.add(partial(self._read, path), self._on_read, self._tell)
        self._tell_progress()

    def hand_out(self, character_id: int, kind: str, path: Path) -> None:
        """Writes a character as a file."""
        self._solve()

        def done(character: Character) -> None:
            def write(_progress: Progress) -> None:
                self._tools.write(character.card, character.picture, path, kind)

            self._background.add(write, lambda _none: self.exported.emit(str(path)), self._tell)

        self._storage.run(partial(characters.load, character_id=character_id), done, self._tell)

    def set_favourite(self, character_id: int, favourite: bool) -> None:
        """Marks a character, or no longer."""
        self._change(
            character_id,
            lambda session: characters.set_favourite(session, character_id, favourite),
        )

    def set_tags(self, character_id: int, tags: Sequence[str]) -> None:
        """Gives a character tags."""
        self._change(character_id, lambda session: characters.set_tags(session, character_id, tags))

    def duplicate(self, character_id: int, name: str | None) -> None:
        """Adds a copy of a character."""
        self._storage.run(
            partial(characters.duplicate, character_id=character_id, name=name),
            self._on_added,
            self._tell,
        )

    def remove(self, character_id: int) -> None:
        """Takes a character out of the library; its chats stay, and it can come back."""
        name = self._names.get(character_id, "")

        def done(_none: None) -> None:
            self.refresh()
            self.deleted.emit(character_id, name)

        self._storage.run(partial(characters.remove, character_id=character_id), done, self._tell)

    def restore(self, character_id: int) -> None:
        """Brings a removed character back."""

        def done(_none: None) -> None:
            self._on_added(character_id)

        self._storage.run(partial(characters.restore, character_id=character_id), done, self._tell)

    def cancel(self) -> None:
        """Ends what is being read or written; cards that were read stay."""
        self._background.cancel()
        self._end_reading()

    def _read(self, path: Path, _progress: Progress) -> _Read:
        try:
            file = self._tools.read(path)
        except UserError as error:
            return _Read(None, error=error)
        try:
            return _Read(file, self._tools.thumbnail(file.picture) if file.picture else b"")
        except UserError as error:  # the card is good all the same
            return _Read(file, error=error)

    def _on_read(self, one: _Read) -> None:
        self._read_now += 1
        if one.error is not None:
            # Each file's own: the last one must not hide the others.
            self._problems += 1
            self.problem.emit(f"{PROBLEM} {self._problems}", one.error)
        if one.file is not None:
            self._remarks += [one for one in one.file.remarks if one not in self._remarks]
            self._add(one.file.card, one.file.picture, one.thumbnail)
        self._tell_progress()
        if self._read_now == self._reading:
            self._end_reading()

    def _tell_progress(self) -> None:
        if self._reading:
            self.progressed.emit(self._read_now, self._reading)

    def _end_reading(self) -> None:
        if self._reading:
            self._reading = self._read_now = 0
            self.progressed.emit(0, 0)
        self._show_newest()
        remarks, self._remarks = tuple(self._remarks), []
        if remarks:
            self.remarked.emit(remarks)

    def _add(self, card: CharacterCard, picture: bytes, thumbnail: bytes) -> None:
        work = partial(characters.add, card=card, picture=picture, thumbnail=thumbnail)
        self._storage.run(work, self._on_read_added, self._tell)

    def _on_read_added(self, character_id: int) -> None:
        self._newest = character_id
        if not self._reading:
            self._show_newest()
        elif not self._rest.isActive():
            self._rest.start()  # hundreds may come: not all are shown anew for each

    def _show_newest(self) -> None:
        self._rest.stop()
        if self._newest is not None:
            number, self._newest = self._newest, None
            self._on_added(number)

    def _on_added(self, character_id: int) -> None:
        self.refresh()
        self.selected.emit(character_id)

    def _change(self, character_id: int, work: Callable[..., None]) -> None:
        def done(_none: None) -> None:
            self.refresh()
            self.show(character_id)
            self.changed.emit(character_id)

        self._storage.run(work, done, self._tell)

    def _solve(self) -> None:
        self.solved.emit(PROBLEM)
        for number in range(self._problems):
            self.solved.emit(f"{PROBLEM} {number + 1}")
        self._problems = 0

    def _tell(self, error: UserError) -> None:
        self.problem.emit(PROBLEM, error)
