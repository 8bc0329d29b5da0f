"""Streaming text never ends inside a character, and nothing is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.detokenizer import StreamingDetokenizer
from engine.tokenizers import ByteTokenizer

BOUNDED = settings(max_examples=300, deadline=None)


def _deltas(data: bytes) -> list[str]:
    detokenizer = StreamingDetokenizer(ByteTokenizer())
    return [*(detokenizer.add(byte) for byte in data), detokenizer.flush()]


@BOUNDED
@given(st.text())
def test_characters_come_whole(text):
    deltas = _deltas(text.encode("utf-8"))
    assert [delta for delta in deltas if delta] == list(text)


@BOUNDED
@given(st.binary())
def test_any_bytes_give_what_python_gives_for_the_whole(data):
    assert "".join(_deltas(data)) == data.decode("utf-8", "replace")


def test_bytes_of_a_character_are_held_back_until_it_is_whole():
    assert _deltas("狐".encode()) == ["", "", "狐", ""]


def test_an_invalid_byte_is_replaced_as_soon_as_that_is_certain():
    assert _deltas(b"\xe7\x8b!") == ["", "", "\ufffd!", ""]
    assert _deltas(b"\xff") == ["\ufffd", ""]


def test_flush_replaces_what_is_unfinished_and_starts_anew():
    detokenizer = StreamingDetokenizer(ByteTokenizer())
    assert detokenizer.add(0xE7) == ""
    assert detokenizer.flush() == "\ufffd"
    assert detokenizer.flush() == ""
    assert detokenizer.add(ord("a")) == "a"


def test_a_special_token_adds_no_text():
    detokenizer = StreamingDetokenizer(ByteTokenizer(257))
    assert detokenizer.add(0) == ""
    assert detokenizer.add(ord("a") + 1) == "a"
