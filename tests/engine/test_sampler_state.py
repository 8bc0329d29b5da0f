"""A sampler's whole state: kept, stored as text, restored, it draws the same tokens again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.sampling import NothingLeftError, Sampler, SamplerState, Vocabulary
from engine.types import Dry, Grammar, Mirostat, SamplingSettings, UserError, Xtc
from tests.engine.fakes import MergingTokenizer

TOKENIZER = MergingTokenizer()
SIZE = TOKENIZER.vocab_size
VOCABULARY = Vocabulary(TOKENIZER, SIZE)
SETTINGS = [
    SamplingSettings(seed=1),
    SamplingSettings(seed=2, temperature=0.0, presence_penalty=1.0),
    SamplingSettings(seed=3, mirostat=Mirostat(), top_p=1.0, min_tokens=9),
    SamplingSettings(seed=4, dry=Dry(range=20), xtc=Xtc(), repetition_penalty=1.3),
    SamplingSettings(seed=5, typical_p=0.9, top_n_sigma=2.0, top_k=50, logit_bias=((5, 3.0),)),
    SamplingSettings(seed=6, grammar=Grammar("regex", "[a-z ]+")),
]  # fmt: skip


def logits(step):
    return (np.random.default_rng(step).standard_normal(SIZE) * 3).astype(np.float32)


def sampler_of(chosen):
    sampler = Sampler(chosen, SIZE, vocabulary=VOCABULARY)
    sampler.read(TOKENIZER.encode("The cat sat on the cat"))
    return sampler


def draws(sampler, start, count):
    return [sampler.sample(logits(step)) for step in range(start, start + count)]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SETTINGS), st.integers(0, 40), st.integers(1, 20))
def test_restoring_goes_back_exactly(chosen, before, after):
    sampler = sampler_of(chosen)
    draws(sampler, 0, before)
    state = sampler.state()
    first = draws(sampler, before, after)
    later = sampler.state()
    sampler.restore(state)
    assert sampler.state() == state
    assert draws(sampler, before, after) == first
    assert sampler.state() == later


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(SETTINGS), st.integers(0, 40))
def test_a_stored_state_goes_on_in_another_sampler(chosen, before):
    one = sampler_of(chosen)
    draws(one, 0, before)
    text = one.state().to_json()
    other = Sampler(replace(chosen, seed=99), SIZE, vocabulary=VOCABULARY)
    other.restore(SamplerState.from_json(text))
    assert draws(other, before, 20) == draws(one, before, 20)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"links": 3}', "null"])
def test_another_text_is_no_state(text):
    with pytest.raises(ValueError):  # noqa: PT011  # json's own error is one too
        SamplerState.from_json(text)


def test_the_state_of_another_chain_is_refused():
    state = sampler_of(SETTINGS[3]).state()
    with pytest.raises(ValueError, match="another chain"):
        sampler_of(SETTINGS[0]).restore(state)


def test_order_is_the_users():
    # After top-k 1 nothing is left for a bias; before it, the bias decides.
    base = SamplingSettings(
        top_k=1, logit_bias=((7, 100.0),), presence_penalty=0, frequency_penalty=0
    )
    one = np.zeros(SIZE, dtype=np.float32)
    one[3] = 1.0
    for order, token in ((("logit_bias", "top_k"), 7), (("top_k", "logit_bias"), 3)):
        assert Sampler(replace(base, order=order), SIZE).sample(one) == token
    assert Sampler(replace(base, order=("top_k",)), SIZE).sample(one) == 3


@pytest.mark.parametrize(
    ("order", "message"),
    [(("top_k", "top_q"), "no sampler named “top_q”"), (("top_k", "top_k"), "order twice")],
)
def test_a_wrong_order_names_the_samplers(order, message):
    with pytest.raises(UserError, match=message) as caught:
        Sampler(SamplingSettings(order=order), SIZE)
    assert "typical" in caught.value.hint


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"temperature": -0.1}, "temperature"),
        ({"temperature": float("nan")}, "temperature"),
        ({"top_k": -1}, "top_k"),
        ({"top_p": 1.5}, "top_p"),
        ({"min_p": -0.5}, "min_p"),
        ({"typical_p": 2.0}, "typical_p"),
        ({"top_n_sigma": -1.0}, "top_n_sigma"),
        ({"repetition_penalty": 0.0}, "repetition_penalty"),
        ({"penalty_decay": 1.1}, "penalty_decay"),
        ({"max_tokens": -1}, "max_tokens"),
        ({"mirostat": Mirostat(tau=-1)}, "mirostat tau"),
        ({"xtc": Xtc(threshold=2)}, "xtc threshold"),
        ({"dry": Dry(base=0.5)}, "dry base"),
        ({"dry": Dry(range=0)}, "dry range"),
        ({"logit_bias": ((1, float("inf")),)}, "logit_bias"),
        ({"logit_bias": ((SIZE, 1.0),)}, f"Token {SIZE}"),
        ({"banned_tokens": (-1,)}, "Token -1"),
        ({"grammar": Grammar("bnf", "x")}, "“bnf”"),
    ],
)
def test_values_out_of_range_are_told_by_name(change, name):
    with pytest.raises(UserError, match=name) as caught:
        Sampler(SamplingSettings(**change), SIZE, vocabulary=VOCABULARY)
    assert caught.value.hint


def test_forbidden_tokens_are_not_drawn_and_nothing_left_is_told():
    one = logits(0)
    best = int(one.argmax())
    greedy = SamplingSettings(temperature=0.0)
    assert Sampler(greedy, SIZE).sample(one, {best}) == int(np.argsort(-one)[1])
    with pytest.raises(NothingLeftError):
        Sampler(greedy, SIZE).sample(one, range(SIZE))
