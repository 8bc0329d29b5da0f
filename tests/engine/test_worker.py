"""The engine thread: order of events, cancelling, merging, errors and shutting down."""

from __future__ import annotations

import queue
import threading
from dataclasses import replace

import pytest

from engine.loading_types import LoadedModel
from engine.merging import MERGE_SECONDS, DeltaMerger
from engine.types import (
    DeviceLost,
    Failed,
    Finished,
    FinishReason,
    GenerationRequest,
    ModelLoadError,
    ModelLoading,
    ModelReady,
    PrefillProgress,
    Prompt,
    SamplingSettings,
    TextDelta,
    TokenChance,
    TokenChosen,
    UserError,
)
from engine.worker import EngineWorker
from tests.engine.fakes import (
    STATE_SHAPES,
    DictStore,
    EchoModel,
    MergingTokenizer,
    ScriptedModel,
    script,
)

TOKENIZER = MergingTokenizer()
PATIENCE = 20.0


class GatedModel(EchoModel):
    """Waits before each step until the test lets it go on."""

    def __init__(self):
        super().__init__(TOKENIZER.vocab_size)
        self.at_step = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)

    def step(self, token):
        self.at_step.release()
        assert self.go_on.acquire(timeout=PATIENCE)
        return super().step(token)


class Studio:
    """A worker with its events in a queue."""

    def __init__(self, model=None, store=None, error=None):
        self.events = queue.SimpleQueue()
        self.crashes = []
        self.model = model or EchoModel(TOKENIZER.vocab_size)
        self.error = error
        self.worker = EngineWorker(self._load, store, self.events.put, self.crashes.append, 1 << 20)

    def _load(self, path, progress):
        progress(0, 2)
        if self.error is not None:
            raise self.error
        progress(1, 2)
        return LoadedModel(self.model, TOKENIZER, STATE_SHAPES)

    def start(self):
        self.worker.start()
        self.worker.load_model("/models/fake.pth")
        return self

    def until(self, kind):
        """Events up to the first of `kind`."""
        events = []
        while not events or not isinstance(events[-1], kind):
            events.append(self.events.get(timeout=PATIENCE))
        return events

    def rest(self):
        events = []
        while not self.events.empty():
            events.append(self.events.get())
        return events


@pytest.fixture
def studio():
    made = []

    def make(**options):
        made.append(Studio(**options).start())
        return made[-1]

    yield make
    for one in made:
        if isinstance(one.model, GatedModel):
            one.model.go_on.release(10_000)
        assert one.worker.shutdown(PATIENCE)
        one.worker.shutdown(PATIENCE)


def request(number, text="The cat sat", max_tokens=8):
    chosen = SamplingSettings(
        temperature=0.0, presence_penalty=0.0, frequency_penalty=0.0, max_tokens=max_tokens
    )
    return GenerationRequest(number, Prompt(text), chosen, "document:1")


def test_a_load_reports_stages_and_then_the_model(studio):
    one = studio()
    events = one.until(ModelReady)
    stages = [ModelLoading("fake.pth", 0, 2), ModelLoading("fake.pth", 1, 2)]
    assert events == [*stages, ModelReady(one.model.info)]


def test_a_request_gives_progress_text_and_an_end(studio):
    one = studio()
    one.until(ModelReady)
    one.worker.submit(request(7))
    events = one.until(Finished)
    assert isinstance(events[0], PrefillProgress)
    text = "".join(event.text for event in events if isinstance(event, TextDelta))
    assert text == "The cat satThe cat satThe cat"
    assert events[-1].generated_tokens == 8
    assert {event.request_id for event in events} == {7}


def test_the_store_is_used_across_workers(studio):
    store = DictStore()
    first = studio(store=store)
    first.worker.submit(request(1))
    first.until(Finished)
    second = studio(store=store, model=EchoModel(TOKENIZER.vocab_size))
    replay = [0, *TOKENIZER.encode("The cat sat")]
    second.model.prefill(replay)
    second.worker.submit(request(1, max_tokens=0))
    finished = second.until(Finished)[-1]
    assert finished.reused_tokens == finished.prompt_tokens == len(replay)


