"""Makes the vocabularies and data folders of trials, each once. Knows nothing of training."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from engine.training import data
from tests.tools.trials.children import Children, Contradiction
from tests.tools.trials.declared import Declared

SEED = 7
"""Of the order of the documents."""

MADE_OF = "made-of.json"
"""In a data folder: the texts that were asked for."""


@dataclass(frozen=True)
class Prepared:
    """A data folder, and how long its tokens are."""

    folder: Path
    bytes_per_token: float


class Data:
    """Data folders below `root`. What is there is whole and is not made again.

    Raises `Contradiction` for one that was made of other texts.
    """

    def __init__(self, declared: Declared, root: Path, children: Children) -> None:
        self._declared = declared
        self._root = root
        self._children = children

    def of(self, mix: str, entries: int) -> Prepared:
        """The texts of a mix in a vocabulary."""
        folder = self._root / f"{mix}-{entries}"
        if not folder.exists():
            self._make(mix, entries, folder)
        elif self._noted(folder) != self._made_of(mix):
            raise Contradiction(
                f"{folder} was made of other texts. Remove it, or name another --out."
            )
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
        made_of = json.dumps(self._made_of(mix), indent=1)
        (half / MADE_OF).write_text(made_of, encoding="utf-8")
        half.rename(folder)

    def _noted(self, folder: Path) -> object:
        path = folder / MADE_OF
        return json.loads(path.read_text("utf-8")) if path.exists() else None

    def _made_of(self, mix: str) -> dict[str, list[str]]:
        declared = self._declared
        return {
            "texts": list(declared.mixes[mix]),
            "heldout": list(declared.heldout),
            "tokenizer": list(declared.tokenizer),
        }

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
