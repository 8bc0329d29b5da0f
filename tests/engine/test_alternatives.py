"""Several texts from one prompt: each is what it would be alone, and each can be gone on from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.types import (
    BannedPhrases,
    FinishReason,
    PrefillProgress,
    SamplingSettings,
    TextDelta,
    UserError,
)
from tests.engine.desk import BOOK, SIZE, TOKENIZER, Desk, replay
from tests.engine.fakes import NoisyModel, ScriptedModel

WORDS = TOKENIZER.vocab_size
DRAWS = SamplingSettings(temperature=1.2, top_p=1.0, seed=7, max_tokens=16)
STOPS = ["cat", "\n"]


def noisy(seed=0):
    """Writes whole words most of the time, and ends now and then."""

    class Wordy(NoisyModel):
        def logits(self):
            logits = super().logits()
            logits[1:257] -= 6.0
            return logits

    return Wordy(WORDS, WORDS, seed)


@pytest.mark.parametrize("count", [1, 2, 4, 8])
@pytest.mark.parametrize("banned", [(), ("the dra", "他"), ("zebra",)])
def test_each_alternative_is_the_single_run_of_its_seed(count, banned):
    sampling = replace(DRAWS, banned=BannedPhrases(banned))
    texts, finished, events = Desk(noisy()).press_for(count, BOOK, sampling, stop=STOPS)
    assert {e.alternative for e in events if isinstance(e, TextDelta)} <= set(range(count))
    assert [end.seed for end in finished.alternatives] == [7 + row for row in range(count)]
    for row, end in enumerate(finished.alternatives):
        text, single, _ = Desk(noisy()).press(BOOK, replace(sampling, seed=end.seed), stop=STOPS)
        assert texts[row] == text
        assert (end.reason, end.generated_tokens) == (single.reason, single.generated_tokens)
    assert finished.generated_tokens == sum(e.generated_tokens for e in finished.alternatives)
    assert finished.reason is finished.alternatives[0].reason


def test_the_prompt_is_read_once():
    desk = Desk(noisy())
    _, finished, events = desk.press_for(4, BOOK, DRAWS)
    assert sum(desk.model.prefills) < finished.prompt_tokens + 60
    progress = [event for event in events if isinstance(event, PrefillProgress)]
    assert progress[-1].done == finished.prompt_tokens


@pytest.mark.parametrize("banned", [(), ("the dra", "他", " cat")])
def test_going_on_from_any_alternative_reads_nothing_again(banned):
    sampling = replace(DRAWS, banned=BannedPhrases(banned))
    desk = Desk(noisy())
    texts, _, _ = desk.press_for(4, BOOK, sampling, stop=STOPS)
    assert len(set(texts)) > 1
    desk.check()
    desk.restart()
    for text in texts:
        whole = (BOOK + text).rstrip(" ")
        _, again, _ = desk.read(whole)
        assert again.reused_tokens == again.prompt_tokens
        assert TOKENIZER.decode(desk.model.history[1:]).decode() == whole


def test_a_row_that_ends_leaves_the_batch_and_the_last_goes_on_alone():
    limits = {}

    def respond(history):
        # The first token after the prompt says how long a text gets.
        written = history[prompt:]
        if not written:
            return 0
        limits.setdefault(written[0], 2 + 3 * len(limits))
        return 0 if len(written) > limits[written[0]] else written[0]

    prompt = len(replay("The")[0])

    class Splits(ScriptedModel):
        def logits(self):
            logits = super().logits()
            if len(self.history) == prompt:
                logits[:] = np.where(np.arange(SIZE) > 256, 5.0, -30.0)
            return logits

    desk = Desk(Splits(SIZE, respond))
    texts, finished, _ = desk.press_for(3, "The", replace(DRAWS, temperature=1.0, max_tokens=40))
    assert len(set(texts)) == 3
    assert {end.reason for end in finished.alternatives} == {FinishReason.END_OF_TEXT}
    assert [batch.rows for batch in desk.model.batches] == [3, 2]
    assert all(batch.closed for batch in desk.model.batches)
    desk.check()


@pytest.mark.parametrize("after", range(6))
def test_cancelling_stops_all_and_loses_nothing(after):
    desk = Desk(noisy())
    texts, finished, _ = desk.press_for(3, "The", DRAWS, cancel_after=after + 1)
    assert finished.reason is FinishReason.CANCELLED
    assert all(end.generated_tokens <= after for end in finished.alternatives)
    assert all(batch.closed for batch in desk.model.batches)
    desk.check()
    for text in texts:
        again = desk.read(("The" + text).rstrip(" "))[1]
        assert again.reused_tokens == again.prompt_tokens


def test_cancelling_while_reading_begins_none():
    _, finished, _ = Desk(noisy()).press_for(3, BOOK, DRAWS, cancel_after=1)
    assert (finished.reason, finished.alternatives) == (FinishReason.CANCELLED, ())


def test_injected_text_is_kept_from_no_alternative():
    desk = Desk(noisy())
    desk.press_for(3, BOOK, DRAWS, volatile="[a note]")
    assert all(BOOK.startswith(text) for text in desk.kept_texts().values())


def test_a_batch_is_closed_when_the_model_breaks():
    class Failing(NoisyModel):
        def logits(self):
            if len(self.history) > 6:
                raise RuntimeError("device lost")
            return super().logits()

    desk = Desk(Failing(SIZE, SIZE))
    with pytest.raises(RuntimeError):
        desk.press_for(2, "The", DRAWS)
    assert desk.model.batches
    assert all(batch.closed for batch in desk.model.batches)


@pytest.mark.parametrize("count", [0, 9, -1])
def test_too_many_or_too_few_are_refused(count):
    with pytest.raises(UserError, match="alternatives"):
        Desk().press_for(count, "The")
