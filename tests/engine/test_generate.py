"""Three properties for ever: resume equals replay, cancelling leaves a usable state, and a
restart finds the state. And: the text shown is the text that was read."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from engine.runtimes.base import PREFILL_CHUNK
from engine.snapshot import key_for
from engine.tokenizers import ByteTokenizer
from engine.types import (
    FinishReason,
    PrefillProgress,
    SamplingSettings,
    TextDelta,
    UserError,
)
from tests.engine.desk import BOOK, CREATIVE, FINALE, SIZE, TOKENIZER, Desk, replay
from tests.engine.fakes import (
    DictStore,
    EchoModel,
    ScriptedModel,
    script,
)


def test_resume_equals_replay():
    desk = Desk()
    desk.read(BOOK)
    longer = BOOK + "The cat was gone."
    _, finished, _ = desk.read(longer)
    assert finished.reused_tokens > 0.9 * finished.prompt_tokens
    history, logits = replay(longer)
    assert desk.model.history == history
    assert np.array_equal(desk.model.logits(), logits)
    assert finished.prompt_tokens == len(history)


def test_the_same_text_is_not_read_again():
    desk = Desk()
    first = desk.press(BOOK, CREATIVE)
    desk.model.prefills.clear()
    again = desk.press(BOOK, CREATIVE)
    assert again[0] == first[0]
    assert again[1].reused_tokens == again[1].prompt_tokens == first[1].prompt_tokens
    assert not desk.model.prefills
    assert not [event for event in again[2] if isinstance(event, PrefillProgress)]


def test_continuing_reads_nothing_again_even_after_a_restart():
    desk = Desk(EchoModel(SIZE))
    text, finished, _ = desk.press(BOOK)
    assert finished.generated_tokens == 20
    desk.restart()
    desk.model.prefills.clear()
    _, finished, _ = desk.press(BOOK + text)
    assert finished.reused_tokens == finished.prompt_tokens
    assert not desk.model.prefills


def test_restart_finds_the_state_bit_for_bit():
    store = DictStore()
    first = Desk(store=store)
    first.read(BOOK)
    other = Desk(ScriptedModel(SIZE), store)
    replayed = replay(BOOK, model=other.model)[1]
    snapshot = other.cache.longest_prefix("fake-1", BOOK)
    assert np.array_equal(snapshot.logits, replayed)
    text, finished, _ = other.press(BOOK, CREATIVE)
    assert finished.reused_tokens == finished.prompt_tokens
    assert text == Desk().press(BOOK, CREATIVE)[0]


@pytest.mark.parametrize("cancel_after", range(7))
def test_cancelling_a_long_reading_keeps_what_was_read(cancel_after):
    desk = Desk()
    _, finished, events = desk.read(BOOK, cancel_after=cancel_after)
    assert finished.reason is FinishReason.CANCELLED
    done = max(event.done for event in events[:-1])
    assert (done > 0) == (cancel_after > 0)
    desk.check()
    _, finished, _ = desk.read(BOOK)
    assert finished.reused_tokens >= done
    assert desk.model.history == replay(BOOK)[0]


@pytest.mark.parametrize("tokens", range(6))
def test_cancelling_while_writing_leaves_a_usable_state(tokens):
    desk = Desk(ScriptedModel(SIZE, script(TOKENIZER, FINALE, len(TOKENIZER.encode("The")) + 1)))
    # One question before the prompt, one before each token.
    text, finished, _ = desk.press("The", cancel_after=1 + tokens)
    assert finished.reason is FinishReason.CANCELLED
    assert finished.generated_tokens == tokens
    assert FINALE.startswith(text)
    desk.check()
    rest, finished, _ = desk.press("The" + text)
    assert finished.reused_tokens == finished.prompt_tokens
    assert text + rest == FINALE


def test_an_edit_near_the_end_reads_little_again():
    desk = Desk()
    desk.read(BOOK)
    total = len(TOKENIZER.encode(BOOK))
    for distance in (10, 100, 400, 900):
        edited = BOOK[: len(BOOK) - distance] + "\nHe was on the cat"
        again = len(TOKENIZER.encode(BOOK[len(BOOK) - distance :]))
        _, finished, _ = Desk(desk.model, desk.store.copy()).read(edited)
        reread = finished.prompt_tokens - finished.reused_tokens
        assert reread <= 3 * again + 2 * 64 + 40
        assert reread < total
        assert desk.model.history == replay(edited)[0]


def test_the_ladder_has_few_rungs():
    desk = Desk()
    desk.read(BOOK * 3)
    tokens = len(TOKENIZER.encode(BOOK * 3))
    assert 4 <= len(desk.store.blobs) <= np.log2(tokens / 64) + 2
    desk.check()


def test_progress_rises_to_the_total():
    events = Desk().read(BOOK, volatile="[note]")[2][:-1]
    done = [event.done for event in events]
    assert done == sorted(done)
    assert done[0] == 0
    assert (
        done[-1] == events[0].total == len(TOKENIZER.encode(BOOK) + TOKENIZER.encode("[note]")) + 1
    )
    assert max(b - a for a, b in itertools.pairwise(done)) <= PREFILL_CHUNK


def test_an_empty_text_can_be_continued():
    desk = Desk(ScriptedModel(SIZE, script(TOKENIZER, FINALE, 1)))
    text, finished, _ = desk.press("")
    assert (text, finished.prompt_tokens) == (FINALE, 1)
    assert finished.reason is FinishReason.END_OF_TEXT
    desk.check()
    assert desk.press(FINALE)[1].reused_tokens == len(TOKENIZER.encode(FINALE)) + 1
    assert desk.model.history == replay(FINALE)[0]


def test_injected_text_is_read_but_never_kept():
    desk = Desk()
    note = "[the dragon is sad]\n"
    desk.press(BOOK, CREATIVE, volatile=note)
    stable = [0, *TOKENIZER.encode(BOOK), *TOKENIZER.encode(note)]
    assert list(desk.model.history[: len(stable)]) == stable
    desk.check()
    assert all(BOOK.startswith(text) for text in desk.kept_texts().values())
    _, finished, _ = desk.read(BOOK, volatile="[another]")
    assert finished.reused_tokens == len(TOKENIZER.encode(BOOK)) + 1
    assert finished.prompt_tokens == finished.reused_tokens + len(TOKENIZER.encode("[another]"))


@pytest.mark.parametrize(
    ("written", "stop", "expected"),
    [
        (" cat sat.\n\nUser: hi", "\n\nUser:", " cat sat."),
        (" cat sat.\n\nUser: hi", "User", " cat sat.\n\n"),
        (" cat sat. The", " The", " cat sat."),
        (" dragons was", "gons", " dra"),
        ("他走了。\n他", "。", "他走了"),
        (" cat", " cat", ""),
        (" cat sat  on", "on", " cat sat  "),
    ],
)
def test_the_state_after_a_stop_is_that_of_the_text_before_it(written, stop, expected):
    desk = Desk(ScriptedModel(SIZE, script(TOKENIZER, written, len(TOKENIZER.encode("The")) + 1)))
    text, finished, _ = desk.press("The", stop=[stop])
    assert (text, finished.reason) == (expected, FinishReason.STOP_TEXT)
    desk.check()
    _, finished, _ = desk.read(("The" + text).rstrip(" "))
    assert finished.reused_tokens == finished.prompt_tokens


def test_text_held_back_for_a_stop_comes_out_at_the_end():
    desk = Desk(ScriptedModel(SIZE, script(TOKENIZER, " cat.\n\n", 2)))
    text, finished, _ = desk.press("The", stop=["\n\nUser:"])
    assert (text, finished.reason) == (" cat.\n\n", FinishReason.END_OF_TEXT)
    desk.check()


@pytest.mark.parametrize("limit", range(1, 9))
def test_characters_are_never_cut(limit):
    tokenizer = ByteTokenizer(257)
    written = "é龙𝄞a"
    respond = script(tokenizer, written, 2)
    desk = Desk(ScriptedModel(257, respond), tokenizer=tokenizer)
    text, _, events = desk.press("a", SamplingSettings(temperature=0.0, max_tokens=limit))
    assert written.startswith(text)
    assert len(text.encode()) > limit - 4
    assert all(event.text for event in events if isinstance(event, TextDelta))
    desk.check()
    assert desk.read("a" + text)[1].reused_tokens == len(tokenizer.encode("a" + text)) + 1


def test_bytes_that_are_no_text_do_not_spoil_the_state():
    tokens = [0xE9 + 1, *TOKENIZER.encode(" cat"), 0]
    desk = Desk(ScriptedModel(SIZE, lambda history: tokens[min(len(history) - 2, 2)]))
    text, _, _ = desk.press("The")
    assert text == "\ufffd cat"
    desk.check()
    assert key_for("fake-1", "The" + text) in desk.store.blobs


def test_a_space_at_the_end_is_not_part_of_the_key():
    desk = Desk(ScriptedModel(SIZE, script(TOKENIZER, " cat  ", 2)))
    text, _, _ = desk.press("The")
    assert text == " cat  "
    _, finished, _ = desk.read("The cat")
    assert finished.reused_tokens == finished.prompt_tokens
    desk.check()


def test_halves_of_surrogate_pairs_are_replaced():
    desk = Desk()
    desk.read("The \ud83d cat", volatile="\ude00")
    assert key_for("fake-1", "The \ufffd cat") in desk.store.blobs


def test_a_broken_model_is_told_and_leaves_no_state():
    class Broken(ScriptedModel):
        def logits(self):
            return super().logits() * np.nan

    desk = Desk(Broken(SIZE))
    with pytest.raises(UserError, match="no usable numbers"):
        desk.press("The cat")
    assert not desk.store.blobs


def test_a_model_that_fails_leaves_no_wrong_state():
    class Failing(EchoModel):
        def step(self, token):
            if len(self.history) > 12:
                raise RuntimeError("device lost")
            return super().step(token)

    desk = Desk(Failing(SIZE))
    with pytest.raises(RuntimeError):
        desk.press("The cat sat on the dragon")
    desk.check()
