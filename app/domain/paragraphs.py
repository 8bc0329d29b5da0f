"""Paragraphs near the end of a long text, without splitting all of it. One line is one paragraph;
empty lines are none."""

from __future__ import annotations


def paragraph_starts(text: str, count: int, longest: int | None = None) -> list[int]:
    """Where the paragraph at the end of `text` begins, then up to `count` before it, each with
    the empty lines behind it. The first may be empty; one further than `longest` code points
    from the end is left out."""
    starts = [text.rfind("\n") + 1]
    while len(starts) <= count and starts[-1] > 0:
        start = starts[-1]
        while start > 0 and not text[text.rfind("\n", 0, start - 1) + 1 : start].strip():
            start = text.rfind("\n", 0, start - 1) + 1
        if start == 0:
            break
        start = text.rfind("\n", 0, start - 1) + 1
        if longest is not None and len(text) - start > longest:
            break
        starts.append(start)
    return starts


def last_paragraphs(text: str, count: int, longest: int = 100_000) -> str:
    """The last `count` paragraphs, the one being written among them; "" for none."""
    text = text.rstrip()
    if count <= 0 or not text:
        return ""
    return text[paragraph_starts(text, count - 1)[-1] :][-longest:]


def count_paragraphs(text: str) -> int:
    """About how many there are: lines, for speed."""
    return text.count("\n") + bool(text)
