"""Byte-level BPE vocabularies in Hugging Face's `tokenizer.json`. Knows no models."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer as HfBackend

from engine.tokenizer_bytes import to_utf8
from engine.types import UserError

MAX_FILE_BYTES = 64 << 20
MAX_TOKENS = 1 << 20
_ASCII = {bytes([byte]) for byte in (0x0A, *range(0x20, 0x7F))}


class HfTokenizer:
    """A byte-level BPE. Text that looks like a special token is still encoded as text.

    Composing of accents (NFC) is left out, so that decoding gives every text back. A text that
    ends with two line ends has the tokens that it has with a letter behind it: so a paragraph
    is read alike whether the text ends there or goes on.
    """

    def __init__(self, path: Path) -> None:
        self._backend = _load(path)
        self._backend.encode_special_tokens = True
        self._backend.no_truncation()
        self._backend.no_padding()
        self._tokens = _token_table(path, self._backend)
        self._line_end, self._blank_line = (self._find(text) for text in (b"\n", b"\n\n"))

    @property
    def vocab_size(self) -> int:
        """One more than the highest id."""
        return len(self._tokens)

    def encode(self, text: str) -> list[int]:
        """See `engine.tokenizers.Tokenizer.encode`."""
        clean = to_utf8(text).decode("utf-8")
        tokens = list(self._backend.encode(clean, add_special_tokens=False).ids)
        if tokens and tokens[-1] == self._blank_line:
            tokens[-1:] = [self._line_end, self._line_end]
        return tokens

    def token_bytes(self, token: int) -> bytes:
        """See `engine.tokenizers.Tokenizer.token_bytes`."""
        if not 0 <= token < len(self._tokens):
            raise ValueError(f"token {token} is outside the vocabulary")
        return self._tokens[token]

    def decode(self, tokens: Sequence[int]) -> bytes:
        """See `engine.tokenizers.Tokenizer.decode`."""
        return b"".join(map(self.token_bytes, tokens))

    def _find(self, text: bytes) -> int:
        return self._tokens.index(text) if text in self._tokens else -1


def byte_alphabet() -> dict[str, int]:
    """GPT-2's map: the printable character that stands for each byte in a vocabulary.

    Source: openai/gpt-2, src/encoder.py, bytes_to_unicode.
    """
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in set(printable)]
    alphabet = {chr(byte): byte for byte in printable}
    return alphabet | {chr(256 + i): byte for i, byte in enumerate(others)}


def _load(path: Path) -> HfBackend:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _unusable(path, "it is impossibly large")
        text = path.read_text("utf-8")
        kind = json.loads(text)
    except OSError as error:
        raise _unusable(path, error.strerror or type(error).__name__) from error
    except (ValueError, RecursionError) as error:
        raise _unusable(path, "it is not valid JSON") from error
    model = kind.get("model") if isinstance(kind, dict) else None
    if not isinstance(model, dict) or model.get("type") != "BPE":
        raise _unusable(path, "it holds no BPE vocabulary")
    if "ByteLevel" not in json.dumps(kind.get("pre_tokenizer")):
        raise _unusable(path, "it is not a byte-level vocabulary")
    if kind.get("normalizer") == {"type": "NFC"}:
        text = json.dumps(kind | {"normalizer": None})
    try:
        return HfBackend.from_str(text)
    except Exception as error:  # the library raises bare Exception for every fault of a file
        raise _unusable(path, str(error)) from error


def _token_table(path: Path, backend: HfBackend) -> list[bytes]:
    alphabet = byte_alphabet()
    vocabulary = backend.get_vocab(with_added_tokens=False)
    added = backend.get_added_tokens_decoder()
    size = 1 + max([*vocabulary.values(), *added], default=0)
    if size > MAX_TOKENS:
        raise _unusable(path, "its numbers are impossibly large")
    table = [b""] * size
    for token, index in vocabulary.items():
        if not alphabet.keys() >= set(token) and index not in added:
            raise _unusable(path, "it is not a byte-level vocabulary")
        table[index] = bytes(alphabet.get(character, 0) for character in token)
    for index, extra in added.items():
        table[index] = b"" if extra.special else to_utf8(extra.content)
    # Without these, text would be lost without a word.
    if _ASCII.difference(table):
        raise _unusable(path, "it is not a byte-level vocabulary")
    return table


def _unusable(path: Path, reason: str) -> UserError:
    return UserError(
        "The tokenizer {file} cannot be used: {reason}.",
        "It should be the tokenizer.json that was published with the model.",
        file=str(path),
        reason=reason,
    )
