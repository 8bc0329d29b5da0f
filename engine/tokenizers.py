"""Text to token ids and back to bytes. Knows nothing of models or prompts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from engine.tokenizer_bytes import ByteTokenizer
from engine.tokenizer_hf import HfTokenizer
from engine.tokenizer_world import WORLD_VOCAB_SIZE, WorldTokenizer
from engine.types import UserError

__all__ = [
    "END_OF_TEXT",
    "PILE_VOCABULARY",
    "WORLD_VOCABULARY",
    "ByteTokenizer",
    "HfTokenizer",
    "Tokenizer",
    "WorldTokenizer",
    "load_tokenizer",
]

TOKENIZER_FILE = "tokenizer.json"
_CARRIED = Path(__file__).resolve().parents[1] / "resources" / "vocab"
WORLD_VOCABULARY = _CARRIED / "rwkv_vocab_v20230424.txt"
PILE_VOCABULARY = _CARRIED / "gpt-neox-20b.tokenizer.json"
PILE_VOCAB_SIZE = 50277
"""Models of the Pile have at least so many ids; often some more, which stand for nothing."""

END_OF_TEXT = 0
"""Token 0 ends a document in every RWKV vocabulary."""


class Tokenizer(Protocol):
    """A vocabulary. Ids are 0 <= id < vocab_size; id 0 is the end of a document."""

    @property
    def vocab_size(self) -> int:
        """Ids run from 0 to one less than this."""

    def encode(self, text: str) -> list[int]:
        """Token ids of `text`; never adds special tokens."""

    def token_bytes(self, token: int) -> bytes:
        """The UTF-8 bytes of one token, which may be part of a character; b"" for specials.

        Raises `ValueError` for an id outside the vocabulary.
        """

    def decode(self, tokens: Sequence[int]) -> bytes:
        """The bytes of all tokens, joined."""


def load_tokenizer(model_path: Path, vocab_size: int) -> Tokenizer:
    """The vocabulary of a model file (or a folder with one), by its number of ids.

    65,536 ids are always the World vocabulary, which the program carries: a `tokenizer.json`
    of it is slower and may belong to another model in the folder. Otherwise `tokenizer.json`
    beside the model, if it fits. Without one, 256 or 257 ids are bytes, and 50,277 or somewhat
    more are the vocabulary of the Pile, which the program carries too.
    Raises `UserError` when no vocabulary fits or `tokenizer.json` is damaged.
    """
    if vocab_size == WORLD_VOCAB_SIZE:
        return WorldTokenizer(WORLD_VOCABULARY)
    folder = model_path if model_path.is_dir() else model_path.parent
    path = folder / TOKENIZER_FILE
    bytes_only = vocab_size in (256, 257)
    pile = PILE_VOCAB_SIZE <= vocab_size < WORLD_VOCAB_SIZE
    if path.is_file():
        tokenizer = HfTokenizer(path)
        if tokenizer.vocab_size <= vocab_size:
            return tokenizer
        if not bytes_only and not pile:
            raise UserError(
                "The tokenizer {file} has {tokens} tokens, but the model knows only {ids}.",
                "Put the tokenizer.json that was published with the model beside it.",
                file=str(path),
                tokens=tokenizer.vocab_size,
                ids=vocab_size,
            )
    if bytes_only:
        return ByteTokenizer(vocab_size)
    if pile:
        return HfTokenizer(PILE_VOCABULARY)
    raise UserError(
        "There is no tokenizer for the model {model}, which has {ids} tokens.",
        "Put the tokenizer.json that was published with the model into {folder}.",
        model=model_path.name,
        ids=vocab_size,
        folder=str(folder),
    )
