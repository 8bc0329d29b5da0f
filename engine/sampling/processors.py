"""The links of a sampling chain. Each knows only the candidates and its own setting.

A threshold goes before a sort wherever it can: sorting and gathering all 65,536 entries would
cost more than the rest of the sampler.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from engine.snapshot import FloatArray

IntArray = npt.NDArray[np.int64]

BLOCK = 256


class Candidates:
    """Tokens that may still be drawn: `logits` [n], and `ids` [n] or `None` for all tokens.

    Arrays belong to the sampler and are changed in place.
    """

    def __init__(self, logits: FloatArray, spare: FloatArray | None = None) -> None:
        self.ids: IntArray | None = None
        self.logits = logits
        # Fresh arrays of this size are new pages each time: slower than what is done with them.
        self._spare = np.empty_like(logits) if spare is None else spare

    def keep(self, mask: npt.NDArray[np.bool_]) -> None:
        """Drops every candidate whose entry in `mask` [n] is False."""
        count = int(np.count_nonzero(mask))
        if count * 4 > mask.size:
            # Gathering many costs more than dragging some along that cannot be drawn.
            self.logits = np.where(mask, self.logits, np.float32(-np.inf))
            return
        chosen = np.flatnonzero(mask)
        self.ids = chosen if self.ids is None else self.ids[chosen]
        self.logits = self.logits[chosen]

    def weights(self) -> FloatArray:
        """exp(logit - best) [n]: probabilities but for their common factor.

        Valid until the next call.
        """
        weights = self._spare[: self.logits.size]
        np.subtract(self.logits, self.logits.max(), out=weights)
        np.exp(weights, out=weights)
        return weights

    def token(self, position: int) -> int:
        """The token id at a position."""
        return position if self.ids is None else int(self.ids[position])


class Processor:
    """One link: narrows or reweighs candidates, and may learn from the chosen token."""

    def apply(self, candidates: Candidates) -> None:
        """Changes `candidates`; leaves at least one."""
        raise NotImplementedError

    def accept(self, token: int) -> None:
        """Is told the token that was chosen."""


class Penalties(Processor):
    """RWKV's: a token that was generated loses `presence + frequency * count`, and counts
    fade by `decay` per token. Must come first, while all tokens are there.

    Source: BlinkDL's `rwkv` package, `PIPELINE.generate`.
    """

    def __init__(self, presence: float, frequency: float, decay: float, vocab_size: int) -> None:
        self._presence = presence
        self._frequency = frequency
        self._decay = decay
        self._counts = np.zeros(vocab_size, dtype=np.float32)
        self._seen: IntArray = np.empty(0, dtype=np.int64)

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        seen = self._seen
        candidates.logits[seen] -= self._presence + self._frequency * self._counts[seen]

    def accept(self, token: int) -> None:
        """See `Processor.accept`."""
        self._counts[self._seen] *= self._decay
        if token not in self._seen:
            self._seen = np.append(self._seen, token)
        self._counts[token] += 1.0


class Temperature(Processor):
    """Divides the logits; above 1 is bolder. `value` > 0."""

    def __init__(self, value: float) -> None:
        self._factor = np.float32(1.0 / value)

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        candidates.logits *= self._factor


class TopK(Processor):
    """Keeps the `k` likeliest tokens, and those equal to the last of them."""

    def __init__(self, k: int) -> None:
        self._k = k

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        logits = candidates.logits
        if self._k < logits.size:
            candidates.keep(logits >= np.partition(logits, -self._k)[-self._k])


class TopP(Processor):
    """Keeps the likeliest tokens that together reach probability `p`, and ties of the last.

    Source: Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration".
    """

    def __init__(self, p: float) -> None:
        self._p = p

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        weights = candidates.weights()
        total = float(weights.sum(dtype=np.float64))
        # All tokens below this share weigh less than 1 - p together, so none is needed.
        share = (1.0 - self._p) * total / weights.size
        ordered = weights[weights >= np.float32(share)]
        ordered.sort()
        ordered = ordered[::-1]
        candidates.keep(weights >= ordered[find_share(ordered, self._p * total)])


class MinP(Processor):
    """Keeps tokens at least `p` times as likely as the best one (0 < p <= 1)."""

    def __init__(self, p: float) -> None:
        self._gap = np.float32(math.log(p))

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        candidates.keep(candidates.logits >= candidates.logits.max() + self._gap)


def find_share(weights: FloatArray, target: float) -> int:
    """The first position at which the running sum of `weights` [n] exceeds `target`.

    In two steps, blocks and then one block: a running sum over 65,536 entries takes 1 ms.
    If rounding leaves the sum short of `target` it is the last position that adds to it.
    """
    blocks = np.add.reduceat(weights, np.arange(0, weights.size, BLOCK), dtype=np.float64)
    edges = np.cumsum(blocks)
    last_block = int(np.searchsorted(edges, edges[-1]))
    block = min(int(np.searchsorted(edges, target, side="right")), last_block)
    inside = np.cumsum(weights[block * BLOCK : (block + 1) * BLOCK], dtype=np.float64)
    rest = target - (edges[block] - blocks[block])
    last = int(np.searchsorted(inside, inside[-1]))
    return block * BLOCK + min(int(np.searchsorted(inside, rest, side="right")), last)
