"""Text in a given form, with every kind of grammar, vocabulary, and taking back."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.sampling import Vocabulary
from engine.tokenizers import WORLD_VOCABULARY, ByteTokenizer, WorldTokenizer
from engine.types import BannedPhrases, FinishReason, Grammar, SamplingSettings, UserError
from tests.engine.desk import Desk
from tests.engine.fakes import MergingTokenizer, NoisyModel

TOKENIZER = MergingTokenizer([*(f" {word}" for word in ("is", "to", "of")), '{"', '":', "tr", "ue"])
SIZE = TOKENIZER.vocab_size
DRAWS = SamplingSettings(temperature=1.0, top_p=1.0, max_tokens=400)
SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {"name": {"enum": ["Lily", "Tom"]}, "age": {"type": "integer"}},
        "required": ["name", "age"],
        "additionalProperties": False,
    }
)


def press(kind, text, seed=0, tokenizer=TOKENIZER, banned=(), **options):
    size = tokenizer.vocab_size
    chosen = replace(
        DRAWS, seed=seed, grammar=Grammar(kind, text), banned=BannedPhrases(banned), **options
    )
    desk = Desk(NoisyModel(size, size, seed), tokenizer=tokenizer)
    return desk.press("ab", chosen)[:2]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000))
def test_a_schema_is_kept(seed):
    text, finished = press("json_schema", SCHEMA, seed, top_k=30)
    if finished.reason is FinishReason.END_OF_TEXT:
        value = json.loads(text)
        assert value["name"] in ("Lily", "Tom")
        assert isinstance(value["age"], int)
    else:
        assert finished.reason is FinishReason.LENGTH


@pytest.mark.parametrize("tokenizer", [TOKENIZER, ByteTokenizer(257), ByteTokenizer(256)])
@pytest.mark.parametrize(
    ("kind", "grammar"),
    [("regex", r"(cat|dog) [0-9]{3}"), ("lark", 'start: ("cat" | "dog") " " /[0-9]{3}/')],
)
def test_a_regular_expression_and_a_grammar_are_kept(kind, grammar, tokenizer):
    for seed in range(5):
        text, finished = press(kind, grammar, seed, tokenizer)
        assert re.fullmatch(r"(cat|dog) [0-9]{3}", text)
        assert finished.reason is FinishReason.END_OF_TEXT


def test_any_json_is_an_object():
    text, finished = press("json", "", seed=5, logit_bias=((TOKENIZER.encode("}")[0], 9.0),))
    assert finished.reason is FinishReason.END_OF_TEXT
    assert isinstance(json.loads(text), dict)


def test_the_end_of_a_form_comes_before_the_least_length():
    assert press("regex", "cat", min_tokens=50)[0] == "cat"


@pytest.mark.parametrize("seed", range(6))
def test_bans_and_a_form_together(seed):
    text, finished = press("regex", "(cat|dog|cow)( cat| dog| cow){3}", seed, banned=("t d", "cow"))
    if finished.reason is FinishReason.END_OF_TEXT:
        assert re.fullmatch("(cat|dog)( cat| dog){3}", text)
    assert "cow" not in text
    assert "t d" not in text


def test_a_form_that_only_banned_text_fits_says_so():
    text, finished = press("regex", "cat", banned=("cat",))
    assert finished.reason is FinishReason.NOTHING_LEFT
    assert "cat" not in text


def test_alternatives_each_keep_the_form():
    desk = Desk(NoisyModel(SIZE, SIZE), tokenizer=TOKENIZER)
    chosen = replace(DRAWS, seed=1, grammar=Grammar("regex", "[a-c]{4}"))
    texts, finished, _ = desk.press_for(4, "ab", chosen)
    assert all(re.fullmatch("[a-c]{4}", text) for text in texts)
    assert len(set(texts)) > 1
    assert finished.alternatives[0].seed == 1


def test_the_world_vocabulary_works():
    vocabulary = Vocabulary(WorldTokenizer(WORLD_VOCABULARY), 65536)
    mask = vocabulary.grammar(Grammar("regex", "猫(坐|走)了。"))
    allowed = mask.allowed()
    pieces = {vocabulary.piece(int(i)) for i in allowed.nonzero()[0]}
    assert "猫".encode() in pieces
    assert all(
        "猫坐了。".encode().startswith(p) or "猫走了。".encode().startswith(p) for p in pieces
    )


@pytest.mark.parametrize(
    ("kind", "text"),
    [("regex", "(("), ("lark", "start: foo"), ("json_schema", '{"type":'),
     ("json_schema", '{"type": "wrong"}')],
)  # fmt: skip
def test_a_wrong_grammar_is_the_users_matter(kind, text):
    with pytest.raises(UserError, match="form that was asked for") as caught:
        press(kind, text)
    assert "\n" not in str(caught.value)


def test_without_the_library_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "llguidance", None)
    with pytest.raises(UserError, match="llguidance, which is not installed"):
        press("json", "")
