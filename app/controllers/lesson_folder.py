"""Writes what a style is to be learnt from into a folder, as the trainer reads it.

Knows neither the library nor Qt.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from app.formats.files import Progress
from engine.types import UserError


class TextReader(Protocol):
    """Reads a file of any kind for a lesson."""

    def __call__(self, path: Path, *, own_only: bool) -> str | None:
        """Its text; `None` if the trainer reads the file itself. Raises `UserError`."""
        ...


def write_lesson(
    progress: Progress,
    texts: Sequence[str],
    files: Sequence[Path],
    parent: Path,
    read: TextReader,
    *,
    own_only: bool,
) -> tuple[Path, list[Path]]:
    """A new folder below `parent` with all texts, and what to learn from. What earlier lessons
    left there, if the program was ended from outside, is removed. Raises `UserError`."""
    shutil.rmtree(parent, ignore_errors=True)
    sources = []
    # Before there is a folder: one that cannot be read leaves nothing behind.
    read_files = []
    for number, path in enumerate(files, 1):
        progress(number, len(files))
        read_files.append((path, read(path, own_only=own_only)))
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=parent))
        for number, text in enumerate(texts, 1):
            sources.append(_written(folder / f"document-{number}.txt", text))
        for number, (path, found) in enumerate(read_files, 1):
            sources.append(
                path if found is None else _written(folder / f"file-{number}.txt", found)
            )
    except OSError as error:
        raise UserError(
            "The text to learn from cannot be written to {path}: {reason}.",
            "Check that the disk is not full and that you may write there.",
            path=parent,
            reason=error.strerror or error,
        ) from error
    return folder, sources


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8", newline="\n")
    return path
