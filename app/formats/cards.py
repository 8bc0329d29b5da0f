"""Character cards of SillyTavern and others as files: PNG, JSON and `.charx`, read and written.

Nothing is fetched from the internet. Knows nothing of the library or of pictures' contents.
"""

from __future__ import annotations

import colorsys
import io
import zipfile
from dataclasses import dataclass, replace
from enum import Enum
from hashlib import blake2b
from pathlib import Path
from typing import Any

from app.domain.cards import CharacterCard
from app.formats.card_assets import (
    DEFAULT,
    data_address,
    icon_address,
    picture_at,
    picture_kind,
    with_icon,
)
from app.formats.card_charx import charx, read_charx
from app.formats.card_json import card_from, card_value, no_card, without_decorators
from app.formats.card_png import card_png, read_card_png
from app.formats.files import read_bytes, replacing, unreadable
from app.formats.json_file import json_text, parse_json
from app.formats.png import SIGNATURE, plain_png
from app.formats.remarks import Remark
from engine.types import UserError

LARGEST_FILE = 256 << 20
_JPEG = b"\xff\xd8"


class CardKind(Enum):
    """Files that a card can be written as."""

    PNG = "png"
    JSON = "json"
    JSON_V2 = "json-v2"
    CHARX = "charx"


@dataclass(frozen=True)
class CardFile:
    """A card that was read. `picture` are the bytes of its picture without the card, a PNG if it
    lay in one, else PNG, JPEG, GIF or WebP; b"" without one. `remarks` are for the user."""

    card: CharacterCard
    picture: bytes = b""
    remarks: tuple[Remark, ...] = ()


def read_card(source: Path | bytes, name: str = "") -> CardFile:
    """The card in a file or its bytes, known by what it holds, not by its ending; `name` is what
    to call bytes. Raises `UserError`."""
    if isinstance(source, Path):
        name = source.name
        source = read_bytes(source, LARGEST_FILE)
    repeated: list[str] = []
    if source.startswith(SIGNATURE):
        result = _from_png(source, name, repeated)
    elif _is_zip(source):
        packed = read_charx(source, name, repeated)
        result = _with_card(packed.value, name, packed.picture, packed.remarks)
    else:
        result = _from_json(source, name, repeated)
    if repeated:
        remark = Remark(
            "The name “{name}” came twice in one place; the last one counts.",
            {"name": repeated[0][:60]},
        )
        result = replace(result, remarks=(*result.remarks, remark))
    return result


def is_packed(path: Path) -> bool:
    """Whether a file is a picture or a zip, in which cards are hidden away, and not JSON. Raises
    `UserError` if it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise unreadable(path, error) from error
    return bool(picture_kind(head)) or head.startswith(b"PK")


def write_card(
    card: CharacterCard, picture: bytes, path: Path, kind: CardKind, blank_picture: bytes = b""
) -> None:
    """Writes `card_bytes`, wholly or not at all. Raises `UserError`."""
    data = card_bytes(card, picture, kind, blank_picture)
    with replacing(path) as file:
        file.write(data)


def card_bytes(
    card: CharacterCard, picture: bytes, kind: CardKind, blank_picture: bytes = b""
) -> bytes:
    """The card as a file. Of the object that it was read from, only what has been changed is
    written anew. A PNG needs a picture that is one: without any it gets `blank_picture`, or else
    a plain one. Raises `UserError` if the picture is no PNG."""
    if kind is CardKind.JSON_V2:
        return _json(card_value(card, "v2"))
    value = card_value(card, "v3")
    if kind is CardKind.JSON:
        return _json(_with_data_icon(value, picture))
    if kind is CardKind.CHARX:
        return charx(value, picture)
    old = card_value(card, "v2")
    return card_png(
        picture or blank_picture or plain_picture(card.name),
        card.name,
        _compact(without_decorators(old) if card.spec == "v3" else old),
        _compact(_at_its_place(value)),
    )


def not_held(card: CharacterCard, picture: bytes, kind: CardKind) -> tuple[Remark, ...]:
    """What a person should know before a card is written as a kind of file."""
    if kind is not CardKind.JSON_V2:
        return ()
    remarks = []
    if picture:
        remarks.append(Remark("The picture is not part of a V2 file: write a PNG to keep it."))
    if card.nickname or card.group_only_greetings:
        remarks.append(Remark("Programs that know only V2 leave out nickname and group greetings."))
    return tuple(remarks)


def kind_of(path: Path) -> CardKind:
    """The kind that a name's ending asks for. Raises `UserError` if it asks for none."""
    endings = {".png": CardKind.PNG, ".json": CardKind.JSON, ".charx": CardKind.CHARX}
    kind = endings.get(path.suffix.lower())
    if kind is None:
        raise UserError(
            "No card can be written as “{name}”.",
            "Choose a name that ends in .png, .json or .charx.",
            name=path.name,
        )
    return kind


