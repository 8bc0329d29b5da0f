"""The tokens that may still be drawn, and how a share of their probability is found.

Nothing here sorts all 65,536 entries, and a gather waits until few are left: either would cost
more than the rest of the sampler.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.snapshot import FloatArray

IntArray = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

BLOCK = 256
BINS = 1024
FEW = 2048
"""So many entries are sorted without further thought."""
SAMPLE = 2048
MARGIN = 40
"""Places in the sample on both sides of a guess: it is that far off in one case of a hundred."""
_NEVER = np.float32(-np.inf)


def aligned(rows: int, size: int) -> FloatArray:
    """Room [rows, size]; the first row begins where wide registers like it."""
    room = np.empty(rows * size * 4 + 64, dtype=np.uint8)
    start = -room.ctypes.data % 64
    return room[start : start + rows * size * 4].view(np.float32).reshape(rows, size)


class Candidates:
    """Tokens that may still be drawn: logits [n], and `ids` [n] or `None` for all tokens.

    Arrays belong to the sampler and are changed in place. An impossible token has the logit
    -inf and the weight 0.
    """

    def __init__(self, logits: FloatArray, spare: FloatArray | None = None) -> None:
        """`spare` [3, n] is room to work in."""
        self.ids: IntArray | None = None
        self._logits = logits
        # Fresh arrays of this size are new pages each time: slower than what is done with them.
        self._spare = aligned(3, logits.size) if spare is None else spare
        self._weights: FloatArray | None = None
        self._dropped: Mask | None = None

    @property
    def logits(self) -> FloatArray:
        """[n]; not to be changed, but by `shift` and `scale`."""
        if self._dropped is not None:
            np.putmask(self._logits, self._dropped, _NEVER)
            self._dropped = None
        return self._logits

    def weights(self) -> FloatArray:
        """exp(logit - best) [n]: probabilities but for their common factor. Read only."""
        if self._weights is None:
            logits = self.logits
            self._weights = self._spare[0, : logits.size]
            np.subtract(logits, logits.max(), out=self._weights)
            np.exp(self._weights, out=self._weights)
        return self._weights

    @property
    def weighed(self) -> bool:
        """Whether `weights` are there already and cost nothing."""
        return self._weights is not None

    def keys(self) -> FloatArray:
        """[n] Numbers in the order of the probabilities: what costs least now. Read only."""
        return self.logits if self._weights is None else self._weights

    def spare(self) -> FloatArray:
        """[n] of anything, for whoever works on the candidates now."""
        return self._spare[1, : self._logits.size]

    def masks(self) -> tuple[Mask, Mask]:
        """Two masks [n] of anything, likewise."""
        first, second, _ = self._masks()
        return first, second

    def _masks(self) -> tuple[Mask, ...]:
        # A float is as wide as four masks; the third is our own.
        room = self._spare[2].view(np.bool_).reshape(4, -1)[:3, : self._logits.size]
        return tuple(room)

    def keep(self, mask: Mask) -> None:
        """Drops every candidate whose entry in `mask` [n] is False."""
        count = int(np.count_nonzero(mask))
        if count == mask.size:
            return
        if count * 4 > mask.size:
            # Gathering many costs more than dragging some along that cannot be drawn.
            self._drop(mask)
            return
        chosen = np.flatnonzero(mask)
        self._logits = self._logits[chosen]
        if self._dropped is not None:
            self._dropped = self._dropped[chosen]
        self.ids = chosen if self.ids is None else self.ids[chosen]
        if self._weights is not None:
            self._weights = self._weights[chosen]

    def _drop(self, mask: Mask) -> None:
        if self._weights is None:
            np.putmask(self.logits, ~mask, _NEVER)
            return
        np.multiply(self._weights, mask, out=self._weights)
        # The logits may never be asked for again.
        own = self._masks()[2]
        if self._dropped is None:
            self._dropped = np.logical_not(mask, out=own)
        else:
            self._dropped = np.logical_or(self._dropped, ~mask, out=own)

    def scale(self, factor: float) -> None:
        """Multiplies the logits."""
        np.multiply(self.logits, np.float32(factor), out=self._logits)
        self._weights = None

    def change(self, ids: IntArray, values: FloatArray) -> None:
        """Gives the tokens `ids` the logits `values`; those that were dropped stay so."""
        if not ids.size:
            return
        positions, known = self._positions(ids)
        self.logits[positions] = values[known]
        self._weights = None

    def logits_of(self, ids: IntArray) -> FloatArray:
        """The logits of the tokens `ids`; -inf for those that were dropped."""
        positions, known = self._positions(ids)
        values: FloatArray = np.full(ids.size, _NEVER, dtype=np.float32)
        values[known] = self.logits[positions]
        return values

    def token(self, position: int) -> int:
        """The token id at a position."""
        return position if self.ids is None else int(self.ids[position])

    def _positions(self, ids: IntArray) -> tuple[IntArray, Mask]:
        """Where those of `ids` stand that are still here, and which those are."""
        if self.ids is None:
            return ids, np.ones(ids.size, dtype=np.bool_)
        places = np.minimum(np.searchsorted(self.ids, ids), self.ids.size - 1)
        known = self.ids[places] == ids
        return places[known], known


def find_share(weights: FloatArray, target: float) -> int:
    """The first position at which the running sum of `weights` [n] exceeds `target`.

    In two steps, blocks and then one block: a running sum over 65,536 entries takes 1 ms.
    If rounding leaves the sum short of `target` it is the last position that adds to it.
    """
    return _find(weights, np.cumsum(_block_sums(weights)), target)


def draw(weights: FloatArray, uniform: float) -> tuple[int, float]:
    """The position at the share `uniform` (0 to 1) of `weights`, and its own share of them."""
    edges = np.cumsum(_block_sums(weights))
    total = float(edges[-1])
    position = _find(weights, edges, uniform * total)
    return position, float(weights[position]) / total


def total_of(weights: FloatArray, where: Mask | None = None) -> float:
    """The sum of `weights` [n], or of those `where` is True, to about 1e-7 of it."""
    if weights.size <= FEW and where is None:
        return float(weights.sum(dtype=np.float64))
    return float(_block_sums(weights, where).sum())


def least_threshold(
    keys: FloatArray,
    weights: FloatArray | None,
    target: float,
    total: float,
    masks: tuple[Mask, Mask],
) -> np.float32:
    """The least t for which the weights of all `keys` [n] <= t together exceed `target` of
    `total`; without `weights` each key weighs as much as it is below 0.

    A sample says about where that is; the weights before are summed exactly, and only the keys
    around it are sorted. The greatest key if rounding leaves the sum short. `masks` [n] are room
    to work in.
    """
    if keys.size <= 4 * FEW:
        return _least_of_few(keys, weights, target, 0.0)
    low, high = _guesses(keys, weights, target, total)
    up_to = np.less_equal(keys, low, out=masks[0])
    below = _mass(keys, weights, up_to)
    if below > target:
        return _least_among(up_to, keys, weights, target, 0.0)
    between = np.less_equal(keys, high, out=masks[1])
    chosen = np.flatnonzero(np.logical_xor(up_to, between, out=between))
    some, theirs = keys[chosen], None if weights is None else weights[chosen]
    mass = below + _mass(some, theirs)
    if mass > target:
        return _least_of_few(some, theirs, target, below)
    return _least_among(keys > high, keys, weights, target, mass)


def _guesses(
    keys: FloatArray, weights: FloatArray | None, target: float, total: float
) -> tuple[np.float32, np.float32]:
    """Two keys between which the threshold probably is."""
    step = keys.size // SAMPLE
    some, theirs = _sorted(keys[::step], None if weights is None else weights[::step])
    sums = np.cumsum(theirs, dtype=np.float64) * step
    # Few heavy tokens escape a sample; where order means likelihood they come first.
    missed = max(total - float(sums[-1]), 0.0)
    place = int(np.searchsorted(sums, target - missed))
    return some[max(place - MARGIN, 0)], some[min(place + MARGIN, some.size - 1)]


def _least_among(
    mask: Mask, keys: FloatArray, weights: FloatArray | None, target: float, below: float
) -> np.float32:
    chosen = np.flatnonzero(mask)
    if not chosen.size:
        return np.float32(keys.max())
    theirs = None if weights is None else weights[chosen]
    return _least_of_few(keys[chosen], theirs, target, below)


def _least_of_few(
    keys: FloatArray, weights: FloatArray | None, target: float, below: float
) -> np.float32:
    """As `least_threshold`, by histograms and a sort; keys before these weigh `below`."""
    while weights is not None and keys.size > FEW:
        low, high = float(keys.min()), float(keys.max())
        scale = BINS / (high - low) if high > low else np.inf
        if not np.isfinite(np.float32(scale)):
            break
        bins = ((keys - np.float32(low)) * np.float32(scale)).astype(np.intp)
        np.minimum(bins, BINS - 1, out=bins)
        edges = np.cumsum(np.bincount(bins, weights=weights, minlength=BINS)) + below
        chosen = min(int(np.searchsorted(edges, target, side="right")), BINS - 1)
        inside = np.flatnonzero(bins == chosen)
        if inside.size in (0, keys.size):
            break
        below = float(edges[chosen - 1]) if chosen else below
        keys, weights = keys[inside], weights[inside]
    keys, weights = _sorted(keys, weights)
    edges = np.cumsum(weights, dtype=np.float64) + below
    place = min(int(np.searchsorted(edges, target, side="right")), keys.size - 1)
    return np.float32(keys[place])


def _sorted(keys: FloatArray, weights: FloatArray | None) -> tuple[FloatArray, FloatArray]:
    """Keys, rising, and their weights. Without an order to keep a sort is five times faster."""
    if weights is None:
        keys = np.sort(keys)
        return keys, -keys
    order = np.argsort(keys)
    return keys[order], weights[order]


def _mass(keys: FloatArray, weights: FloatArray | None, where: Mask | None = None) -> float:
    return -total_of(keys, where) if weights is None else total_of(weights, where)


def _block_sums(weights: FloatArray, where: Mask | None = None) -> npt.NDArray[np.float64]:
    """Sums of blocks and of the rest. `einsum` takes half the time of `sum` over an axis, and
    needs no threads as a matrix product would."""
    rest = weights.size % BLOCK
    if rest:
        edge = weights.size - rest
        last = weights[edge:] if where is None else weights[edge:][where[edge:]]
        first = _block_sums(weights[:edge], None if where is None else where[:edge])
        return np.append(first, last.sum(dtype=np.float64))
    blocks = weights.reshape(-1, BLOCK)
    if where is None:
        sums = np.einsum("ij->i", blocks)
    else:
        sums = np.einsum("ij,ij->i", blocks, where.reshape(-1, BLOCK))
    exact: npt.NDArray[np.float64] = sums.astype(np.float64)
    return exact


def _find(weights: FloatArray, edges: npt.NDArray[np.float64], target: float) -> int:
    block = _place(edges, target)
    inside = np.cumsum(weights[block * BLOCK : (block + 1) * BLOCK], dtype=np.float64)
    return block * BLOCK + _place(inside, target - (edges[block - 1] if block else 0.0))


def _place(edges: npt.NDArray[np.float64], target: float) -> int:
    """The first of the rising `edges` above `target`; else the first of the greatest."""
    place = int(edges.searchsorted(target, side="right"))
    return place if place < edges.size else int(edges.searchsorted(edges[-1]))
