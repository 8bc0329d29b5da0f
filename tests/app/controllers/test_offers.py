"""Texts that are offered: alternatives, revisions, and what is left of those not taken."""

from dataclasses import replace

import pytest

from app.controllers.writing_terms import WritingOptions
from app.domain.token_trace import Choice, unpack
from app.domain.writing import Passage, Task
from engine.types import (
    FinishReason,
    ModelReady,
    TextDelta,
    TokenChance,
    TokenChosen,
)
from tests.app.controllers.desk import Desk
from tests.app.window_rig import MODEL


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    yield desk
    desk.storage.close()


def offer(desk, alternatives=3, top_tokens=0):
    desk.controller._options = lambda: WritingOptions(alternatives, top_tokens)


def outcomes(desk):
    return [event[1] for event in desk.heard if event[0] == "outcome"]


def say(desk, number, text):
    desk.controller.on_event(TextDelta(desk.engine.requests[-1].id, text, number))


def test_several_texts_are_offered_and_none_goes_into_the_page_by_itself(desk):
    offer(desk)
    desk.controller.start()
    assert desk.engine.requests[0].alternatives == 3
    for number, text in enumerate((" there", " in", " a")):
        say(desk, number, text)
    say(desk, 1, " May")
    desk.engine.finish()
    assert ("offering", 3, "continue") in desk.heard
    assert [event for event in desk.heard if event[0] == "offered"][-1] == ("offered", 1, " in May")
    assert "began" not in desk.names()
    assert desk.text() == ""
    assert desk.states() == ["reading", "writing", "idle"]
    assert outcomes(desk) == []
    desk.controller.pick(1)
    generation_id = desk.generations()[0][0]
    assert ("picked", " in May", generation_id) in desk.heard
    outcome = outcomes(desk)[0]
    assert (outcome.chosen, [c.text for c in outcome.candidates]) == (
        1,
        [" there", " in May", " a"],
    )
    assert desk.generations()[0][1].text == " in May"
    desk.controller.pick(0)
    assert len(outcomes(desk)) == 1


def test_who_picks_early_ends_the_others_and_they_are_kept(desk):
    offer(desk, 2)
    desk.controller.start()
    say(desk, 0, " there")
    say(desk, 1, " in")
    desk.controller.pick(1)
    assert desk.engine.cancelled == [desk.engine.requests[0].id]
    assert desk.controller.state == "idle"
    say(desk, 1, " LATE")
    desk.engine.finish(FinishReason.CANCELLED)
    assert [c.text for c in outcomes(desk)[0].candidates] == [" there", " in"]


def test_an_empty_text_cannot_be_picked(desk):
    offer(desk, 2)
    desk.controller.start()
    say(desk, 0, " there")
    desk.controller.pick(1)
    desk.controller.pick(2)
    assert "picked" not in desk.names()


def test_escape_stops_first_and_then_leaves_and_all_is_kept(desk):
    offer(desk, 2)
    desk.controller.start()
    say(desk, 0, " there")
    desk.controller.escape()
    assert desk.engine.cancelled
    desk.engine.finish(FinishReason.CANCELLED)
    assert "offer_closed" not in desk.names()
    desk.controller.escape()
    assert "offer_closed" in desk.names()
    assert (outcomes(desk)[0].chosen, outcomes(desk)[0].candidates[0].text) == (None, " there")


def test_retry_of_an_offer_keeps_the_first_one(desk):
    offer(desk, 2)
    desk.controller.start()
    say(desk, 0, " there")
    desk.engine.finish()
    desk.controller.retry()
    assert len(desk.engine.requests) == 2
    assert desk.page.taken_back == 0
    assert len(outcomes(desk)) == 1


def test_a_revision_is_offered_without_what_a_chat_puts_around_it(desk):
    desk.controller.on_event(ModelReady(replace(MODEL, vocab_size=65536)))
    desk.page.selected, desk.page.after = " upon a time", "."
    desk.controller.start(Task.SHORTEN)
    request = desk.engine.requests[0]
    assert request.prompt.stable == ""
    assert request.prompt.volatile.endswith("<think></think")
    desk.engine.say(">\n", " once", " there ")
    assert desk.heard[-1] == ("offered", 0, "once there")
    desk.engine.finish()
    desk.controller.pick(0)
    assert [event[1] for event in desk.heard if event[0] == "picked"] == ["once there"]
    assert outcomes(desk)[0].passage.selected == "upon a time"


def test_without_a_selection_there_is_nothing_to_revise(desk):
    desk.controller.start(Task.REWRITE)
    assert desk.engine.requests == []


def test_the_end_of_the_sentence_is_asked_for_alone_or_of_what_is_written(desk):
    offer(desk, 4)
    desk.controller.start(Task.SENTENCE)
    request = desk.engine.requests[0]
    assert request.alternatives == 1
    assert (request.sampling.max_tokens, request.sampling.finish_sentence) == (1, True)
    desk.controller.start(Task.SENTENCE)
    assert desk.engine.finishing == [request.id]
    assert len(desk.engine.requests) == 1


def test_in_the_middle_the_text_joins_what_follows(desk):
    desk.page.after = "in a boat. Then it rained for days."
    desk.controller.start()
    request = desk.engine.requests[0]
    assert "[What follows: in a boat." in request.prompt.volatile
    assert request.prompt.stop == ("in a boat. Then it raine",)
    desk.engine.say(" there", " was", " ")
    assert desk.text() == " there was"
    desk.engine.finish()
    assert desk.text() == " there was "
    assert outcomes(desk)[0].candidates[0].text == " there was "


def test_spaces_are_not_doubled_before_what_follows(desk):
    desk.page.after = " in a boat"
    desk.controller.start()
    desk.engine.say(" there", " ", "was", " ")
    desk.engine.finish()
    assert desk.text() == " there was"


def test_the_tokens_of_each_text_are_kept_with_their_rivals(desk):
    offer(desk, 2, 10)
    desk.controller.start()
    request = desk.engine.requests[0]
    assert request.top_tokens == 10
    chosen, other = TokenChance(5, b" in", 0.25, 0.5), TokenChance(6, b" at", 0.5, 0.5)
    event = TokenChosen(request.id, chosen, (other, chosen), (other,), 1)
    desk.controller.on_event(event)
    say(desk, 1, " in")
    desk.engine.finish()
    desk.controller.pick(1)
    step = unpack(outcomes(desk)[0].candidates[1].tokens)[0]
    assert step.chosen == Choice(b" in", 0.25)
    assert step.top[0] == Choice(b" at", 0.5)


def test_turning_the_page_leaves_what_is_offered(desk):
    offer(desk, 2)
    desk.controller.start()
    say(desk, 0, " there")
    desk.controller.abandon()
    assert "offer_closed" in desk.names()
    say(desk, 0, " LATE")
    desk.engine.finish(FinishReason.CANCELLED)
    assert [event for event in desk.heard if event[0] == "offered"] == [("offered", 0, " there")]
    assert outcomes(desk)[0].chosen is None


def test_a_revision_is_asked_for_the_words_of_the_selection_alone(desk):
    desk.page.text, desk.page.selected, desk.page.after = "One.\n", "\nTwo.\n", "Three."
    desk.controller.start(Task.REWRITE)
    desk.engine.say(" 2")
    desk.engine.finish()
    desk.controller.pick(0)
    outcome = next(event[1] for event in desk.heard if event[0] == "outcome")
    assert outcome.passage == Passage("One.\n\n", "Two.", "\nThree.")
    assert outcome.candidates[0].text == "2"
