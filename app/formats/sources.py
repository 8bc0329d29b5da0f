"""What a reader makes of one file, before it becomes a tree. Knows no format."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.formats.blocks import Block
from app.formats.remarks import FileEncoding, Remark


@dataclass(frozen=True)
class Source:
    """The paragraphs of a file and what it says of itself ("" where it says nothing)."""

    blocks: tuple[Block, ...]
    title: str = ""
    author: str = ""
    language: str = ""
    remarks: tuple[Remark, ...] = ()
    encodings: tuple[FileEncoding, ...] = field(default=())
