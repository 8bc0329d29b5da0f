"""A model on a desk: one press of Continue after another, for the tests of generation."""

from __future__ import annotations

import itertools

import numpy as np

from engine.generate import generate
from engine.snapshot import from_bytes, key_for
from engine.state_cache import StateCache
from engine.types import (
    Finished,
    GenerationRequest,
    Prompt,
    SamplingSettings,
    TextDelta,
)
from tests.engine.fakes import (
    STATE_SHAPES,
    DictStore,
    MergingTokenizer,
    ScriptedModel,
)

TOKENIZER = MergingTokenizer()
SIZE = TOKENIZER.vocab_size
GREEDY = SamplingSettings(
    temperature=0.0, presence_penalty=0.0, frequency_penalty=0.0, max_tokens=20
)
CREATIVE = SamplingSettings(temperature=3.0, top_p=1.0, seed=5, max_tokens=20)
BOOK = "The cat sat on the cats. The dragon was gone.\n他走了。\n" * 60
FINALE = " dragons sat on the cats."


class Desk:
    """A model with a cache over a store, and one press of a button."""

    def __init__(self, model=None, store=None, tokenizer=TOKENIZER):
        self.tokenizer = tokenizer
        self.model = model or ScriptedModel(tokenizer.vocab_size)
        self.store = store if store is not None else DictStore()
        self.cache = StateCache(self.store, 1 << 30, STATE_SHAPES)
        self.ids = itertools.count(1)

    def restart(self):
        self.cache = StateCache(self.store, 1 << 30, STATE_SHAPES)

    def press(
        self, stable, sampling=GREEDY, volatile="", stop=(), cancel_after=None, finish_after=None
    ):
        """The text, how it ended, and all events."""
        texts, finished, events = self.press_for(
            1, stable, sampling, volatile, stop, cancel_after, finish_after
        )
        return texts[0], finished, events

    def press_for(
        self,
        alternatives,
        stable,
        sampling=GREEDY,
        volatile="",
        stop=(),
        cancel_after=None,
        finish_after=None,
        top_tokens=0,
    ):
        """The text of each alternative, how it all ended, and all events."""
        request = GenerationRequest(
            next(self.ids),
            Prompt(stable, volatile, tuple(stop)),
            sampling,
            "document:1",
            alternatives,
            top_tokens,
        )
        return self.ask(request, cancel_after, finish_after)

    def ask(self, request, cancel_after=None, finish_after=None):
        """The text of each alternative, how it all ended, and all events."""
        asked = itertools.count()

        def should_stop():
            return cancel_after is not None and next(asked) >= cancel_after

        asked_to_finish = itertools.count()

        def should_finish():
            return finish_after is not None and next(asked_to_finish) >= finish_after

        events = list(
            generate(
                self.model,
                self.tokenizer,
                self.cache,
                request,
                should_stop,
                should_finish=should_finish,
            )
        )
        assert {event.request_id for event in events} == {request.id}
        assert [event for event in events if isinstance(event, Finished)] == [events[-1]]
        texts = [""] * request.alternatives
        for event in events:
            if isinstance(event, TextDelta):
                texts[event.alternative] += event.text
        return texts, events[-1], events

    def read(self, stable, **options):
        return self.press(stable, SamplingSettings(max_tokens=0), **options)

    def kept_texts(self):
        """Text by snapshot, as told by the tokens that its state has read."""
        texts = {}
        for key, (n_tokens, blob, _) in self.store.blobs.items():
            snapshot = from_bytes(blob)
            history = self.model.history_of(snapshot.state)
            self.model.load_state(snapshot.state)
            assert np.array_equal(self.model.logits(), snapshot.logits)
            assert history[0] == 0
            assert len(history) == n_tokens
            texts[key] = self.tokenizer.decode(history[1:]).decode()
        return texts

    def check(self):
        """Every snapshot has read exactly the text that it is found by."""
        for key, text in self.kept_texts().items():
            assert key == key_for(self.model.info.model_key, text)


def replay(text, tokenizer=TOKENIZER, model=None):
    fresh = model or ScriptedModel(tokenizer.vocab_size)
    fresh.load_state(None)
    logits = fresh.prefill([0, *tokenizer.encode(text)])
    return fresh.history, logits
