"""What the controllers of models are lent by the program. Does nothing.

All of it but `command` reads or writes files, or asks the network: never on the GUI's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.model_shelf import Fetch, Offer, OwnModel, RemoteFile, SpaceUse
from app.formats.files import Progress


class Shelf(Protocol):
    """The models folder, the catalogue and this machine. Raises `UserError`."""

    def own(self) -> tuple[OwnModel, ...]:
        """The bundled model first, then those that are here, by name."""
        ...

    def offers(self) -> tuple[Offer, ...]:
        """The catalogue, judged for this machine if that was measured."""
        ...

    def measured(self) -> bool:
        """Whether this machine was measured."""
        ...

    def measure(self) -> None:
        """Measures this machine, which takes a few seconds."""
        ...

    def add(self, path: Path, copy: bool, progress: Progress) -> str:
        """Adds a file or folder, where it is or as a copy; its key."""
        ...

    def rename(self, key: str, name: str) -> str:
        """Another name; the key that it has by that."""
        ...

    def delete(self, key: str) -> int:
        """Deletes a model, or forgets one that lies elsewhere; the bytes that are free by that."""
        ...

    def move(self, target: Path, progress: Progress) -> None:
        """Moves all models into another folder; can be stopped and taken up again."""
        ...

    def remote(self, repo: str) -> tuple[str, tuple[RemoteFile, ...]]:
        """A repository as it is called, and its files, asked over the network."""
        ...

    def space(self, states: int, loose: int) -> SpaceUse:
        """Where the disk goes; the caller knows the saved states."""
        ...

    def clean_graphs(self) -> int:
        """Deletes prepared models that nothing here needs; the bytes that are free by that."""
        ...

    def there(self, key: str) -> bool:
        """Whether a model is there."""
        ...

    def has_room(self, key: str) -> bool:
        """Whether the memory that is free now holds a model besides all else."""
        ...

    def target(self, key: str, quantization: str) -> Path:
        """Where a converted model goes; nothing is there yet."""
        ...

    def discard(self, target: Path) -> None:
        """Deletes what an interrupted conversion left beside its target."""
        ...

    def moved(self, key: str, target: Path) -> str:
        """The key that a model has once the models folder is `target`."""
        ...


class Downloads(Protocol):
    """Downloads, one at a time."""

    def open(self, tell: Callable[[Fetch], None]) -> None:
        """Takes up what an earlier run left, paused. `tell` may be called on any thread."""
        ...

    def add_offer(self, offer: str) -> None:
        """A model of the catalogue. Raises `UserError`."""
        ...

    def add_files(self, repo: str, files: Sequence[str]) -> None:
        """Files of a repository that was listed before. Raises `UserError`."""
        ...

    def pause(self, number: int) -> None:
        """What is there is kept."""
        ...

    def resume(self, number: int) -> None:
        """Goes on where it was."""
        ...

    def cancel(self, number: int) -> None:
        """What is there is deleted."""
        ...

    def close(self) -> None:
        """Stops; what is there is kept."""
        ...

    def apply_settings(self) -> None:
        """Another mirror, token or proxy, from the next download on."""
        ...


@dataclass(frozen=True)
class ModelTools:
    """`command` starts this program over again with arguments, in the folder `root`."""

    shelf: Shelf
    downloads: Downloads
    command: Callable[[Sequence[str]], list[str]]
    root: Path
