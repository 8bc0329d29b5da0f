"""The World vocabulary against other ways to compute it, on random Unicode."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.tokenizers import WORLD_VOCABULARY, ByteTokenizer, WorldTokenizer

BOUNDED = settings(max_examples=100, deadline=None)
SCRIPTS = (
    st.text()
    | st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=60)
    | st.text(st.characters(min_codepoint=0x3000, max_codepoint=0x30FF), max_size=60)
    | st.text(st.characters(min_codepoint=0x1F300, max_codepoint=0x1FAFF), max_size=50)
    | st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24F), max_size=60)
    | st.text(" \t\r\n.,*#=-_aeinstER0123456789", max_size=80)
)


@cache
def _world() -> WorldTokenizer:
    return WorldTokenizer(WORLD_VOCABULARY)


@cache
def _naive() -> Callable[[bytes], list[int]]:
    """Longest match as the format says it, from the file itself: tries every length."""
    ids: dict[bytes, int] = {}
    for line in WORLD_VOCABULARY.read_text("utf-8").splitlines():
        literal = ast.literal_eval(line[line.index(" ") + 1 : line.rindex(" ")])
        token = literal if isinstance(literal, bytes) else literal.encode("utf-8")
        ids[token] = int(line.split(" ", 1)[0])
    longest = max(map(len, ids))

    def encode(data: bytes) -> list[int]:
        tokens, position = [], 0
        while position < len(data):
            lengths = range(min(longest, len(data) - position), 0, -1)
            length = next(n for n in lengths if data[position : position + n] in ids)
            tokens.append(ids[data[position : position + length]])
            position += length
        return tokens

    return encode


@BOUNDED
@given(SCRIPTS)
def test_text_has_the_tokens_of_the_longest_match(text):
    assert _world().encode(text) == _naive()(text.encode("utf-8"))


@BOUNDED
@given(st.binary(max_size=120))
def test_bytes_have_the_tokens_of_the_longest_match_and_come_back(data):
    tokens = _world().encode_bytes(data)
    assert tokens == _naive()(data)
    assert _world().decode(tokens) == data


@BOUNDED
@given(st.lists(SCRIPTS, min_size=2, max_size=3).map("".join))
def test_the_reference_implementation_agrees(text):
    reference = _reference()
    if reference is None:
        pytest.skip("the package rwkv, which is the reference, is not installed")
    assert _world().encode(text) == reference(text.encode("utf-8"))


@pytest.mark.parametrize("tokenizer", [ByteTokenizer(256), ByteTokenizer(257)])
@BOUNDED
@given(data=st.binary())
def test_byte_vocabularies_take_any_bytes(tokenizer, data):
    assert tokenizer.decode(tokenizer.encode_bytes(data)) == data


@cache
def _reference() -> Callable[[bytes], list[int]] | None:
    try:
        from rwkv.rwkv_tokenizer import TRIE_TOKENIZER
    except ImportError:
        return None
    encode: Callable[[bytes], list[int]] = TRIE_TOKENIZER(str(WORLD_VOCABULARY)).encodeBytes
    return encode
