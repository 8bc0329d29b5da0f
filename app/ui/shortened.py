"""Names from strangers' files where there is little room. Knows no widgets."""

from __future__ import annotations


def shortened(text: str, most: int = 60) -> str:
    """A text in one line of at most `most` characters, with dots where more was."""
    line = " ".join(text[: 4 * most].split())
    whole = len(line) <= most and len(text) <= 4 * most
    return line if whole else line[: most - 1] + "…"
