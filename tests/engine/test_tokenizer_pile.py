"""The vocabulary of the Pile, which the program carries for models of RWKV-4."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer as Backend

from engine.sampling import banned_tokens
from engine.tokenizers import (
    END_OF_TEXT,
    PILE_VOCABULARY,
    HfTokenizer,
    WorldTokenizer,
    load_tokenizer,
)

BOUNDED = settings(max_examples=200, deadline=None)
SPACES = st.text(alphabet=" \t\n\r\u00a0\u3000ab.", max_size=120)


@cache
def _library() -> Backend:
    return Backend.from_file(str(PILE_VOCABULARY))


@pytest.fixture(scope="module")
def pile() -> HfTokenizer:
    return HfTokenizer(PILE_VOCABULARY)


def test_the_vocabulary_is_the_published_one():
    digest = hashlib.sha256(PILE_VOCABULARY.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    assert digest == "c5679da155172377f7e38f588a2bfacf0d08d9403dbf83f7c282752454f66211"
    content = json.loads(PILE_VOCABULARY.read_text("utf-8"))
    assert len(content["model"]["vocab"]) == 50254
    assert len(content["model"]["merges"]) == 50009


def test_known_ids(pile):
    """The first from the read-me of rwkv-tokenizer-node, the second from RWKV's pitfalls."""
    assert pile.encode("Hello World!") == [12092, 3645, 2]
    assert pile.encode("One.\n\nTwo.") == [4041, 15, 187, 187, 7910, 15]
    assert pile.vocab_size == 50277


def test_a_last_blank_line_reads_as_it_does_with_a_letter_behind_it(pile):
    assert pile.encode("One.\n\n") == pile.encode("One.\n\nTwo")[:-1]
    assert pile.decode(pile.encode("\n\n")) == b"\n\n"


@pytest.mark.parametrize("count", range(60))
def test_runs_of_spaces_are_kept(pile, count):
    for text in (" " * count, f"a{' ' * count}b", "\n" * count, f"a\n{' ' * count}"):
        assert pile.decode(pile.encode(text)).decode("utf-8") == text


@BOUNDED
@given(text=st.text() | SPACES)
def test_decoding_gives_the_text_again(pile, text):
    tokens = pile.encode(text)
    assert pile.decode(tokens) == text.encode("utf-8")
    assert all(0 <= token < pile.vocab_size for token in tokens)


@BOUNDED
@given(text=st.text(st.characters(max_codepoint=0xFF, categories=["L", "N", "P", "Z"])))
def test_the_library_alone_gives_the_same_tokens(pile, text):
    """Letters up to U+00FF are already composed, so the library's composing changes nothing."""
    reference = _library().encode(text, add_special_tokens=False)
    assert pile.encode(text) == reference.ids


def test_accents_stay_as_they_were_written(pile):
    text = "e\u0301 and \u00e9, \uac00 and \u1100\u1161"
    assert pile.decode(pile.encode(text)).decode("utf-8") == text


def test_what_looks_like_the_end_of_a_document_stays_text(pile):
    tokens = pile.encode("<|endoftext|> and <|padding|>")
    assert not {END_OF_TEXT, 1} & set(tokens)
    assert pile.token_bytes(END_OF_TEXT) == pile.token_bytes(1) == b""


def test_padded_ids_are_never_drawn(pile):
    banned = banned_tokens(pile, 50304)
    assert np.array_equal(banned, [1, *range(50277, 50304)])


@pytest.mark.parametrize("vocab_size", [50277, 50304, 50432])
def test_models_of_that_size_get_it(vocab_size, tmp_path):
    tokenizer = load_tokenizer(tmp_path / "model.pth", vocab_size)
    assert tokenizer.vocab_size == 50277
    assert tokenizer.encode("Hello World!") == [12092, 3645, 2]


def test_a_tokenizer_beside_the_model_comes_first_if_it_fits(tmp_path):
    content = json.loads(PILE_VOCABULARY.read_text("utf-8"))
    content["added_tokens"] = content["added_tokens"][:1]
    _write(tmp_path, content)
    assert load_tokenizer(tmp_path / "model.pth", 50304).vocab_size == 50254
    content["model"]["vocab"]["zzzzzzzz"] = 60000
    _write(tmp_path, content)
    assert load_tokenizer(tmp_path / "model.pth", 50304).vocab_size == 50277
    assert isinstance(load_tokenizer(tmp_path / "model.pth", 65536), WorldTokenizer)


def _write(folder: Path, content: object) -> None:
    (folder / "tokenizer.json").write_text(json.dumps(content), "utf-8")
