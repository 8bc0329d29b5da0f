"""What the model reads: the book, what is injected near its end, and why.

Stable is the book up to a paragraph's end near the cursor. It only grows, and where it ends
follows from the book alone: so neither a change of lore nor what comes up ever makes the book
be read again. Volatile is what is injected, and the last paragraphs. With nothing to inject
the model reads the plain text, all of it stable.

Knows nothing of tokens, storage or how entries were found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.lore_scan import Verdict
from app.domain.lorebook import LoreEntry, Position
from app.domain.paragraphs import paragraph_starts
from app.domain.prompts import look_ahead, normalise_newlines, story_prompt
from app.domain.words import is_chinese

TAIL_PARAGRAPHS = 6
"""Paragraphs before the one at the cursor that are volatile, where anything is injected."""

TAIL_CHARACTERS = 3000
"""And no more of them than this many characters hold."""

STRENGTHS: Mapping[str, int] = {"weak": 6, "medium": 3, "strong": 1, "immediate": 0}
"""Names for how many paragraphs stand between a note and the paragraph being written."""

MEMORY, NOTE, NOTE_DEPTH = "memory", "note", "note_depth"
"""Names in a project's settings."""


class PartKind(StrEnum):
    """What a part of the volatile text is."""

    BOOK = "book"
    MEMORY = "memory"
    LORE = "lore"
    NOTE = "note"
    AHEAD = "ahead"


_LABELS = {
    PartKind.MEMORY: "Memory: ",
    PartKind.NOTE: "Author's note: ",
    PartKind.AHEAD: "What follows: ",
}
_LABELS_CHINESE = {
    PartKind.MEMORY: "记忆：",
    PartKind.NOTE: "作者注：",
    PartKind.AHEAD: "下文：",
}


@dataclass(frozen=True)
class Reminders:
    """What a writer wants the model to bear in mind. `note_depth` counts paragraphs between the
    note and the one being written."""

    memory: str = ""
    note: str = ""
    note_depth: int = STRENGTHS["medium"]


@dataclass(frozen=True)
class Part:
    """A piece of the volatile text; `name` is an entry's."""

    kind: PartKind
    text: str
    name: str = ""


@dataclass(frozen=True)
class Assembled:
    """What the model reads. The texts of `parts` together are `volatile`; `verdicts` say what
    became of each entry of the lorebook."""

    stable: str
    volatile: str = ""
    parts: tuple[Part, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True)
class ContextReport:
    """What was given to the model last; how many tokens that were, and how many of them it did
    not have to read again, is known at the end of a generation."""

    assembled: Assembled
    prompt_tokens: int | None = None
    reused_tokens: int | None = None


def reminders_from(settings: Mapping[str, Any]) -> Reminders:
    """Those in a project's settings; what is missing or of a wrong kind is as usual."""
    usual = Reminders()
    memory, note = settings.get(MEMORY), settings.get(NOTE)
    depth = settings.get(NOTE_DEPTH)
    return Reminders(
        memory if isinstance(memory, str) else usual.memory,
        note if isinstance(note, str) else usual.note,
        depth if type(depth) is int and depth >= 0 else usual.note_depth,
    )


def assemble(
    book: str, reminders: Reminders, verdicts: Sequence[Verdict] = (), after: str = ""
) -> Assembled:
    """What to read before going on at the end of `book`, of which `after` is what follows."""
    plain = story_prompt(book).stable
    top = list(_top(reminders, verdicts, after))
    deep = _deep(reminders, verdicts)
    if not top and not deep:
        return Assembled(plain, verdicts=tuple(verdicts))
    starts = paragraph_starts(plain, TAIL_PARAGRAPHS, TAIL_CHARACTERS)
    parts = tuple(_woven(plain, starts, top, deep))
    volatile = "".join(part.text for part in parts)
    return Assembled(plain[: starts[-1]], volatile, parts, tuple(verdicts))


def _woven(
    text: str, starts: list[int], top: list[Part], deep: Mapping[int, list[Part]]
) -> Iterator[Part]:
    """The parts of the volatile text in their order; depth n is where paragraph n begins."""
    yield from top
    deepest = len(starts) - 1
    placed: dict[int, list[Part]] = {}
    for depth in sorted(deep, reverse=True):
        placed.setdefault(min(depth, deepest), []).extend(deep[depth])
    read = starts[-1]
    for depth in sorted(placed, reverse=True):
        if piece := text[read : starts[depth]]:
            yield Part(PartKind.BOOK, piece)
        read = starts[depth]
        yield from placed[depth]
    if piece := text[read:]:
        yield Part(PartKind.BOOK, piece)


def _top(reminders: Reminders, verdicts: Sequence[Verdict], after: str) -> Iterator[Part]:
    entries = _by_position(verdicts)
    yield from _lore(entries, Position.BEFORE_MEMORY)
    if memory := _tidy(reminders.memory):
        yield Part(PartKind.MEMORY, _bracketed(PartKind.MEMORY, memory))
    yield from _lore(
        entries,
        Position.AFTER_MEMORY,
        Position.BEFORE_EXAMPLES,
        Position.AFTER_EXAMPLES,
        Position.OUTLET,
    )
    if follows := look_ahead(after):
        yield Part(PartKind.AHEAD, _bracketed(PartKind.AHEAD, follows))


def _deep(reminders: Reminders, verdicts: Sequence[Verdict]) -> dict[int, list[Part]]:
    """What stands among the last paragraphs, by depth; of one depth the note comes last."""
    entries = _by_position(verdicts)
    found: dict[int, list[Part]] = {}
    for entry in entries.get(Position.AT_DEPTH, ()):
        found.setdefault(entry.depth, []).extend(_part(entry))
    note = [*_lore(entries, Position.NOTE_TOP)]
    if words := _tidy(reminders.note):
        note.append(Part(PartKind.NOTE, _bracketed(PartKind.NOTE, words)))
    note += _lore(entries, Position.NOTE_BOTTOM)
    if note:
        found.setdefault(reminders.note_depth, []).extend(note)
    return found


def _by_position(verdicts: Iterable[Verdict]) -> dict[Position, list[LoreEntry]]:
    """The entries that are read; a higher order stands nearer the end."""
    found: dict[Position, list[LoreEntry]] = {}
    for verdict in sorted((v for v in verdicts if v.active), key=lambda v: v.entry.order):
        found.setdefault(verdict.entry.position, []).append(verdict.entry)
    return found


def _lore(entries: Mapping[Position, list[LoreEntry]], *positions: Position) -> Iterator[Part]:
    for position in positions:
        for entry in entries.get(position, ()):
            yield from _part(entry)


def _part(entry: LoreEntry) -> Iterator[Part]:
    if text := _tidy(entry.body):
        yield Part(PartKind.LORE, _bracketed(PartKind.LORE, text), entry.name)


def _tidy(text: str) -> str:
    return normalise_newlines(text).strip()


def _bracketed(kind: PartKind, text: str) -> str:
    """In brackets, as models know what is not the story, with a label in the text's language; a
    writer's own brackets stay."""
    if text.startswith("[") and text.endswith("]"):
        return f"{text}\n"
    label = (_LABELS_CHINESE if is_chinese(text) else _LABELS).get(kind, "")
    return f"[{label}{text}]\n"
