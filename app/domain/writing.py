"""What a writer may ask the model to do, with which text, and what came of it.

Pure values; positions count code points. Knows nothing of engines or widgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.documents import OriginSpan


class Task(StrEnum):
    """What is asked of the model."""

    CONTINUE = "continue"
    SENTENCE = "sentence"
    REWRITE = "rewrite"
    EXPAND = "expand"
    SHORTEN = "shorten"
    DESCRIBE = "describe"


REVISIONS = (Task.REWRITE, Task.EXPAND, Task.SHORTEN, Task.DESCRIBE)
"""The tasks that replace a selection; the others write at the cursor."""


@dataclass(frozen=True)
class Passage:
    """A text around the cursor or a selection, and whose it is."""

    before: str
    selected: str = ""
    after: str = ""
    origins: tuple[OriginSpan, ...] = ()

    @property
    def text(self) -> str:
        """The whole of it."""
        return self.before + self.selected + self.after

    def trimmed(self) -> Passage:
        """The same with white space at the edges of the selection left outside of it."""
        lead = len(self.selected) - len(self.selected.lstrip())
        words = self.selected.strip()
        return Passage(
            self.before + self.selected[:lead],
            words,
            self.selected[lead + len(words) :] + self.after,
            self.origins,
        )


@dataclass(frozen=True)
class Brief:
    """All that a prompt is made of. `chat` says that the model was taught to follow orders."""

    document_id: int
    task: Task
    passage: Passage
    chat: bool = False


@dataclass(frozen=True)
class Candidate:
    """One text of the model, with its tokens as `app.domain.token_trace` packs them."""

    text: str
    tokens: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a generation gave: the candidates that stand for `passage.selected`, and which of
    them is in the text now."""

    document_id: int
    generation_id: int | None
    passage: Passage
    candidates: tuple[Candidate, ...]
    chosen: int | None
