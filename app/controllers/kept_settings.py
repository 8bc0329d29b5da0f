"""Keeps what a work was left like, again and again until the library has it."""

from __future__ import annotations

from functools import partial

from app.controllers.storage_bridge import StorageBridge
from app.db.projects import change_project


class KeptSettings:
    """What is wrong with the library is said where words could not be saved."""

    def __init__(self, storage: StorageBridge) -> None:
        self._storage = storage
        self._unkept: dict[str, object] = {}

    def forget(self) -> None:
        """Another work is open."""
        self._unkept = {}

    def keep(self, project_id: int, settings: dict[str, object]) -> None:
        """Stores these with all that could not be stored before."""
        self._unkept = {**self._unkept, **settings}
        sent = dict(self._unkept)
        work = partial(change_project, project_id=project_id, settings=sent)
        self._storage.run(work, lambda _none: self._note_kept(sent), lambda _error: None)

    def _note_kept(self, sent: dict[str, object]) -> None:
        if self._unkept == sent:
            self._unkept = {}
