"""A banned phrase never comes out, however it is cut; what was read is taken back with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.continuation import TRIES_AT_A_PLACE, TRIES_IN_A_ROW
from engine.generate import generate
from engine.sampling import Sampler
from engine.state_cache import StateCache
from engine.types import (
    BannedPhrases,
    Dry,
    FinishReason,
    GenerationRequest,
    Mirostat,
    Prompt,
    SamplingSettings,
    TextDelta,
    UserError,
    Xtc,
)
from tests.engine.desk import GREEDY, TOKENIZER, Desk, replay
from tests.engine.fakes import NoisyModel, PieceTokenizer, ScriptedModel, script

PIECES = [b"a", b"b", b"A", b"ab", b"ba", b"bb", b" ", b"a ", b" a", b"aba"]
PIECES += [b"\xc3", b"\xa9", b"\x89", b"b\xc3", b"\xa9a", b"\xe9\xbe", b"\x99"]
TINY = PieceTokenizer(PIECES)
DRAWS = SamplingSettings(temperature=1.0, top_p=0.95, seed=1, max_tokens=30)
RICH = replace(DRAWS, dry=Dry(), xtc=Xtc(), mirostat=Mirostat(), repetition_penalty=1.1)
PHRASES = st.lists(st.text(alphabet="aAb é龙", min_size=1, max_size=6), min_size=1, max_size=4).map(
    tuple
)


def tiny_model(seed=0, scale=2.0):
    return NoisyModel(TINY.vocab_size, len(PIECES) + 1, seed, scale)


def banning(sampling, phrases, ignore_case=True):
    return replace(sampling, banned=BannedPhrases(tuple(phrases), ignore_case))


def fold(text, ignore_case):
    return text.lower() if ignore_case else text


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), PHRASES, st.booleans(), st.sampled_from([DRAWS, RICH, GREEDY]))
@example(0, ("a", "A", "b", " ", "é", "龙"), True, DRAWS)
def test_no_phrase_ever_comes_out(seed, phrases, ignore_case, sampling):
    model = tiny_model(seed)
    desk = Desk(model, tokenizer=TINY)
    text, finished, _ = desk.press("", banning(sampling, phrases, ignore_case))
    found = [p for p in phrases if fold(p, ignore_case) in fold(text, ignore_case)]
    assert found == []
    assert finished.generated_tokens <= sampling.max_tokens
    assert model.tokens_read <= (sampling.max_tokens + 2) * (TRIES_IN_A_ROW + 2)
    desk.check()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), PHRASES, st.booleans(), st.sampled_from([DRAWS, RICH]))
def test_without_a_match_nothing_changes(seed, phrases, ignore_case, sampling):
    def press(chosen):
        desk = Desk(tiny_model(seed, 4.0), tokenizer=TINY)
        text, finished, _ = desk.press("ab", chosen, stop=["bba"])
        # Tokens may differ where bytes are no text: the end is read again as it is shown.
        read = TINY.decode(desk.model.history[1:])
        return text, finished.reason, finished.generated_tokens, read

    free = press(sampling)
    if not any(fold(p, ignore_case) in fold(free[0] + "bba", ignore_case) for p in phrases):
        assert press(banning(sampling, phrases, ignore_case)) == free


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), PHRASES)
def test_the_same_seed_gives_the_same_text_and_nothing_is_read_again(seed, phrases):
    chosen = banning(RICH, phrases)
    runs = []
    for _ in range(2):
        desk = Desk(tiny_model(seed), tokenizer=TINY)
        text, finished, _ = desk.press("ab ab", chosen)
        runs.append((text, finished.reason, finished.generated_tokens))
        _, again, _ = desk.read(("ab ab" + text).rstrip(" "))
        assert again.reused_tokens == again.prompt_tokens
    assert runs[0] == runs[1]


def choices(*answers):
    """A model that knows what it wants, best first, for each text that it has read."""

    class Choosy(ScriptedModel):
        def logits(self):
            text = TOKENIZER.decode(self.history[1:]).decode("utf-8", "ignore")
            logits = np.full(TOKENIZER.vocab_size, -20.0, dtype=np.float32)
            for end, wanted in answers:
                if text.endswith(end):
                    for rank, piece in enumerate(wanted):
                        token = 0 if piece == "" else TOKENIZER.encode(piece)[0]
                        logits[token] = max(logits[token], 10.0 - rank)
                    break
            return logits

    return Choosy(TOKENIZER.vocab_size)


def test_a_phrase_over_several_tokens_is_taken_back_to_where_it_began():
    model = choices(
        ("The cat sat", [" on"]), ("The cat sat on", [" the"]), ("The cat", [" sat", " was"]),
        ("The cat was", [""]), ("The", [" cat"]), (" the", [""]),
    )  # fmt: skip
    desk = Desk(model)
    text, finished, events = desk.press("The", banning(GREEDY, ["Sat on the"]))
    assert text == " cat was"
    assert finished.reason is FinishReason.END_OF_TEXT
    assert finished.generated_tokens == 2
    assert desk.model.history == replay("The cat was")[0]
    assert "".join(e.text for e in events if isinstance(e, TextDelta)) == text
    desk.check()


def test_text_that_could_become_a_phrase_waits_until_it_is_decided():
    model = ScriptedModel(TOKENIZER.vocab_size, script(TOKENIZER, " cat sat was", 2))
    request = GenerationRequest(1, Prompt("The"), banning(GREEDY, ["cat sat on"]))
    read = {}
    for event in generate(model, TOKENIZER, StateCache(None, 0), request, lambda: False):
        if isinstance(event, TextDelta):
            read[event.text] = TOKENIZER.decode(model.history[1:]).decode()
    # What follows " sat" decides it, and is chosen when " sat" was read.
    assert read == {" cat": "The cat sat", " sat": "The cat sat", " was": "The cat sat"}


def test_text_that_was_held_back_last_is_not_read_twice():
    model = ScriptedModel(TOKENIZER.vocab_size, script(TOKENIZER, " cat sat was", 2))
    desk = Desk(model)
    text, _, _ = desk.press("The", banning(replace(GREEDY, max_tokens=2), [" sat on"]))
    assert text == " cat sat"
    assert model.tokens_read == len(model.history) == len(replay("The cat sat")[0])
    desk.check()
    _, again, _ = desk.read("The" + text)
    assert again.reused_tokens == again.prompt_tokens


def test_capital_letters_count_if_they_are_meant_to():
    model = ScriptedModel(TOKENIZER.vocab_size, script(TOKENIZER, " cat The", 2))
    assert Desk(model).press("The", banning(GREEDY, ["the"], ignore_case=False))[0] == " cat The"
    assert "The" not in Desk(model).press("The", banning(GREEDY, ["the"]))[0]


def test_a_stop_that_is_complete_first_is_a_stop():
    model = ScriptedModel(TOKENIZER.vocab_size, script(TOKENIZER, " cat sat on", 2))
    chosen = banning(GREEDY, [" cat sat on"])
    text, finished, _ = Desk(model).press("The", chosen, stop=[" sat"])
    assert (text, finished.reason) == (" cat", FinishReason.STOP_TEXT)


def test_where_everything_is_banned_the_text_ends_and_says_so():
    desk = Desk(tiny_model(3), tokenizer=TINY)
    every = ("a", "b", " ", "é", "É", "龙", "\ufffd")
    text, finished, _ = desk.press("ab", banning(replace(DRAWS, min_tokens=30), every))
    assert finished.reason is FinishReason.NOTHING_LEFT
    assert not any(phrase in text for phrase in every)
    assert desk.model.tokens_read < 20 * TRIES_AT_A_PLACE
    desk.check()


def test_banning_every_token_ends_the_text_too():
    every = tuple(range(TINY.vocab_size))
    _, finished, _ = Desk(tiny_model(), tokenizer=TINY).press(
        "ab", replace(DRAWS, banned_tokens=every)
    )
    assert (finished.reason, finished.generated_tokens) == (FinishReason.NOTHING_LEFT, 0)


def test_states_are_kept_only_where_a_phrase_may_have_begun():
    class Counting(NoisyModel):
        saves = 0

        def save_state(self):
            self.saves += 1
            return super().save_state()

    def saves(phrases):
        model = Counting(TINY.vocab_size, len(PIECES) + 1, 5)
        Desk(model, tokenizer=TINY).press("ab", banning(replace(DRAWS, max_tokens=200), phrases))
        return model.saves

    assert saves(["zebra"]) == saves([])


def test_a_sampler_is_not_asked_for_its_state_where_nothing_can_go_back_to_it(monkeypatch):
    monkeypatch.setattr(Sampler, "state", lambda _self: pytest.fail("a needless state"))
    # No bans, and after volatile text nothing is kept from which to go on.
    Desk(tiny_model(), tokenizer=TINY).press("ab", DRAWS, volatile="b")


@pytest.mark.parametrize("phrases", [("",), ("x" * 300,)])
def test_phrases_that_cannot_be_looked_for_are_refused(phrases):
    with pytest.raises(UserError, match="banned phrase"):
        Desk().press("The", banning(GREEDY, phrases))
