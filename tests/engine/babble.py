"""A model that writes words in any order: always UTF-8, and cut into tokens anywhere."""

from __future__ import annotations

import functools

import numpy as np

from tests.engine.fakes import MergingTokenizer, ScriptedModel

WORDS = [
    "龙走了。",
    "The cat",
    " sat",
    "\n\n",
    "Us",
    "er:",
    "é ",
    "他的",
    "  ",
    ".",
    "𝄞",
    "\nHe",
    " was",
]


class Babble(ScriptedModel):
    """Begins any of the words or goes on with one, a byte or a merged token at a time: so its
    text is always UTF-8, its tokens end anywhere in a character, and each choice is open."""

    def __init__(self, tokenizer, words=WORDS, seed=0):
        super().__init__(tokenizer.vocab_size)
        self._tokenizer = tokenizer
        self._words = [word.encode() for word in words]
        self._longest = max(map(len, self._words))
        self._seed = seed
        self._next = functools.cache(self._find_next)

    def logits(self):
        random = np.random.default_rng([self._seed, int.from_bytes(self._chain, "little")])
        logits = np.full(self.info.vocab_size, -30.0, dtype=np.float32)
        logits[0] = -20.0
        tokens = self._next(self._tokenizer.decode(self.history[-self._longest :]))
        logits[tokens] = random.standard_normal(len(tokens)) * 1.5
        return logits

    def _find_next(self, data):
        """The tokens with which a word that `data` may have begun goes on."""
        lead = next((n for n, byte in enumerate(reversed(data[-4:]), 1) if byte & 0xC0 != 0x80), 0)
        whole = lead and len(data[len(data) - lead :].decode("utf-8", "ignore"))
        unfinished = 0 if whole else lead
        ends = [data[len(data) - n :] for n in range(unfinished, min(len(data), self._longest) + 1)]
        rests = [w[len(e) :] for e in ends for w in self._words if w.startswith(e) and w != e]
        return sorted({self._tokenizer.encode_bytes(rest)[0] for rest in rests})


class ByteAndWord(MergingTokenizer):
    """Merged tokens, and bytes where they do not fit."""

    def encode_bytes(self, data):
        for length in range(min(self._longest, len(data)), 0, -1):
            if data[:length] in self._ids:
                return [self._ids[data[:length]]]
        raise AssertionError
