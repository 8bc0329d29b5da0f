"""Links that look at the shape of the whole choice: how open it is, and where its tail begins.

Each knows only the candidates and its own setting.
"""

from __future__ import annotations

import math

import numpy as np

from engine.sampling.candidates import Candidates, total_of
from engine.sampling.link import Processor


class DynamicTemperature(Processor):
    """Divides the logits by a temperature between `low` and `high`: the more open the choice,
    by its entropy, the bolder.

    Source: kalomaze 2023, koboldcpp, "Dynamic Temperature" (exponent 1).
    """

    def __init__(self, low: float, high: float) -> None:
        self._low = low
        self._high = high

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        logits = candidates.logits.astype(np.float64)
        if logits.size < 2:
            return
        shifted = logits - logits.max()
        weights = np.exp(shifted)
        total = float(weights.sum())
        # The entropy in nats: log of the sum less the mean logit; impossible ones weigh nothing.
        finite = weights > 0
        mean = float((weights[finite] * shifted[finite]).sum()) / total
        openness = (math.log(total) - mean) / math.log(logits.size)
        value = self._low + (self._high - self._low) * min(max(openness, 0.0), 1.0)
        candidates.scale(1.0 / value)


class TopA(Processor):
    """Keeps tokens at least `a` times the square of the best one's probability as likely.

    Source: BlinkDL 2022, RWKV-LM, "top-a".
    """

    def __init__(self, a: float) -> None:
        self._a = a

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        weights = candidates.weights()
        best = float(weights.max())
        least = self._a * best * best / total_of(weights)
        candidates.keep(weights >= np.float32(min(least, best)))


class TailFree(Processor):
    """Keeps the tokens before the place where the curve of sorted probabilities goes flat: those
    whose share of its curvature, summed from the likeliest on, stays below `z`.

    Source: Phil Nagel 2019, "Tail Free Sampling".
    """

    def __init__(self, z: float) -> None:
        self._z = z

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        weights = candidates.weights()
        if weights.size < 3:
            return
        ordered = np.sort(weights)[::-1].astype(np.float64)
        curvature = np.abs(np.diff(ordered, 2))
        total = float(curvature.sum())
        if total <= 0.0:
            return
        kept = int(np.searchsorted(np.cumsum(curvature) / total, self._z)) + 1
        least = ordered[min(kept, ordered.size) - 1]
        candidates.keep(weights >= np.float32(least))
