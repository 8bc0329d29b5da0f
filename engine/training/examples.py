"""What a user wants learnt: documents, and answers to prompts. Reads files; knows no tokens.

Text and Markdown are documents. JSON lines hold `text`; or `prompt` and `completion`; or a chat:
`messages` with `role` and `content`, or `conversations` with `from` and `value`.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.training.text import SEPARATOR, is_json_lines, read_text
from engine.types import UserError

ROLES: Mapping[str, str] = {
    "user": "User",
    "human": "User",
    "assistant": "Assistant",
    "gpt": "Assistant",
    "model": "Assistant",
    "bot": "Assistant",
    "system": "System",
    "persona": "Persona",
}
"""Roles in chat files, and how they are written in the text."""


Json = Any


@dataclass(frozen=True)
class Example:
    """Text in pieces: what is only read (False) and what is learnt (True)."""

    pieces: tuple[tuple[str, bool], ...]

    @property
    def is_document(self) -> bool:
        """Whether all of it is learnt, so that it may be cut anywhere."""
        return all(learnt for _, learnt in self.pieces)


def read_examples(path: Path) -> list[Example]:
    """All examples of one file. Raises `UserError` if it is unreadable, no text, or empty."""
    text = read_text(path)
    if is_json_lines(path):
        lines = enumerate(text.split("\n"), 1)  # not splitlines: JSON may hold U+2028
        found = [_from_json(line, number, path) for number, line in lines if line.strip()]
    else:
        found = [document(part.strip()) for part in text.split(SEPARATOR)]
    examples = [e for e in found if any(piece.strip() for piece, learnt in e.pieces if learnt)]
    if not examples:
        raise UserError("{path} holds no text.", "Choose a file with text in it.", path=path)
    return examples


def document(text: str) -> Example:
    """A text that is learnt as a whole."""
    return Example(((text, True),))


def _from_json(line: str, number: int, path: Path) -> Example:
    try:
        return _example(json.loads(line))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UserError(
            "Line {number} of {path} is no example to learn from.",
            'Lines look like {{"text": "..."}}, {{"prompt": "...", "completion": "..."}} or '
            '{{"messages": [{{"role": "user", "content": "..."}}]}}.',
            number=number,
            path=path,
        ) from error


def _example(value: Json) -> Example:
    if "messages" in value:
        return chat([(turn["role"], turn["content"]) for turn in value["messages"]])
    if "conversations" in value:
        return chat([(turn["from"], turn["value"]) for turn in value["conversations"]])
    if "completion" in value:
        return Example(((_string(value["prompt"]), False), (_string(value["completion"]), True)))
    return document(_string(value["text"]).strip())


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def chat(turns: Sequence[tuple[str, str]]) -> Example:
    """A chat as the program writes it; only what the assistant says is learnt.

    A blank line ends each turn, so there is none inside. Raises `LookupError` for a role that
    is none.
    """
    pieces: list[tuple[str, bool]] = []
    for number, (role, content) in enumerate(turns):
        name = ROLES[role.lower()]
        text = " " + re.sub(r"\n\s*\n", "\n", _string(content).strip())
        end = "" if number == len(turns) - 1 else "\n\n"
        pieces += [(f"{name}:", False), (text + end, name == "Assistant")]
    return Example(tuple(_joined(pieces)))


def _joined(pieces: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Neighbours of one kind as one piece: fewer places where tokens are parted."""
    joined: list[tuple[str, bool]] = []
    for text, learnt in pieces:
        if joined and joined[-1][1] == learnt:
            joined[-1] = (joined[-1][0] + text, learnt)
        else:
            joined.append((text, learnt))
    return joined


def split(
    examples: Sequence[Example], part: float, seed: int
) -> tuple[list[Example], list[Example]]:
    """(to learn, to hold out): of many examples some, of few documents the end of each.

    `part` is the share that is held out. Raises `UserError` if nothing can be spared.
    """
    if not 0 < part < 1:
        raise UserError("The part of the text to judge by must lie between 0 and 1.")
    if len(examples) >= 20:
        order = list(examples)
        random.Random(seed).shuffle(order)
        count = max(1, round(part * len(order)))
        return order[count:], order[:count]
    if not all(example.is_document for example in examples):
        raise UserError(
            "{count} examples are too few to learn from.", "Give at least 20.", count=len(examples)
        )
    parts = [_cut(example.pieces[0][0], 1 - part) for example in examples]
    kept = [(document(first), document(rest)) for first, rest in parts if first and rest]
    if not kept:
        raise UserError("There is too little text to hold a part of it out.", "Add more text.")
    return [first for first, _ in kept], [rest for _, rest in kept]


def _cut(text: str, share: float) -> tuple[str, str]:
    """`text` in two, at the end of the paragraph, line or word nearest before the share."""
    at = int(len(text) * share)
    for border in ("\n\n", "\n", " "):
        place = text.rfind(border, at // 2, at)
        if place > 0:
            at = place
            break
    return text[:at].strip(), text[at:].strip()
