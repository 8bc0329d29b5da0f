"""Trains a byte-level BPE vocabulary for a model of our own. Knows nothing of models.

Words are cut so that the seams of a text (before " word", after a line break) are always
token borders: there a saved state can be continued without reading anything again.
"""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from engine.training.text import SEPARATOR

PIECES = r"'(?:[sdmt]|ll|ve|re)\b|\d| ?[^\W\d_]+| ?[^\s\w]+| ?_+|\n|[^\S\n]+"
"""A contraction, one digit, a word, punctuation, one line break, or other white space."""


def train_tokenizer(documents: Iterable[str], vocab_size: int) -> Tokenizer:
    """A byte-level BPE with `vocab_size` entries; id 0 is the end of a document.

    Every text can be encoded, as all 256 bytes are in the vocabulary.
    """
    tokenizer = Tokenizer(models.BPE())
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(PIECES), "isolated"), byte_level]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=[SEPARATOR],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(documents, trainer)
    return tokenizer
