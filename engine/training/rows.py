"""Rows of tokens for tuning: each begins where a document or a paragraph begins.

Unlike `engine.training.data.Windows`, which cuts a stream anywhere: a style is the state before
the first word, so every row must be read from there. Knows no files but its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.tokenizers import END_OF_TEXT, Tokenizer
from engine.training.data import Weighted
from engine.training.examples import Example
from engine.types import UserError

Marked = list[tuple[int, bool]]
"""Tokens, and whether each is learnt."""

MIN_TOKENS = 400
"""Fewer learnt tokens teach nothing."""

MIN_HELDOUT = 20


@dataclass(frozen=True)
class Rows:
    """`windows` [R, T + 1], `weights` [R, T]: 0 for what is only read, and for padding.

    `n_bytes` counts the bytes of text that the counting tokens stand for.
    """

    windows: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float32]
    n_bytes: int

    @property
    def bytes_per_token(self) -> float:
        """Of the tokens that count."""
        return self.n_bytes / max(1.0, float(self.weights.sum()))

    def trimmed(self, rows: npt.NDArray[np.int64]) -> Weighted:
        """Some rows, without the columns after the last token that counts in any of them."""
        weights = self.weights[rows]
        used = int(np.flatnonzero(weights.any(0))[-1]) + 1
        return self.windows[rows, : used + 1], weights[:, :used]

    def first(self, count: int) -> Rows:
        """The first rows, with their part of the bytes by the number of tokens that count."""
        weights = self.weights[:count]
        share = float(weights.sum()) / max(1.0, float(self.weights.sum()))
        return Rows(self.windows[:count], weights, round(self.n_bytes * share))


class ShuffledRows:
    """Batches of rows: each epoch takes all, in an order that `seed` alone decides."""

    def __init__(self, rows: Rows, seed: int) -> None:
        self._rows = rows
        self._seed = seed
        self._order = lru_cache(maxsize=2)(self._make_order)

    def batch(self, step: int, size: int) -> Weighted:
        """See `engine.training.data.Batches`."""
        count = len(self._rows.windows)
        places = (divmod(step * size + i, count) for i in range(size))
        return self._rows.trimmed(np.array([self._order(epoch)[at] for epoch, at in places]))

    def _make_order(self, epoch: int) -> npt.NDArray[np.int64]:
        return np.random.default_rng([self._seed, epoch]).permutation(len(self._rows.windows))


def pack(examples: Sequence[Example], tokenizer: Tokenizer, context: int) -> Rows:
    """Examples as rows of `context` + 1 tokens, several short ones in a row, token 0 after each.

    Those that are longer than a row are cut, at the end of a line where there is one.
    """
    filled: list[Marked] = []
    row: Marked = []
    for piece in _pieces(examples, tokenizer, context + 1):
        if row and len(row) + len(piece) > context + 1:
            filled.append(row)
            row = []
        row = row + piece
    rows = [row for row in [*filled, row] if any(learnt for _, learnt in row[1:])]
    windows = np.full((len(rows), context + 1), END_OF_TEXT, np.int64)
    weights = np.zeros((len(rows), context), np.float32)
    n_bytes = 0
    for i, marked in enumerate(rows):
        windows[i, : len(marked)] = [token for token, _ in marked]
        weights[i, : len(marked) - 1] = [learnt for _, learnt in marked[1:]]
        n_bytes += sum(_size(tokenizer, token) for token, learnt in marked[1:] if learnt)
    return Rows(windows, weights, n_bytes)


def _size(tokenizer: Tokenizer, token: int) -> int:
    return 0 if token == END_OF_TEXT else len(tokenizer.token_bytes(token))


def _pieces(examples: Sequence[Example], tokenizer: Tokenizer, length: int) -> Iterator[Marked]:
    @cache
    def ends_line(token: int) -> bool:
        return token != END_OF_TEXT and tokenizer.token_bytes(token).endswith(b"\n")

    for example in examples:
        marked = [
            (token, learnt) for text, learnt in example.pieces for token in tokenizer.encode(text)
        ]
        yield from _cut([*marked, (END_OF_TEXT, True)], length, ends_line)


def _cut(marked: Marked, length: int, ends_line: Callable[[int], bool]) -> Iterator[Marked]:
    while len(marked) > length:
        borders = (i for i in range(length, length // 2, -1) if ends_line(marked[i - 1][0]))
        at = next(borders, length)
        yield marked[:at]
        marked = marked[at:]
    yield marked


def check_amount(learnt: Rows, heldout: Rows) -> None:
    """Raises `UserError` if there is too little text to learn from or to judge by."""
    counts = int(learnt.weights.sum()), int(heldout.weights.sum())
    if counts[0] < MIN_TOKENS or counts[1] < MIN_HELDOUT:
        raise UserError(
            "There is too little text: {tokens} tokens to learn from and {heldout} to judge by.",
            "Add more text: a few pages at least.",
            tokens=counts[0],
            heldout=counts[1],
        )


def save_rows(path: Path, learnt: Rows, heldout: Rows) -> None:
    """Keep both beside the run's checkpoints, so that it goes on with the very same text."""
    arrays: dict[str, Any] = {
        f"{name}_{part}": value
        for name, rows in (("learnt", learnt), ("heldout", heldout))
        for part, value in (
            ("windows", rows.windows.astype(np.uint16)),
            ("weights", rows.weights.astype(np.uint8)),
            ("bytes", np.array(rows.n_bytes)),
        )
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            np.savez_compressed(file, **arrays)
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def load_rows(path: Path) -> tuple[Rows, Rows]:
    """What `save_rows` wrote. Raises `UserError` if it is missing or damaged."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            learnt, heldout = (
                Rows(
                    file[f"{name}_windows"].astype(np.int64),
                    file[f"{name}_weights"].astype(np.float32),
                    int(file[f"{name}_bytes"]),
                )
                for name in ("learnt", "heldout")
            )
    except Exception as error:  # a damaged archive raises whatever zipfile and zlib like
        raise UserError(
            "{path} is missing or damaged.", "Start the run anew without --resume.", path=path
        ) from error
    return learnt, heldout
