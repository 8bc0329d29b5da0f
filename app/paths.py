"""Where things lie: resources of the program and the user's data folder. Creates nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.data_folder import find_data_folder

ROOT = Path(__file__).resolve().parent.parent
"""Where the program lies, with its licence beside it."""

_RESOURCES = ROOT / "resources"


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
    def secrets(self) -> Path:
        """What nobody but the user may read."""
        return self.root / "secrets.json"

    @property
    def is_new(self) -> bool:
        """Whether nobody has used this folder yet."""
        return not self.library.exists() and not self.settings.exists()

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
    """What lies in the data folder; `given` is `--data-dir`. Raises `UserError`, see there."""
    return DataPaths(find_data_folder(given).path)


def resource(*parts: str) -> Path:
    """A file or folder that belongs to the program."""
    return _RESOURCES.joinpath(*parts)


def bundled_model() -> Path:
    """The folder of the model that comes with the program."""
    return resource("models", "longscroll-first-light")
