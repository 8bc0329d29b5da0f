"""Makes the vocabularies and data folders of trials, each once. Knows nothing of training."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from engine.training import data
from tests.tools.trials.children import Children
from tests.tools.trials.declared import Declared

SEED = 7
"""Of the order of the documents."""


@dataclass(frozen=True)
class Prepared:
    """A data folder, and how long its tokens are."""

    folder: Path
    bytes_per_token: float


class Data:
    """Data folders below `root`. What is there is whole and is not made again."""

    def __init__(self, declared: Declared, root: Path, children: Children) -> None:
        self._declared = declared
        self._root = root
        self._children = children

    def of(self, mix: str, entries: int) -> Prepared:
        """The texts of a mix in a vocabulary."""
        folder = self._root / f"{mix}-{entries}"
        if not folder.exists():
            self._make(mix, entries, folder)
        counts = data.read_counts(folder)["train"]
        return Prepared(folder, counts["bytes"] / counts["tokens"])

    def _make(self, mix: str, entries: int, folder: Path) -> None:
        half = folder.with_name(folder.name + ".part")
        shutil.rmtree(half, ignore_errors=True)
        declared = self._declared
        self._children.command(
            [
                *("prepare", "--tokenizer", str(self._tokenizer(entries)), "--out", str(half)),
                *("--seed", str(SEED), "--source", *declared.mixes[mix]),
                *("--heldout", *declared.heldout),
            ]
        )
        half.rename(folder)

    def _tokenizer(self, entries: int) -> Path:
        path = self._root / f"tokenizer-{entries}.json"
        if not path.exists():
            half = path.with_suffix(".part")
            texts = self._declared.tokenizer
            options = ["--vocab", str(entries), "--out", str(half), "--source", *texts]
            self._root.mkdir(parents=True, exist_ok=True)
            self._children.command(["tokenizer", *options])
            half.rename(path)
        return path
