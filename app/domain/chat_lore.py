"""What of lorebooks and notes comes up in a chat, and where it goes.

A message counts as a paragraph counts in a book. All that comes up is volatile, so that neither
an edited entry nor what is said makes anything be read again: it stands just above the last
message, in the order that its position asks for. So what SillyTavern puts before or after the
character, at the examples, or at a depth, comes nearer here; only the order among them remains.
Knows nothing of where books are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.domain.chat import Said
from app.domain.chat_prompt import ChatPart, ChatPartKind
from app.domain.chat_turns import Expand, Names, as_written, filled
from app.domain.lore_scan import Surroundings, Verdict, scan
from app.domain.lorebook import Lorebook, LoreEntry, Position
from app.domain.words import is_chinese

_TOP = (
    Position.BEFORE_MEMORY,
    Position.AFTER_MEMORY,
    Position.BEFORE_EXAMPLES,
    Position.AFTER_EXAMPLES,
    Position.OUTLET,
)
_NOTE, _NOTE_CHINESE = "Author's note: ", "作者注："


def messages_looked_at(books: Sequence[Lorebook]) -> int:
    """How many of the last messages scans of `books` can look at."""
    own = (e.scan_depth for book in books for e in book.entries if e.scan_depth is not None)
    return max((*own, *(book.settings.scan_depth for book in books)), default=0)


def scan_messages(
    books: Sequence[Lorebook], messages: Sequence[Said], around: Surroundings
) -> tuple[Verdict, ...]:
    """What becomes of the entries of all `books` after `messages`, of which the last are enough
    (`messages_looked_at`). The books come in the order of their rank, a character's own first,
    and each keeps to its own budget."""
    text = "\n".join(_line(said) for said in messages if not said.hidden and said.text.strip())
    return tuple(verdict for book in books for verdict in scan(book, text, around))


def lore_and_note(
    verdicts: Sequence[Verdict],
    note: str = "",
    of_card: str = "",
    *,
    names: Names,
    expand: Expand = as_written,
) -> tuple[ChatPart, ...]:
    """What stands above the last message: entries, what a card wants near the end (`of_card`),
    and the author's `note`, among entries that stand at it. A higher order stands nearer the
    end, and so does a smaller depth."""
    found = _by_position(verdicts)
    parts = [_part(entry) for position in _TOP for entry in found.get(position, ())]
    at_depth = sorted(found.get(Position.AT_DEPTH, ()), key=lambda entry: -entry.depth)
    parts += [_part(entry) for entry in at_depth]
    parts += [ChatPart(ChatPartKind.NOTE, of_card)]
    parts += [_part(entry) for entry in found.get(Position.NOTE_TOP, ())]
    parts += [ChatPart(ChatPartKind.NOTE, _labelled(note))]
    parts += [_part(entry) for entry in found.get(Position.NOTE_BOTTOM, ())]
    return tuple(_bracketed(parts, names, expand))


def _line(said: Said) -> str:
    """A message in one line, so that a depth counts messages."""
    return " ".join(f"{said.name}: {said.text}".split())


def _by_position(verdicts: Sequence[Verdict]) -> Mapping[Position, list[LoreEntry]]:
    found: dict[Position, list[LoreEntry]] = {}
    for verdict in sorted((v for v in verdicts if v.active), key=lambda v: v.entry.order):
        found.setdefault(verdict.entry.position, []).append(verdict.entry)
    return found


def _part(entry: LoreEntry) -> ChatPart:
    return ChatPart(ChatPartKind.LORE, entry.body, entry.name)


def _labelled(note: str) -> str:
    note = note.strip()
    if not note or note.startswith("["):
        return note
    return (_NOTE_CHINESE if is_chinese(note) else _NOTE) + note


def _bracketed(parts: Sequence[ChatPart], names: Names, expand: Expand) -> Iterator[ChatPart]:
    """In brackets, as models know what nobody says; somebody's own brackets stay."""
    for part in parts:
        text = expand(filled(part.text, names)).strip()
        if text:
            own = text.startswith("[") and text.endswith("]")
            yield ChatPart(part.kind, text if own else f"[{text}]", part.name)
