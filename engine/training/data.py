"""Tokens on disk and the windows that training reads. Knows nothing of models.

A data folder holds `train.bin` and `heldout/NAME.bin` (little-endian uint16, every document
followed by token 0), `data.json` (counts) and `tokenizer.json`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from engine.tokenizers import END_OF_TEXT
from engine.training.examples import document, split
from engine.training.text import read_documents
from engine.types import UserError

TOKEN = np.dtype("<u2")
MAX_VOCABULARY = 1 << 16
Tokens = npt.NDArray[np.uint16]
Weighted = tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]
"""Windows [B, T + 1], and how much each of their foretold tokens counts, [B, T]."""


@dataclass(frozen=True)
class Source:
    """A text file and how often it is seen; 0.5 means half of its documents."""

    path: Path
    repeat: float = 1.0

    @property
    def name(self) -> str:
        """The file's name without its endings."""
        return self.path.name.split(".")[0]


@dataclass(frozen=True)
class HeldOut:
    """Text that is never trained on: its tokens, and the bytes that they stand for."""

    name: str
    tokens: Tokens
    n_bytes: int


def prepare(
    tokenizer: Tokenizer,
    sources: Sequence[Source],
    heldout: Sequence[Path],
    folder: Path,
    seed: int,
    part: float = 0.0,
) -> dict[str, Any]:
    """Write a data folder and return its counts. Documents are shuffled by `seed`.

    What is never trained on: the files `heldout`, or `part` of each source under its name.
    """
    if tokenizer.get_vocab_size() > MAX_VOCABULARY:
        raise UserError("The vocabulary has more than 65,536 entries.", "Use a smaller one.")
    (folder / "heldout").mkdir(parents=True, exist_ok=True)
    held = {path.name.split(".")[0]: read_documents(path) for path in heldout}
    documents, spared = _gather(sources, random.Random(seed), part, seed)
    counts = {
        "vocab_size": tokenizer.get_vocab_size(),
        "sources": {source.name: source.repeat for source in sources},
        "train": _write(tokenizer, documents, folder / "train.bin"),
        "heldout": {
            name: _write(tokenizer, texts, folder / "heldout" / f"{name}.bin")
            for name, texts in (held | spared).items()
        },
    }
    save_tokenizer(tokenizer, folder / "tokenizer.json")
    (folder / "data.json").write_text(json.dumps(counts, indent=1), encoding="utf-8")
    return counts


def _gather(
    sources: Sequence[Source], chooser: random.Random, part: float, seed: int
) -> tuple[list[str], dict[str, list[str]]]:
    """All documents to train on, and those that are spared, by source."""
    documents: list[str] = []
    spared: dict[str, list[str]] = {}
    for source in sources:
        found = read_documents(source.path)
        if part:
            kept, held = split([document(text) for text in found], part, seed)
            found, spared[source.name] = ([e.pieces[0][0] for e in es] for es in (kept, held))
        whole = int(source.repeat)
        some = chooser.sample(found, round((source.repeat - whole) * len(found)))
        documents += found * whole + some
    chooser.shuffle(documents)
    return documents, spared


def _write(tokenizer: Tokenizer, documents: Sequence[str], path: Path) -> dict[str, int]:
    tokens = n_bytes = 0
    with path.open("wb") as file:
        for start in range(0, len(documents), 1000):
            part = documents[start : start + 1000]
            ids = [[*encoding.ids, END_OF_TEXT] for encoding in tokenizer.encode_batch(part)]
            joined = np.concatenate([np.asarray(row, TOKEN) for row in ids])
            joined.tofile(file)
            tokens += joined.size
            n_bytes += sum(len(document.encode()) for document in part)
    return {"documents": len(documents), "tokens": tokens, "bytes": n_bytes}


def save_tokenizer(tokenizer: Tokenizer, path: Path) -> None:
    """Write `tokenizer.json`. Raises `OSError`, where the library's own way is vaguer."""
    try:
        path.write_text(tokenizer.to_str(pretty=True), encoding="utf-8")
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def read_counts(folder: Path) -> dict[str, Any]:
    """What `prepare` counted. Raises `UserError` if this is no data folder."""
    try:
        counts: dict[str, Any] = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(
            "{folder} holds no training data.",
            "Make it with: python -m engine.training prepare",
            folder=folder,
        ) from error
    return counts


def read_training(folder: Path) -> Tokens:
    """The training tokens, mapped from disk."""
    read_counts(folder)
    return _map(folder / "train.bin")


def read_heldout(folder: Path) -> list[HeldOut]:
    """All held-out texts, by name."""
    counts = read_counts(folder)["heldout"]
    return [
        HeldOut(name, _map(folder / "heldout" / f"{name}.bin"), counts[name]["bytes"])
        for name in sorted(counts)
    ]


def _map(path: Path) -> Tokens:
    try:
        return np.memmap(path, TOKEN, "r")
    except (OSError, ValueError) as error:
        raise UserError(
            "{path} is missing or empty.", "Run the prepare command again.", path=path
        ) from error


class Batches(Protocol):
    """What a run learns from."""

    def batch(self, step: int, size: int) -> Weighted:
        """The windows of one step, always the same ones."""


class Windows:
    """Windows of context + 1 tokens, in an order that `seed` alone decides.

    Each epoch visits every window once, from another starting offset, so the windows differ
    between epochs. Position p of the run is always the same window: resuming needs no state.
    """

    def __init__(self, tokens: Tokens, context: int, seed: int) -> None:
        self._count = (len(tokens) - context) // context
        if self._count < 1:
            raise UserError(
                "There is too little text: {tokens} tokens, and one window takes {needed}.",
                "Add more text or choose a shorter context.",
                tokens=len(tokens),
                needed=2 * context,
            )
        self._tokens = tokens
        self._context = context
        self._seed = seed
        self._epoch = lru_cache(maxsize=2)(self._make_epoch)

    def batch(self, step: int, size: int) -> Weighted:
        """The windows of one step; every token counts."""
        windows = np.stack([self._window(step * size + i) for i in range(size)])
        return windows, np.ones((size, self._context), np.float32)

    def _window(self, position: int) -> npt.NDArray[np.int64]:
        epoch, index = divmod(position, self._count)
        offset, order = self._epoch(epoch)
        start = offset + int(order[index]) * self._context
        return self._tokens[start : start + self._context + 1].astype(np.int64)

    def _make_epoch(self, epoch: int) -> tuple[int, npt.NDArray[np.int64]]:
        source = np.random.default_rng([self._seed, epoch])
        return int(source.integers(self._context)), source.permutation(self._count)
