"""The greedy self-test: the numbers that the program carries, and models that pass or fail."""

import json

import numpy as np
import pytest

from app.hub.catalogue import read_catalogue
from app.hub.selftest import case_for, read_cases, run_selftest
from app.paths import resource
from engine.tokenizers import load_tokenizer
from engine.types import UserError

PATH = resource("models", "greedy.json")
CASES = read_cases(PATH)


class FakeModel:
    """Says what it was told to say, whatever it reads; wrong from some place on."""

    def __init__(self, tokens, wrong_from=None):
        self.tokens, self.wrong_from = tokens, wrong_from
        self.read, self.fresh, self.said = [], 0, 0

    def load_state(self, state):
        assert state is None
        self.fresh += 1

    def prefill(self, tokens):
        self.read += tokens
        return self._logits()

    def step(self, token):
        self.read.append(token)
        return self._logits()

    def _logits(self):
        logits = np.zeros(65536, np.float32)
        wrong = self.wrong_from is not None and self.said >= self.wrong_from
        logits[0 if wrong else self.tokens[self.said]] = 1.0
        self.said += 1
        return logits


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_a_model_that_computes_right_passes(case):
    model = FakeModel(case.greedy_tokens)
    result = run_selftest(model, case)
    assert result.passed
    assert result.agreed == len(case.greedy_tokens)
    assert tuple(model.read) == case.prompt_tokens + case.greedy_tokens[:-1]
    assert model.fresh == 2


def test_a_model_that_computes_wrong_fails_and_it_is_told_where():
    case = CASES[0]
    result = run_selftest(FakeModel(case.greedy_tokens, wrong_from=5), case)
    assert not result.passed
    assert result.agreed == 5


def test_the_tokens_are_those_of_the_text(tmp_path):
    world = load_tokenizer(tmp_path / "m.pth", 65536)
    for case in CASES:
        assert tuple(world.encode(case.prompt)) == case.prompt_tokens


def test_the_numbers_agree_with_the_facts(shared):
    files = sorted((shared / "testdata" / "oracle-greedy").glob("*.json"))
    assert len(files) == len(CASES)
    for file in files:
        fact = json.loads(file.read_text("utf-8"))
        case = next(c for c in CASES if c.file in fact["model"])
        assert list(case.prompt_tokens) == fact["prompt_tokens"]
        assert list(case.greedy_tokens) == fact["greedy_tokens"]


def test_some_models_of_the_catalogue_have_one():
    catalogue = read_catalogue(resource("models", "catalogue.json"))
    found = [entry.id for entry in catalogue.models if case_for(CASES, entry.file, entry.sha256)]
    assert len(found) >= 4


def test_a_case_is_found_by_digest_or_name_but_not_for_another_file_of_that_name():
    case = next(case for case in CASES if case.sha256)
    assert case_for(CASES, "renamed.pth", case.sha256) is case
    assert case_for(CASES, case.file) is case
    assert case_for(CASES, case.file, "0" * 64) is None
    assert case_for(CASES, "other.pth") is None


@pytest.mark.parametrize(
    "value",
    [{}, {"format": 2, "models": []}, {"format": 1, "models": [{"file": "a", "prompt": "b"}]}],
)
def test_a_damaged_list(tmp_path, value):
    file = tmp_path / "greedy.json"
    file.write_text(json.dumps(value))
    with pytest.raises(UserError, match="list of self-tests"):
        read_cases(file)
