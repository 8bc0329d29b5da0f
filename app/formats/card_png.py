"""Character cards in the text chunks of a PNG: `ccv3` (V3) before `chara` (V1 and V2).

The picture itself is never touched. Knows nothing of what a card holds.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.formats.json_file import LARGEST, parse_json
from app.formats.png import (
    TEXTS,
    Chunk,
    Png,
    Text,
    chunk_bytes,
    keyword_of,
    read_png,
    text_of,
    without,
)
from app.formats.remarks import Remark
from engine.types import UserError

KEYWORDS = ("ccv3", "chara")
_MOST_TEXT = LARGEST * 4 // 3 + (1 << 16)
"""Base64 of the largest JSON, with line breaks."""

_MOST_TRIED = 4
_SPACE = b" \t\r\n\0"


@dataclass(frozen=True)
class PngCard:
    """JSON values of the cards in a PNG, the one to take first, and the PNG without them."""

    values: tuple[Any, ...]
    picture: bytes
    remarks: tuple[Remark, ...]


def read_card_png(data: bytes, name: str, repeated: list[str]) -> PngCard:
    """The cards in a PNG; names that came twice in an object are added to `repeated`. Raises
    `UserError` if there is a card and none of its copies can be read, or if the picture is none.
    Without a card there are no values."""
    png = read_png(data, name)
    found = _card_chunks(png)
    values: list[Any] = []
    remarks: list[Remark] = []
    errors: list[UserError] = []
    for text in _texts(png, found):
        try:
            if text is None:
                raise _unreadable(name)
            values.append(parse_json(_decoded(text.value, name), name, repeated.append))
            if not text.sound:
                remarks.append(Remark("A checksum of the card is wrong, but its text is whole."))
        except UserError as error:
            errors.append(error)
    if errors and not values:
        raise errors[0]
    if errors:
        remarks.append(Remark("A second copy of the card in the file is damaged."))
    if not png.whole:
        remarks.append(Remark("The end of the file is missing; the picture may be incomplete."))
    return PngCard(tuple(values), without(png, set(found)), tuple(remarks))


def card_png(picture: bytes, name: str, v2: bytes, v3: bytes) -> bytes:
    """The PNG with two cards just before its end, JSON in UTF-8, in place of those that it had.
    Raises `UserError` if the picture is no PNG."""
    png = read_png(picture, name)
    added = b"".join(
        chunk_bytes(b"tEXt", keyword + b"\0" + base64.b64encode(value))
        for keyword, value in ((b"chara", v2), (b"ccv3", v3))
    )
    return without(png, set(_card_chunks(png)), added)


def _card_chunks(png: Png) -> list[Chunk]:
    texts = [chunk for chunk in png.chunks if chunk.kind in TEXTS]
    return [chunk for chunk in texts if keyword_of(png, chunk) in KEYWORDS]


def _texts(png: Png, chunks: list[Chunk]) -> Iterator[Text | None]:
    for keyword in KEYWORDS:
        alike = [chunk for chunk in chunks if keyword_of(png, chunk) == keyword]
        yield from (text_of(png, chunk, _MOST_TEXT) for chunk in alike[:_MOST_TRIED])


def _decoded(value: bytes, name: str) -> bytes:
    """The JSON in a text: base64 with or without line breaks and padding, or as it is."""
    value = value.translate(None, _SPACE) if not value.lstrip().startswith(b"{") else value
    if value.startswith(b"{"):
        return value
    value = value.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    try:
        return base64.b64decode(value + b"=" * (-len(value) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise _unreadable(name) from None


def _unreadable(name: str) -> UserError:
    return UserError(
        "The card in “{name}” is damaged and cannot be read.",
        "Download or copy the file anew; some programs and websites remove cards from pictures.",
        name=name,
    )
