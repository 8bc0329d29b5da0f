"""Who the user is in chats: kept as it is typed, and chosen for a character or a chat.

Knows nothing of widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.background import Background
from app.controllers.storage_bridge import StorageBridge
from app.db import characters, user_personas
from app.db.storage import Work
from app.domain.chat import UserPersona
from app.formats.files import Progress
from engine.types import UserError

PROBLEM = "personas"
_REST_MS = 500


class PersonasController(QObject):
    """Signals: `listed(tuple of UserPersona)`, `added(id)`, `changed` when what a chat reads may
    be another now."""

    listed = Signal(object)
    added = Signal(object)
    changed = Signal()
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self,
        storage: StorageBridge,
        picture: Callable[[Path], bytes],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._picture = picture
        self._background = Background(self)
        self._personas: dict[int, UserPersona] = {}
        self._unsaved: dict[int, UserPersona] = {}
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.flush)

    def refresh(self) -> None:
        """Tells all personas."""
        self._refresh(lambda: None)

    def _refresh(self, then: Callable[[], None]) -> None:
        def done(found: list[UserPersona]) -> None:
            self._personas = {one.id: self._as_typed(one) for one in found}
            self.listed.emit(tuple(self._personas.values()))
            then()

        self._storage.run(user_personas.everyone, done, self._tell)

    def _as_typed(self, kept: UserPersona) -> UserPersona:
        """A persona with what was typed since it was kept."""
        typed = self._unsaved.get(kept.id, kept)
        return replace(typed, is_default=kept.is_default)

    def add(self, name: str) -> None:
        """Adds a persona."""

        def done(persona_id: int) -> None:
            self._refresh(lambda: self.added.emit(persona_id))
            self.changed.emit()

        self._storage.run(
            partial(user_personas.add, persona=UserPersona(0, name)), done, self._tell
        )

    def change(self, persona: UserPersona) -> None:
        """A persona is described otherwise; it is kept a moment later."""
        self._unsaved[persona.id] = persona
        self._personas[persona.id] = persona
        self._rest.start()

    def flush(self) -> None:
        """Keeps what was changed last."""
        self._rest.stop()
        unsaved, self._unsaved = self._unsaved, {}
        for persona in unsaved.values():
            self._save(persona)

    def _save(self, persona: UserPersona) -> None:
        def failed(error: UserError) -> None:
            self._unsaved.setdefault(persona.id, persona)  # typed words are not to be lost
            self._tell(error)

        self._do(partial(user_personas.save, persona=persona), failed, listed=False)

    def set_picture(self, persona_id: int, path: Path | None) -> None:
        """Gives a persona the picture in a file, or none."""

        def read(_progress: Progress) -> bytes:
            return self._picture(path) if path is not None else b""

        def done(picture: bytes) -> None:
            persona = self._personas.get(persona_id)
            if persona is not None:
                self.change(replace(persona, picture=picture))
                self.flush()
                self.refresh()

        self._background.add(read, done, self._tell)

    def make_default(self, persona_id: int) -> None:
        """A persona is who the user is where nothing else is said."""
        self._do(partial(user_personas.set_default, persona_id=persona_id))

    def remove(self, persona_id: int) -> None:
        """Takes a persona out."""
        self._unsaved.pop(persona_id, None)
        self._do(partial(user_personas.remove, persona_id=persona_id))

    def use_for_character(self, character_id: int, persona_id: int | None) -> None:
        """Who the user is in the chats of a character; `None`: whoever is the default."""
        self._do(partial(characters.set_persona, character_id=character_id, persona_id=persona_id))

    def _do(
        self,
        work: Work[Any],
        failed: Callable[[UserError], None] | None = None,
        *,
        listed: bool = True,
    ) -> None:
        def done(_none: None) -> None:
            if listed:
                self.refresh()
            self.solved.emit(PROBLEM)
            self.changed.emit()

        self._storage.run(work, done, failed or self._tell)

    def _tell(self, error: UserError) -> None:
        self.problem.emit(PROBLEM, error)
