"""Which folder holds the user's data, and who said so. Creates nothing but the pointer to it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import platformdirs

from engine.types import UserError

DATA_VARIABLE = "LONGSCROLL_DATA"
PORTABLE_MARK, PORTABLE_FOLDER = "portable.txt", "data"
_PROGRAM = Path(__file__).resolve().parent.parent


class Chosen(Enum):
    """Who said where the data folder is; the first that speaks wins."""

    OPTION = "option"
    VARIABLE = "variable"
    PORTABLE = "portable"
    POINTER = "pointer"
    SYSTEM = "system"


@dataclass(frozen=True)
class DataFolder:
    """A folder, and who chose it."""

    path: Path
    chosen: Chosen

    @property
    def may_move(self) -> bool:
        """Whether the program may choose another one: not where somebody said it outside."""
        return self.chosen in (Chosen.POINTER, Chosen.SYSTEM)


class DataFolderMissingError(UserError):
    """The folder that the data was moved to is not there."""


def find_data_folder(given: str | None) -> DataFolder:
    """The option, the variable, a portable program's own, where it was moved to, the system's
    place. Raises `DataFolderMissingError` and, for a pointer that cannot be read, `UserError`."""
    if given:
        return DataFolder(_whole(given), Chosen.OPTION)
    variable = os.environ.get(DATA_VARIABLE)
    if variable:
        return DataFolder(_whole(variable), Chosen.VARIABLE)
    beside = program_folder()
    if (beside / PORTABLE_MARK).is_file():
        return DataFolder(beside / PORTABLE_FOLDER, Chosen.PORTABLE)
    moved = _pointed_to()
    if moved is not None:
        if not moved.is_dir():
            raise DataFolderMissingError(
                "The data folder {path} is not there.",
                "Connect its disk and start again, or name another folder with --data-dir.",
                path=moved,
            )
        return DataFolder(moved, Chosen.POINTER)
    return DataFolder(usual_folder(), Chosen.SYSTEM)


def usual_folder() -> Path:
    """The system's place for data of programs."""
    return _whole(platformdirs.user_data_dir("Longscroll", False))


def program_folder() -> Path:
    """The folder a person sees the program in: that of the executable, or of the source."""
    if not getattr(sys, "frozen", False):
        return _PROGRAM
    folder = Path(sys.executable).resolve().parent
    bundle = folder.parent.parent
    return bundle.parent if bundle.suffix == ".app" else folder


def pointer_file() -> Path:
    """The file that says where the data was moved to."""
    return Path(platformdirs.user_config_dir("Longscroll", False)) / "data-folder.txt"


def point_to(folder: Path) -> None:
    """From the next start on, `folder` is the data folder. Raises `UserError`."""
    pointer = pointer_file()
    beside = pointer.with_name(pointer.name + ".tmp")
    try:
        pointer.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(f"{folder}\n", "utf-8")
        os.replace(beside, pointer)
    except OSError as error:
        raise UserError(
            "Where the data folder is cannot be noted in {path}: {reason}.",
            "The old folder stays in use. Check that you may write there.",
            path=pointer,
            reason=error.strerror,
        ) from error


def _pointed_to() -> Path | None:
    pointer = pointer_file()
    try:
        text = pointer.read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise UserError(
            "The file {path} cannot be read: {reason}.",
            "It says where the data folder is. Name that folder with --data-dir.",
            path=pointer,
            reason=error.strerror if isinstance(error, OSError) else error,
        ) from error
    return Path(text) if text else None


def _whole(folder: str) -> Path:
    return Path(folder).expanduser().absolute()
