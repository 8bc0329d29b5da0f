"""`longscroll lorebook convert`: a lorebook of another program as world info or for a card."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.commands.common import free_target
from app.formats.world_info import BookKind, open_lorebook, write_lorebook


def run(options: argparse.Namespace) -> int:
    """Reads IN, writes OUT, says how many entries there were."""
    target = free_target(options)
    read = open_lorebook(Path(options.source))
    write_lorebook(target, read.book, BookKind(options.format), read.of_card)
    print(f"{target}: {len(read.book.entries)} entries")
    return 0
