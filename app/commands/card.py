"""`longscroll card`: what a character card holds, and the same card in another kind of file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from app.commands.common import free_target
from app.domain.cards import CharacterCard
from app.formats.card_assets import picture_kind
from app.formats.card_json import LISTS, TEXTS
from app.formats.cards import CardFile, CardKind, kind_of, not_held, read_card, write_card
from app.formats.remarks import Remark
from app.pictures import as_png


def run(options: argparse.Namespace) -> int:
    """Exit code 0; what the user must mend is a `UserError`."""
    return _show(options) if options.action == "show" else _convert(options)


def _show(options: argparse.Namespace) -> int:
    read = read_card(Path(options.source))
    if options.json:
        print(json.dumps(_values(read), ensure_ascii=False, indent=1))
        return 0
    card = read.card
    print(f"{card.name or 'Unnamed'} ({card.spec.upper()})")
    for label, text in _lines(card):
        print(f"  {label:<28}{text}")
    kind = picture_kind(read.picture).upper()
    print(f"  {'picture':<28}{f'{kind}, {len(read.picture):,} bytes' if kind else 'none'}")
    _tell(*read.remarks)
    return 0


def _convert(options: argparse.Namespace) -> int:
    target = free_target(options)
    kind = CardKind(options.format) if options.format else kind_of(target)
    read = read_card(Path(options.source))
    picture = as_png(read.picture) if kind is CardKind.PNG else read.picture
    write_card(read.card, picture, target, kind)
    print(f"{target}: {read.card.name or 'Unnamed'}")
    _tell(*read.remarks, *not_held(read.card, read.picture, kind))
    return 0


def _tell(*remarks: Remark) -> None:
    for remark in remarks:
        print(f"longscroll: {remark}", file=sys.stderr)


def _values(read: CardFile) -> dict[str, Any]:
    card, book = read.card, read.card.book
    values: dict[str, Any] = {name: getattr(card, name) for name in (*TEXTS, *LISTS)}
    lore = None
    if book is not None:
        lore = {"name": book.name, "entries": [entry.name for entry in book.entries]}
    picture = {"kind": picture_kind(read.picture), "bytes": len(read.picture)}
    return values | {
        "spec": card.spec,
        "lorebook": lore,
        "picture": picture if read.picture else None,
        "remarks": [str(remark) for remark in read.remarks],
    }


def _lines(card: CharacterCard) -> list[tuple[str, str]]:
    """A line for each field that has something in it: short texts themselves, long ones as their
    length."""
    lines = []
    for name in TEXTS[1:]:
        text = getattr(card, name)
        if text:
            short = len(text) <= 60 and "\n" not in text
            lines.append((_label(name), text if short else f"{len(text):,} characters"))
    lines.append(("greetings", str(len(card.greetings))))
    if card.group_only_greetings:
        lines.append(("group greetings", str(len(card.group_only_greetings))))
    if card.tags:
        lines.append(("tags", ", ".join(card.tags)))
    if card.book is not None:
        name = f"{card.book.name}, " if card.book.name else ""
        lines.append(("lorebook", f"{name}{len(card.book.entries)} entries"))
    return lines


def _label(name: str) -> str:
    known = {"first_mes": "first message", "mes_example": "example messages"}
    return known.get(name, name.replace("_", " "))
