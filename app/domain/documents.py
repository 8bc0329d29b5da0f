"""A writer's documents as values that cross threads. Knows nothing of storage or widgets.

All positions are Python code points from the start of the text, ranges are half open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.styles import StyleChoice


class OriginKind(StrEnum):
    """Whose a character is. What no span covers, a person wrote on their own (`PERSON`)."""

    PERSON = "person"
    MACHINE = "machine"
    CHANGED = "changed"


@dataclass(frozen=True)
class OriginSpan:
    """The model wrote `text[start:end]`, in the generation of that id (`None`: unknown); or,
    `CHANGED`, a person wrote it inside of what that generation made or in place of it.

    Raises `ValueError` for an empty or negative range, and for the kind `PERSON`.
    """

    start: int
    end: int
    generation_id: int | None = None
    kind: OriginKind = OriginKind.MACHINE

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a range of text: {self.start}..{self.end}")
        if self.kind is OriginKind.PERSON:
            raise ValueError("what a person wrote on their own has no span")


@dataclass(frozen=True)
class DocumentSummary:
    """One line of the list of documents. `updated_at` is an aware UTC time."""

    id: int
    title: str
    updated_at: datetime
    characters: int
    words: int = 0


@dataclass(frozen=True)
class Document:
    """A document as it is stored, and the styles it is written with. Times are aware UTC times."""

    id: int
    title: str
    text: str
    origins: tuple[OriginSpan, ...]
    cursor: int
    created_at: datetime
    updated_at: datetime
    style: StyleChoice = field(default_factory=StyleChoice)
    project_id: int = 0


@dataclass(frozen=True)
class DocumentDraft:
    """What the editor saves: text, whose text it is, and where the cursor stands."""

    id: int
    text: str
    origins: tuple[OriginSpan, ...] = ()
    cursor: int = 0


@dataclass(frozen=True)
class Generation:
    """One press of "Continue", kept so that a piece of text can be explained and repeated.

    `reason` is why it ended (the value of the engine's finish reason), `None` while it runs.
    `seed` fits 63 bits; `seconds` is wall time; `started_at` is an aware UTC time.
    """

    document_id: int
    model_name: str
    model_key: str
    sampling_json: str
    seed: int | None
    prompt_tokens: int
    reused_tokens: int
    generated_tokens: int
    reason: str | None
    text: str
    started_at: datetime
    seconds: float


def document_owner(document_id: int) -> str:
    """The name under which the states of a document are kept."""
    return f"document:{document_id}"


def project_owner(project_id: int) -> str:
    """The name under which the states of a book are kept."""
    return f"project:{project_id}"
