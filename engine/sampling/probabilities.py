"""How likely tokens were, before and after a chain. Worked out only for who asks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.sampling.candidates import Candidates, IntArray
from engine.snapshot import FloatArray

_Shares = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Share:
    """A token with its probability in the model's logits and after the chain."""

    token: int
    before: float
    after: float


@dataclass(frozen=True)
class Distribution:
    """What one draw was made from: the chosen token, and the best before and after the chain.

    The best come first. `top_after` holds only tokens that could be drawn.
    """

    chosen: Share
    top_before: tuple[Share, ...]
    top_after: tuple[Share, ...]


def distribution(
    logits: FloatArray, candidates: Candidates, token: int, count: int, *, greedy: bool
) -> Distribution:
    """For the draw of `token` from `candidates`, which the chain left of `logits` [vocab].

    A greedy draw leaves one token, which is certain.
    """
    before = _softmax(logits)
    after = np.zeros_like(before)
    if greedy:
        after[token] = 1.0
    else:
        weights = candidates.weights().astype(np.float64)
        ids = slice(None) if candidates.ids is None else candidates.ids
        after[ids] = weights / weights.sum()

    def shares(ids: IntArray) -> tuple[Share, ...]:
        return tuple(Share(int(i), float(before[i]), float(after[i])) for i in ids)

    best_after = _best(after, count)
    return Distribution(
        shares(np.array([token]))[0],
        shares(_best(before, count)),
        shares(best_after[after[best_after] > 0.0]),
    )


def _softmax(logits: FloatArray) -> _Shares:
    weights: _Shares = np.exp(logits.astype(np.float64) - float(logits.max()))
    weights /= weights.sum()
    return weights


def _best(shares: _Shares, count: int) -> IntArray:
    count = min(count, shares.size)
    top = np.argpartition(shares, shares.size - count)[shares.size - count :]
    # Ties in the order of ids, so that the same run says the same.
    return top[np.lexsort((top, -shares[top]))]
