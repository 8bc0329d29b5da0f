"""Cuts at seams do not change tokens; elsewhere the check finds out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer as HfCore
from tokenizers import decoders, models, pre_tokenizers, trainers

from engine.seams import cuts_cleanly, is_seam, last_seam, next_seam
from engine.tokenizers import WorldTokenizer
from tests.engine.fakes import MergingTokenizer

VOCABULARY = Path(__file__).parents[2].parent / "shared/testdata/tokenizer/rwkv_vocab_v20230424.txt"
PIECES = st.sampled_from(
    ["The", " the", " cat", "dra", "gon", " dragon", "\n", "\n\n", " ", "  ", ".", "。", ",", "他",
     "他走了", "的龙", "\u3000", "—", "3", " 4", "é", "\t", "'s", "\r\n", '"', "“", "Ω"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=24).map("".join)


class Bpe:
    """GPT-2's kind of vocabulary, trained on a few lines."""

    def __init__(self) -> None:
        self._core = HfCore(models.BPE())
        self._core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        self._core.decoder = decoders.ByteLevel()
        lines = [
            "The cat sat.\n\nThe dragon's cat, 34.\n\n\n\n他走了。\n",
            "他的龙\n\n\u3000\u3000他走了 a  b",
        ] * 20
        trainer = trainers.BpeTrainer(
            vocab_size=400,
            show_progress=False,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        )
        self._core.train_from_iterator(lines, trainer)

    vocab_size = 400

    def encode(self, text):
        return self._core.encode(text).ids

    def token_bytes(self, token):
        raise NotImplementedError

    def decode(self, tokens):
        raise NotImplementedError


@pytest.fixture(scope="module")
def bpe():
    return Bpe()


@pytest.fixture(scope="module")
def world():
    if not VOCABULARY.is_file():
        pytest.skip("the World vocabulary is not in ../shared")
    return WorldTokenizer(VOCABULARY)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The", " cat", True),
        ("The cat.\n", "Then", True),
        ("他走了。\n", "他", True),
        ("\n", "The", True),
        ("", "The", True),
        ("The ", "cat", False),
        ("The ", " cat", False),
        ("The", "  cat", False),
        ("The", " 4", False),
        ("The", " ", False),
        ("Th", "e", False),
        ("a\n", "\nb", False),
        ("a\n\n", "b", False),
        ("a", "\nb", False),
        ("他走", "了", False),
        ("The", "", False),
    ],
)
def test_seams_by_example(before, after, expected):
    assert is_seam(before + after, len(before)) is expected


def test_neighbouring_seams_are_found():
    text = "The cat sat"
    assert last_seam(text, 6) == 3
    assert last_seam(text, 2) == 0
    assert last_seam(text, 6, floor=4) is None
    assert next_seam(text, 4) == 7
    assert next_seam(text, 8) is None
    assert next_seam(text, 4, ceiling=7) is None


def _assert_clean_cuts(tokenizer, text, index):
    whole = tokenizer.encode(text)
    parts = tokenizer.encode(text[:index]) + tokenizer.encode(text[index:])
    assert cuts_cleanly(tokenizer, text, index) == (parts == whole)
    if is_seam(text, index):
        assert parts == whole


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.integers(0, 100))
def test_a_clean_cut_is_one_that_keeps_the_tokens(text, index):
    _assert_clean_cuts(MergingTokenizer(), text, min(index, len(text)))


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, index=st.integers(0, 100))
def test_a_clean_cut_keeps_the_tokens_of_bpe(bpe, text, index):
    _assert_clean_cuts(bpe, text, min(index, len(text)))


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, index=st.integers(0, 100))
def test_a_clean_cut_keeps_the_tokens_of_world(world, text, index):
    _assert_clean_cuts(world, text, min(index, len(text)))


def test_a_long_text_without_seams_is_not_searched_through():
    class Counting(MergingTokenizer):
        asked = 0

        def encode(self, text):
            self.asked += len(text)
            return super().encode(text)

    tokenizer = Counting()
    assert not cuts_cleanly(tokenizer, "龙" * 100_000, 50_000)
    assert tokenizer.asked == 0
