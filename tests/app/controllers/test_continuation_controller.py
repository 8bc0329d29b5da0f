"""One press of Continue: what is asked of the engine, what reaches the page and the library."""

import json

import pytest

from engine.types import (
    Failed,
    FinishReason,
    ModelReady,
    PrefillProgress,
    TextDelta,
    UserError,
)
from tests.app.controllers.desk import Desk
from tests.app.window_rig import MODEL


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    yield desk
    desk.storage.close()


def test_a_continuation_from_press_to_record(desk):
    desk.controller.on_event(ModelReady(MODEL))
    desk.controller.start()
    request = desk.engine.requests[0]
    assert (request.prompt.stable, request.owner) == ("Once upon a time", "document:1")
    desk.controller.on_event(PrefillProgress(request.id, 3, 5))
    desk.engine.say(" there", " was")
    desk.engine.finish()
    generation_id, record = desk.generations()[0]
    assert desk.names() == [
        "began",
        "identified",
        "progress",
        "text_generated",
        "text_generated",
        "ended",
        "finished",
    ]
    assert ("identified", generation_id) in desk.heard
    assert ("progress", 3, 5) in desk.heard
    assert desk.states() == ["reading", "writing", "idle"]
    assert (record.text, record.reason, record.model_name) == (" there was", "length", MODEL.name)
    assert (record.prompt_tokens, record.reused_tokens, record.generated_tokens) == (1240, 1240, 42)
    assert json.loads(record.sampling_json)["seed"] == record.seed == request.sampling.seed


def test_each_press_has_its_own_seed(desk):
    for _ in range(2):
        desk.controller.start()
        desk.engine.say("x")
        desk.engine.finish()
    seeds = {request.sampling.seed for request in desk.engine.requests}
    assert len(seeds) == 2


@pytest.mark.parametrize(
    ("before", "pieces", "text"),
    [
        ("Once ", [" ", " there", " was"], "there was"),
        ("Once", [" there", " was"], " there was"),
        ("Once\n", [" there"], " there"),
    ],
)
def test_spaces_are_not_doubled_where_the_texts_meet(desk, before, pieces, text):
    desk.page.text = before
    desk.controller.start()
    assert desk.engine.requests[0].prompt.stable == before.rstrip(" ")
    desk.engine.say(*pieces)
    assert desk.text() == text


def test_text_waits_for_the_id_it_is_marked_with(desk):
    desk.storage.held = True
    desk.controller.start()
    desk.engine.say(" there")
    desk.engine.finish()
    assert desk.names() == ["began"]
    desk.storage.release()
    assert desk.names() == ["began", "identified", "text_generated", "ended", "finished"]
    assert desk.generations()[0][1].text == " there"


def test_without_a_record_the_text_comes_all_the_same(desk):
    desk.storage.error = UserError("The disk is full.")
    desk.controller.start()
    desk.engine.say(" there")
    desk.engine.finish()
    assert ("identified", None) in desk.heard
    assert desk.text() == " there"
    assert desk.controller.state == "idle"


def test_stop_keeps_the_text_and_takes_what_was_on_its_way(desk):
    desk.controller.start()
    desk.engine.say(" there")
    desk.controller.stop()
    desk.controller.stop()
    assert desk.engine.cancelled == [desk.engine.requests[0].id]
    desk.engine.say(" was")
    desk.engine.finish(FinishReason.CANCELLED)
    assert desk.text() == " there was"
    assert desk.states() == ["reading", "writing", "stopping", "idle"]
    assert desk.generations()[0][1].reason == "cancelled"


def test_a_second_press_while_the_model_writes_does_nothing(desk):
    desk.controller.start()
    desk.controller.start()
    assert len(desk.engine.requests) == 1


def test_without_a_story_nothing_happens(desk):
    desk.page.document_id = None
    desk.controller.start()
    desk.controller.stop()
    assert desk.heard == []


def test_retry_takes_back_and_writes_again(desk):
    desk.controller.start()
    desk.engine.say(" there")
    desk.engine.finish()
    desk.controller.retry()
    assert desk.page.taken_back == 1
    assert len(desk.engine.requests) == 2


def test_retry_while_the_model_writes_drops_the_rest_of_it(desk):
    desk.controller.start()
    desk.engine.say(" there")
    first = desk.engine.requests[0].id
    desk.controller.retry()
    assert desk.engine.cancelled == [first]
    desk.controller.on_event(TextDelta(first, " LATE"))
    desk.engine.say(" was")
    desk.engine.finish(FinishReason.CANCELLED, first)
    desk.engine.finish()
    assert desk.text() == " there was"
    assert [record.text for _, record in desk.generations()] == [" there", " was"]
    assert [record.reason for _, record in desk.generations()] == ["cancelled", "length"]


def test_retry_without_a_continuation_asks_for_nothing(desk):
    desk.page.can_take_back = False
    desk.controller.retry()
    assert desk.engine.requests == []


def test_abandoning_ends_at_once_and_shows_nothing_more(desk):
    desk.controller.start()
    desk.engine.say(" there")
    desk.controller.abandon()
    assert desk.controller.state == "idle"
    assert desk.names()[-1] == "ended"
    desk.engine.say(" was")
    desk.engine.finish(FinishReason.CANCELLED)
    assert desk.text() == " there"
    assert desk.names()[-1] == "ended"


def test_a_failure_is_a_problem_and_keeps_the_text(desk):
    desk.controller.start()
    desk.engine.say(" there")
    error = UserError("There was not enough memory.")
    desk.controller.on_event(Failed(desk.engine.requests[0].id, error))
    assert ("problem", "generation", error) in desk.heard
    assert desk.controller.state == "idle"
    assert desk.generations()[0][1].reason == "failed"


def test_a_model_that_adds_nothing_says_so(desk):
    desk.controller.start()
    desk.engine.finish(FinishReason.END_OF_TEXT)
    assert desk.names()[-1] == "problem"
    desk.controller.start()
    desk.engine.finish(FinishReason.CANCELLED)
    assert desk.names()[-1] == "finished"


@pytest.mark.parametrize(
    ("before", "after", "pieces", "text"),
    [
        ("One.\nTwo.", "", ["\n", "\nThree.", "\n\n", "Four"], "\nThree.\nFour"),
        ("One.\n\nTwo.", "", ["\n", "Three.\n"], "\n\nThree.\n\n"),
        ("One.\nTwo.\n", "\nFive.", ["Three.\n\nFour.", "\n\n"], "Three.\nFour."),
    ],
)
def test_paragraphs_are_parted_as_the_text_parts_its_own(desk, before, after, pieces, text):
    desk.page.text, desk.page.after = before, after
    desk.controller.start()
    desk.engine.say(*pieces)
    desk.engine.finish()
    assert desk.text() == text
    outcome = next(event[1] for event in desk.heard if event[0] == "outcome")
    assert outcome.candidates[0].text == text
    assert desk.generations()[0][1].text == text


def test_retry_before_the_first_word_waits_for_it(desk):
    desk.controller.start()
    desk.controller.retry()
    assert (len(desk.engine.requests), desk.page.taken_back) == (1, 0)
    desk.engine.say(" there")
    desk.engine.finish()
    assert desk.text() == " there"
