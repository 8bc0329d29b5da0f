"""`longscroll lorebook convert`: a lorebook of another program as world info or for a card."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from app.formats.world_info import lorebook_text, read_lorebook
from engine.types import UserError


def run(options: argparse.Namespace) -> int:
    """Reads IN, writes OUT, says how many entries there were."""
    target = Path(options.target)
    if target.exists() and not options.force:
        raise UserError(
            "{path} is there already.", "Choose another name, or add --force.", path=target
        )
    book = read_lorebook(Path(options.source))
    text = lorebook_text(book, card=options.format == "character-book")
    beside = target.with_name(target.name + ".tmp")
    try:
        beside.write_text(text + "\n", "utf-8")
        os.replace(beside, target)
    except OSError as error:
        raise UserError(
            "{path} cannot be written: {reason}.",
            "Check that the folder is there and that you may write there.",
            path=target,
            reason=error.strerror,
        ) from error
    print(f"{target}: {len(book.entries)} entries")
    return 0
