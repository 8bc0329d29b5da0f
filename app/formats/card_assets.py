"""The list of pictures in a V3 card: which is its icon, and pictures as `data:` addresses.

Nothing is fetched from anywhere. Knows no files.
Source: kwaroran/character-card-spec-v3, `assets`.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

LARGEST_PICTURE = 32 << 20
DEFAULT = "ccdefault:"
"""The picture that the file itself is."""

_MAGIC = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"))


def picture_kind(data: bytes) -> str:
    """What a picture is by its first bytes: "png", "jpeg", "gif", "webp", or "" if none."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")


def icon_address(value: Mapping[str, Any]) -> str:
    """Where the icon of a card lies: `data:…`, `embeded://…`, `https://…`, or ""."""
    data = value.get("data")
    icon = _icon(_assets(data)) if isinstance(data, dict) else None
    if icon is not None:
        return str(icon.get("uri", ""))
    avatar = value.get("avatar")
    return avatar if isinstance(avatar, str) and avatar.startswith("data:") else ""


def with_icon(value: Mapping[str, Any], address: str, ending: str) -> dict[str, Any]:
    """The card with its icon at another address."""
    data = value["data"]
    assets = _assets(data)
    icon = _icon(assets)
    new = {"type": "icon", "name": "main"} | (icon or {}) | {"uri": address, "ext": ending}
    changed = [new if asset is icon else asset for asset in assets]
    return dict(value) | {"data": data | {"assets": changed if icon else [*assets, new]}}


def data_address(picture: bytes) -> str:
    """A picture as an address."""
    kind = picture_kind(picture) or "png"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


def picture_at(address: str) -> bytes:
    """The picture in a `data:` address; b"" for what is none or too large."""
    head, comma, body = address.partition(",")
    if not head.lower().startswith("data:") or not comma or len(body) > 2 * LARGEST_PICTURE:
        return b""
    data = unquote_to_bytes(body)
    if head.lower().endswith(";base64"):
        try:
            plain = data.translate(None, b" \t\r\n").rstrip(b"=")
            data = base64.b64decode(plain + b"=" * (-len(plain) % 4), validate=True)
        except (binascii.Error, ValueError):
            return b""
    return data if picture_kind(data) and len(data) <= LARGEST_PICTURE else b""


def _assets(data: Mapping[str, Any]) -> list[Any]:
    given = data.get("assets")
    return given if isinstance(given, list) else []


def _icon(assets: list[Any]) -> dict[str, Any] | None:
    icons = [a for a in assets if isinstance(a, dict) and a.get("type") == "icon"]
    named = [icon for icon in icons if icon.get("name") == "main"]
    return next(iter(named + icons), None)
