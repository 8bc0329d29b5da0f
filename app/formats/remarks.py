"""What a person should know of an import: plain sentences, and how sure an encoding is.

Sentences are templates with fields, so that the window can say them in its language.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Remark:
    """One sentence: an English template and what fills it. Shown like a `UserError`."""

    template: str
    params: dict[str, object] = field(default_factory=dict)
    hint_template: str = ""

    def __str__(self) -> str:
        return self.template.format(**self.params)


@dataclass(frozen=True)
class FileEncoding:
    """How a text file was read. `sure` is from 0 to 1; `others` could be right too, the
    likeliest first."""

    path: Path
    encoding: str
    sure: float
    others: tuple[str, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether a person should look."""
        return self.sure < 0.9


class LeftOut:
    """Counts what a text cannot hold, while a file is read."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def note(self, template: str) -> None:
        """One more of a kind. `template` has the field `{count}`."""
        self._counts[template] += 1

    def remarks(self) -> tuple[Remark, ...]:
        """A sentence for each kind."""
        return tuple(Remark(template, {"count": n}) for template, n in self._counts.items())


# `LEFT_OUT` lists every sentence, so that each has its translation.
IMAGES = "Pictures were left out: {count}."
TABLES = "Tables became paragraphs, one for each row: {count}."
FOOTNOTES = "Notes stand in brackets where they were referred to: {count}."
COMMENTS = "Comments of editors were left out: {count}."
DELETED = "Deletions that were only proposed were carried out: {count}."
LISTS = "Items of lists became paragraphs: {count}."
DEEP = "Headings below the fourth level became ones of the fourth: {count}."
UNREADABLE = "Characters that the encoding does not have became “\ufffd”: {count}."
BOXES = "Text boxes became paragraphs: {count}."
COMMENTS_KEPT = "Comments were kept among the notes of their items: {count}."
FIELDS = "Codes of the other program were left out: {count}."
LEFT_OUT = (
    IMAGES,
    TABLES,
    FOOTNOTES,
    COMMENTS,
    DELETED,
    LISTS,
    DEEP,
    UNREADABLE,
    BOXES,
    COMMENTS_KEPT,
    FIELDS,
)
