"""Macros in the texts of cards, prompts and messages: `{{char}}`, `{{random::a::b}}`, `<USER>`.

The same text and context always give the same: chance comes from the context's seed, the time is
the context's. What is no macro, or has no value here, stays as it is written. Knows no formats
of prompts and keeps no variables.
Sources: SillyTavern's documentation of macros; kwaroran/character-card-spec-v3.
"""

from __future__ import annotations

import re

from app.domain.macro_context import Chance, MacroContext
from app.domain.macro_values import NAMES, TEXTS, value_of

__all__ = ["MacroContext", "expand", "hidden_keys"]

LONGEST = 1_000_000
"""No text grows beyond so many characters by macros: what would follow stays as written."""

MOST, DEEPEST, MOST_OPEN = 20_000, 8, 32
"""So many macros at most in one text, card texts within card texts, and macros in one another."""

_TOKEN = re.compile(r"\{\{(?!\{)|\}\}|<(user|bot|char|group|charifnotgroup)>", re.IGNORECASE)
_HIDDEN = re.compile(r"\{\{[ \t]*hidden_key[ \t]*::?([^{}]*)\}\}", re.IGNORECASE)
_TRIM = "trim"


def expand(text: str, context: MacroContext) -> str:
    """`text` with its macros replaced. Macros may be nested; names have no case. Takes time
    linear in what comes out, which is at most `LONGEST` or as long as `text`."""
    if "{{" not in text and "<" not in text:
        return text
    return _Expansion(context).text(text, ())


def hidden_keys(text: str) -> tuple[str, ...]:
    """What `{{hidden_key:…}}` says in a text: no model reads it, but lorebooks are to find it."""
    return tuple(key.strip() for key in _HIDDEN.findall(text))


class _Expansion:
    """One call of `expand`: counts what was made, so that it ends."""

    def __init__(self, context: MacroContext) -> None:
        self._context = context
        self._left = LONGEST
        self._macros = MOST
        self._chance = Chance(context)

    def text(self, text: str, within: tuple[str, ...]) -> str:
        """`text` expanded; `within` are the card texts that it is a part of."""
        # A frame for each macro that is open, the text itself below them.
        frames: list[list[str | None]] = [[]]
        at = 0
        for token in _TOKEN.finditer(text):
            frames[-1].append(text[at : token.start()])
            at = token.end()
            if token[1]:
                frames[-1].append(self._named(token))
            elif token[0] == "{{" and len(frames) <= MOST_OPEN:
                frames.append([])
            elif token[0] == "}}" and len(frames) > 1:
                body = _joined(frames.pop())
                frames[-1].append(self._macro(body, within))
            else:
                frames[-1].append(token[0])
        frames[-1].append(text[at:])
        while len(frames) > 1:
            unclosed = frames.pop()
            frames[-1] += ["{{", *unclosed]
        return _joined(frames[0])

    def _named(self, token: re.Match[str]) -> str:
        value = str(NAMES[token[1].lower()](self._context))
        return value if self._may_add(value) else token[0]

    def _macro(self, body: str, within: tuple[str, ...]) -> str | None:
        """What `{{body}}` gives; `None` is the macro that trims."""
        name = body.strip().lower()
        if name == _TRIM:
            return None
        if name in TEXTS:
            value = self._card_text(name, within)
        else:
            value = value_of(body, self._context, self._chance.within(within))
        return value if value is not None and self._may_add(value) else "{{" + body + "}}"

    def _card_text(self, name: str, within: tuple[str, ...]) -> str | None:
        value = TEXTS[name](self._context)
        # Asked before it is expanded, too: what has no room must not cost its time each time.
        if value is None or len(value) > self._left:
            return None
        if name in within or len(within) >= DEEPEST:
            return None
        return self.text(value, (*within, name))

    def _may_add(self, value: str) -> bool:
        self._macros -= 1
        if len(value) > self._left or self._macros < 0:
            return False
        self._left -= len(value)
        return True


def _joined(parts: list[str | None]) -> str:
    """The parts as one text. Where a part is `None`, line ends around it go."""
    result: list[str] = []
    trimming = False
    for part in parts:
        if part is None:
            trimming = True
            _trim_end(result)
            continue
        rest = part.lstrip("\r\n") if trimming else part
        trimming = trimming and not rest
        result.append(rest)
    return "".join(result)


def _trim_end(parts: list[str]) -> None:
    while parts:
        kept = parts.pop().rstrip("\r\n")
        if kept:
            parts.append(kept)
            return
