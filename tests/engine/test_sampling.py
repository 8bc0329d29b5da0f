"""The sampler: each link against a plain formula, seeds, limits and damaged logits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.sampling import (
    Candidates,
    MinP,
    Penalties,
    Sampler,
    TopK,
    TopP,
    banned_tokens,
)
from engine.sampling.candidates import find_share
from engine.types import SamplingSettings, UserError
from tests.engine.fakes import MergingTokenizer

PLAIN = SamplingSettings(
    temperature=1.0, top_p=1.0, presence_penalty=0.0, frequency_penalty=0.0, seed=1
)
GREEDY = SamplingSettings(temperature=0.0, presence_penalty=0.0, frequency_penalty=0.0)


def logits_of(size, scale=2.0, seed=0):
    return (np.random.default_rng(seed).standard_normal(size) * scale).astype(np.float32)


def kept(processor, logits):
    candidates = Candidates(logits.copy())
    processor.apply(candidates)
    possible = np.flatnonzero(np.isfinite(candidates.logits))
    return {candidates.token(int(position)) for position in possible}


def likeliest_first(logits):
    probabilities = np.exp(logits.astype(np.float64) - logits.max())
    return np.argsort(-logits), probabilities / probabilities.sum()


@pytest.mark.parametrize("size", [50, 20_000])
@pytest.mark.parametrize("p", [0.0, 0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("scale", [0.01, 1.0, 4.0])
def test_top_p_is_the_smallest_set_that_reaches_p(size, p, scale):
    logits = logits_of(size, scale)
    order, probabilities = likeliest_first(logits)
    reached = np.cumsum(probabilities[order])
    wanted = int(np.searchsorted(reached, p)) + 1
    # float32 sums may differ from the exact ones by a place or two in 20,000.
    tolerance = 0 if size < 1000 else 2
    found = kept(TopP(p), logits)
    assert abs(len(found) - wanted) <= tolerance
    assert found == set(order[: len(found)].tolist())


def test_top_k_keeps_the_k_likeliest():
    logits = logits_of(1000)
    assert kept(TopK(7), logits) == set(np.argsort(-logits)[:7].tolist())
    assert len(kept(TopK(5000), logits)) == 1000


def test_min_p_keeps_what_is_likely_beside_the_best():
    logits = np.log(np.array([0.5, 0.3, 0.06, 0.04], dtype=np.float32))
    assert kept(MinP(0.1), logits) == {0, 1, 2}
    assert kept(MinP(1.0), logits) == {0}


def test_penalties_follow_the_formula_of_rwkv():
    penalties = Penalties(presence=0.5, frequency=0.25, decay=0.9, vocab_size=4)
    for token in (2, 2, 1):
        penalties.accept(token)
    candidates = Candidates(np.zeros(4, dtype=np.float32))
    penalties.apply(candidates)
    twice = (0.9 + 1.0) * 0.9
    expected = [0.0, -(0.5 + 0.25), -(0.5 + 0.25 * twice), 0.0]
    assert candidates.logits == pytest.approx(expected)


def test_penalties_make_a_greedy_sampler_move_on():
    chosen = SamplingSettings(temperature=0.0, presence_penalty=1.0, frequency_penalty=0.0)
    sampler = Sampler(chosen, 3)
    logits = np.array([1.0, 0.9, 0.5], dtype=np.float32)
    assert [sampler.sample(logits) for _ in range(3)] == [0, 1, 2]


def test_logits_stay_unchanged():
    logits = logits_of(100)
    before = logits.copy()
    sampler = Sampler(SamplingSettings(seed=3, top_k=5, min_p=0.1), 100)
    for _ in range(5):
        sampler.sample(logits)
    assert np.array_equal(logits, before)


def test_zero_temperature_takes_the_best():
    logits = logits_of(1000)
    assert {Sampler(GREEDY, 1000).sample(logits) for _ in range(5)} == {int(logits.argmax())}


@pytest.mark.parametrize("temperature", [1e-9, 1e-3])
def test_a_tiny_temperature_does_not_overflow(temperature):
    cold = SamplingSettings(temperature=temperature, seed=1)
    logits = logits_of(1000, scale=100.0)
    assert Sampler(cold, 1000).sample(logits) == int(logits.argmax())


def test_the_same_seed_gives_the_same_tokens():
    logits = logits_of(500)

    def draws(seed):
        sampler = Sampler(SamplingSettings(seed=seed), 500)
        return sampler.seed, [sampler.sample(logits) for _ in range(40)]

    seed, tokens = draws(None)
    assert draws(seed) == (seed, tokens)
    assert draws(None)[1] != tokens
    assert draws(-5) == draws(-5)


def test_frequencies_follow_the_probabilities():
    probabilities = np.array([0.6, 0.3, 0.1])
    sampler = Sampler(PLAIN, 3)
    logits = np.log(probabilities).astype(np.float32)
    counts = np.bincount([sampler.sample(logits) for _ in range(4000)], minlength=3)
    assert counts / 4000 == pytest.approx(probabilities, abs=0.04)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 3000), st.floats(0.0, 1.0, exclude_max=True), st.integers(0, 99))
def test_find_share_finds_the_share_that_holds_the_number(size, uniform, seed):
    weights = np.random.default_rng(seed).random(size).astype(np.float32)
    weights[np.random.default_rng(seed + 1).random(size) < 0.5] = 0.0
    weights[size // 2] = 1.0
    total = weights.sum(dtype=np.float64)
    position = find_share(weights, uniform * total)
    edges = np.concatenate([[0.0], np.cumsum(weights, dtype=np.float64)]) / total
    assert weights[position] > 0
    assert edges[position] - 1e-9 <= uniform <= edges[position + 1] + 1e-9


def test_find_share_never_leaves_the_weights_that_count():
    weights = np.array([0.5, 0.5, 0.0, *[0.0] * 600], dtype=np.float32)
    assert find_share(weights, 1.0) == find_share(weights, 9.0) == 1


def test_impossible_and_banned_tokens_are_never_drawn():
    logits = np.zeros(10, dtype=np.float32)
    logits[:4] = -np.inf
    sampler = Sampler(PLAIN, 10, np.array([4, 5, 6]))
    assert {sampler.sample(logits) for _ in range(200)} == {7, 8, 9}


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_broken_model_is_the_users_matter(bad):
    logits = logits_of(100)
    logits[17] = bad
    with pytest.raises(UserError, match="no usable numbers"):
        Sampler(PLAIN, 100).sample(logits)


def test_nothing_but_impossible_tokens_is_a_broken_model():
    with pytest.raises(UserError, match="no usable numbers"):
        Sampler(PLAIN, 5).sample(np.full(5, -np.inf, dtype=np.float32))


def test_a_foreign_vocabulary_is_refused():
    with pytest.raises(ValueError, match="vocabulary"):
        Sampler(PLAIN, 5).sample(np.zeros(6, dtype=np.float32))


def test_ids_without_text_are_banned_but_not_the_end():
    tokenizer = MergingTokenizer(["", "ab", ""])
    empty = [257, 259]
    beyond = list(range(260, 265))
    assert banned_tokens(tokenizer, 265).tolist() == empty + beyond


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        SamplingSettings,
        temperature=st.floats(0.0, 5.0),
        top_k=st.integers(0, 300),
        top_p=st.floats(0.0, 1.0),
        min_p=st.floats(0.0, 1.0),
        presence_penalty=st.floats(-2.0, 3.0),
        frequency_penalty=st.floats(-2.0, 3.0),
        penalty_decay=st.floats(0.0, 1.0),
        seed=st.integers(),
    ),
    st.floats(0.0, 50.0),
)
def test_any_settings_give_a_token(chosen, scale):
    sampler = Sampler(chosen, 300)
    logits = logits_of(300, scale)
    assert all(0 <= sampler.sample(logits) < 300 for _ in range(5))


@pytest.mark.parametrize("least", [0, 1, 5])
def test_the_text_cannot_end_before_the_least_length(least):
    logits = logits_of(30)
    logits[0] = 50.0
    sampler = Sampler(replace(GREEDY, min_tokens=least), 30)
    drawn = [sampler.sample(logits) for _ in range(6)]
    assert drawn.index(0) == least
    assert all(token == 0 for token in drawn[least:])
