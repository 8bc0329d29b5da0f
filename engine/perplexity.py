"""How surprised a model is by a text, token by token. Knows no files and no window.

A text of any length is read in memory that does not grow with it: pieces of text come in, one
value a token goes out, and the model reads a chunk at a time. The first token is predicted from
token 0, which opens every text.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.runtimes.base import Model
from engine.seams import last_seam
from engine.snapshot import FloatArray
from engine.tokenizer_bytes import to_utf8
from engine.tokenizers import END_OF_TEXT, Tokenizer
from engine.types import UserError

CHUNK = 256
"""Tokens read at once. With 65,536 ids their logits take 64 MiB."""

PIECE = 1 << 18
"""Characters tokenised at once; longer pieces are cut where tokens do not change."""

_SEARCH = 1 << 14


@dataclass(frozen=True)
class TokenSurprise:
    """One token of a text: `bits` is -log2 of the probability that the model gave to it.

    It ends the characters `start <= i < end` of the text. Of several tokens that make up one
    character the last ends it, and the others have start == end; so all ranges side by side are
    the text. They are only near the truth if the vocabulary does not keep the text exactly.
    """

    token: int
    bits: float
    start: int
    end: int


@dataclass(frozen=True)
class Perplexity:
    """The sum over a text. `bytes` are those of the text in UTF-8, whatever the tokens hold."""

    tokens: int
    bytes: int
    bits: float
    seconds: float

    @property
    def bits_per_byte(self) -> float:
        """Comparable between models with different vocabularies; 0.0 for no text."""
        return self.bits / self.bytes if self.bytes else 0.0

    @property
    def perplexity(self) -> float:
        """2 to the bits per token: as if the model chose among so many; 1.0 for no text."""
        return 2.0 ** min(self.bits / self.tokens, 1000.0) if self.tokens else 1.0

    @property
    def tokens_per_second(self) -> float:
        """Tokenising and reading together."""
        return self.tokens / self.seconds if self.seconds > 0 else 0.0


class PerplexityMeter:
    """Reads a text once. Iterate over it for the tokens; `result` sums up those until now."""

    def __init__(self, model: Model, tokenizer: Tokenizer, pieces: Iterable[str]) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._pieces = pieces
        self._tokens = 0
        self._bytes = 0
        self._bits = 0.0
        self._seconds = 0.0

    @property
    def result(self) -> Perplexity:
        """The sum over what has been read."""
        return Perplexity(self._tokens, self._bytes, self._bits, self._seconds)

    def __iter__(self) -> Iterator[TokenSurprise]:
        """Begins a fresh state; the model must not be used otherwise meanwhile."""
        started = time.perf_counter()
        self._model.load_state(None)
        logits = self._model.prefill((END_OF_TEXT,))
        position = 0
        for piece in cut_pieces(self._pieces):
            text = to_utf8(piece).decode("utf-8")
            tokens = self._tokenizer.encode(text)
            places = _places(self._tokenizer, text, tokens)
            self._bytes += len(to_utf8(text))
            for begin in range(0, len(tokens), CHUNK):
                chunk = tokens[begin : begin + CHUNK]
                bits, logits = _score(self._model, logits, chunk)
                self._tokens += len(chunk)
                self._bits += float(bits.sum())
                self._seconds = time.perf_counter() - started
                for i, token in enumerate(chunk, begin):
                    start, end = position + int(places[i]), position + int(places[i + 1])
                    yield TokenSurprise(token, float(bits[i - begin]), start, end)
            position += len(text)


def measure(model: Model, tokenizer: Tokenizer, pieces: Iterable[str]) -> Perplexity:
    """The perplexity of a text that comes in pieces of any size."""
    meter = PerplexityMeter(model, tokenizer, pieces)
    for _ in meter:
        pass
    return meter.result


def cut_pieces(pieces: Iterable[str], size: int = PIECE) -> Iterator[str]:
    """The same text in pieces of at most `size` characters, cut where tokens do not change."""
    rest = ""
    for piece in pieces:
        rest += piece
        while len(rest) > size:
            cut = last_seam(rest, size, max(size - _SEARCH, 1)) or size
            yield rest[:cut]
            rest = rest[cut:]
    if rest:
        yield rest


def _score(
    model: Model, logits: FloatArray, tokens: Sequence[int]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], FloatArray]:
    """Bits of each token, the first of them by the `logits` before it; and the logits after."""
    first = _log_probability(logits, tokens[0])
    others, after = model.prefill_scored(tokens)
    nats = np.concatenate([[first], np.asarray(others, np.float64)])
    if not np.isfinite(nats).all():
        raise UserError(
            "The model gave no usable numbers.",
            "Its file may be damaged; load the model again, or choose another.",
        )
    # + 0.0, because a certain token has not -0.0 bits.
    return -nats / math.log(2.0) + 0.0, after


def _log_probability(logits: FloatArray, token: int) -> float:
    shifted = logits.astype(np.float64) - float(logits.max())
    return float(shifted[token] - np.log(np.exp(shifted).sum()))


def _places(tokenizer: Tokenizer, text: str, tokens: Sequence[int]) -> list[int]:
    """The characters that have ended before each token, and after the last: [tokens + 1]."""
    data = to_utf8(text)
    # Of the characters that begin in data[: n + 1], all but the last have ended in data[:n].
    begins = np.frombuffer(data, np.uint8) & 0xC0 != 0x80
    ended = np.concatenate([np.cumsum(begins) - 1, [len(text)]]) if data else np.zeros(1, np.int64)
    lengths = [len(tokenizer.token_bytes(token)) for token in tokens]
    offsets = np.minimum(np.cumsum([0, *lengths]), len(data))
    # A vocabulary that drops or changes characters must still give the whole text to its tokens.
    offsets[-1] = len(data)
    places: list[int] = ended[offsets].tolist()
    return places
