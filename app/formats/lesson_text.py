"""The bare text of a file that a style is to be learnt from: of anything that can be imported.

Knows nothing of styles and of training.
"""

from __future__ import annotations

from pathlib import Path

from app.domain.own_words import own_words
from app.domain.projects import Section
from app.formats.encodings import decode, guess_encoding
from app.formats.files import read_bytes
from app.formats.imported import ImportOptions
from app.formats.importing import is_importable, read_work
from app.formats.read_text import is_binary
from engine.types import UserError

_OF_THE_TRAINER = (".jsonl", ".xz")
_PLAIN = (".txt", ".text", ".md", ".markdown")


def lesson_text(path: Path, *, own_only: bool = False) -> str | None:
    """What stands in a file; `None` for JSON lines and compressed text, which the trainer reads
    itself. `own_only`: without what a model wrote, where the file tells.

    Raises `UserError` if the file cannot be read, is no text, or holds none.
    """
    ending = path.suffix.lower()
    if ending in _OF_THE_TRAINER:
        return None
    packed = ending not in _PLAIN and is_importable(path)
    text = _of_work(path, own_only=own_only) if packed else _plain(path)
    if not text.strip():
        raise UserError("{file} holds no text.", "Choose another file.", file=path.name)
    return text


def _of_work(path: Path, *, own_only: bool) -> str:
    work = read_work((path,), ImportOptions()).manuscript
    items = [item for top in work.section(Section.MANUSCRIPT) for _depth, item in top.walk()]
    texts = (own_words(item.text, item.origins) if own_only else item.text for item in items)
    return "\n\n".join(text.strip() for text in texts if text.strip())


def _plain(path: Path) -> str:
    """Line for line as it stands: how a writer breaks lines is part of the style."""
    data = read_bytes(path)
    encoding = guess_encoding(data).encoding
    text, _lost = decode(data, encoding)
    if is_binary(data, text, encoding):
        raise UserError(
            "{file} is not a text file.",
            "Text, Markdown, Word, OpenDocument, EPUB and web pages can be learnt from.",
            file=path.name,
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")
