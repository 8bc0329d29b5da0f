"""How long a long book takes to be exported and read again.

`python -m tests.benchmarks.bench_export [--words 1000000] [--scenes 400]` prints seconds for each
format and judges nothing. The words are made up, with emphasis here and there.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind
from app.formats.exporting import Exporter
from app.formats.importing import ImportOptions, read_work
from app.formats.options import ExportOptions, Format
from app.printing.pdf import write_pdf

_WORDS = (
    "the", "river", "rose", "in", "night", "and", "she", "waited", "at", "jetty", "until", "a",
    "lantern", "came", "over", "dark", "water",
)  # fmt: skip
_SCENES_IN_A_CHAPTER = 10


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=1_000_000)
    parser.add_argument("--scenes", type=int, default=400)
    options = parser.parse_args()
    work = _work(options.words, options.scenes)
    print(f"{options.words:,} words in {options.scenes} scenes")
    with tempfile.TemporaryDirectory() as folder:
        for kind in Format:
            path = Path(folder) / f"book.{kind}"
            start = time.perf_counter()
            Exporter(write_pdf).export(work, path, kind, ExportOptions())
            written = time.perf_counter() - start
            line = f"{kind:12} written in {written:6.2f} s, {path.stat().st_size / 1e6:6.1f} MB"
            if kind is not Format.PDF:
                start = time.perf_counter()
                read_work([path], ImportOptions())
                line += f", read in {time.perf_counter() - start:6.2f} s"
            print(line)
    return 0


def _work(words: int, scenes: int) -> Manuscript:
    chance = random.Random(1)
    chapters = []
    for first in range(0, scenes, _SCENES_IN_A_CHAPTER):
        inside = range(first, min(first + _SCENES_IN_A_CHAPTER, scenes))
        texts = (ManuscriptItem(Kind.SCENE, "", _text(chance, words // scenes)) for _ in inside)
        title = f"Chapter {len(chapters) + 1}"
        chapters.append(ManuscriptItem(Kind.CHAPTER, title, children=tuple(texts)))
    return Manuscript("A Long Book", tuple(chapters), "Nobody", "en")


def _text(chance: random.Random, words: int) -> str:
    paragraphs = []
    while words > 0:
        length = min(words, chance.randint(20, 90))
        some = chance.choices(_WORDS, k=length)
        some[length // 2] = f"*{some[length // 2]}*"
        paragraphs.append(" ".join(some).capitalize() + ".")
        words -= length
    return "\n".join(paragraphs)


if __name__ == "__main__":
    raise SystemExit(main())
