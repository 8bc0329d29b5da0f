"""Links that reweigh or narrow the choice by the probabilities alone.

Each knows only the candidates and its own setting. A threshold goes before a sort wherever it can.
"""

from __future__ import annotations

import math

import numpy as np

from engine.sampling.candidates import Candidates, least_threshold, total_of
from engine.sampling.link import LinkState, Processor

_MOST_SURPRISE = np.float32(100.0)
"""In nats: no token that can be drawn in float32 comes near."""


class Temperature(Processor):
    """Divides the logits; above 1 is bolder. `value` > 0.

    Source: Ackley, Hinton and Sejnowski 1985, "A Learning Algorithm for Boltzmann Machines".
    """

    def __init__(self, value: float) -> None:
        self._factor = 1.0 / value

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        if self._factor != 1.0:
            candidates.scale(self._factor)


class TopK(Processor):
    """Keeps the `k` likeliest tokens, and those equal to the last of them.

    Source: Fan, Lewis and Dauphin 2018, "Hierarchical Neural Story Generation".
    """

    def __init__(self, k: int) -> None:
        self._k = k

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        keys = candidates.keys()
        if self._k < keys.size:
            candidates.keep(keys >= np.partition(keys, -self._k)[-self._k])


class TopP(Processor):
    """Keeps the likeliest tokens that together reach probability `p`, and ties of the last.

    Source: Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration".
    """

    def __init__(self, p: float) -> None:
        self._p = p

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        weights = candidates.weights()
        total = total_of(weights)
        # All tokens below this share weigh less than 1 - p together, so none is needed.
        share = np.float32((1.0 - self._p) * total / weights.size)
        enough = np.greater_equal(weights, share, out=candidates.masks()[0])
        if np.count_nonzero(enough) * 4 <= weights.size:
            candidates.keep(enough)
            weights = candidates.weights()
        keys = np.negative(weights, out=candidates.spare())
        masks = candidates.masks()
        least = least_threshold(keys, None, self._p * total, total, masks)
        candidates.keep(np.less_equal(keys, least, out=masks[0]))


class MinP(Processor):
    """Keeps tokens at least `p` times as likely as the best one (0 < p <= 1).

    Source: Nguyen et al. 2024, "Turning Up the Heat: Min-p Sampling", arXiv 2407.01082.
    """

    def __init__(self, p: float) -> None:
        self._p = np.float32(p)
        self._gap = np.float32(math.log(p))

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        if candidates.weighed:
            weights = candidates.weights()
            candidates.keep(weights >= weights.max() * self._p)
        else:
            logits = candidates.logits
            candidates.keep(logits >= logits.max() + self._gap)


class Typical(Processor):
    """Keeps the tokens whose surprise is nearest to the expected one, until they reach
    probability `p`, and ties of the last.

    Source: Meister et al. 2023, "Locally Typical Sampling", arXiv 2202.00666.
    """

    def __init__(self, p: float) -> None:
        self._p = p

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        logits, weights = candidates.logits, candidates.weights()
        total = total_of(weights)
        distances = candidates.spare()
        np.subtract(np.float32(float(logits.max()) + math.log(total)), logits, out=distances)
        # An impossible token is infinitely surprising, and infinity times 0 is no number.
        np.minimum(distances, _MOST_SURPRISE, out=distances)
        expected = float(np.einsum("i,i->", weights, distances)) / total
        distances -= np.float32(expected)
        np.abs(distances, out=distances)
        masks = candidates.masks()
        least = least_threshold(distances, weights, self._p * total, total, masks)
        candidates.keep(np.less_equal(distances, least, out=masks[0]))


class TopNSigma(Processor):
    """Keeps tokens whose logit is at most `n` standard deviations below the best one.

    Source: Tang et al. 2024, "Top-nσ: Not All Logits Are You Need", arXiv 2411.07641.
    """

    def __init__(self, n: float) -> None:
        self._n = n

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        logits = candidates.logits
        possible = np.isfinite(logits)
        spread = float((logits if possible.all() else logits[possible]).std())
        candidates.keep(logits >= np.float32(float(logits.max()) - self._n * spread))


class Xtc(Processor):
    """Excludes top choices: with a chance of `probability`, drops all tokens at least as likely
    as `threshold`, but for the least likely of them.

    Source: p-e-w 2024, text-generation-webui, pull request 6335.
    """

    def __init__(self, threshold: float, probability: float, random: np.random.Generator) -> None:
        self._threshold = threshold
        self._probability = probability
        self._random = random

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        # Drawn each time, so that the other draws do not depend on how likely the tokens are.
        if self._random.random() >= self._probability:
            return
        weights = candidates.weights()
        top = np.flatnonzero(weights >= np.float32(self._threshold * total_of(weights)))
        if top.size < 2:
            return
        keep = np.ones(weights.size, dtype=np.bool_)
        keep[top] = False
        keep[top[weights[top].argmin()]] = True
        candidates.keep(keep)


class Mirostat(Processor):
    """Keeps tokens at most as surprising as a bound, which follows the surprise of the text so
    that it stays near `tau` bits. `eta` is the rate of learning.

    Source: Basu et al. 2021, "Mirostat", arXiv 2007.14966, algorithm 2.
    """

    def __init__(self, tau: float, eta: float) -> None:
        self._tau = tau
        self._eta = eta
        self._bound = 2.0 * tau

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        weights = candidates.weights()
        least = total_of(weights) * 2.0 ** -max(self._bound, 0.0)
        candidates.keep(weights >= np.float32(min(least, float(weights.max()))))

    def accept(self, token: int, surprise: float = 0.0) -> None:
        """See `Processor.accept`."""
        self._bound -= self._eta * (surprise - self._tau)

    def state(self) -> LinkState:
        """See `Processor.state`."""
        return LinkState(values=(self._bound,))

    def restore(self, state: LinkState) -> None:
        """See `Processor.restore`."""
        (self._bound,) = state.values
