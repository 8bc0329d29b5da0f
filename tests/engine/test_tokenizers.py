"""Vocabularies: the reference's ids, and decode(encode(text)) == text for any text."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer as Backend
from tokenizers import decoders, models, normalizers, pre_tokenizers, trainers

from engine.tokenizer_hf import byte_alphabet
from engine.tokenizers import (
    END_OF_TEXT,
    WORLD_VOCABULARY,
    ByteTokenizer,
    HfTokenizer,
    WorldTokenizer,
    load_tokenizer,
)
from engine.types import UserError

BOUNDED = settings(max_examples=200, deadline=None)
SENTENCES = [
    "Once upon a time there was a fox.",
    "The fox said: “Good morning!”",
    "从前有一只狐狸。",
]
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "testdata" / "tokenizer"


@cache
def _world() -> WorldTokenizer:
    return WorldTokenizer(WORLD_VOCABULARY)


@cache
def _world_tokens() -> frozenset[bytes]:
    return frozenset(_world().token_bytes(i) for i in range(1, 65530))


@cache
def _bpe_json(vocab_size: int = 300) -> str:
    """A trained byte-level BPE with the special token <|end|> as id 0."""
    backend = Backend(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    alphabet = sorted(byte_alphabet())
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=["<|end|>"],
        initial_alphabet=alphabet,
        show_progress=False,
    )
    backend.train_from_iterator(SENTENCES * 5, trainer)
    return backend.to_str()


@pytest.fixture(scope="module")
def bpe(tmp_path_factory) -> HfTokenizer:
    path = tmp_path_factory.mktemp("bpe") / "tokenizer.json"
    path.write_text(_bpe_json(), "utf-8")
    return HfTokenizer(path)


@pytest.fixture(params=["world", "bpe", "bytes", "bytes with an end"], scope="module")
def tokenizer(request, bpe):
    return {
        "world": _world(),
        "bpe": bpe,
        "bytes": ByteTokenizer(),
        "bytes with an end": ByteTokenizer(257),
    }[request.param]


@BOUNDED
@given(text=st.text())
def test_decoding_gives_the_text_again(tokenizer, text):
    tokens = tokenizer.encode(text)
    assert tokenizer.decode(tokens) == text.encode("utf-8")
    assert all(0 <= token < tokenizer.vocab_size for token in tokens)


@pytest.mark.parametrize("text", [*SENTENCES, "", "\n\n", "<|end|>", "a" * 300, "é\u0301🦊"])
def test_decoding_gives_chosen_texts_again(tokenizer, text):
    assert tokenizer.decode(tokenizer.encode(text)) == text.encode("utf-8")


def test_half_characters_of_python_do_not_stop_the_program(tokenizer):
    text = tokenizer.decode(tokenizer.encode("a\ud83e\udd8ab\udcffc")).decode("utf-8")
    assert text == "a🦊b\ufffdc"


def test_ids_outside_the_vocabulary_are_refused(tokenizer):
    for token in (-1, tokenizer.vocab_size):
        with pytest.raises(ValueError, match="outside the vocabulary"):
            tokenizer.token_bytes(token)


def test_the_end_of_a_document_has_no_text(bpe):
    assert bpe.token_bytes(END_OF_TEXT) == b""
    assert _world().token_bytes(END_OF_TEXT) == b""
    assert ByteTokenizer(257).token_bytes(END_OF_TEXT) == b""


def test_text_that_looks_like_a_special_token_stays_text(bpe):
    assert END_OF_TEXT not in bpe.encode("the <|end|> is near")


def test_merges_make_fewer_tokens_than_bytes(bpe):
    assert len(bpe.encode(SENTENCES[0])) < len(SENTENCES[0])
    assert bpe.vocab_size == 300


@BOUNDED
@given(st.binary())
def test_world_takes_any_bytes(data):
    world = _world()
    assert world.decode(world.encode_bytes(data)) == data


@BOUNDED
@given(st.lists(st.integers(1, 65529), min_size=1, max_size=8))
def test_world_takes_the_longest_match_at_each_place(tokens):
    world = _world()
    data = world.decode(tokens)
    vocabulary = _world_tokens()
    position = 0
    for token in world.encode_bytes(data):
        longest = max(
            (data[position : position + n] for n in range(1, 129)),
            key=lambda piece: (piece in vocabulary, len(piece)),
        )
        assert world.token_bytes(token) == longest
        position += len(longest)


def test_known_ids_of_world():
    encode = _world().encode
    assert encode("User:") == [24281, 59]
    assert encode("Assistant") == [5585, 41693]
    assert encode("\n\n") == [261]
    assert encode("。\n\nUser") == [28329, 11, 24281]
    assert encode("✿") == [10060]
    prompt = encode("\nThe Eiffel Tower is located in the city of")
    assert prompt == [11, 6699, 304, 25740, 109, 37480, 4600, 52151, 4596, 22590, 30449, 4706]


def test_the_vocabulary_is_the_published_one():
    digest = hashlib.sha256(WORLD_VOCABULARY.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    assert digest == "e6dee3d4e31b4d5c40ac99508ac6c701ceef4bed681bf2167ce9a908552bca89"


def test_world_agrees_with_the_reference():
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: no vectors of the reference tokenizer")
    vectors = json.loads((SHARED / "world_vectors.json").read_text("utf-8"))
    assert vectors
    for vector in vectors:
        data = bytes.fromhex(vector["hex"])
        assert _world().encode_bytes(data) == vector["ids"]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("300 'x'", 257),
        ("300 'ab' 3", 257),
        ("300 1+1 2", 257),
        ("300 __import__('os') 2", 257),
        ("70000 'ab' 2", 257),
        ("5 'ab' 2", 257),
        ("300 " + "(" * 1000 + " 2", 257),
    ],
)
def test_a_damaged_vocabulary_is_refused(line, number, tmp_path):
    path = tmp_path / "vocabulary.txt"
    lines = [f"{byte + 1} {bytes([byte])!r} 1" for byte in range(256)]
    path.write_text("\n".join([*lines, line]), "utf-8")
    with pytest.raises(UserError, match=rf"vocabulary\.txt is damaged at line {number}"):
        WorldTokenizer(path)


def test_a_vocabulary_without_all_bytes_is_refused(tmp_path):
    path = tmp_path / "vocabulary.txt"
    path.write_text("1 'a' 1\n", "utf-8")
    with pytest.raises(UserError, match="damaged"):
        WorldTokenizer(path)
    with pytest.raises(UserError, match="cannot be read"):
        WorldTokenizer(tmp_path / "absent.txt")


def _edited(change) -> str:
    content = json.loads(_bpe_json())
    change(content)
    return json.dumps(content)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", "no BPE"),
        ("{}", "no BPE"),
        (_bpe_json()[:2000], "not valid JSON"),
        ('{"model": {"type": "WordPiece"}}', "no BPE"),
        ('{"model": {"type": "BPE"}}', "not a byte-level"),
        (_edited(lambda c: c["model"].pop("vocab")), "cannot be used"),
        (_edited(lambda c: c["model"].update(vocab={"a": "b"})), "cannot be used"),
        (_edited(lambda c: c["model"]["vocab"].update({"狐": 300})), "not a byte-level"),
        (_edited(lambda c: c["model"]["vocab"].update(zzz=1 << 31)), "impossibly large"),
        (_edited(lambda c: c["model"].update(vocab={"狐": 1}, merges=[])), "not a byte-level"),
    ],
)
def test_a_foreign_or_damaged_tokenizer_json_is_refused(text, reason, tmp_path):
    path = tmp_path / "tokenizer.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UserError, match=reason):
        HfTokenizer(path)


def test_limits_in_tokenizer_json_do_not_cut_the_text(tmp_path):
    backend = Backend.from_str(_bpe_json())
    backend.enable_truncation(4)
    backend.enable_padding(length=64)
    path = tmp_path / "tokenizer.json"
    path.write_text(backend.to_str(), "utf-8")
    text = SENTENCES[0] * 3
    tokenizer = HfTokenizer(path)
    assert tokenizer.decode(tokenizer.encode(text)).decode("utf-8") == text


def test_added_tokens_that_are_not_special_are_text(tmp_path):
    backend = Backend.from_str(_bpe_json())
    backend.add_tokens(["狐狸!"])
    backend.normalizer = normalizers.Sequence([])
    path = tmp_path / "tokenizer.json"
    path.write_text(backend.to_str(), "utf-8")
    tokenizer = HfTokenizer(path)
    tokens = tokenizer.encode("一只狐狸!")
    assert tokens[-1] == 300
    assert tokenizer.decode(tokens).decode("utf-8") == "一只狐狸!"


def test_load_tokenizer_picks_by_size_and_by_what_lies_beside_the_model(tmp_path):
    model = tmp_path / "model.safetensors"
    assert isinstance(load_tokenizer(model, 65536), WorldTokenizer)
    assert isinstance(load_tokenizer(model, 256), ByteTokenizer)
    with pytest.raises(UserError, match=r"no tokenizer for the model model\.safetensors"):
        load_tokenizer(model, 4096)
    (tmp_path / "tokenizer.json").write_text(_bpe_json(), "utf-8")
    assert isinstance(load_tokenizer(model, 300), HfTokenizer)
    assert isinstance(load_tokenizer(tmp_path, 4096), HfTokenizer)
    assert isinstance(load_tokenizer(model, 256), ByteTokenizer)
    assert isinstance(load_tokenizer(model, 65536), WorldTokenizer)
    with pytest.raises(UserError, match="has 300 tokens, but the model knows only 299"):
        load_tokenizer(model, 299)


def test_a_byte_vocabulary_has_two_sizes():
    with pytest.raises(ValueError, match="256 or 257"):
        ByteTokenizer(255)
    assert ByteTokenizer().encode('"in') == [34, 105, 110]
    assert ByteTokenizer(257).encode("A") == [66]
