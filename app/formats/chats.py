"""Chats in files: what a reader gives, and which reader and writer there are for a file.

A chat may be long: its turns are read as they are taken, once, and never all at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.domain.chat_transcript import Turn
from app.formats.remarks import Remark


class ChatFormat(StrEnum):
    """What a chat can be written as; the values are the endings of files."""

    JSONL = "jsonl"
    TEXT = "txt"
    MARKDOWN = "md"


def _no_remarks() -> tuple[Remark, ...]:
    return ()


@dataclass(frozen=True)
class ChatFile:
    """A chat on its way from or to a file. `turns` can be taken once; `remarks` says afterwards
    what a person should know. `note` and `scenario` are those of `ChatSettings`; `extra` is what
    else the head of the file held, and goes back into one."""

    title: str
    user_name: str
    character_name: str
    turns: Iterable[Turn]
    note: str = ""
    scenario: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    remarks: Callable[[], tuple[Remark, ...]] = _no_remarks


def read_chat(path: Path) -> ChatFile:
    """A chat of SillyTavern, old or new, or of text-generation-webui. Raises `UserError`, also
    while turns are taken."""
    from app.formats.chat_jsonl import read_jsonl
    from app.formats.chat_ooba import read_ooba

    return read_ooba(path) or read_jsonl(path)


def write_chat(path: Path, chat: ChatFile, how: ChatFormat) -> None:
    """Writes a chat; a file that was there is replaced when all is done. Raises `UserError`."""
    from app.formats.chat_jsonl import write_jsonl
    from app.formats.chat_text import write_markdown, write_text

    writers = {
        ChatFormat.JSONL: write_jsonl,
        ChatFormat.TEXT: write_text,
        ChatFormat.MARKDOWN: write_markdown,
    }
    writers[how](path, chat)
