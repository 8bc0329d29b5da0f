"""How the arguments of `chat` are spelled. Imports nothing heavy."""

from __future__ import annotations

import argparse

FORMATS = ("jsonl", "txt", "md")
"""Those of `app.formats.chats.ChatFormat`, which is not imported for a list of names."""


def add_chat_options(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    """What to do with which chat; `shared` has what all commands take."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    bring = actions.add_parser(
        "import", parents=[shared], help="bring a chat of another program into the library"
    )
    bring.add_argument("file", metavar="FILE", help="a chat of SillyTavern (.jsonl) or another")
    bring.add_argument(
        "--character",
        metavar="NAME",
        help="whose chat it is, by id or name (default: the one that the file names)",
    )
    take = actions.add_parser("export", parents=[shared], help="write a chat as a file")
    take.add_argument("chat", metavar="CHAT", help="the id or title of a chat")
    take.add_argument("--format", required=True, choices=FORMATS)
    take.add_argument("--output", required=True, metavar="PATH", help="the file to write")
    show = actions.add_parser("list", parents=[shared], help="the chats of the library")
    show.add_argument("--json", action="store_true", help="print a JSON list")
