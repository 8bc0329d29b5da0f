"""What of a text a person wrote. Knows nothing of where texts are kept or what they are for."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.documents import OriginSpan


def own_words(text: str, origins: Sequence[OriginSpan]) -> str:
    """`text` without what a model wrote. Where something was left out, a paragraph ends."""
    pieces: list[str] = []
    position = 0
    for span in sorted(origins, key=lambda span: span.start):
        pieces.append(text[position : span.start])
        position = max(position, span.end)
    pieces.append(text[position:])
    return "\n\n".join(piece.strip() for piece in pieces if piece.strip())
