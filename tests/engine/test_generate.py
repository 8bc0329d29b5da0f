"""Three properties for ever: resume equals replay, cancelling leaves a usable state, and a
restart finds the state. And: the text shown is the text that was read."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.generate import generate
from engine.runtimes.base import PREFILL_CHUNK
from engine.snapshot import from_bytes, key_for
from engine.state_cache import StateCache
from engine.tokenizers import ByteTokenizer
from engine.types import (
    Finished,
    FinishReason,
    GenerationRequest,
    PrefillProgress,
    Prompt,
    SamplingSettings,
    TextDelta,
    UserError,
)
from tests.engine.fakes import (
    STATE_SHAPES,
    DictStore,
    EchoModel,
    MergingTokenizer,
    ScriptedModel,
    script,
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

    def press(self, stable, sampling=GREEDY, volatile="", stop=(), cancel_after=None):
        request = GenerationRequest(
            next(self.ids), Prompt(stable, volatile, tuple(stop)), sampling, "document:1"
        )
        asked = itertools.count()

        def should_stop():
            return cancel_after is not None and next(asked) >= cancel_after

        events = list(generate(self.model, self.tokenizer, self.cache, request, should_stop))
        assert {event.request_id for event in events} == {request.id}
        text = "".join(event.text for event in events if isinstance(event, TextDelta))
        assert isinstance(events[-1], Finished)
        return text, events[-1], events

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


FRAGMENTS = st.sampled_from(
    ["The", " the", " cat", "s", "dra", "gon", " dragon", ".", ".\n", "\n", "\n\n", "他", "走了",
     "。", "龙", "\n龙", "\nThe", ",", "é", " "]
)  # fmt: skip
WRITE = st.tuples(st.just("write"), st.integers(1, 6))
CANCEL = st.tuples(st.just("cancel"), st.integers(0, 6))
CUT = st.tuples(st.just("cut"), st.floats(0.0, 1.0))
TYPE = st.tuples(st.just("type"), st.lists(FRAGMENTS, max_size=8).map("".join))
RESTART = st.tuples(st.just("restart"), st.none())
SESSION = st.lists(st.one_of(WRITE, CANCEL, CUT, TYPE, RESTART), max_size=12)
BOUNDED = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def play(desk, session, sampling, stop=()):
    """Continues, edits, cancels and restarts; yields the text before each next step."""
    text = "The cat sat on the dragon.\n" * 25
    for action, value in session:
        if action == "restart":
            desk.restart()
        elif action == "cut":
            text = text[: int(len(text) * value)]
        elif action == "type":
            text += value
        else:
            chosen = SamplingSettings(
                sampling.temperature, top_p=sampling.top_p, seed=len(text), max_tokens=5
            )
            stable = text.rstrip(" ")
            cancel_after = value if action == "cancel" else None
            text = stable + desk.press(stable, chosen, stop=stop, cancel_after=cancel_after)[0]
        yield text.rstrip(" ")


def canonical(history):
    """A next token that the tokenizer would choose too, whatever the text ends in."""
    text = TOKENIZER.decode(history[1:]).decode()
    words = [" cat", " dragon", " was"] if text and not text[-1].isspace() else ["x", "y", "z"]
    return TOKENIZER.encode(words[len(text) % 3])[0]


@BOUNDED
@given(SESSION)
def test_after_any_session_the_state_is_that_of_a_replay(session):
    desk = Desk(ScriptedModel(SIZE, canonical))
    for text in play(desk, session, GREEDY):
        desk.read(text)
        assert desk.model.history == replay(text)[0]


@BOUNDED
@given(SESSION)
def test_after_any_session_every_state_has_read_its_own_text(session):
    desk = Desk()
    for text in play(desk, session, CREATIVE, stop=["\n\n", "他", "ab"]):
        desk.read(text)
        assert desk.tokenizer.decode(desk.model.history[1:]).decode() == text
    desk.check()
