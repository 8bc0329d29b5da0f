"""Products of decays between all tokens of a chunk, each as a sum of logarithms. Numbers only.

The decay between a token i and a later t is the sum of log w over i < j < t. Differences of
running sums would lose it next to a strong decay, and exponentials of their parts overflow. So
a chunk is halved again and again: any i and t part ways at one halving, i before its middle and
t behind, and the sum is one from i up to the middle plus one from the middle to t. All sums are
of numbers <= 0, so that no exponential exceeds 1, whatever the weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.snapshot import FloatArray

LOWEST_LOG_DECAY = -1e4
"""Sums are matrix products with zeros and ones, and 0 * -inf would be NaN. exp(-104) is 0
already in float32, so a logarithm that is raised to this changes nothing."""


@dataclass(frozen=True)
class Halving:
    """The halvings of a chunk, whose length is a power of two."""

    chunk: int

    @property
    def levels(self) -> int:
        """How often the chunk is halved."""
        return self.chunk.bit_length() - 1

    def sums(self) -> FloatArray:
        """Zeros and ones [(levels + 2) * chunk + 1, chunk], which multiply log w [chunk, N].

        Of each level the sums between every token and the middle of its part; then those over
        all tokens before each, over all behind each, and over the whole chunk.
        """
        at, other = np.arange(self.chunk)[:, None], np.arange(self.chunk)[None]
        rows = [self._to_middle(at, other, 1 << level) for level in range(self.levels)]
        rows += [other < at, other > at, np.ones((1, self.chunk), np.bool_)]
        return np.concatenate(rows).astype(np.float32)

    def masks(self) -> FloatArray:
        """Zeros and ones [levels, t, i]: whether t and i part ways at that level."""
        part = [np.arange(self.chunk) >> level for level in range(self.levels)]
        met = [(p[:, None] % 2 == 1) & (p[None] == p[:, None] - 1) for p in part]
        return np.stack(met).astype(np.float32)

    @staticmethod
    def _to_middle(at: np.ndarray, other: np.ndarray, half: int) -> np.ndarray:
        """Tokens strictly between `at` and the middle, which is the first of the later half."""
        same = other // half == at // half
        sums: np.ndarray = same & np.where(at // half % 2 == 1, other < at, other > at)
        return sums
