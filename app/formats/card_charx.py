"""Cards in `.charx` files: a zip with `card.json` and, in `assets`, pictures.

Only the card and its icon are read. Nothing is unpacked to disk. Knows nothing of what a card
holds. Source: kwaroran/character-card-spec-v3, CHARX.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.formats.card_assets import LARGEST_PICTURE, icon_address, picture_kind, with_icon
from app.formats.json_file import json_text, parse_json
from app.formats.packages import Package
from app.formats.remarks import Remark

CARD = "card.json"
# The specification spells it so.
_SCHEME = re.compile(r"(?i)embedd?ed://")
_ENDINGS = {"jpeg": "jpg"}


@dataclass(frozen=True)
class CharxCard:
    """The JSON value in a `.charx`, `None` if it has none, and the card's icon or b""."""

    value: Any
    picture: bytes = b""
    remarks: tuple[Remark, ...] = ()


def read_charx(data: bytes, name: str, repeated: list[str]) -> CharxCard:
    """The card in a zip; names that came twice in an object are added to `repeated`. Raises
    `UserError` for one that is damaged, locked or a bomb."""
    with Package(Path(name), data) as package:
        if CARD not in package:
            return CharxCard(None)
        value = parse_json(package.read(CARD), name, repeated.append)
        icon = _icon_name(package, value) if isinstance(value, dict) else None
        picture = package.read(icon) if icon else b""
        sound = picture_kind(picture) != "" and len(picture) <= LARGEST_PICTURE
        others = [n for n in package.names() if n not in (CARD, icon) and not n.endswith("/")]
    remarks = []
    if others:
        remarks.append(
            Remark(
                "Other files in the card were left out, such as expressions and sounds: {count}.",
                {"count": len(others)},
            )
        )
    if icon and not sound:
        remarks.append(Remark("The picture of the card cannot be used."))
    return CharxCard(value, picture if sound else b"", tuple(remarks))


def charx(value: dict[str, Any], picture: bytes) -> bytes:
    """A `.charx` of a V3 card, with the picture as its icon if there is one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        if picture:
            kind = picture_kind(picture) or "png"
            ending = _ENDINGS.get(kind, kind)
            path = f"assets/icon/image/main.{ending}"
            value = with_icon(value, f"embeded://{path}", ending)
            _add(package, path, picture, zipfile.ZIP_STORED)
        _add(package, CARD, json_text(value).encode(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _add(package: zipfile.ZipFile, path: str, data: bytes, how: int) -> None:
    # Without a date of its own, the same card gives the same file.
    info = zipfile.ZipInfo(path)
    info.compress_type = how
    info.external_attr = 0o644 << 16
    package.writestr(info, data)


def _icon_name(package: Package, value: dict[str, Any]) -> str | None:
    """The entry with the icon: the one that the card names, else any in the place for icons."""
    named = _SCHEME.sub("", icon_address(value), count=1)
    if named in package:
        return named
    icons = (n for n in package.names() if n.startswith("assets/icon/") and not n.endswith("/"))
    return next(icons, None)
