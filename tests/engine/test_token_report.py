"""The probabilities of each token, before and after the samplers, for who asks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.sampling import Sampler
from engine.types import BannedPhrases, SamplingSettings, TokenChosen
from tests.engine.desk import SIZE, TOKENIZER, Desk
from tests.engine.fakes import NoisyModel

DRAWS = SamplingSettings(temperature=0.7, top_k=5, top_p=0.9, seed=3, max_tokens=12)


def told(sampling, alternatives=1, top=10):
    desk = Desk(NoisyModel(SIZE, SIZE))
    texts, finished, events = desk.press_for(alternatives, "The", sampling, top_tokens=top)
    return texts, finished, [event for event in events if isinstance(event, TokenChosen)]


@pytest.mark.parametrize("alternatives", [1, 3])
def test_each_token_is_told_with_its_text(alternatives):
    texts, finished, tokens = told(DRAWS, alternatives)
    for row, text in enumerate(texts):
        mine = [one for one in tokens if one.alternative == row]
        pieces = b"".join(one.chosen.piece for one in mine)
        assert pieces.decode("utf-8", "replace").startswith(text.rstrip("\ufffd"))
        assert len(mine) >= finished.alternatives[row].generated_tokens
    assert len({one.alternative for one in tokens}) == alternatives


def test_probabilities_are_those_of_the_logits_and_of_the_chain():
    _, _, tokens = told(replace(DRAWS, max_tokens=1))
    model = NoisyModel(SIZE, SIZE)
    logits = model.prefill([0, *TOKENIZER.encode("The")]).astype(np.float64)
    before = np.exp(logits - logits.max())
    before /= before.sum()
    best = np.argsort(-before)
    (one,) = tokens
    assert [other.token for other in one.top_before] == best[:10].tolist()
    for other in one.top_before:
        assert other.before == pytest.approx(before[other.token], rel=1e-5)
    # Temperature, then the five best, then those that reach 0.9.
    after = np.sort(before ** (1 / 0.7))[::-1][:5]
    after /= after.sum()
    count = int(np.searchsorted(np.cumsum(after), 0.9)) + 1
    after = after[:count] / after[:count].sum()
    assert [other.after for other in one.top_after] == pytest.approx(after.tolist(), rel=1e-4)
    assert one.chosen in one.top_after


def test_a_greedy_choice_is_certain():
    _, _, tokens = told(replace(DRAWS, temperature=0.0, presence_penalty=0.0))
    assert all(one.chosen.after == 1.0 for one in tokens)
    assert all(one.top_after == (one.chosen,) for one in tokens)


def test_tokens_that_were_taken_back_are_not_told():
    banned = replace(DRAWS, banned=BannedPhrases(("a", "e", "the", "。")))
    texts, _, tokens = told(banned)
    pieces = b"".join(one.chosen.piece for one in tokens)
    assert pieces.decode("utf-8", "replace").startswith(texts[0].rstrip("\ufffd"))


def test_nothing_is_worked_out_if_nobody_asks(monkeypatch):
    monkeypatch.setattr(Sampler, "probabilities", lambda *_: pytest.fail("needless work"))
    assert told(DRAWS, top=0)[2] == []
