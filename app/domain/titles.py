"""Names a story after its first words. Knows nothing of where titles are shown."""

from __future__ import annotations

_LONGEST = 40
_ENDS = ".!?。！？…,，;；:："


def title_from(text: str) -> str:
    """The first line of `text`, cut after a word if it is long; "" for a text without words."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    line = " ".join(line.lstrip("#>*- ").split())
    if len(line) <= _LONGEST:
        return line.rstrip(_ENDS)
    cut = line[: _LONGEST + 1]
    at = cut.rfind(" ")
    return cut[: at if at > _LONGEST // 2 else _LONGEST].rstrip(_ENDS + " ") + "…"
