"""A chat to read: as plain text and as Markdown. What is hidden is left out, as are swipes."""

from __future__ import annotations

import re
from pathlib import Path

from app.formats.chats import ChatFile
from app.formats.files import replacing

_SPECIAL = re.compile(r"([\\`*_\[\]<>~&#])")


def write_text(path: Path, chat: ChatFile) -> None:
    """“Name: text” and an empty line, for each message. Raises `UserError`."""
    with replacing(path) as file:
        for turn in chat.turns:
            said = turn.said
            if not said.hidden:
                head = f"{said.name}: " if said.name else ""
                file.write(f"{head}{said.text}\n\n".encode("utf-8", "replace"))


def write_markdown(path: Path, chat: ChatFile) -> None:
    """The title, and each message under its name and time. What was said is Markdown already.
    Raises `UserError`."""
    with replacing(path) as file:
        if chat.title:
            file.write(f"# {_plain(chat.title)}\n\n".encode("utf-8", "replace"))
        for turn in chat.turns:
            said = turn.said
            if said.hidden:
                continue
            when = said.created_at
            time = "" if when is None else f" · {when.astimezone():%Y-%m-%d %H:%M}"
            head = f"**{_plain(said.name)}**{time}\n\n" if said.name else ""
            file.write(f"{head}{said.text}\n\n".encode("utf-8", "replace"))


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
