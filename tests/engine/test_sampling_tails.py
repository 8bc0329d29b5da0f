"""Tail-free, top-a and the dynamic temperature against their plain formulas."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.sampling.candidates import Candidates
from engine.sampling.chain import build_chain
from engine.sampling.checking import check_settings
from engine.sampling.tails import DynamicTemperature, TailFree, TopA
from engine.types import SamplingSettings, UserError
from tests.engine.test_sampling_links import BOUNDED, SCALES, SIZES, kept, left, logits_of, softmax


@BOUNDED
@given(SIZES, SCALES, st.integers(0, 99), st.floats(0.01, 1.0))
def test_top_a(size, scale, seed, a):
    logits = logits_of(size, scale, seed)
    shares = softmax(logits)
    least = a * shares.max() ** 2
    sure = set(np.flatnonzero(shares >= least * 1.00001).tolist())
    possible = set(np.flatnonzero(shares >= least * 0.99999).tolist())
    assert sure <= kept(TopA(a), logits) <= possible


@BOUNDED
@given(st.sampled_from([3, 7, 300]), st.integers(0, 99), st.floats(0.05, 0.99))
def test_tail_free(size, seed, z):
    logits = logits_of(size, 3.0, seed)
    shares = softmax(logits)
    order = np.argsort(-shares)
    curvature = np.abs(np.diff(np.diff(shares[order])))
    running, wanted = 0.0, 1
    for one in curvature / curvature.sum():
        running += one
        if running >= z:
            break
        wanted += 1
    found = kept(TailFree(z), logits)
    assert abs(len(found) - wanted) <= 1
    assert found <= set(order[: wanted + 1].tolist())


@pytest.mark.parametrize("logits", [[0.0], [0.0, 1.0], [2.0, 2.0, 2.0, 2.0]])
def test_tail_free_leaves_what_has_no_tail(logits):
    assert len(kept(TailFree(0.5), np.array(logits, dtype=np.float32))) == len(logits)


@BOUNDED
@given(st.sampled_from([2, 7, 300]), st.sampled_from([0.05, 1.0, 5.0]), st.integers(0, 99))
def test_dynamic_temperature(size, scale, seed):
    logits = logits_of(size, scale, seed)
    shares = softmax(logits)
    openness = -float((shares * np.log(shares + 1e-300)).sum()) / math.log(size)
    value = 0.5 + 1.5 * openness
    candidates = Candidates(logits.copy())
    DynamicTemperature(0.5, 2.0).apply(candidates)
    assert np.allclose(candidates.logits, logits / value, rtol=1e-3, atol=1e-4)


def test_impossible_tokens_do_not_count():
    logits = logits_of(300, 2.0, 1, impossible=50)
    link = DynamicTemperature(0.5, 2.0)
    assert np.isfinite(left(link, logits)).sum() == np.isfinite(logits).sum()


def test_they_are_links_when_they_are_wished_for():
    def names(**values):
        chain = build_chain(SamplingSettings(**values), 10, np.random.default_rng(0))
        return {name: type(link).__name__ for name, link in chain}

    assert "tfs" not in names()
    assert (
        names(tfs=0.9, top_a=0.1, temperature_spread=0.5).items()
        >= {
            "tfs": "TailFree",
            "top_a": "TopA",
            "temperature": "DynamicTemperature",
        }.items()
    )
    for bad in ({"tfs": 1.5}, {"top_a": -1.0}, {"temperature_spread": -0.1}):
        with pytest.raises(UserError):
            check_settings(SamplingSettings(**bad))
