"""A text that was cut off, put away and gone on with is the text that was never cut off."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.resuming import Resumption, fingerprint
from engine.snapshot import from_bytes, key_for, to_bytes
from engine.tokenizers import ByteTokenizer
from engine.types import (
    BannedPhrases,
    Dry,
    FinishReason,
    GenerationRequest,
    Grammar,
    Mirostat,
    Prompt,
    SamplingSettings,
    Xtc,
)
from tests.engine.babble import Babble, ByteAndWord
from tests.engine.chats import chat
from tests.engine.desk import Desk
from tests.engine.fakes import DictStore, ScriptedModel

STOP = ("\n\nUser:", "龙走了。他", "cat sat.")
SAMPLERS = [
    SamplingSettings(seed=1, temperature=1.5, top_p=0.95),
    SamplingSettings(seed=2, temperature=0.0, presence_penalty=1.0, frequency_penalty=0.2),
    SamplingSettings(seed=3, mirostat=Mirostat(tau=2.0), top_p=1.0, min_tokens=30),
    SamplingSettings(seed=4, dry=Dry(range=64, breakers=(".",)), repetition_penalty=1.2),
    SamplingSettings(seed=5, xtc=Xtc(), top_k=40, min_p=0.02, temperature_spread=0.3),
    SamplingSettings(seed=6, banned=BannedPhrases(("cat sat", "他的龙", "he")), min_tokens=50),
    SamplingSettings(seed=7, grammar=Grammar("regex", "(The cat| sat|龙|é ?|\\.){90,200}")),
]
CUT_OFF = (FinishReason.LENGTH, FinishReason.CANCELLED)
LENGTH = 80
BOUNDED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


TOKENIZERS = [
    ByteTokenizer(257),
    ByteAndWord(),
    ByteAndWord(["龙走", ".\n\n", "\n\nUs", "é ", "er"]),
]


def desk_of(number, seed=0):
    tokenizer = TOKENIZERS[number]
    return Desk(Babble(tokenizer, seed=seed), DictStore(), tokenizer)


def press(desk, prompt, sampling, **options):
    """The text and how it ended. The store outlives the program, as bytes."""
    request = GenerationRequest(next(desk.ids), prompt, sampling, "chat:1", resume=True)
    texts, end, _ = desk.ask(request, **options)
    desk.restart()
    return texts[0], end


def whole(number, seed, sampling, stop):
    prompt = Prompt("The story|", stop=stop)
    return press(desk_of(number, seed), prompt, replace(sampling, max_tokens=LENGTH))


CUTS = st.lists(st.integers(1, LENGTH - 1), min_size=1, max_size=4).map(sorted)


@BOUNDED
@given(
    st.integers(0, len(TOKENIZERS) - 1),
    st.integers(0, 500),
    st.sampled_from(SAMPLERS),
    CUTS,
    st.booleans(),
)
def test_any_cuts_give_the_text_without_them(number, seed, sampling, cuts, forgets_seed):
    expected, expected_end = whole(number, seed, sampling, STOP)
    desk, text, before = desk_of(number, seed), "", 0
    later = replace(sampling, seed=None) if forgets_seed else sampling
    for cut in [*cuts, LENGTH]:
        chosen = later if before else sampling
        prompt = Prompt("The story|" + text, stop=STOP)
        more, end = press(desk, prompt, replace(chosen, max_tokens=cut - before))
        text, before = text + more, cut
        desk.check()
        assert not text.endswith(" ") or end.reason not in CUT_OFF
        if end.reason not in CUT_OFF:
            break
    assert text == expected
    assert end.reason is expected_end.reason
    assert end.alternatives[0].seed == sampling.seed


@BOUNDED
@given(
    st.integers(0, len(TOKENIZERS) - 1),
    st.integers(0, 500),
    st.sampled_from(SAMPLERS),
    st.integers(1, 60),
)
def test_a_program_that_is_closed_while_it_writes_loses_nothing(number, seed, sampling, at):
    expected, _ = whole(number, seed, sampling, STOP)
    desk = desk_of(number, seed)
    settings = replace(sampling, max_tokens=LENGTH)
    text, end = press(desk, Prompt("The story|", stop=STOP), settings, cancel_after=at)
    if end.reason is FinishReason.CANCELLED:
        rest = replace(sampling, max_tokens=LENGTH - end.generated_tokens)
        text += press(desk, Prompt("The story|" + text, stop=STOP), rest)[0]
    assert text == expected


def test_every_cut_of_one_text_with_a_stop_and_broken_characters():
    sampling = SAMPLERS[0]
    for number in (0, 2):
        expected, _ = whole(number, 3, sampling, STOP)
        for cut in range(1, LENGTH, 1 + number):
            desk = desk_of(number, 3)
            text, end = press(
                desk, Prompt("The story|", stop=STOP), replace(sampling, max_tokens=cut)
            )
            if end.reason is FinishReason.LENGTH:
                rest = replace(sampling, max_tokens=LENGTH - cut)
                text += press(desk, Prompt("The story|" + text, stop=STOP), rest)[0]
            assert text == expected


@BOUNDED
@given(st.integers(0, 500), st.sampled_from(SAMPLERS), st.integers(1, 79))
def test_a_text_begun_without_it_goes_on_exactly_but_for_a_stop_that_was_shown(seed, sampling, cut):
    expected, _ = whole(0, seed, sampling, ())
    desk = desk_of(0, seed)
    first = GenerationRequest(1, Prompt("The story|"), replace(sampling, max_tokens=cut))
    texts, end, _ = desk.ask(first)
    desk.restart()
    text = texts[0].rstrip(" ")
    if end.reason is FinishReason.LENGTH and not sampling.banned.phrases:
        rest = replace(sampling, max_tokens=LENGTH - cut)
        text += press(desk, Prompt("The story|" + text), rest)[0]
        assert text == expected


@BOUNDED
@given(st.integers(0, 500), st.sampled_from(SAMPLERS), st.integers(1, 79))
def test_a_marked_text_goes_on_exactly(seed, sampling, cut):
    pieces = ["He sat.\n", "The story|"]
    expected, _ = press(desk_of(1, seed), chat(pieces), replace(sampling, max_tokens=LENGTH))
    desk = desk_of(1, seed)
    text, end = press(desk, chat(pieces), replace(sampling, max_tokens=cut))
    if end.reason is FinishReason.LENGTH:
        rest = replace(sampling, max_tokens=LENGTH - cut)
        told = chat([*pieces, text], 1) if text else chat(pieces, 1)
        text += press(desk, told, rest)[0]
    assert text == expected


def test_bytes_that_are_no_text_come_out_and_end_the_promise():
    tokenizer = TOKENIZERS[0]
    tokens = [0xE9 + 1, *tokenizer.encode(" cat sat")]
    respond = lambda history: tokens[min(len(history) - 2, len(tokens) - 1)]  # noqa: E731
    desk = Desk(ScriptedModel(257, respond), tokenizer=tokenizer)
    settings = SamplingSettings(temperature=0.0, max_tokens=7, presence_penalty=0.0)
    text, _ = press(desk, Prompt("T"), settings)
    assert text == "\ufffd cat s"
    assert snapshot_of(desk, "T" + text).resume is None
    desk.check()


def snapshot_of(desk, text):
    return from_bytes(desk.store.blobs[key_for("fake-1", text)][1])


@pytest.fixture
def left():
    """A desk on which a text was left in the middle, the text, and what comes next."""
    desk = desk_of(0)
    text, _ = press(desk, Prompt("The story|"), replace(SAMPLERS[0], max_tokens=40))
    copy = Desk(desk.model, desk.store.copy(), desk.tokenizer)
    rest, _ = press(copy, Prompt("The story|" + text), replace(SAMPLERS[0], max_tokens=40))
    return desk, "The story|" + text, rest


def put_resume(desk, text, data):
    key = key_for("fake-1", text)
    n_tokens, blob, owner = desk.store.blobs[key]
    changed = replace(from_bytes(blob), resume=data)
    desk.store.blobs[key] = (n_tokens, to_bytes(changed), owner)


def damaged(data):
    """Ways to spoil what a text goes on from."""
    whole = json.loads(data)
    yield b""
    yield b"[" * 100_000
    yield data[:-1]
    yield data.replace(b'"seed": 1', b'"seed": 2')
    yield json.dumps(whole | {"version": 2}).encode()
    yield json.dumps(whole | {"body": None}).encode()
    yield b"[1]"


def forged(data):
    """What is whole, and cannot be."""
    one = Resumption.from_bytes(data)
    sampler = one.sampler
    links = dict(sampler.links)
    penalties = links["presence_frequency"]
    for change in (
        {"random": (1 << 128, 1)},
        {"random": (0, 2)},
        {"drawn": -1},
        {"links": {}},
        {"links": links | {"presence_frequency": replace(penalties, ids=(999,), values=(1.0,))}},
        {"links": links | {"presence_frequency": replace(penalties, values=())}},
        {
            "links": links
            | {"presence_frequency": replace(penalties, ids=(1,), values=(float("nan"),))}
        },
    ):
        yield replace(one, sampler=replace(sampler, **change)).to_bytes()
    yield replace(one, vocab_size=256).to_bytes()
    sentence = replace(one.gate.sentence, held=" ")
    yield replace(one, gate=replace(one.gate, sentence=sentence)).to_bytes()


def test_what_is_damaged_or_foreign_is_ignored_and_logged(left, caplog):
    desk, text, rest = left
    good = snapshot_of(desk, text).resume
    assert b'"seed": 1' in good
    settings = replace(SAMPLERS[0], max_tokens=40)
    fresh = None
    for data in [*damaged(good), *forged(good)]:
        put_resume(desk, text, data)
        caplog.clear()
        copy = Desk(desk.model, desk.store.copy(), desk.tokenizer)
        other, end = press(copy, Prompt(text), settings)
        assert [record for record in caplog.records if "begins anew" in record.message], data[:80]
        assert end.reused_tokens == end.prompt_tokens
        fresh = fresh or other
        assert other == fresh != rest
    put_resume(desk, text, good)
    assert press(desk, Prompt(text), settings)[0] == rest


@pytest.mark.parametrize(
    "change",
    [
        {"sampling": replace(SAMPLERS[0], max_tokens=40, top_p=0.9)},
        {"sampling": replace(SAMPLERS[0], max_tokens=40, seed=99)},
        {"prompt": "volatile"},
        {"resume": False},
    ],
)
def test_other_requests_begin_anew(left, change, caplog):
    desk, text, rest = left
    prompt = Prompt(text, "x|" if "prompt" in change else "")
    sampling = change.get("sampling", replace(SAMPLERS[0], max_tokens=40))
    resume = change.get("resume", True)
    texts, _, _ = desk.ask(GenerationRequest(1, prompt, sampling, resume=resume))
    assert texts[0] != rest
    assert not caplog.records


def test_a_text_that_ended_of_itself_is_not_gone_on_with():
    desk = desk_of(0)
    sampling = replace(SAMPLERS[0], max_tokens=2000)
    text, end = press(desk, Prompt("The story|", stop=("龙",)), sampling)
    assert end.reason is FinishReason.STOP_TEXT
    assert snapshot_of(desk, ("The story|" + text).rstrip(" ")).resume is None


def test_ending_at_once_takes_back_what_went_before():
    # Otherwise every next press would end at once as well.
    desk = desk_of(0)
    text, _ = press(desk, Prompt("The story|"), replace(SAMPLERS[0], max_tokens=40))
    story = "The story|" + text
    assert snapshot_of(desk, story).resume is not None
    desk.model.logits = lambda: np.eye(1, 257, 0, dtype=np.float32)[0] * 50
    put_logits = replace(snapshot_of(desk, story), logits=desk.model.logits())
    desk.store.save(put_logits.key, put_logits.n_tokens, to_bytes(put_logits), "")
    assert press(desk, Prompt(story), replace(SAMPLERS[0], max_tokens=9))[0] == ""
    assert snapshot_of(desk, story).resume is None


def test_a_snapshot_without_it_still_loads_and_one_with_it_is_the_same():
    desk = desk_of(0)
    text, _ = press(desk, Prompt("The story|"), replace(SAMPLERS[0], max_tokens=20))
    one = snapshot_of(desk, "The story|" + text)
    assert from_bytes(to_bytes(one)).resume == one.resume
    assert from_bytes(to_bytes(replace(one, resume=None))).resume is None
    assert one.nbytes == replace(one, resume=None).nbytes + len(one.resume)


def test_numbers_that_choose_alike_are_the_same_settings():
    one = SamplingSettings(temperature=1, seed=3, max_tokens=5)
    assert fingerprint(one) == fingerprint(replace(one, temperature=1.0, seed=None, max_tokens=9))
    assert fingerprint(one) != fingerprint(replace(one, temperature=1.1))
    assert fingerprint(one) != fingerprint(replace(one, dry=Dry()))
