"""RWKV's World vocabulary: greedy longest match over UTF-8 bytes. Knows no models.

File format and rule: BlinkDL's ChatRWKV, tokenizer/rwkv_tokenizer.py.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

from engine.tokenizer_bytes import to_utf8
from engine.types import UserError

WORLD_VOCAB_SIZE = 65536
_START = 4
"""Bytes by which tokens are grouped: with 4 English takes half the time that it takes with 2."""
_SHORT = (3, 2, 1)


class WorldTokenizer:
    """Tokens of a World vocabulary file. Ids that the file does not name decode to b""."""

    def __init__(self, vocab_path: Path, vocab_size: int = WORLD_VOCAB_SIZE) -> None:
        self._tokens = _read_vocabulary(vocab_path, vocab_size)
        self._ids = {token: i for i, token in enumerate(self._tokens) if token}
        self._lengths = _lengths_by_start(self._ids)

    @property
    def vocab_size(self) -> int:
        """Ids of the model's output, used or not."""
        return len(self._tokens)

    def encode(self, text: str) -> list[int]:
        """See `engine.tokenizers.Tokenizer.encode`."""
        return self.encode_bytes(to_utf8(text))

    def encode_bytes(self, data: bytes) -> list[int]:
        """Token ids of any bytes; decoding them gives `data` again."""
        ids, lengths = self._ids, self._lengths
        tokens: list[int] = []
        position, end = 0, len(data)
        while position < end:
            # A slice cut short by the end of the data is still the longest match.
            for length in lengths.get(data[position : position + _START], _SHORT):
                token = ids.get(data[position : position + length])
                if token is not None:
                    tokens.append(token)
                    position += length
                    break
        return tokens

    def token_bytes(self, token: int) -> bytes:
        """See `engine.tokenizers.Tokenizer.token_bytes`."""
        if not 0 <= token < len(self._tokens):
            raise ValueError(f"token {token} is outside the vocabulary")
        return self._tokens[token]

    def decode(self, tokens: Sequence[int]) -> bytes:
        """See `engine.tokenizers.Tokenizer.decode`."""
        return b"".join(map(self.token_bytes, tokens))


def _lengths_by_start(tokens: dict[bytes, int]) -> dict[bytes, tuple[int, ...]]:
    """For the first bytes of a long token: the lengths to try, longest first."""
    found: dict[bytes, set[int]] = {}
    for token in tokens:
        if len(token) >= _START:
            found.setdefault(token[:_START], set()).add(len(token))
    return {start: (*sorted(sizes, reverse=True), *_SHORT) for start, sizes in found.items()}


def _read_vocabulary(path: Path, vocab_size: int) -> list[bytes]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except OSError as error:
        raise UserError(
            "The vocabulary {file} cannot be read: {reason}.",
            "Install Longscroll again.",
            file=str(path),
            reason=error.strerror or type(error).__name__,
        ) from error
    except UnicodeDecodeError as error:
        raise _damaged(path, 1) from error
    tokens = [b""] * vocab_size
    for number, line in enumerate(lines, 1):
        if line.strip():
            index, token = _parse(path, number, line)
            if not 0 < index < vocab_size or tokens[index]:
                raise _damaged(path, number)
            tokens[index] = token
    if not {bytes([byte]) for byte in range(256)} <= set(tokens):
        raise _damaged(path, len(lines))
    return tokens


def _parse(path: Path, number: int, line: str) -> tuple[int, bytes]:
    try:
        index, literal = line.split(" ", 1)
        literal, length = literal.rsplit(" ", 1)
        token = _literal_bytes(literal)
        if len(token) != int(length):
            raise ValueError("the length is wrong")
        return int(index), token
    except (ValueError, SyntaxError, MemoryError, RecursionError) as error:
        raise _damaged(path, number) from error


def _literal_bytes(literal: str) -> bytes:
    quote = literal[:1]
    if quote in ("'", '"') and literal[-1:] == quote and "\\" not in literal:
        return literal[1:-1].encode("utf-8")  # nearly all lines; literal_eval takes 5 times as long
    value = ast.literal_eval(literal)
    if not isinstance(value, str | bytes):
        raise ValueError("a token is text or bytes")
    return value.encode("utf-8") if isinstance(value, str) else value


def _damaged(path: Path, line: int) -> UserError:
    return UserError(
        "The vocabulary {file} is damaged at line {line}.",
        "Install Longscroll again.",
        file=path.name,
        line=line,
    )