def test_without_a_model_a_request_fails_in_plain_words(studio):
    one = Studio()
    one.worker.start()
    one.worker.submit(request(3))
    (failed,) = one.until(Failed)
    assert failed.request_id == 3
    assert "No model" in failed.error.message
    assert one.worker.shutdown(PATIENCE)


def test_a_load_that_fails_is_told_and_another_works(studio):
    one = studio(error=ModelLoadError("The file {name} is damaged.", "Get it again.", name="x"))
    failed = one.until(Failed)[-1]
    assert (failed.request_id, failed.error.message) == (0, "The file x is damaged.")
    one.error = None
    one.worker.load_model("other")
    one.until(ModelReady)
    assert not one.crashes


def test_a_new_model_replaces_the_old_one(studio):
    one = studio()
    one.until(ModelReady)
    old, one.model = one.model, EchoModel(TOKENIZER.vocab_size)
    one.worker.load_model("other")
    one.until(ModelReady)
    assert old.closed
    assert not one.model.closed


def test_cancelling_keeps_the_text_and_the_state(studio):
    one = studio(model=GatedModel(), store=DictStore())
    one.worker.submit(request(1, max_tokens=50))
    one.model.go_on.release(2)
    for _ in range(3):
        assert one.model.at_step.acquire(timeout=PATIENCE)
    one.worker.cancel(1)
    one.model.go_on.release()
    events = one.until(Finished)
    text = "".join(e.text for e in events if isinstance(e, TextDelta))
    assert events[-1].reason is FinishReason.CANCELLED
    assert len(TOKENIZER.encode(text)) == events[-1].generated_tokens == 3
    one.worker.submit(request(2, "The cat sat" + text, max_tokens=0))
    finished = one.until(Finished)[-1]
    assert finished.reused_tokens == finished.prompt_tokens


def test_a_request_that_waits_can_be_cancelled(studio):
    one = studio(model=GatedModel())
    one.worker.submit(request(1, max_tokens=2))
    one.worker.submit(request(2))
    assert one.model.at_step.acquire(timeout=PATIENCE)
    one.worker.cancel(2)
    one.worker.cancel(99)
    one.model.go_on.release(10)
    assert one.until(Finished)[-1].reason is FinishReason.LENGTH
    (second,) = one.until(Finished)
    assert (second.request_id, second.reason) == (2, FinishReason.CANCELLED)
    assert second.prompt_tokens == second.generated_tokens == 0


def test_a_bug_is_reported_and_the_worker_lives_on(studio):
    class Buggy(EchoModel):
        broken = True

        def step(self, token):
            if self.broken:
                raise ZeroDivisionError("a bug")
            return super().step(token)

    one = studio(model=Buggy(TOKENIZER.vocab_size))
    one.worker.submit(request(1))
    events = one.until(Failed)
    assert isinstance(events[-2], TextDelta)
    assert [type(crash) for crash in one.crashes] == [ZeroDivisionError]
    one.model.broken = False
    one.worker.submit(request(1))
    assert one.until(Finished)[-1].generated_tokens == 8
    assert not one.model.closed


@pytest.mark.parametrize(
    ("error", "words"),
    [(MemoryError(), "memory"), (UserError("The device {x} is gone.", x="GPU"), "GPU is gone")],
)
def test_what_the_user_can_mend_is_no_crash(studio, error, words):
    class Unlucky(EchoModel):
        def prefill(self, tokens):
            raise error

    one = studio(model=Unlucky(TOKENIZER.vocab_size))
    one.worker.submit(request(1))
    failed = one.until(Failed)[-1]
    assert failed.request_id == 1
    assert words in failed.error.message
    assert failed.error.hint or isinstance(error, UserError)
    assert not one.crashes


