"""Turns tokens into text while they come, whole characters only. Knows no models."""

from __future__ import annotations

import codecs

from engine.tokenizers import Tokenizer


class StreamingDetokenizer:
    """Holds back the bytes of a character until it is whole.

    Bytes that can no longer become a character turn into U+FFFD, as soon as that is certain.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def add(self, token: int) -> str:
        """The text that `token` completes; may be empty.

        Raises `ValueError` for an id outside the vocabulary.
        """
        return self._decoder.decode(self._tokenizer.token_bytes(token))

    def flush(self) -> str:
        """What is left at the end: U+FFFD for an unfinished character. Starts anew."""
        text = self._decoder.decode(b"", final=True)
        self._decoder.reset()
        return text

    @property
    def unfinished(self) -> bytes:
        """The first bytes of a character that is not whole yet; all that there is to keep."""
        return self._decoder.getstate()[0]

    def restore(self, unfinished: bytes) -> None:
        """Goes back to where these bytes were unfinished."""
        self._decoder.setstate((unfinished, 0))
