"""Text in a given form: JSON, a schema, a regular expression or a grammar.

The library llguidance does the work and is imported only when it is asked for. Knows nothing of
logits or of how a token is chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.sampling.candidates import Mask
from engine.sampling_settings import Grammar
from engine.tokenizer_bytes import to_utf8
from engine.tokenizers import END_OF_TEXT, Tokenizer
from engine.types import UserError

if TYPE_CHECKING:
    from llguidance import LLMatcher

ANY_JSON = '{"type": "object"}'
SPACE = r"[ \n]{1,8}"
"""Between the parts of JSON. Without a limit a small model may write newlines for ever."""

_WORD_BITS = 32


class GrammarMask:
    """Which tokens keep to a grammar after those that were accepted."""

    def __init__(self, matcher: LLMatcher, size: int) -> None:
        self._matcher = matcher
        self._size = size
        self._bits = np.zeros(-(-size // _WORD_BITS), dtype=np.int32)
        self._accepted: list[int] = []

    @property
    def complete(self) -> bool:
        """Whether nothing but the end may follow."""
        return bool(self._matcher.is_stopped())

    def allowed(self) -> Mask:
        """[vocab]: which tokens may come now; the end of the text where it may end."""
        self._matcher.unsafe_compute_mask_ptr(self._bits.ctypes.data, self._bits.nbytes)
        if self._matcher.is_error():
            raise _wrong(self._matcher.get_error())
        bits = np.unpackbits(self._bits.view(np.uint8), count=self._size, bitorder="little")
        return bits.view(np.bool_)

    def accept(self, token: int) -> None:
        """Is told the token that was chosen, which was allowed."""
        self._accepted.append(token)
        if not self._matcher.consume_token(token):
            raise _wrong(self._matcher.get_error())

    def state(self) -> tuple[int, ...]:
        """The tokens accepted so far."""
        return tuple(self._accepted)

    def restore(self, tokens: tuple[int, ...]) -> None:
        """Goes to where `tokens` were accepted and nothing else."""
        same = len(tokens)
        if tuple(self._accepted[:same]) == tokens and self._matcher.rollback(
            len(self._accepted) - same
        ):
            self._accepted = list(tokens)
            return
        self._matcher.reset()
        self._accepted = []
        for token in tokens:
            self.accept(token)


class GrammarCompiler:
    """Makes masks for one vocabulary. Reading 65,536 tokens takes 0.2 s, once."""

    def __init__(self, tokenizer: Tokenizer, size: int) -> None:
        self._size = size
        try:
            import llguidance
        except ImportError as error:
            raise UserError(
                "Text in a given form needs the package llguidance, which is not installed.",
                'Install it with: pip install "longscroll[grammar]"',
            ) from error
        self._matcher = llguidance.LLMatcher
        table = _TokenTable(tokenizer, size)
        wrapper = llguidance.TokenizerWrapper(table)
        self._tokens = llguidance.LLTokenizer(wrapper, n_vocab=size)

    def mask(self, grammar: Grammar) -> GrammarMask:
        """A mask at the beginning of `grammar`. Raises `UserError` if it is wrong."""
        matcher = self._matcher(self._tokens, self._compile(grammar), log_level=0)
        if matcher.is_error():
            raise _wrong(matcher.get_error())
        return GrammarMask(matcher, self._size)

    def _compile(self, grammar: Grammar) -> str:
        if grammar.kind == "regex":
            return str(self._matcher.grammar_from_regex(grammar.text))
        if grammar.kind == "lark":
            return str(self._matcher.grammar_from_lark(grammar.text))
        schema = ANY_JSON if grammar.kind == "json" else grammar.text
        try:
            return str(
                self._matcher.grammar_from_json_schema(
                    schema, defaults={"whitespace_pattern": SPACE}
                )
            )
        except ValueError as error:
            raise _wrong(str(error)) from error


class _TokenTable:
    """A vocabulary in the shape that llguidance asks for."""

    def __init__(self, tokenizer: Tokenizer, size: int) -> None:
        known = min(size, tokenizer.vocab_size)
        self._tokenizer = tokenizer
        self.eos_token_id = END_OF_TEXT
        self.bos_token_id = None
        # The end has bytes in a vocabulary of 256 bytes, and must not be taken for them.
        self.tokens = [b"<end>", *(tokenizer.token_bytes(token) for token in range(1, known))]
        self.tokens += [b""] * (size - known)
        self.special_token_ids = [END_OF_TEXT]

    def __call__(self, text: bytes | str) -> list[int]:
        decoded = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        return self._tokenizer.encode(to_utf8(decoded).decode("utf-8"))


def _wrong(reason: str) -> UserError:
    return UserError(
        "The form that was asked for cannot be used: {reason}.",
        "Correct it, or ask for text without one.",
        reason=" ".join(reason.split("<state>")[0].split()).rstrip("."),
    )
