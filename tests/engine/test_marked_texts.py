"""Texts known by a chain of hashes: found at their marks, read like any other, never in full."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.beginnings import plain
from engine.identity import ChainedText, identity_of, sound
from engine.loading import LoadOptions, start_model
from engine.measuring import Measurer
from engine.quantize import Quantization
from engine.snapshot import chain_hash
from engine.state_cache import StateCache
from engine.types import (
    BaseGoneError,
    FinishReason,
    MarkedText,
    ModelInfo,
    Prompt,
    TextMark,
)
from tests.engine.chats import CHAT, ask, chat, kept_marks, key_of, marks_of, reader
from tests.engine.desk import CREATIVE, SIZE, TOKENIZER, Desk, replay
from tests.engine.fakes import ScriptedModel, script

BOUNDED = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CLEAN = ["The cat sat.\n", "A dragon was gone, he said.\n", "他走了。\n", "Then\n他的龙。\n"]
UNCLEAN = ["The dra", "gon\n\n", " ", "他走", "the cat\n", "了。\n\n", "é"]


def test_a_chat_goes_on_from_its_base_and_only_the_tail_is_told():
    desk = Desk()
    ask(desk, chat(CHAT))
    desk.restart()
    more = [*CHAT, "The dragon was on the cat.\n"]
    _, end = ask(desk, chat(more, len(CHAT)))
    assert end.prompt_tokens - end.reused_tokens == len(TOKENIZER.encode(more[-1]))
    assert end.prompt_tokens == 1 + len(TOKENIZER.encode("".join(more)))
    assert desk.model.history == replay("".join(more))[0]


@BOUNDED
@given(
    st.lists(st.sampled_from(CLEAN * 3 + UNCLEAN), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=1, max_size=6),
)
def test_resume_equals_replay_whatever_the_marks(pieces, steps):
    desk, told = Desk(), 0
    for count, restarts in steps:
        told = min(told + count, len(pieces))
        if restarts:
            desk.restart()
        text = pieces[:told]
        # The caller's promise is for the base alone: what lies before it nobody can check.
        clean = [i for i in range(told) if i == 0 or _is_clean(text, i)]
        try:
            ask(desk, chat(text, clean[-1]))
        except BaseGoneError:
            ask(desk, chat(text))
        history, logits = replay("".join(text))
        assert desk.model.history == history
        assert (desk.model.logits() == logits).all()


def _is_clean(pieces, i):
    before, after = "".join(pieces[:i]), "".join(pieces[i:])
    return TOKENIZER.encode(before) + TOKENIZER.encode(after) == TOKENIZER.encode(before + after)


class Recorder:
    """A model that remembers what it was given to read."""

    def __init__(self, model):
        self._model = model
        self.chunks = []

    def prefill(self, tokens):
        self.chunks.append(list(tokens))
        return self._model.prefill(tokens)

    def __getattr__(self, name):
        return getattr(self._model, name)


def little_model():
    shape = Shape(2, 64, 1, SIZE)
    info = ModelInfo("little", "little", "rwkv7", 2, 64, SIZE, 1, "cpu", "none")
    options = LoadOptions(None, "numpy", Quantization.NONE, "cpu", 1)
    return start_model(RandomTensors(shape), shape, info, options)


def test_with_real_numbers_too_a_resumed_chat_is_a_replay_bit_for_bit():
    desk = Desk(Recorder(little_model()))
    desk.cache = StateCache(desk.store, 1 << 30)
    ask(desk, chat(CHAT[:30]))
    desk.cache = StateCache(desk.store, 1 << 30)
    more = CHAT[:34]
    ask(desk, chat(more, 30))
    found = desk.cache.longest_prefix("little", identity_of(chat(more, 33)))
    fresh = little_model()
    fresh.load_state(None)
    for chunk in desk.model.chunks:
        logits = fresh.prefill(chunk)
    assert [0, *TOKENIZER.encode("".join(more))] == list(itertools.chain(*desk.model.chunks))
    assert np.array_equal(found.logits, logits)
    assert all(np.array_equal(found.state[n], array) for n, array in fresh.save_state().items())


@pytest.mark.parametrize("gone", ["evicted", "another model", "edited"])
def test_without_any_state_of_it_the_base_is_told_to_be_gone(gone):
    desk = Desk()
    ask(desk, chat(CHAT))
    pieces = [*CHAT, "The dragon was on the cat.\n"]
    if gone == "evicted":
        desk.store.blobs.clear()
        desk.restart()
    elif gone == "another model":
        desk.model = ScriptedModel(SIZE, model_key="fake-2")
    else:
        pieces[3] = pieces[3].replace("cat", "dog", 1)
    prompt = chat(pieces, len(CHAT))
    with pytest.raises(BaseGoneError):
        ask(desk, prompt)
    with pytest.raises(BaseGoneError):
        Measurer(TOKENIZER, desk.cache).measure(prompt, plain(desk.model.info.model_key))
    with pytest.raises(BaseGoneError):
        reader(desk, prompt).read_piece()
    _, end = ask(desk, chat(pieces))
    assert end.prompt_tokens == 1 + len(TOKENIZER.encode("".join(pieces)))
    assert desk.model.history == replay("".join(pieces))[0]


@given(st.integers(0, len(CHAT) - 1))
def test_an_edited_piece_changes_every_later_hash_and_no_earlier_one(where):
    edited = [*CHAT[:where], CHAT[where] + "x\n", *CHAT[where + 1 :]]
    before, after = marks_of(CHAT), marks_of(edited)
    assert before[:where] == after[:where]
    assert not {m.text_hash for m in before[where:]} & {m.text_hash for m in after[where:]}


def test_a_deeper_mark_wins_over_the_base():
    desk = Desk()
    ask(desk, chat(CHAT))
    more = [*CHAT, "The dragon was on the cat.\n"]
    _, end = ask(desk, chat(more, 40 if 40 in kept_marks(desk, CHAT) else 0))
    assert end.prompt_tokens - end.reused_tokens == len(TOKENIZER.encode(more[-1]))


def test_only_marks_are_kept_few_of_them_and_dense_near_the_end():
    desk = Desk()
    ask(desk, chat(CHAT))
    kept = kept_marks(desk, CHAT)
    size = len(TOKENIZER.encode("".join(CHAT)))
    assert kept[-1] == len(CHAT)
    for distance in (64, 128, 256, 512):
        left = [len(TOKENIZER.encode("".join(CHAT[n:]))) for n in kept]
        assert any(distance <= tokens < 2 * distance for tokens in left), distance
    assert len(kept) <= (size // 64).bit_length() + 1
    for key, text in desk.kept_texts().items():
        assert any(key == key_of(m) and text == "".join(CHAT)[: m.chars] for m in marks_of(CHAT))


def test_marks_that_cut_tokens_are_neither_kept_nor_used():
    desk = Desk()
    pieces = ["The dra", "gon was.\n", "\n", "The cat sat.\n"]
    ask(desk, chat(pieces))
    assert kept_marks(desk, pieces) == [4]
    ask(desk, chat(pieces[:1]))
    assert kept_marks(desk, pieces) == [1, 4]
    desk.store.blobs.pop(key_of(marks_of(pieces)[3]))
    desk.restart()
    assert ask(desk, chat(pieces))[1].reused_tokens == 0
    assert desk.model.history == replay("".join(pieces))[0]


@pytest.mark.parametrize("cancel_after", range(1, 9))
def test_a_reading_that_is_stopped_keeps_the_marks_it_passed(cancel_after):
    pieces = [*CHAT[:20], "The cat sat on " * 120 + ".\n", *CHAT[20:]]
    desk = Desk()
    _, end = ask(desk, chat(pieces), cancel_after=cancel_after)
    assert end.reason is FinishReason.CANCELLED
    read = desk.model.tokens_read
    _, end = ask(desk, chat(pieces))
    longest = max(len(TOKENIZER.encode(piece)) for piece in pieces)
    assert end.reused_tokens >= read - longest
    assert end.reused_tokens > 0
    assert desk.model.history == replay("".join(pieces))[0]


def test_work_is_that_of_the_tail():
    class Counting(type(TOKENIZER)):
        characters = 0

        def encode(self, text):
            self.characters += len(text)
            return super().encode(text)

    tokenizer = Counting()
    desk = Desk(tokenizer=tokenizer)
    ask(desk, chat(CHAT * 4))
    tokenizer.characters = 0
    more = [*CHAT * 4, "The dragon was on the cat.\n"]
    prompt = chat(more, len(more) - 1)
    Measurer(tokenizer, desk.cache).measure(prompt, plain("fake-1"))
    ask(desk, prompt, CREATIVE)
    assert tokenizer.characters < 8 * len(more[-1])


def test_a_measurement_is_what_a_continuation_then_reads():
    desk = Desk()
    ask(desk, chat(CHAT))
    prompt = chat([*CHAT, "The dragon was on the cat.\n"], len(CHAT), volatile="[note]")
    told = Measurer(TOKENIZER, desk.cache).measure(prompt, plain("fake-1"))
    _, end = ask(desk, prompt)
    assert told == (end.prompt_tokens, end.reused_tokens)
    assert end.reused_tokens == 1 + len(TOKENIZER.encode("".join(CHAT)))


@pytest.mark.parametrize("spaces", ["", "  "])
def test_what_was_written_is_found_by_the_chain_the_caller_can_make(spaces):
    text = "".join(CHAT)
    respond = script(TOKENIZER, "The cats was on the" + spaces, len(TOKENIZER.encode(text)) + 1)
    desk = Desk(ScriptedModel(SIZE, respond))
    written, _ = ask(desk, chat(CHAT), replace(CREATIVE, temperature=0.0))
    assert written == "The cats was on the" + spaces
    pieces = [*CHAT, written.rstrip(" ")]
    _, end = ask(desk, chat(pieces, len(CHAT) + 1))
    assert end.reused_tokens == end.prompt_tokens == len(desk.model.history)
    assert desk.model.history == replay("".join(pieces))[0]


def test_where_no_mark_is_last_the_chain_goes_on_from_the_last_one():
    last = marks_of(["The cat sat.\n"])[0]
    text = ChainedText("The cat sat.\nHe", MarkedText(None, (last,)))
    assert text.after("m", " was").text_hash == chain_hash(last.text_hash, "He was")
    assert ChainedText("He", MarkedText(None, ())).after("m", "").text_hash == chain_hash(b"", "He")


@pytest.mark.parametrize(
    "marks",
    [
        (TextMark(3, b"a", 4),),
        (TextMark(99, b"a", 99),),
        (TextMark(5, b"a", 5), TextMark(3, b"b", 3)),
    ],
)
def test_marks_that_are_none_are_a_mistake(marks):
    with pytest.raises(ValueError, match="mark"):
        identity_of(Prompt("The cat", marked=MarkedText(None, marks)))


def test_marks_move_with_joined_halves():
    pieces = ["The \ud83d\ude00 cat.\n", "The \ud83d cat.\n"]
    marks = []
    for end, digest, n_bytes in ((12, b"a", 14), (23, b"b", 27)):
        marks.append(TextMark(end, digest, n_bytes))
    prompt = sound(Prompt("".join(pieces), marked=MarkedText(None, tuple(marks))))
    assert [mark.chars for mark in prompt.marked.marks] == [11, 22]
    assert identity_of(prompt).tail == "The \U0001f600 cat.\nThe \ufffd cat.\n"
