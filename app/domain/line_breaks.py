"""How a text parts its paragraphs, and generated text that keeps to it, piece by piece.

A model may have learnt to put an empty line between paragraphs, or none; what goes into a text
follows the text. Knows nothing of prompts or models.
"""

from __future__ import annotations

import re

from app.domain.prose import LineKind, parse_line

_NEAR = 6000
"""Characters on each side of the cursor that show how the text parts its paragraphs."""

_RUN = re.compile(r"\n(?:[ \t]*\n)*")
_OPEN_END = re.compile(r"\n[ \t\n]*\Z")
_PROSE = (LineKind.PARAGRAPH, LineKind.QUOTE, LineKind.CENTRED)


def paragraph_break(before: str, after: str = "") -> str | None:
    r"""What stands between two paragraphs around a cursor: `"\n"`, `"\n\n"`, or `None` where
    there are none yet to tell it. Beside headings and scene breaks the habits differ."""
    single = double = gap = 0
    last: LineKind | None = None
    for line in (before[-_NEAR:] + after[:_NEAR]).split("\n"):
        kind = parse_line(line).kind
        if kind is LineKind.EMPTY:
            gap += 1
            continue
        if kind in _PROSE and last in _PROSE:
            single, double = single + (gap == 0), double + (gap > 0)
        last, gap = kind, 0
    if not single and not double:
        return None
    return "\n\n" if double > single else "\n"


class BreakKeeper:
    """Gives the line breaks of one generated text the length that `between` has. Line ends at
    the end of a piece wait for the next one, so that a run of them is seen whole.

    Without `between` everything passes as it is. Beside the text that stands around it a break
    is only as long as is still missing.
    """

    def __init__(self, between: str | None, before: str = "", after: str = "") -> None:
        self._between = between
        self._before = _line_ends(before, at_end=True)
        self._after = _line_ends(after, at_end=False)
        self._held = ""
        self._begun = False

    def add(self, piece: str) -> str:
        """What of the text may be put in, with this piece."""
        if self._between is None:
            return piece
        text = self._held + piece
        waiting = _OPEN_END.search(text)
        cut = waiting.start() if waiting else len(text)
        text, self._held = text[:cut], text[cut:]
        return self._kept(text)

    def close(self) -> str:
        """What still waits, when nothing more comes."""
        held, self._held = self._held, ""
        if self._between is None or not held:
            return ""
        missing = len(self._between) - self._after
        if not self._begun:
            missing -= self._before
        return "\n" * max(0, missing)

    def _kept(self, text: str) -> str:
        between = self._between or ""
        lead = None if self._begun else _RUN.match(text)
        self._begun = self._begun or bool(text)
        if lead is None:
            return _RUN.sub(between, text)
        missing = "\n" * max(0, len(between) - self._before)
        return missing + _RUN.sub(between, text[lead.end() :])


def _line_ends(text: str, *, at_end: bool) -> int:
    """How many line ends a text ends or begins with."""
    blank = len(text) - len(text.rstrip(" \t\n") if at_end else text.lstrip(" \t\n"))
    edge = text[len(text) - blank :] if at_end else text[:blank]
    return edge.count("\n")
