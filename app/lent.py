"""What controllers are lent: readers and writers that are imported only when they are used.

Knows no controllers and no window.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.domain.care import LogPiece, LogPlace
from app.domain.documents import Generation
from app.domain.manuscript import Manuscript
from app.formats.files import Progress
from app.formats.imported import Imported, ImportOptions
from app.formats.options import ExportOptions, Format
from app.log_lines import read_log
from app.paths import resource
from engine.beginnings import style_bytes


def read_style(path: Path, model: Path) -> tuple[str, bytes]:
    """The key and the bytes of a style file for a model. Raises `UserError`."""
    # On the storage thread: what it needs takes a moment to import.
    from engine.checkpoint import find_model_file, model_shape, open_checkpoint
    from engine.styles import read_style as read

    with open_checkpoint(find_model_file(model)) as checkpoint:
        shape = model_shape(checkpoint)
    return style_bytes(read(path, shape).matrices)


def lesson_text(path: Path, *, own_only: bool) -> str | None:
    """The text of a file to learn from; `None` if the trainer reads it itself."""
    # Away from the GUI thread: the readers take a moment to import.
    from app.formats.lesson_text import lesson_text as read

    return read(path, own_only=own_only)


def read_work(paths: Sequence[Path], options: ImportOptions, progress: Progress) -> Imported:
    """Reads files as a work."""
    # Away from the GUI thread: the readers take a moment to import.
    from app.formats.importing import read_work as read

    return read(paths, options, progress)


def export_work(
    work: Manuscript,
    path: Path,
    kind: Format,
    options: ExportOptions,
    progress: Progress,
    generations: Mapping[int, Generation],
) -> None:
    """Writes a work as a file."""
    # Away from the GUI thread: the writers take a moment to import.
    from app.formats.exporting import Exporter
    from app.printing.pdf import write_pdf

    Exporter(write_pdf).export(work, path, kind, options, progress, generations)


def sample_story(language: str) -> tuple[str, str]:
    """Title and text of the story in a new library, in `en` or `zh_CN`."""
    text = resource("samples", f"the-lantern-boat.{language}.txt").read_text("utf-8")
    title, _, text = text.partition("\n")
    return title, text.strip()


def read_log_of(path: Path | None, place: LogPlace | None) -> LogPiece:
    """What was added to a log file; nothing where there is none. Raises `UserError`."""
    return LogPiece((), LogPlace(), anew=True) if path is None else read_log(path, place)
