"""Which generation wrote the words at the caret: model, seed, and how it chose them.

Knows nothing of widgets.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.other_words import WordsPage
from app.controllers.storage_bridge import StorageBridge
from app.db.generations import load_generation
from app.domain.documents import Generation

REST_MS = 250


@dataclass(frozen=True)
class Provenance:
    """What is kept of a generation. `sampling` are its values by name, as they were asked."""

    model: str
    seed: int | None
    started_at: datetime
    sampling: tuple[tuple[str, str], ...]


class ProvenanceController(QObject):
    """`found(Provenance, or None where a person wrote)`, a moment after the caret came to rest."""

    found = Signal(object)

    def __init__(
        self, storage: StorageBridge, page: WordsPage, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._page = page
        self._shown: int | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.look)

    def note_move(self) -> None:
        """The caret moved or the text changed."""
        self._rest.start()

    def look(self) -> None:
        """Looks at the words at the caret now."""
        there = self._page.generated_at(None)
        number = there[0] if there else None
        if number == self._shown:
            return
        self._shown = number
        if number is None:
            self.found.emit(None)
            return

        def done(generation: Generation | None) -> None:
            if self._shown == number:
                self.found.emit(_provenance(generation) if generation else None)

        self._storage.run(
            partial(load_generation, generation_id=number),
            done,
            lambda _error: None,  # it is only shown, and saving says what is wrong
        )


def _provenance(generation: Generation) -> Provenance:
    asked = json.loads(generation.sampling_json)
    return Provenance(
        generation.model_name,
        generation.seed,
        generation.started_at,
        tuple((name, _words(value)) for name, value in asked.items() if _counts(name, value)),
    )


def _counts(name: str, value: object) -> bool:
    """Whether a value says something: what is off, or said elsewhere, is left out."""
    return name not in ("seed", "order") and value not in (None, False, [], 0, "", {})


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_words(one)}" for name, one in value.items() if one)
    if isinstance(value, list):
        return ", ".join(_words(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
