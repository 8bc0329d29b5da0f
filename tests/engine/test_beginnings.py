"""What a text begins with: styles as bytes, blends, keys; and generation from them."""

from __future__ import annotations

import queue

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.beginnings import mixture, style_bytes, styled
from engine.loading_types import LoadedModel
from engine.snapshot import beginning_key, mixture_identity
from engine.types import (
    Failed,
    Finished,
    GenerationRequest,
    ModelReady,
    Prompt,
    SamplingSettings,
    StylePart,
    UserError,
)
from engine.worker import EngineWorker
from tests.engine.fakes import STATE_SHAPES, DictStore, MergingTokenizer, ScriptedModel

SHAPES = {"att_shift": (2, 8), "wkv": (2, 2, 4, 4), "ffn_shift": (2, 8)}


def matrices(value):
    return np.full(SHAPES["wkv"], value, np.float32)


ONE, THREE = style_bytes(matrices(1)), style_bytes(matrices(3))
STORE = dict([ONE, THREE])


def begin(*parts):
    return styled("model", [StylePart(key, weight) for key, weight in parts], STORE.get, SHAPES)


def test_without_a_style_the_key_is_the_models_own():
    assert begin().key == "model"
    assert begin().state() is None


def test_styles_are_a_weighted_sum_and_the_rest_is_fresh():
    state = begin((ONE[0], 0.5), (THREE[0], 0.25)).state()
    assert np.array_equal(state["wkv"], matrices(1.25))
    assert {name: array.shape for name, array in state.items()} == SHAPES
    assert not state["att_shift"].any()
    assert not state["ffn_shift"].any()


def test_each_mixture_has_a_key_of_its_own_whatever_its_order():
    keys = [
        begin(*parts).key
        for parts in (
            [],
            [(ONE[0], 1.0)],
            [(ONE[0], 0.5)],
            [(THREE[0], 1.0)],
            [(ONE[0], 0.5), (THREE[0], 0.5)],
            [(ONE[0], 0.4), (THREE[0], 0.6)],
        )
    ]
    assert len(set(keys)) == len(keys)
    parts = [StylePart(ONE[0], 0.5), StylePart(THREE[0], 0.25)]
    assert mixture_identity(parts) == mixture_identity(parts[::-1])


def test_a_style_is_known_by_its_content():
    assert style_bytes(matrices(1)) == ONE
    assert style_bytes(matrices(2))[0] != ONE[0]


@pytest.mark.parametrize(
    "blob",
    [None, b"", ONE[1][:-1], b"garbage" * 9, style_bytes(np.zeros((3, 2, 4, 4), np.float32))[1]],
)
def test_a_style_that_is_gone_damaged_or_foreign_is_told(blob):
    with pytest.raises(UserError, match="missing, damaged or of another model"):
        mixture([StylePart("key", 1.0)], lambda _key: blob, SHAPES)


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_are_a_style_or_told(blob):
    with pytest.raises(UserError):
        mixture([StylePart("key", 1.0)], lambda _key: blob, SHAPES)


# Through the worker


class Desk:
    """A worker over a model that tells what it has read, with styles in a store."""

    def __init__(self):
        self.tokenizer = MergingTokenizer()
        self.events = queue.Queue()
        self.store = DictStore()
        self.model = ScriptedModel(self.tokenizer.vocab_size)
        self.loads = []
        real = self.model.load_state
        self.model.load_state = lambda state: (self.loads.append(state), real(state))[1]
        self.shapes = dict(STATE_SHAPES) | {"wkv": SHAPES["wkv"]}
        self.crashes = []
        self.worker = EngineWorker(
            lambda _path, _report: LoadedModel(self.model, self.tokenizer, self.shapes),
            self.store,
            self.events.put,
            self.crashes.append,
            styles=STORE.get,
        )
        self.worker.start()
        self.worker.load_model("model")
        self.wait(ModelReady)

    def wait(self, *kinds):
        while True:
            event = self.events.get(timeout=20)
            if isinstance(event, kinds):
                return event

    def press(self, number, *parts):
        styles = tuple(StylePart(key, weight) for key, weight in parts)
        request = GenerationRequest(
            number, Prompt("The cat sat"), SamplingSettings(max_tokens=0), styles=styles
        )
        self.worker.submit(request)
        return self.wait(Finished, Failed)


@pytest.fixture
def desk():
    desk = Desk()
    yield desk
    assert desk.worker.shutdown(20)
    assert desk.crashes == []


def test_the_model_begins_with_the_state_of_the_styles(desk):
    desk.press(1, (THREE[0], 0.5))
    assert np.array_equal(desk.loads[-1]["wkv"], matrices(1.5))
    desk.press(2)
    assert desk.loads[-1] is None


def test_what_was_read_in_one_style_is_never_taken_for_another(desk):
    assert desk.press(1).reused_tokens == 0
    assert desk.press(2, (ONE[0], 1.0)).reused_tokens == 0
    assert desk.press(3, (ONE[0], 0.9)).reused_tokens == 0
    keys = {key.model_key for key in desk.store.blobs}
    assert len(keys) == 3
    assert desk.model.info.model_key in keys


def test_turning_a_style_off_and_on_finds_the_old_states(desk):
    first = desk.press(1)
    styled_one = desk.press(2, (ONE[0], 1.0))
    again = desk.press(3)
    assert again.reused_tokens == first.prompt_tokens
    styled_again = desk.press(4, (ONE[0], 1.0))
    assert styled_again.reused_tokens == styled_one.prompt_tokens


def test_a_style_that_is_gone_fails_the_request_and_nothing_else(desk):
    failed = desk.press(1, ("gone", 1.0))
    assert isinstance(failed, Failed)
    assert "style" in str(failed.error)
    assert isinstance(desk.press(2), Finished)


def test_several_texts_and_their_snapshots_keep_to_the_style(desk):
    request = GenerationRequest(
        1,
        Prompt("The cat sat"),
        SamplingSettings(max_tokens=5, seed=1),
        styles=(StylePart(ONE[0], 1.0),),
    )
    desk.worker.submit(request)
    assert isinstance(desk.wait(Finished, Failed), Finished)
    assert {key.model_key for key in desk.store.blobs} == {
        beginning_key(desk.model.info.model_key, request.styles)
    }
