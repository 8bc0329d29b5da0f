"""How the arguments of `card` and `lorebook` are spelled. Imports nothing heavy."""

from __future__ import annotations

import argparse

KINDS = ("png", "json", "json-v2", "charx")
"""Those of `app.formats.cards.CardKind`, which is not imported for a list of names."""

BOOK_KINDS = ("world-info", "character-book", "lorebook-v3")
"""Those of `app.formats.world_info.BookKind`."""


def add_card_options(parser: argparse.ArgumentParser) -> None:
    """Showing and converting cards."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    show = actions.add_parser("show", help="say what FILE holds")
    show.add_argument("source", metavar="FILE", help="a card: .png, .json or .charx")
    show.add_argument("--json", action="store_true", help="print one JSON object")
    convert = actions.add_parser("convert", help="write the card in IN as OUT")
    convert.add_argument("source", metavar="IN", help="a card: .png, .json or .charx")
    convert.add_argument("target", metavar="OUT", help="ends in .png, .json or .charx")
    convert.add_argument(
        "--format", choices=KINDS, help="default: what OUT ends in; .json becomes a V3 card"
    )
    convert.add_argument("--force", action="store_true", help="replace OUT if it is there")


def add_lorebook_options(parser: argparse.ArgumentParser) -> None:
    """Converting lorebooks."""
    parser.add_argument("action", choices=("convert",), help="write IN as OUT")
    parser.add_argument(
        "source", metavar="IN", help="world info, a lorebook, or a card (.json, .png, .charx)"
    )
    parser.add_argument("target", metavar="OUT.json")
    parser.add_argument("--format", choices=BOOK_KINDS, default=BOOK_KINDS[0])
    parser.add_argument("--force", action="store_true", help="replace OUT if it is there")
