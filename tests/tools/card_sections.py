"""Puts a section into a model card, in place of the one of that name. Knows only Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path


def put_section(card: str, title: str, body: str) -> str:
    """`card` with `body` under the heading `## title`, at the end if there was none."""
    section = f"## {title}\n\n{body.strip()}\n"
    found = re.search(rf"^## {re.escape(title)}$.*?(?=^## |\Z)", card, re.MULTILINE | re.DOTALL)
    if found is None:
        return f"{card.rstrip()}\n\n{section}"
    rest = card[found.end() :]
    return card[: found.start()] + section + (f"\n{rest}" if rest else "")


def put_section_into(path: Path, title: str, body: str) -> None:
    """The same in a file."""
    card = path.read_text(encoding="utf-8")
    path.write_text(put_section(card, title, body), encoding="utf-8")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; texts in it have no line ends and no bars."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def quoted(text: str) -> str:
    """`text` as a quotation that keeps its lines."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())