def test_an_id_must_be_new(studio):
    one = studio(model=GatedModel())
    one.worker.submit(request(1))
    with pytest.raises(ValueError, match="already"):
        one.worker.submit(request(1))


def test_shutting_down_cancels_all_and_sends_every_event():
    one = Studio(model=GatedModel()).start()
    one.until(ModelReady)
    one.worker.submit(request(1, max_tokens=1000))
    one.worker.submit(request(2))
    one.worker.load_model("never")
    assert one.model.at_step.acquire(timeout=PATIENCE)
    assert not one.worker.shutdown(0.01)
    one.model.go_on.release(1000)
    assert one.worker.shutdown(PATIENCE)
    ends = [event for event in one.rest() if isinstance(event, Finished | ModelReady)]
    assert [(e.request_id, e.reason) for e in ends] == [
        (1, FinishReason.CANCELLED),
        (2, FinishReason.CANCELLED),
    ]
    assert one.model.closed


def test_a_worker_that_never_started_shuts_down():
    assert Studio().worker.shutdown(1.0)


def test_text_is_merged_but_the_first_goes_at_once():
    now = [0.0]
    sent = []
    merger = DeltaMerger(sent.append, lambda: now[0])
    finished = Finished(1, FinishReason.LENGTH, 1, 0, 5, 0.0, 0.0)
    for at, text in ((0.0, "a"), (0.5, "b"), (0.9, "c"), (1.1, "d"), (1.2, "e")):
        now[0] = at * MERGE_SECONDS
        merger.push(TextDelta(1, text))
    assert sent == [TextDelta(1, "a"), TextDelta(1, "bcd")]
    merger.push(finished)
    assert sent[2:] == [TextDelta(1, "e"), finished]
    merger.flush()
    assert len(sent) == 4


def test_texts_of_alternatives_are_merged_each_for_itself():
    sent, now = [], [0.0]
    merger = DeltaMerger(sent.append, lambda: now[0])
    chance = TokenChance(1, b"a", 0.5, 1.0)
    told = TokenChosen(1, chance, (), (), 1)
    for event in (TextDelta(1, "a"), TextDelta(1, "x", 1), told, TextDelta(1, "b")):
        merger.push(event)
    now[0] = 1.0
    merger.push(TextDelta(1, "y", 1))
    assert sent == [TextDelta(1, "a"), told, TextDelta(1, "xy", 1), TextDelta(1, "b")]


def test_a_sentence_is_finished_when_asked(studio):
    written = " cat sat on the dragon. The cat."
    one = studio(model=ScriptedModel(TOKENIZER.vocab_size, script(TOKENIZER, written, 2)))
    one.until(ModelReady)
    asked = threading.Event()

    def ask(event):
        if isinstance(event, TextDelta) and not asked.is_set():
            one.worker.finish_sentence(1)
            one.worker.finish_sentence(77)
            asked.set()
        one.events.put(event)

    one.worker._on_event = ask
    one.worker.submit(request(1, "The", max_tokens=1000))
    events = one.until(Finished)
    assert events[-1].reason is FinishReason.SENTENCE
    text = "".join(event.text for event in events if isinstance(event, TextDelta))
    assert text == " cat sat on the dragon."


def test_a_device_that_fails_in_mid_text_is_told_after_it(studio):
    class Card(ScriptedModel):
        """Its device is gone with the tenth token, as a `ResilientModel` tells it."""

        @property
        def info(self):
            gone = self.tokens_read >= 10
            return (
                replace(self._info, device="cpu", device_note="no memory") if gone else self._info
            )

    written = " cat sat on the dragon. The cat sat on the dragon."
    one = studio(model=Card(TOKENIZER.vocab_size, script(TOKENIZER, written, 2)))
    one.until(ModelReady)
    one.worker.submit(request(1, "The", max_tokens=100))
    events = one.until(DeviceLost)
    text = "".join(event.text for event in events if isinstance(event, TextDelta))
    assert text == written
    assert events[-1].info.device_note == "no memory"
