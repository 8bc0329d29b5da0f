"""Quotes, dashes and dots as they are printed, from what a keyboard has. Knows no editor."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

_NO_BREAK = "\u00a0"
_OPENERS = "([{<—–-‘“„«‹*_~/"


@dataclass(frozen=True)
class Habits:
    """How a language prints: opening and closing quotes, single ones, a dash for `--` and dots
    for `...`. Quotes of "" are left as they are typed."""

    quotes: tuple[str, str]
    singles: tuple[str, str]
    dash: str
    dots: str


HABITS = MappingProxyType(
    {
        "en": Habits(("“", "”"), ("‘", "’"), "—", "…"),
        "de": Habits(("„", "“"), ("‚", "‘"), "–", "…"),
        "fr": Habits(("«" + _NO_BREAK, _NO_BREAK + "»"), ("‘", "’"), "—", "…"),
        "zh": Habits(("", ""), ("", ""), "——", "……"),
    }
)


@dataclass(frozen=True)
class Substitution:
    """The last `length` characters before the caret become `text`."""

    length: int
    text: str


def substitution(before: str, habits: Habits) -> Substitution | None:
    """What becomes of the end of `before`, a paragraph up to the caret, of which the last
    character was just typed."""
    typed = before[-1:]
    if typed == '"':
        return _quote(before[:-1], habits.quotes, 1)
    if typed == "'":
        return _single(before[:-1], habits)
    if before.endswith("--") and not before.endswith("---"):
        # A line of dashes is a scene break.
        return Substitution(2, habits.dash) if before.strip("- \t") else None
    if before.endswith("...") and not before.endswith("...."):
        return Substitution(3, habits.dots)
    return None


def _quote(before: str, pair: tuple[str, str], length: int) -> Substitution | None:
    text = pair[0] if _opens(before) else pair[1]
    return Substitution(length, text) if text else None


def _single(before: str, habits: Habits) -> Substitution | None:
    """Between letters it is an apostrophe, in every language that has quotes of its own."""
    if not habits.singles[0]:
        return None
    if before[-1:].isalnum():
        opened = before.count(habits.singles[0]) > before.count(habits.singles[1])
        return Substitution(1, habits.singles[1] if opened else "’")
    return _quote(before, habits.singles, 1)


def _opens(before: str) -> bool:
    last = before[-1:]
    return not last or last.isspace() or last in _OPENERS
