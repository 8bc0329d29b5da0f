"""Keeps what nobody else may read. Tells others only whether there is something."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from engine.types import UserError


class SecretsStore(Protocol):
    """Where secrets lie."""

    def load(self) -> dict[str, str]:
        """All of them. Raises `UserError`."""
        ...

    def keep(self, name: str, value: str) -> None:
        """Keeps one, or forgets it for "". Raises `UserError`."""
        ...


class SecretsController(QObject):
    """Signals: `known(name, bool)`: whether there is a secret of that name;
    `problem(key, UserError)` and `solved(key)`."""

    known = Signal(str, bool)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(self, store: SecretsStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store

    def value(self, name: str) -> str:
        """A secret, "" where there is none."""
        try:
            return self._store.load().get(name, "")
        except UserError as error:
            self.problem.emit("secrets", error)
            return ""

    def tell(self, *names: str) -> None:
        """Says again which of these there are."""
        for name in names:
            self.known.emit(name, bool(self.value(name)))

    def keep(self, name: str, value: str) -> None:
        """Keeps a secret from now on, or forgets it for ""."""
        try:
            self._store.keep(name, value.strip())
        except UserError as error:
            self.problem.emit("secrets", error)
        else:
            self.solved.emit("secrets")
        self.tell(name)
