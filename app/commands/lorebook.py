"""`longscroll lorebook convert`: a lorebook of another program as world info or for a card."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.formats.world_info import read_lorebook, write_lorebook
from engine.types import UserError


def run(options: argparse.Namespace) -> int:
    """Reads IN, writes OUT, says how many entries there were."""
    target = Path(options.target)
    if target.exists() and not options.force:
        raise UserError(
            "{path} is there already.", "Choose another name, or add --force.", path=target
        )
    book = read_lorebook(Path(options.source))
    write_lorebook(target, book, card=options.format == "character-book")
    print(f"{target}: {len(book.entries)} entries")
    return 0
