"""Training text on disk: reads documents from text files. Knows nothing of tokens.

A file is UTF-8, plain or xz-compressed (`.xz`); documents are parted by a line
`<|endoftext|>`, or are the `text` fields of JSON lines (`.jsonl`).
"""

from __future__ import annotations

import json
import lzma
from pathlib import Path

from engine.types import UserError

SEPARATOR = "<|endoftext|>"


def read_documents(path: Path) -> list[str]:
    """The documents of one file, without the blank lines around them; empty ones left out.

    Raises `UserError` if the file cannot be read, is no text, or holds no document.
    """
    text = read_text(path)
    parts = _json_texts(path, text) if is_json_lines(path) else text.split(SEPARATOR)
    documents = [stripped for part in parts if (stripped := part.strip())]
    if not documents:
        raise UserError("{path} holds no text.", "Choose a file with text in it.", path=path)
    return documents


def is_json_lines(path: Path) -> bool:
    """Whether the name ends in .jsonl, compressed or not."""
    return [suffix for suffix in path.suffixes if suffix != ".xz"][-1:] == [".jsonl"]


def read_text(path: Path) -> str:
    """The text of a file, plain or compressed. Raises `UserError` if it is none."""
    try:
        data = path.read_bytes()
        data = lzma.decompress(data) if path.suffix == ".xz" else data
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UserError(
            "{path} cannot be read: {reason}.", path=path, reason=error.strerror
        ) from error
    except (lzma.LZMAError, UnicodeDecodeError) as error:
        raise _not_text(path) from error
    if "\0" in text:
        raise _not_text(path)
    return text.replace("\r\n", "\n")


def _not_text(path: Path) -> UserError:
    return UserError(
        "{path} is not a text file.", "Training needs UTF-8 text (.txt or .jsonl).", path=path
    )


def _json_texts(path: Path, text: str) -> list[str]:
    texts = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)["text"]
        except (ValueError, KeyError, TypeError):
            value = None
        if not isinstance(value, str):
            raise UserError(
                "Line {number} of {path} is not a JSON object with a text field.",
                'Each line must look like {{"text": "..."}}.',
                number=number,
                path=path,
            )
        texts.append(value)
    return texts
