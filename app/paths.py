"""Where things lie: resources of the program and the user's data folder. Creates nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

DATA_VARIABLE = "LONGSCROLL_DATA"
_RESOURCES = Path(__file__).resolve().parent.parent / "resources"


@dataclass(frozen=True)
class DataPaths:
    """Everything under the user's data folder."""

    root: Path

    @property
    def library(self) -> Path:
        """The database with documents and states."""
        return self.root / "library.sqlite3"

    @property
    def graphs(self) -> Path:
        """Prepared models: a cache that may be deleted."""
        return self.root / "graphs"

    @property
    def models(self) -> Path:
        """Where downloaded models lie, unless the person chose another folder."""
        return self.root / "models"

    @property
    def machine(self) -> Path:
        """What was measured of this machine."""
        return self.root / "machine.json"

    @property
    def hub_token(self) -> Path:
        """The person's token for the model hub, apart from the settings, which may be shared."""
        return self.root / "hub-token"

    @property
    def training(self) -> Path:
        """Where a lesson under way works; empty otherwise."""
        return self.root / "training"

    @property
    def backups(self) -> Path:
        """Where backups of the library go, unless the person chose another folder."""
        return self.root / "backups"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.root / "settings.json"

    @property
    def export_presets(self) -> Path:
        """The person's own presets of export."""
        return self.root / "export-presets.json"

    @property
    def dictionaries(self) -> Path:
        """Where the user may put further Hunspell dictionaries."""
        return self.root / "dictionaries"

    @property
    def own_words(self) -> Path:
        """The words that the user says are right, one a line."""
        return self.root / "words.txt"

    @property
    def logs(self) -> Path:
        """Log files."""
        return self.root / "logs"


def data_paths(given: str | None) -> DataPaths:
    """The data folder: `--data-dir` first, then `LONGSCROLL_DATA`, then the system's place."""
    chosen = given or os.environ.get(DATA_VARIABLE)
    root = Path(chosen) if chosen else Path(platformdirs.user_data_dir("Longscroll", False))
    return DataPaths(root.expanduser().absolute())


def resource(*parts: str) -> Path:
    """A file or folder that belongs to the program."""
    return _RESOURCES.joinpath(*parts)


def bundled_model() -> Path:
    """The folder of the model that comes with the program."""
    return resource("models", "longscroll-first-light")
