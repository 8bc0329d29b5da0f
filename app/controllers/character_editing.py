"""A character while it is edited: kept a moment after each change, counted, and previewed.

Knows nothing of widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.background import Background
from app.controllers.characters_controller import CardTools
from app.controllers.storage_bridge import StorageBridge
from app.db import characters, user_personas
from app.db.casts import save_character
from app.domain.cards import Character, CharacterCard
from app.domain.chat import ChatSettings, UserPersona
from app.domain.chat_formats import BUILT_IN, LONGSCROLL
from app.domain.chat_header import header, names_of
from app.domain.chat_places import of_character
from app.domain.lorebook import Lorebook
from app.formats.files import Progress
from engine.types import (
    Counted,
    CountRequest,
    EngineEvent,
    Failed,
    ModelInfo,
    ModelReady,
    UserError,
)

PROBLEM = "character"
_REST_MS = 500
_FIRST_ID = -(1 << 40)
_TEXTS = tuple(
    spec.name for spec in fields(CharacterCard) if spec.type == "str" and spec.name != "spec"
)


class Counter(Protocol):
    """The part of the engine that counts tokens."""

    def count(self, request: CountRequest) -> None:
        """Queues a counting."""
        ...


class CharacterEditing(QObject):
    """Signals: `opened(Character)`, `saved(id)`, `counted(Mapping of field to tokens)`,
    `previewed(str)`, `picture_changed(bytes)`, `entries_read(tuple of LoreEntry)` of a
    lorebook's file, `written(path)` of one."""

    opened = Signal(object)
    saved = Signal(object)
    counted = Signal(object)
    previewed = Signal(str)
    picture_changed = Signal(object)
    entries_read = Signal(object)
    written = Signal(str)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self,
        storage: StorageBridge,
        counter: Counter,
        tools: CardTools,
        own_format: Callable[[ModelInfo], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._counter = counter
        self._tools = tools
        self._own_format = own_format
        self._form = LONGSCROLL
        self._background = Background(self)
        self._character: Character | None = None
        self._unsaved: tuple[int, CharacterCard] | None = None
        self._last_id = _FIRST_ID
        self._names: tuple[str, ...] = ()
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.flush)

    def open(self, character_id: int) -> None:
        """Edits a character."""
        self.flush()

        def done(character: Character) -> None:
            self._character = character
            self.opened.emit(character)

        self._storage.run(partial(characters.load, character_id=character_id), done, self._tell)

    def change(self, character_id: int, card: CharacterCard) -> None:
        """The card says something else now."""
        if self._unsaved is not None and self._unsaved[0] != character_id:
            self.flush()
        self._unsaved = (character_id, card)
        self._rest.start()

    def flush(self) -> None:
        """Keeps what was changed last."""
        self._rest.stop()
        if self._unsaved is None:
            return
        (character_id, card), self._unsaved = self._unsaved, None

        def done(_none: None) -> None:
            self.solved.emit(PROBLEM)
            self.saved.emit(character_id)

        def failed(error: UserError) -> None:
            if self._unsaved is None:
                self._unsaved = (character_id, card)
            self._tell(error)

        work = partial(save_character, character_id=character_id, card=card)
        self._storage.run(work, done, failed)

    def set_picture(self, character_id: int, path: Path | None) -> None:
        """Gives a character the picture in a file, or none."""

        def read(_progress: Progress) -> tuple[bytes, bytes]:
            if path is None:
                return b"", b""
            picture = self._tools.picture(path)
            return picture, self._tools.thumbnail(picture)

        def done(found: tuple[bytes, bytes]) -> None:
            picture, small = found
            work = partial(
                characters.set_picture,
                character_id=character_id,
                picture=picture,
                thumbnail=small,
            )

            def kept(_none: None) -> None:
                self.picture_changed.emit(picture)
                self.saved.emit(character_id)

            self._storage.run(work, kept, self._tell)

        self._background.add(read, done, self._tell)

    def read_book(self, path: Path) -> None:
        """Reads a lorebook, whose entries are then the card's too."""

        def done(book: Lorebook) -> None:
            self.entries_read.emit(book.entries)

        self._background.add(lambda _progress: self._tools.read_book(path), done, self._tell)

    def write_book(self, path: Path) -> None:
        """Writes the lorebook of the card that is edited."""
        self.flush()
        character = self._character
        if character is None:
            return

        def done(now: Character) -> None:
            book = now.card.book or Lorebook()
            self._background.add(
                lambda _progress: self._tools.write_book(path, book),
                lambda _none: self.written.emit(str(path)),
                self._tell,
            )

        self._storage.run(partial(characters.load, character_id=character.id), done, self._tell)

    def count(self, card: CharacterCard) -> None:
        """Asks how many tokens the fields have."""
        texts = {name: str(getattr(card, name)) for name in _TEXTS}
        for place, text in enumerate(card.alternate_greetings):
            texts[f"alternate_greetings.{place}"] = text
        self._names = tuple(texts)
        self._last_id -= 1
        self._counter.count(CountRequest(self._last_id, tuple(texts.values())))

    def preview(self, card: CharacterCard) -> None:
        """Asks for what a model reads of a card."""
        character = Character(self._character.id if self._character else 0, card)

        def done(personas: list[UserPersona]) -> None:
            persona = next((one for one in personas if one.is_default), None)
            expand = of_character(character, persona)
            names = names_of(card, persona)
            text = header(self._form, card, persona, ChatSettings(), names, expand)
            self.previewed.emit(text)

        self._storage.run(user_personas.everyone, done, self._tell)

    def on_event(self, event: EngineEvent) -> None:
        """Takes the engine's events."""
        match event:
            case ModelReady(info):
                self._form = BUILT_IN.get(self._own_format(info), LONGSCROLL)
            case Counted(number, tokens) if number == self._last_id:
                counts: Mapping[str, int] = dict(zip(self._names, tokens, strict=True))
                self.counted.emit(counts)
            case Failed(number) if number == self._last_id:
                self.counted.emit({})  # without a model there are no tokens

    def _tell(self, error: UserError) -> None:
        self.problem.emit(PROBLEM, error)
