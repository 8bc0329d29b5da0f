"""Links that change the logits of some tokens: by the text so far, or as the user says."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from engine.sampling.candidates import Candidates, IntArray
from engine.sampling.link import LinkState, Processor

MOST_REPEATED = 50
"""Tokens of a repeat that count: beyond, the penalty is far above any logit."""

_MOST_PENALTY = 1e6


class LogitBias(Processor):
    """Adds a number to the logits of some tokens."""

    def __init__(self, bias: Iterable[tuple[int, float]]) -> None:
        table = dict(bias)
        self._ids = np.array(sorted(table), dtype=np.int64)
        self._bias = np.array([table[token] for token in sorted(table)], dtype=np.float32)

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        candidates.change(self._ids, candidates.logits_of(self._ids) + self._bias)


class Penalties(Processor):
    """RWKV's: a token that was generated loses `presence + frequency * count`, and counts
    fade by `decay` per token.

    Source: BlinkDL's `rwkv` package, `PIPELINE.generate`.
    """

    def __init__(self, presence: float, frequency: float, decay: float, vocab_size: int) -> None:
        self._presence = presence
        self._frequency = frequency
        self._decay = decay
        self._counts = np.zeros(vocab_size, dtype=np.float32)
        self._seen: IntArray = np.empty(0, dtype=np.int64)
        self._is_seen: set[int] = set()

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        seen = self._seen
        penalty = self._presence + self._frequency * self._counts[seen]
        candidates.change(seen, candidates.logits_of(seen) - penalty)

    def accept(self, token: int, surprise: float = 0.0) -> None:
        """See `Processor.accept`."""
        self._counts[self._seen] *= self._decay
        if token not in self._is_seen:
            self._seen = np.append(self._seen, token)
            self._is_seen.add(token)
        self._counts[token] += 1.0

    def state(self) -> LinkState:
        """See `Processor.state`."""
        return LinkState(tuple(self._seen.tolist()), tuple(self._counts[self._seen].tolist()))

    def restore(self, state: LinkState) -> None:
        """See `Processor.restore`."""
        if len(state.ids) != len(state.values) or len(set(state.ids)) != len(state.ids):
            raise ValueError("not one count for each token")
        self._counts[self._seen] = 0.0
        self._seen = np.array(state.ids, dtype=np.int64)
        self._is_seen = set(state.ids)
        self._counts[self._seen] = state.values


class Recent:
    """The last `limit` tokens, as an array without a copy."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = np.empty(2 * limit, dtype=np.int64)
        self._end = 0

    def tokens(self) -> IntArray:
        """[at most `limit`], oldest first. Valid until the next call of `add`."""
        return self._buffer[max(self._end - self._limit, 0) : self._end]

    def add(self, token: int) -> None:
        """Takes the next token."""
        if self._end == self._buffer.size:
            self.replace(self.tokens().copy())
        self._buffer[self._end] = token
        self._end += 1

    def replace(self, tokens: IntArray) -> None:
        """Forgets all and takes `tokens`. Raises `ValueError` for more than `limit`."""
        if tokens.size > self._limit:
            raise ValueError(f"{tokens.size} tokens where {self._limit} are kept")
        self._buffer[: tokens.size] = tokens
        self._end = tokens.size


class Repetition(Processor):
    """Divides the logit of each recent token by `penalty`, or multiplies it if it is negative.

    Source: Keskar et al. 2019, "CTRL", arXiv 1909.05858; as Hugging Face and llama.cpp do it,
    for a window of the last `limit` tokens.
    """

    def __init__(self, penalty: float, limit: int) -> None:
        self._penalty = np.float32(penalty)
        self._recent = Recent(limit)

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        ids = np.unique(self._recent.tokens())
        logits = candidates.logits_of(ids)
        changed = np.where(logits > 0, logits / self._penalty, logits * self._penalty)
        candidates.change(ids, changed.astype(np.float32))

    def accept(self, token: int, surprise: float = 0.0) -> None:
        """See `Processor.accept`."""
        self._recent.add(token)

    def read(self, token: int) -> None:
        """See `Processor.read`."""
        self._recent.add(token)

    def state(self) -> LinkState:
        """See `Processor.state`."""
        return LinkState(tuple(self._recent.tokens().tolist()))

    def restore(self, state: LinkState) -> None:
        """See `Processor.restore`."""
        self._recent.replace(np.array(state.ids, dtype=np.int64))


class Dry(Processor):
    """Takes `multiplier * base ** (length - allowed)` from each token that would continue a
    repeat of `length` tokens. No repeat runs over one of the texts in `breakers`.

    Source: p-e-w 2024, text-generation-webui, pull request 5677.
    """

    def __init__(
        self,
        multiplier: float,
        base: float,
        allowed: int,
        limit: int,
        breakers: Iterable[str],
        token_bytes: Callable[[int], bytes],
    ) -> None:
        self._multiplier = multiplier
        self._base = base
        self._allowed = allowed
        self._breakers = tuple(text.encode("utf-8") for text in breakers if text)
        self._longest = max(map(len, self._breakers), default=0)
        self._token_bytes = token_bytes
        self._recent = Recent(limit)
        self._since_break = 0

    def apply(self, candidates: Candidates) -> None:
        """See `Processor.apply`."""
        lengths = self._repeats()
        if not lengths:
            return
        ids = np.array(sorted(lengths), dtype=np.int64)
        penalties = [self._penalty(lengths[token]) for token in ids.tolist()]
        changed = candidates.logits_of(ids) - np.array(penalties, dtype=np.float32)
        candidates.change(ids, changed)

    def accept(self, token: int, surprise: float = 0.0) -> None:
        """See `Processor.accept`."""
        self.read(token)

    def read(self, token: int) -> None:
        """See `Processor.read`."""
        self._since_break = 0 if self._breaks(token) else self._since_break + 1
        self._recent.add(token)

    def state(self) -> LinkState:
        """See `Processor.state`."""
        return LinkState(tuple(self._recent.tokens().tolist()), (float(self._since_break),))

    def restore(self, state: LinkState) -> None:
        """See `Processor.restore`."""
        (since_break,) = state.values
        if since_break < 0:
            raise ValueError("fewer than no tokens")
        self._recent.replace(np.array(state.ids, dtype=np.int64))
        self._since_break = int(since_break)

    def _repeats(self) -> dict[int, int]:
        """For each token that would continue a repeat: the length of the longest of those."""
        tokens = self._recent.tokens()
        last = tokens.size - 1
        found: dict[int, int] = {}
        ends = np.arange(last)
        for length in range(1, min(self._since_break, MOST_REPEATED, last) + 1):
            ends = ends[ends >= length - 1]
            ends = ends[tokens[ends - (length - 1)] == tokens[last - (length - 1)]]
            if not ends.size:
                break
            if length >= self._allowed:
                found.update(dict.fromkeys(tokens[ends + 1].tolist(), length))
        return found

    def _penalty(self, length: int) -> float:
        steep = float(self._base) ** min(length - self._allowed, MOST_REPEATED)
        return min(self._multiplier * steep, _MOST_PENALTY)

    def _breaks(self, token: int) -> bool:
        """Whether a breaker is complete in the text with `token`, and was not before."""
        piece = self._token_bytes(token)
        if not piece or not self._breakers:
            return False
        before = map(self._token_bytes, self._recent.tokens()[-self._longest :].tolist())
        text = b"".join(before) + piece
        return any(
            breaker in text[-(len(breaker) - 1 + len(piece)) :] for breaker in self._breakers
        )
