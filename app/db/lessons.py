"""Both ends of a lesson, run on a Session: the text to learn from, and the style that came of it.

Knows nothing of how a style is learnt or of what is in its file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from app.db.styles import NewStyle, add_style, load_texts
from app.domain.styles import Lesson, Style
from app.domain.training_events import Done
from engine.types import ModelInfo, UserError


def lesson_texts(session: Session, lesson: Lesson) -> list[str]:
    """The texts of a lesson's documents. Raises `UserError` if there is nothing to learn from."""
    texts = load_texts(session, lesson.documents, own_only=lesson.own_only)
    if not texts and not lesson.files:
        raise UserError(
            "There is no text to learn from.", "Choose stories that you have written in."
        )
    return texts


def count_characters(session: Session, ids: Sequence[int], *, own_only: bool) -> dict[int, int]:
    """How many characters of each document a lesson would read."""
    return {
        number: sum(len(text) for text in load_texts(session, (number,), own_only=own_only))
        for number in ids
    }


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