def plain_picture(name: str) -> bytes:
    """A PNG of one quiet colour, which the name decides, in the size that cards have."""
    digest = blake2b(name.encode("utf-8", "replace"), digest_size=2).digest()
    hue = int.from_bytes(digest, "big") / 65536
    red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, 0.55, 0.25))
    return plain_png(512, 768, (red, green, blue))


def _from_png(data: bytes, name: str, repeated: list[str]) -> CardFile:
    found = read_card_png(data, name, repeated)
    cards: list[CardFile] = []
    errors = [no_card(name)]
    for value in found.values:
        try:
            cards.append(_with_card(value, name, found.picture, found.remarks))
        except UserError as error:
            errors.append(error)
    if not cards:
        raise errors[-1]
    first, *others = cards
    if any(_said(other.card) != _said(first.card) for other in others):
        remark = Remark("The file holds two different cards; the newer form of it was imported.")
        first = replace(first, remarks=(*first.remarks, remark))
    return first


def _from_json(data: bytes, name: str, repeated: list[str]) -> CardFile:
    if picture_kind(data):
        raise no_card(name)
    value = parse_json(data, name, repeated.append)
    address = icon_address(value) if isinstance(value, dict) else ""
    picture = picture_at(address)
    remarks: tuple[Remark, ...] = ()
    if address.startswith(("http:", "https:")):
        remarks = (Remark("The picture of the card lies on the internet; it was not fetched."),)
    elif address.startswith("data:") and not picture:
        remarks = (Remark("The picture of the card cannot be used."),)
    return _with_card(value, name, picture, remarks)


def _with_card(value: object, name: str, picture: bytes, remarks: tuple[Remark, ...]) -> CardFile:
    read = card_from(value, name)
    return CardFile(read.card, picture, (*remarks, *read.remarks))


def _said(card: CharacterCard) -> CharacterCard:
    """What V2 and V3 both say, to compare two copies by."""
    book = card.book and replace(
        card.book,
        entries=tuple(
            replace(entry, id=0, content=entry.body, extra={}) for entry in card.book.entries
        ),
        extra={},
    )
    return replace(card, raw={}, spec="", nickname="", group_only_greetings=(), book=book)


def _is_zip(data: bytes) -> bool:
    # Some programs put a JPEG before the zip, so that the file is a picture too.
    return data.startswith(b"PK") or (
        data.startswith(_JPEG) and zipfile.is_zipfile(io.BytesIO(data))
    )


def _with_data_icon(value: dict[str, Any], picture: bytes) -> dict[str, Any]:
    address = icon_address(value)
    if not picture or address.startswith(("http:", "https:")) or picture_at(address) == picture:
        return value
    return with_icon(value, data_address(picture), picture_kind(picture) or "png")


def _at_its_place(value: dict[str, Any]) -> dict[str, Any]:
    """The card for the file that is its picture: an icon that lay elsewhere is that now."""
    if icon_address(value).lower().startswith(("data:", "embed")) and "assets" in value["data"]:
        return with_icon(value, DEFAULT, "png")
    return value


def _json(value: dict[str, Any]) -> bytes:
    return (json_text(value) + "\n").encode()


def _compact(value: dict[str, Any]) -> bytes:
    return json_text(value, indent=None).encode()
