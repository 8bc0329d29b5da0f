"""Cards as files, made by hand for tests: what strangers' programs write, and what attackers do."""

import base64
import json
import zlib

from app.formats.png import chunk_bytes, plain_png

PICTURE = plain_png(4, 6, (10, 20, 30))
V1 = {
    "name": "Ann",
    "description": "A smith.",
    "personality": "calm",
    "scenario": "A forge.",
    "first_mes": "Hello, {{user}}.",
    "mes_example": "<START>",
}


def v2(**data: object) -> dict[str, object]:
    """A V2 card with some fields of its own."""
    return {"spec": "chara_card_v2", "spec_version": "2.0", "data": V1 | data}


def v3(**data: object) -> dict[str, object]:
    """A V3 card with some fields of its own."""
    plain = {"group_only_greetings": [], "extensions": {}}
    return {"spec": "chara_card_v3", "spec_version": "3.0", "data": V1 | plain | data}


def as_json(value: object) -> bytes:
    """A value as a JSON file."""
    return json.dumps(value).encode()


def text_chunk(keyword: str, value: object, kind: bytes = b"tEXt") -> bytes:
    """A chunk with a card in base64, or with the bytes that are given."""
    text = value if isinstance(value, bytes) else base64.b64encode(as_json(value))
    body = keyword.encode() + b"\0"
    if kind == b"zTXt":
        body += b"\0" + zlib.compress(text)
    elif kind == b"iTXt":
        body += b"\1\0" + b"\0\0" + zlib.compress(text)
    else:
        body += text
    return chunk_bytes(kind, body)


def png_with(*chunks: bytes, picture: bytes = PICTURE) -> bytes:
    """The picture with chunks before its end."""
    end = picture.rindex(b"IEND") - 4
    return picture[:end] + b"".join(chunks) + picture[end:]
