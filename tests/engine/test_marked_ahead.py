"""Texts known by marks, read ahead while nobody asks; and states that are pinned."""

from __future__ import annotations

import itertools

import pytest

from engine.types import (
    BaseGoneError,
    Failed,
    GenerationRequest,
    MeasureRequest,
    ModelReady,
    Prompt,
    Warmed,
    WarmRequest,
)
from tests.engine.chats import CHAT, ask, chat, kept_marks, key_of, marks_of, reader
from tests.engine.desk import TOKENIZER, Desk
from tests.engine.fakes import DictStore
from tests.engine.test_worker import PATIENCE, Studio


def read_all(one):
    return list(iter(one.read_piece, None))


def test_reading_ahead_keeps_marks_and_gives_way_at_the_last_it_passed():
    pieces = [*CHAT[:9], "The cat sat on " * 40 + ".\n", *CHAT[9:]]
    desk = Desk()
    one, told = reader(desk, chat(pieces)), []
    while (piece := one.read_piece()) is not None:
        told.append(piece)
        if len(told) % 7 == 3:
            before = desk.model.tokens_read
            one.give_way()
            desk.model.load_state(None)
            assert desk.model.tokens_read == before
    again = desk.model.tokens_read - 1 - len(TOKENIZER.encode("".join(pieces)))
    gives = len(told) // 7 + 1
    assert again <= gives * len(TOKENIZER.encode(pieces[9]))
    assert told[-1].done == told[-1].total
    kept = kept_marks(desk, pieces)
    assert kept[-1] == len(pieces)
    _, end = ask(desk, chat(pieces))
    assert end.reused_tokens == end.prompt_tokens
    for key, text in desk.kept_texts().items():
        assert any(
            key == key_of(m) and text == "".join(pieces)[: m.chars] for m in marks_of(pieces)
        )


def test_reading_ahead_keeps_a_mark_now_and_then(monkeypatch):
    monkeypatch.setattr("engine.background.KEEP_EVERY", 300)
    desk = Desk()
    read_all(reader(desk, chat(CHAT)))
    numbers = [0, *kept_marks(desk, CHAT)]
    gaps = [len(TOKENIZER.encode("".join(CHAT[a:b]))) for a, b in itertools.pairwise(numbers)]
    assert max(gaps) <= 300 + 2 * 256


@pytest.mark.parametrize("known", [False, True])
def test_a_pin_holds_the_state_at_the_end_for_its_owner(known):
    desk = Desk()
    if known:
        ask(desk, chat(CHAT))
    desk.restart()
    read = desk.model.tokens_read
    read_all(reader(desk, chat(CHAT), pin=True))
    assert known == (desk.model.tokens_read == read)
    assert desk.store.pinned == {key_of(marks_of(CHAT)[-1]): "chat:1"}
    read_all(reader(desk, Prompt("The cat"), pin=True))
    assert len(desk.store.pinned) == 2


def test_the_worker_says_that_a_base_is_gone():
    studio = Studio(store=DictStore()).start()
    studio.until(ModelReady)
    prompt = chat(CHAT, 5)
    studio.worker.warm(WarmRequest(-1, prompt))
    studio.worker.submit(GenerationRequest(1, prompt))
    studio.worker.measure(MeasureRequest(-2, prompt))
    failed = [studio.until(Failed)[-1] for _ in range(2)]
    assert {one.request_id for one in failed} == {1, -2}
    assert all(isinstance(one.error, BaseGoneError) for one in failed)
    studio.worker.warm(WarmRequest(-3, chat(CHAT)))
    last = studio.until(Warmed)[-1]
    while last.done < last.total:
        last = studio.until(Warmed)[-1]
    assert studio.worker.shutdown(PATIENCE)
    assert not studio.crashes
