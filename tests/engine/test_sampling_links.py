"""Each link of the chain against the plain formula of its paper, on random logits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.sampling import (
    Candidates,
    Dry,
    LogitBias,
    MinP,
    Mirostat,
    Repetition,
    TopK,
    TopNSigma,
    TopP,
    Typical,
    Xtc,
)
from engine.sampling.candidates import least_threshold
from tests.engine.fakes import MergingTokenizer

SIZES = st.sampled_from([1, 2, 7, 300, 5000, 20_000])
SCALES = st.sampled_from([0.0, 0.05, 1.0, 5.0])
BOUNDED = settings(max_examples=60, deadline=None)


def logits_of(size, scale, seed, impossible=0):
    random = np.random.default_rng(seed)
    logits = (random.standard_normal(size) * scale).astype(np.float32)
    logits[random.integers(0, size, impossible)] = -np.inf
    logits[size // 2] = 0.0
    return logits


def softmax(logits):
    weights = np.exp(logits.astype(np.float64) - logits.max())
    return weights / weights.sum()


def left(link, logits, accepted=()):
    """The logits of all tokens after `link`; -inf where a token was dropped."""
    for token in accepted:
        link.accept(token)
    candidates = Candidates(logits.copy())
    link.apply(candidates)
    found = np.full(logits.size, -np.inf, dtype=np.float32)
    ids = np.arange(logits.size) if candidates.ids is None else candidates.ids
    found[ids] = candidates.logits
    weights = np.zeros(logits.size)
    weights[ids] = candidates.weights()
    assert np.array_equal(np.isfinite(found), weights > 0) or weights.min() < 1e-30
    return found


def kept(link, logits):
    return set(np.flatnonzero(np.isfinite(left(link, logits))).tolist())


def nearly(found, wanted, order):
    """Whether a set is the first of `order`, but for what rounding may move across the edge."""
    slack = 0 if len(order) < 1000 else 3
    assert abs(len(found) - wanted) <= slack
    assert found <= set(order[: wanted + slack].tolist())


@BOUNDED
@given(SIZES, SCALES, st.integers(0, 99), st.floats(0.01, 0.999))
def test_top_p(size, scale, seed, p):
    logits = logits_of(size, scale or 1.0, seed, size // 9)
    shares = softmax(logits)
    order = np.argsort(-shares, kind="stable")
    wanted = int(np.searchsorted(np.cumsum(shares[order]), p)) + 1
    nearly(kept(TopP(p), logits), min(wanted, size), order)


@BOUNDED
@given(SIZES, SCALES, st.integers(0, 99), st.floats(0.01, 0.999))
def test_typical(size, scale, seed, p):
    logits = logits_of(size, scale or 1.0, seed, size // 9)
    shares = softmax(logits)
    with np.errstate(divide="ignore"):
        surprise = -np.log(shares)
    entropy = float(np.sum(shares[shares > 0] * surprise[shares > 0]))
    distance = np.abs(surprise - entropy)
    order = np.argsort(distance, kind="stable")
    wanted = int(np.searchsorted(np.cumsum(shares[order]), p)) + 1
    possible = int(np.isfinite(logits).sum())
    found = kept(Typical(p), logits)
    # float32 distances of 20,000 tokens have ties that exact ones have not.
    assert abs(len(found) - min(wanted, possible)) <= max(3, size // 2000)
    assert found <= set(order[: wanted + max(3, size // 1000)].tolist())


@BOUNDED
@given(SIZES, SCALES, st.integers(0, 99), st.integers(1, 6000))
def test_top_k(size, scale, seed, k):
    logits = logits_of(size, scale, seed)
    least = np.sort(logits)[-min(k, size)]
    assert kept(TopK(k), logits) == set(np.flatnonzero(logits >= least).tolist())


@BOUNDED
@given(SIZES, SCALES, st.integers(0, 99), st.floats(0.001, 1.0))
def test_min_p(size, scale, seed, p):
    logits = logits_of(size, scale, seed)
    found = kept(MinP(p), logits)
    shares = softmax(logits)
    edge = shares.max() * p
    assert set(np.flatnonzero(shares >= edge * 1.0001).tolist()) <= found
    assert found <= set(np.flatnonzero(shares >= edge * 0.9999).tolist())


def test_min_p_after_weights_were_needed_is_the_same():
    logits = logits_of(5000, 2.0, 1)
    one, other = Candidates(logits.copy()), Candidates(logits.copy())
    one.weights()
    for candidates in (one, other):
        MinP(0.02).apply(candidates)
    assert np.array_equal(one.logits, other.logits)


@BOUNDED
@given(SIZES, SCALES, st.integers(0, 99), st.floats(0.1, 4.0))
def test_top_n_sigma(size, scale, seed, n):
    logits = logits_of(size, scale, seed, size // 9)
    finite = logits[np.isfinite(logits)].astype(np.float64)
    edge = finite.max() - n * finite.std()
    found = kept(TopNSigma(n), logits)
    assert set(np.flatnonzero(logits >= edge + 1e-4).tolist()) <= found
    assert found <= set(np.flatnonzero(logits >= edge - 1e-4).tolist())


@BOUNDED
@given(st.integers(2, 300), st.integers(0, 99), st.floats(0.0, 0.6), st.sampled_from([0.0, 1.0]))
def test_xtc(size, seed, threshold, probability):
    logits = logits_of(size, 2.0, seed)
    shares = softmax(logits)
    top = np.flatnonzero(shares >= threshold)
    found = kept(Xtc(threshold, probability, np.random.default_rng(0)), logits)
    wanted = set(range(size))
    if probability and top.size >= 2:
        wanted -= set(top.tolist()) - {int(top[shares[top].argmin()])}
    assert found == wanted


def test_xtc_acts_as_often_as_it_should():
    link = Xtc(0.1, 0.3, np.random.default_rng(0))
    logits = np.zeros(4, dtype=np.float32)
    acted = sum(len(kept(link, logits)) == 1 for _ in range(2000))
    assert acted / 2000 == pytest.approx(0.3, abs=0.04)


@BOUNDED
@given(st.integers(2, 3000), st.integers(0, 99), st.floats(0.5, 8.0), st.floats(0.0, 1.0))
def test_mirostat(size, seed, tau, eta):
    link = Mirostat(tau, eta)
    bound = 2 * tau
    for step in range(4):
        logits = logits_of(size, 2.0, seed + step)
        surprise = -np.log2(softmax(logits))
        found = kept(link, logits)
        assert set(np.flatnonzero(surprise <= bound - 1e-4).tolist()) <= found
        sure = set(np.flatnonzero(surprise <= bound + 1e-4).tolist())
        assert found <= sure | {int(surprise.argmin())}
        link.accept(0, surprise := 1.5 * step)
        bound -= eta * (surprise - tau)


def test_mirostat_steers_the_surprise_to_what_was_asked():
    logits = np.log(np.arange(1, 2001)[::-1] ** -1.1).astype(np.float32)
    for tau in (2.0, 5.0):
        link, random, seen = Mirostat(tau, 0.1), np.random.default_rng(0), []
        for _ in range(1500):
            shares = softmax(left(link, logits))
            token = int(random.choice(shares.size, p=shares))
            seen.append(-math.log2(shares[token]))
            link.accept(token, seen[-1])
        assert np.mean(seen[300:]) == pytest.approx(tau, abs=0.4)


@BOUNDED
@given(st.lists(st.integers(0, 19), max_size=30), st.floats(0.5, 3.0), st.integers(1, 12))
def test_repetition(tokens, penalty, limit):
    logits = logits_of(20, 3.0, 1)
    wanted = logits.copy()
    for token in set(tokens[-limit:]):
        wanted[token] = wanted[token] / penalty if wanted[token] > 0 else wanted[token] * penalty
    assert left(Repetition(penalty, limit), logits, tokens) == pytest.approx(wanted, rel=1e-5)


def test_logit_bias():
    logits = logits_of(20, 1.0, 1)
    found = left(LogitBias([(3, 2.5), (19, -4.0)]), logits)
    logits[3] += 2.5
    logits[19] -= 4.0
    assert found == pytest.approx(logits)


@pytest.mark.parametrize("tokens", [(), (3, 1), (7, 3, 50)])
def test_reweighing_after_narrowing_finds_the_right_tokens(tokens):
    logits = logits_of(5000, 3.0, 2)
    candidates = Candidates(logits.copy())
    TopK(40).apply(candidates)
    order = np.argsort(-logits)
    best = [int(order[rank]) for rank in tokens]
    LogitBias([(token, 1.0) for token in best]).apply(candidates)
    assert set(candidates.ids.tolist()) == set(order[:40].tolist())
    for token, logit in zip(candidates.ids.tolist(), candidates.logits, strict=True):
        assert logit == pytest.approx(logits[token] + (token in best))


def dry_by_hand(tokens, pieces, multiplier, base, allowed, limit, breakers):
    """For each token: the longest repeat that it would continue, the slow way."""
    tokens = tokens[-limit:]
    text_ends = np.cumsum([len(piece) for piece in pieces[-len(tokens) :]]) if tokens else []
    text = b"".join(pieces[-len(tokens) :]) if tokens else b""
    broken = 0
    for place in range(len(tokens)):
        end = int(text_ends[place])
        start = end - len(pieces[-len(tokens) :][place])
        if any(
            text[max(0, stop - len(b)) : stop] == b for b in breakers
            for stop in range(start + 1, end + 1)
        ):  # fmt: skip
            broken = place + 1
    penalties = {}
    for end in range(1, len(tokens)):
        length = 0
        while (
            length < end
            and len(tokens) - 1 - length >= broken
            and tokens[end - 1 - length] == tokens[len(tokens) - 1 - length]
        ):
            length += 1
        if length >= allowed:
            penalty = multiplier * base ** (length - allowed)
            penalties[tokens[end]] = max(penalties.get(tokens[end], 0.0), penalty)
    return penalties


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([98, 99, 100, 257, 258]), max_size=40),
    st.integers(1, 4),
    st.sampled_from([5, 40]),
    st.sampled_from([(), ("b",), ("ca", "T")]),
)
def test_dry(tokens, allowed, limit, breakers):
    tokenizer = MergingTokenizer()
    link = Dry(0.8, 1.75, allowed, limit, breakers, tokenizer.token_bytes)
    logits = logits_of(tokenizer.vocab_size, 1.0, 3)
    pieces = [tokenizer.token_bytes(token) for token in tokens]
    encoded = [text.encode() for text in breakers]
    wanted = logits.copy()
    # The window of a breaker is the text; the rule by hand looks at the window of tokens only.
    if limit >= len(tokens):
        penalties = dry_by_hand(tokens, pieces, 0.8, 1.75, allowed, limit, encoded)
        for token, penalty in penalties.items():
            wanted[token] -= penalty
        assert left(link, logits, tokens) == pytest.approx(wanted, rel=1e-4, abs=1e-4)
    else:
        left(link, logits, tokens)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([9000, 30_000]), st.integers(0, 99), st.floats(0.001, 0.999), st.booleans())
def test_the_threshold_is_exact_whatever_a_sample_says(size, seed, share, heavy):
    random = np.random.default_rng(seed)
    keys = random.standard_normal(size).astype(np.float32)
    weights = random.random(size).astype(np.float32)
    if heavy:
        # A few tokens with nearly all the weight, which no sample holds.
        weights[random.integers(0, size, 20)] = 1e4
    order = np.argsort(keys, kind="stable")
    sums = np.cumsum(weights[order], dtype=np.float64)
    total = float(sums[-1])
    masks = (np.empty(size, np.bool_), np.empty(size, np.bool_))
    found = least_threshold(keys, weights, share * total, total, masks)
    place = int(np.searchsorted(keys[order], found))
    wanted = int(np.searchsorted(sums, share * sums[-1], side="right"))
    assert abs(place - wanted) <= 2


@pytest.mark.parametrize("value", [0.0, 7.0])
def test_the_threshold_of_equal_keys_is_that_key(value):
    keys = np.full(30_000, value, dtype=np.float32)
    masks = (np.empty(30_000, np.bool_), np.empty(30_000, np.bool_))
    assert least_threshold(keys, np.ones_like(keys), 100.0, 30_000.0, masks) == value
