"""All that a model reads for one reply in a chat, in pieces that a state can be kept after.

Stable is a chain: the header, then a piece for each message. It only grows, whatever is
recalled. Volatile is what is injected, and what follows it, for this one reply. Knows nothing of
tokens, hashes or storage: who asks turns the ends of pieces into marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from app.domain.chat import Author, ChatMessage
from app.domain.chat_formats import ChatFormat
from app.domain.chat_header import header as header
from app.domain.chat_turns import Expand, Names, as_written, clean
from app.domain.chat_turns import begun as begun
from app.domain.chat_turns import opening as opening
from app.domain.chat_turns import piece as piece
from app.domain.chat_turns import stops as stops
from app.domain.token_estimate import estimate_tokens


class ChatPartKind(StrEnum):
    """What a part of the volatile text is."""

    RECALL = "recall"
    LORE = "lore"
    NOTE = "note"
    MESSAGE = "message"
    AFTER = "after"
    OPENING = "opening"


@dataclass(frozen=True)
class ChatPart:
    """A part of the volatile text, or of what is to be injected; `name` is an entry's."""

    kind: ChatPartKind
    text: str
    name: str = ""


@dataclass(frozen=True)
class Piece:
    """A link of the stable chain: a message, or the header (`None`). "" for a message that is
    not read. A mark after it says which message a state belongs to."""

    text: str
    message_id: int | None = None


@dataclass(frozen=True)
class Injection:
    """What one reply is given besides the messages: `above` the last of them, `after` it."""

    above: tuple[ChatPart, ...] = ()
    after: str = ""

    def __bool__(self) -> bool:
        return bool(self.after.strip() or any(part.text.strip() for part in self.above))


@dataclass(frozen=True)
class ChatPrompt:
    """What the model reads. The texts of `parts` together are the volatile text, the opening
    among them; with nothing to inject there are none, and the opening ends the stable text.

    The stable text of a chat that is known up to a message holds only the `pieces` behind it.
    """

    pieces: tuple[Piece, ...]
    parts: tuple[ChatPart, ...]
    opening: str
    stop: tuple[str, ...]

    @property
    def stable(self) -> str:
        """What is read for good."""
        return "".join(one.text for one in self.pieces) + ("" if self.parts else self.opening)

    @property
    def volatile(self) -> str:
        """What is read for this reply only; "" if nothing is injected."""
        return "".join(part.text for part in self.parts)

    @property
    def ends(self) -> tuple[int, ...]:
        """Where each of `pieces` ends in `stable`, in characters; never falling."""
        return tuple(accumulate(len(one.text) for one in self.pieces))


@dataclass(frozen=True)
class ReadingCost:
    """What has to be read before a reply begins; `tokens` is an estimate."""

    messages: int
    characters: int
    tokens: int


def reading_cost(prompt: ChatPrompt) -> ReadingCost:
    """What `prompt` costs if nothing of it is known."""
    messages = sum(1 for one in prompt.pieces if one.text and one.message_id is not None)
    messages += sum(1 for part in prompt.parts if part.kind is ChatPartKind.MESSAGE)
    text = prompt.stable + prompt.volatile
    return ReadingCost(messages, len(text), estimate_tokens(text))


def chat_prompt(
    form: ChatFormat,
    names: Names,
    messages: Sequence[ChatMessage],
    *,
    head: str | None = None,
    injection: Injection | None = None,
    author: Author = Author.CHARACTER,
    going_on: ChatMessage | None = None,
    expand: Expand = as_written,
) -> ChatPrompt:
    """What to read before `author` says something after `messages`, or `going_on` goes on.

    `head` is the header, `None` where all up to the first of `messages` was read before. If
    anything is injected, the last of `messages` is volatile too: it must be among them even
    if a state after it is known, because what is injected stands above it.
    """
    chain = [] if head is None else [Piece(head)]
    chain += [Piece(piece(form, one.said, names, expand), one.id) for one in messages]
    start = opening(form, names, author)
    if going_on is not None:
        start = begun(form, going_on.said, names, expand)
    ends = stops(form, names)
    if not injection:
        return ChatPrompt(tuple(chain), (), start, ends)
    read = (at for at, one in enumerate(chain) if one.text and one.message_id is not None)
    last = max(read, default=len(chain))
    parts = [*_aside(form, names, injection.above)]
    parts += [ChatPart(ChatPartKind.MESSAGE, one.text) for one in chain[last:] if one.text]
    after = ChatPart(ChatPartKind.AFTER, injection.after)
    parts += [*_aside(form, names, [after]), ChatPart(ChatPartKind.OPENING, start)]
    return ChatPrompt(tuple(chain[:last]), tuple(parts), start, ends)


def _aside(form: ChatFormat, names: Names, parts: Sequence[ChatPart]) -> Iterator[ChatPart]:
    """Parts as one turn of their own, a line or more for each."""
    at_line_start = not form.aside
    texts: list[tuple[ChatPart, str]] = []
    for part in parts:
        text = clean(form, part.text, names, at_line_start=at_line_start or bool(texts))
        if text:
            texts.append((part, text))
    for number, (part, text) in enumerate(texts):
        start = f"{form.aside}{form.gap}" if form.aside and number == 0 else ""
        end = form.end if number == len(texts) - 1 else "\n"
        yield ChatPart(part.kind, f"{start}{text}{end}", part.name)
