"""Tells of each token how likely it was, for who asked. Knows nothing of text."""

from __future__ import annotations

from engine.sampling import Sampler, Share
from engine.sampling.vocabulary import Vocabulary
from engine.snapshot import FloatArray
from engine.types import TokenChance, TokenChosen


class TokenReport:
    """For one continuation: the `count` likeliest tokens beside each that was chosen."""

    def __init__(
        self, vocabulary: Vocabulary, request_id: int, alternative: int, count: int
    ) -> None:
        self._vocabulary = vocabulary
        self._request_id = request_id
        self._alternative = alternative
        self._count = count

    def of(self, sampler: Sampler, logits: FloatArray, token: int) -> TokenChosen:
        """About `token`, which `sampler` just drew from `logits` [vocab]."""
        found = sampler.probabilities(logits, token, self._count)
        return TokenChosen(
            self._request_id,
            self._chance(found.chosen),
            tuple(map(self._chance, found.top_before)),
            tuple(map(self._chance, found.top_after)),
            self._alternative,
        )

    def _chance(self, share: Share) -> TokenChance:
        piece = self._vocabulary.piece(share.token)
        return TokenChance(share.token, piece, share.before, share.after)
