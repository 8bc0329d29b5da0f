"""What a person should know of an import: plain sentences, and how sure an encoding is.

Sentences are templates with fields, so that the window can say them in its language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Remark:
    """One sentence: an English template and what fills it. Translated like a `UserError`."""

    template: str
    params: Mapping[str, object] = field(default_factory=dict)

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


# One tuple of literals, so that the tool for translations finds every sentence.
LEFT_OUT = (
    "Pictures were left out: {count}.",
    "Tables became paragraphs, one for each row: {count}.",
    "Notes stand in brackets where they were referred to: {count}.",
    "Comments of editors were left out: {count}.",
    "Deletions that were only proposed were carried out: {count}.",
    "Items of lists became paragraphs: {count}.",
    "Characters that the encoding does not have became “\ufffd”: {count}.",
    "Text boxes became paragraphs: {count}.",
    "Comments were kept among the notes of their items: {count}.",
    "Codes of the other program were left out: {count}.",
    "Lines that are damaged were left out: {count}.",
    "Lines that are no messages were left out: {count}.",
)
(
    IMAGES,
    TABLES,
    FOOTNOTES,
    COMMENTS,
    DELETED,
    LISTS,
    UNREADABLE,
    BOXES,
    COMMENTS_KEPT,
    FIELDS,
    DAMAGED_LINES,
    OTHER_LINES,
) = LEFT_OUT
