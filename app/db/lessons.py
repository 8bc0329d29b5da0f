"""Both ends of a lesson, run on a Session: the text to learn from, and the style that came of it.

Knows nothing of how a style is learnt or of what is in its file.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from app.db.styles import NewStyle, add_style, load_texts
from app.domain.styles import Lesson, Style
from app.domain.training_events import Done
from engine.types import ModelInfo, UserError


def prepare_lesson(session: Session, lesson: Lesson, parent: Path) -> tuple[Path, list[Path]]:
    """A new folder with the documents as text files, and all files to learn from. What earlier
    lessons left there, if the program was ended from outside, is removed."""
    texts = load_texts(session, lesson.documents, own_only=lesson.own_only)
    if not texts and not lesson.files:
        raise UserError(
            "There is no text to learn from.", "Choose stories that you have written in."
        )
    try:
        shutil.rmtree(parent, ignore_errors=True)
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=parent))
        paths = [folder / f"document-{number}.txt" for number in range(1, len(texts) + 1)]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise UserError(
            "The text to learn from cannot be written to {path}: {reason}.",
            "Check that the disk is not full and that you may write there.",
            path=parent,
            reason=error.strerror or error,
        ) from error
    return folder, [*paths, *lesson.files]


def keep_style(
    session: Session,
    read: Callable[[Path], tuple[str, bytes]],
    done: Done,
    name: str,
    model: ModelInfo,
) -> Style:
    """Stores the style that a lesson with `model` made. `read` gives the content key and the
    bytes of a style file; raises `UserError` for one that is damaged."""
    key, blob = read(Path(done.files[0]))
    new = NewStyle(name, key, blob, model.model_key, model.name, done.before, done.after)
    return add_style(session, new)
