"""Texts, tokens and windows."""

from __future__ import annotations

import json
import lzma

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from engine.training import data
from engine.training.text import read_documents
from engine.training.text_commands import parse_source
from engine.training.tokenizer import train_tokenizer
from engine.types import UserError

STORY = 'Once upon a time, 12 owls met.\n\n"It\'s late," said one.\nThey slept. 月亮很圆。'


@pytest.fixture(scope="module")
def tokenizer():
    return train_tokenizer([STORY] * 20, 300)


def test_documents_come_apart_at_the_separator(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("<|endoftext|>\none\n\ntwo\n<|endoftext|>\nthree\n<|endoftext|>\n", "utf-8")
    assert read_documents(path) == ["one\n\ntwo", "three"]


def test_compressed_text_and_json_lines_are_read(tmp_path):
    packed = tmp_path / "a.txt.xz"
    packed.write_bytes(lzma.compress(b"one\r\ntwo"))
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"text": "one"}\n\n{"text": "two"}\n', "utf-8")
    assert read_documents(packed) == ["one\ntwo"]
    assert read_documents(lines) == ["one", "two"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"\xff\xd8\xff\xe0 picture"),
        ("a.txt", b"text with a zero \0 in it"),
        ("a.txt", b"  \n "),
        ("a.txt.xz", b"not compressed"),
        ("a.jsonl", b'{"prompt": "no text"}'),
        ("a.jsonl", b"[1, 2]"),
        ("a.jsonl", b"no json"),
        ("missing.txt", None),
    ],
)
def test_what_is_no_text_is_refused_in_words(tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError, match=name):
        read_documents(path)


@given(st.text(max_size=80))
@settings(deadline=None, max_examples=60)
def test_every_text_comes_back_from_its_tokens(tokenizer, text):
    text = text.encode("utf-8", "replace").decode("utf-8")
    assert tokenizer.decode(tokenizer.encode(text).ids, skip_special_tokens=False) == text


def test_vocabulary_begins_with_the_end_of_text(tokenizer):
    assert tokenizer.id_to_token(0) == "<|endoftext|>"
    assert tokenizer.get_vocab_size() == 300


def test_digits_and_line_breaks_stand_alone(tokenizer):
    tokens = tokenizer.encode("123\n\n4").tokens
    assert len(tokens) == 6


@pytest.mark.parametrize("cut", [i for i, c in enumerate(STORY) if i and c == " "])
def test_a_cut_before_a_word_is_a_cut_between_tokens(tokenizer, cut):
    parts = [tokenizer.encode(part).ids for part in (STORY[:cut], STORY[cut:])]
    assert parts[0] + parts[1] == tokenizer.encode(STORY).ids


@pytest.mark.parametrize("cut", [i + 1 for i, c in enumerate(STORY) if c == "\n"])
def test_a_cut_after_a_line_break_is_a_cut_between_tokens(tokenizer, cut):
    parts = [tokenizer.encode(part).ids for part in (STORY[:cut], STORY[cut:])]
    assert parts[0] + parts[1] == tokenizer.encode(STORY).ids


def test_prepare_writes_tokens_and_counts(tokenizer, tmp_path):
    source = tmp_path / "tales.txt"
    source.write_text("<|endoftext|>\n".join(f"Tale {n}.\n" for n in range(10)), "utf-8")
    held = tmp_path / "held.txt"
    held.write_text("Never seen: é.", "utf-8")
    folder = tmp_path / "data"
    data.prepare(tokenizer, [data.Source(source, 1.5)], [held], folder, seed=4)
    counts = data.read_counts(folder)
    tokens = data.read_training(folder)
    assert counts["train"]["documents"] == 15
    assert counts["train"]["tokens"] == len(tokens)
    assert int((tokens == 0).sum()) == 15
    (heldout,) = data.read_heldout(folder)
    assert (heldout.name, heldout.n_bytes) == ("held", len("Never seen: é.".encode()))
    assert tokenizer.decode(heldout.tokens[:-1].tolist()) == "Never seen: é."


def test_a_folder_without_data_is_refused(tmp_path):
    with pytest.raises(UserError, match="no training data"):
        data.read_training(tmp_path)


def test_a_lost_token_file_is_named(tokenizer, tmp_path):
    (tmp_path / "data.json").write_text(json.dumps({"train": {}}), "utf-8")
    with pytest.raises(UserError, match=r"train\.bin"):
        data.read_training(tmp_path)


def test_an_epoch_visits_every_window_once():
    tokens = np.arange(105, dtype=np.uint16)
    windows = data.Windows(tokens, context=10, seed=1)
    batch, weights = windows.batch(0, 9)
    assert weights.shape == (9, 10)
    assert weights.all()
    starts = np.sort(batch[:, 0])
    assert np.array_equal(np.diff(starts), np.full(8, 10))
    assert np.array_equal(batch, batch[:, :1] + np.arange(11))


def test_windows_depend_on_seed_and_position_alone():
    tokens = np.arange(1000, dtype=np.uint16)
    one, same, other = (data.Windows(tokens, 10, seed) for seed in (1, 1, 2))
    for step in (400, 0, 30):
        assert np.array_equal(one.batch(step, 4)[0], same.batch(step, 4)[0])
    assert not np.array_equal(one.batch(0, 4)[0], other.batch(0, 4)[0])
    assert not np.array_equal(one.batch(0, 99)[0], one.batch(1, 99)[0])


def test_too_little_text_is_told():
    with pytest.raises(UserError, match="too little text"):
        data.Windows(np.zeros(19, np.uint16), context=10, seed=0)


@pytest.mark.parametrize(
    ("text", "name", "repeat"),
    [("a/b.txt:0.5", "b", 0.5), ("a/b.txt.xz", "b", 1.0), ("C:b.txt", "C:b", 1.0)],
)
def test_a_source_says_how_often_it_is_seen(text, name, repeat):
    source = parse_source(text)
    assert (source.name, source.repeat) == (name, repeat)


@pytest.mark.parametrize("repeat", ["0", "-1", "nan", "1e9"])
def test_a_source_cannot_be_seen_so_often(repeat):
    with pytest.raises(UserError):
        parse_source(f"a.txt:{repeat}")


def test_without_held_out_files_a_part_of_each_source_is_held_out(tokenizer, tmp_path):
    many, one = tmp_path / "many.txt", tmp_path / "one.txt"
    many.write_text("\n<|endoftext|>\n".join(f"Story {n}." for n in range(50)), "utf-8")
    one.write_text("\n".join(f"Line {n} of a book." for n in range(50)), "utf-8")
    sources = [data.Source(many, 3), data.Source(one)]
    counts = data.prepare(tokenizer, sources, [], tmp_path / "data", seed=0, part=0.1)
    assert counts["heldout"]["many"]["documents"] == 5
    assert counts["train"]["documents"] == 45 * 3 + 1
    known = Tokenizer.from_file(str(tmp_path / "data/tokenizer.json"))
    texts = {h.name: known.decode(h.tokens.tolist()) for h in data.read_heldout(tmp_path / "data")}
    trained = known.decode(data.read_training(tmp_path / "data").tolist())
    assert "Line 49 of a book." in texts["one"]
    assert "Line 49 of a book." not in trained
    assert "Story 7." in trained + texts["many"]
    assert not any(story in trained for story in texts["many"].split("Story")[1:])
