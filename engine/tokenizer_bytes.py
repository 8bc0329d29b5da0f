"""The vocabulary in which every byte is a token. Knows no files."""

from __future__ import annotations

from collections.abc import Sequence


def to_utf8(text: str) -> bytes:
    """UTF-8 of any Python text. Surrogate pairs are joined; a lone half becomes U+FFFD."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return joined.encode("utf-8")


class ByteTokenizer:
    """Tokens are bytes. With 256 ids the id is the byte, and 0 is both NUL and the end of a
    document; with 257 ids, byte b has the id b + 1 and 0 is only the end."""

    def __init__(self, vocab_size: int = 256) -> None:
        if vocab_size not in (256, 257):
            raise ValueError(f"a byte vocabulary has 256 or 257 ids, not {vocab_size}")
        self._vocab_size = vocab_size
        self._first = vocab_size - 256

    @property
    def vocab_size(self) -> int:
        """256 or 257."""
        return self._vocab_size

    def encode(self, text: str) -> list[int]:
        """See `engine.tokenizers.Tokenizer.encode`."""
        return self.encode_bytes(to_utf8(text))

    def encode_bytes(self, data: bytes) -> list[int]:
        """Token ids of any bytes; decoding them gives `data` again."""
        return [byte + self._first for byte in data]

    def token_bytes(self, token: int) -> bytes:
        """See `engine.tokenizers.Tokenizer.token_bytes`."""
        if not 0 <= token < self._vocab_size:
            raise ValueError(f"token {token} is outside the vocabulary")
        return bytes([token - self._first]) if token >= self._first else b""

    def decode(self, tokens: Sequence[int]) -> bytes:
        """See `engine.tokenizers.Tokenizer.decode`."""
        return b"".join(map(self.token_bytes, tokens))
