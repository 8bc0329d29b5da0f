"""The engine's way to the styles in the library. Called on the engine thread, which may wait."""

from __future__ import annotations

from functools import partial

from app.db.storage import Storage
from app.db.styles import load_style


class StyleLoader:
    """Finds the bytes of styles in a library."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def __call__(self, key: str) -> bytes | None:
        """The bytes of a style, `None` if it is gone. Raises `UserError` if the library fails."""
        return self._storage.submit(partial(load_style, key=key)).result()
