"""What sampling has to know of a vocabulary, worked out once for a model."""

from __future__ import annotations

import numpy as np

from engine.sampling.candidates import IntArray
from engine.sampling.grammar import GrammarCompiler, GrammarMask
from engine.sampling_settings import Grammar
from engine.tokenizers import END_OF_TEXT, Tokenizer


class Vocabulary:
    """The tokens of a model with `size` outputs; `tokenizer` may know fewer."""

    def __init__(self, tokenizer: Tokenizer, size: int) -> None:
        self.tokenizer = tokenizer
        self.size = size
        self.unusable = banned_tokens(tokenizer, size)
        """Ids that are never drawn."""
        self._grammars: GrammarCompiler | None = None

    def token_bytes(self, token: int) -> bytes:
        """The bytes of a token that can be drawn."""
        return self.tokenizer.token_bytes(token)

    def piece(self, token: int) -> bytes:
        """The bytes of any of the model's tokens; b"" for the end and those without text."""
        if token == END_OF_TEXT or token >= self.tokenizer.vocab_size:
            return b""
        return self.tokenizer.token_bytes(token)

    def grammar(self, grammar: Grammar) -> GrammarMask:
        """A mask for `grammar`, at its beginning. Raises `UserError` if it is wrong, or if the
        library for it is not installed."""
        if self._grammars is None:
            self._grammars = GrammarCompiler(self.tokenizer, self.size)
        return self._grammars.mask(grammar)


def banned_tokens(tokenizer: Tokenizer, vocab_size: int) -> IntArray:
    """Ids that a model has but that stand for no text, but for the end of a text.

    World models have 65,536 outputs and 65,529 tokens; drawing another would be an error.
    """
    known = min(vocab_size, tokenizer.vocab_size)
    empty = [
        token for token in range(known) if token != END_OF_TEXT and not tokenizer.token_bytes(token)
    ]
    return np.array(empty + list(range(known, vocab_size)), dtype=np.int64)
