"""A chain of processors and a seeded draw. Knows nothing of text or models."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import numpy as np

from engine.sampling.processors import (
    Candidates,
    IntArray,
    MinP,
    Penalties,
    Processor,
    Temperature,
    TopK,
    TopP,
    find_share,
)
from engine.snapshot import FloatArray
from engine.tokenizers import END_OF_TEXT, Tokenizer
from engine.types import SamplingSettings, UserError

SEED_BITS = 63
COLDEST = 0.01
"""Below this only the best token is drawn anyway, and dividing by it could overflow."""


class Sampler:
    """Draws tokens for one generation; the same seed and logits give the same tokens."""

    def __init__(
        self, settings: SamplingSettings, vocab_size: int, banned: IntArray | None = None
    ) -> None:
        seed = secrets.randbits(SEED_BITS) if settings.seed is None else settings.seed
        self.seed = seed & ((1 << SEED_BITS) - 1)
        """What `SamplingSettings.seed` has to be for the same draws."""
        self._chain = default_chain(settings, vocab_size)
        self._greedy = settings.temperature <= 0.0
        self._before_an_end = settings.min_tokens
        self._banned = banned
        self._random = np.random.default_rng(self.seed)
        self._scratch = np.empty(vocab_size, dtype=np.float32)
        self._spare = np.empty_like(self._scratch)

    def sample(self, logits: FloatArray) -> int:
        """The next token for `logits` [vocab], which stay unchanged.

        Raises `UserError` if a broken model gave NaN, +inf, or nothing but -inf, and
        `ValueError` for another vocabulary size.
        """
        if logits.shape != self._scratch.shape:
            raise ValueError(f"{logits.shape} logits for a vocabulary of {self._scratch.size}")
        np.copyto(self._scratch, logits)
        if self._banned is not None:
            self._scratch[self._banned] = -np.inf
        if self._before_an_end > 0:
            self._scratch[END_OF_TEXT] = -np.inf
            self._before_an_end -= 1
        # max() hands a NaN on, so one pass finds every kind of damage.
        if not np.isfinite(self._scratch.max()):
            raise _unusable()
        candidates = Candidates(self._scratch, self._spare)
        for processor in self._chain:
            processor.apply(candidates)
        token = candidates.token(self._pick(candidates))
        for processor in self._chain:
            processor.accept(token)
        return token

    def _pick(self, candidates: Candidates) -> int:
        if self._greedy:
            return int(candidates.logits.argmax())
        weights = candidates.weights()
        return find_share(weights, self._random.random() * float(weights.sum(dtype=np.float64)))


def default_chain(settings: SamplingSettings, vocab_size: int) -> Sequence[Processor]:
    """The links that `settings` ask for, in the order that `SamplingSettings` names."""
    chain: list[Processor] = []
    if settings.presence_penalty or settings.frequency_penalty:
        chain.append(
            Penalties(
                settings.presence_penalty,
                settings.frequency_penalty,
                settings.penalty_decay,
                vocab_size,
            )
        )
    if settings.temperature <= 0.0:
        return chain
    chain.append(Temperature(max(settings.temperature, COLDEST)))
    if settings.top_k > 0:
        chain.append(TopK(settings.top_k))
    if settings.top_p < 1.0:
        chain.append(TopP(max(settings.top_p, 0.0)))
    if settings.min_p > 0.0:
        chain.append(MinP(min(settings.min_p, 1.0)))
    return chain


def banned_tokens(tokenizer: Tokenizer, vocab_size: int) -> IntArray:
    """Ids that a model has but that stand for no text, but for the end of a text.

    World models have 65,536 outputs and 65,529 tokens; drawing another would be an error.
    """
    known = min(vocab_size, tokenizer.vocab_size)
    empty = [
        token for token in range(known) if token != END_OF_TEXT and not tokenizer.token_bytes(token)
    ]
    return np.array(empty + list(range(known, vocab_size)), dtype=np.int64)


def _unusable() -> UserError:
    return UserError(
        "The model gave no usable numbers.",
        "Its file may be damaged; load the model again, or choose another.",
    )
