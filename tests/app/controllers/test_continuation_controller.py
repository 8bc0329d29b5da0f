"""One press of Continue: what is asked of the engine, what reaches the page and the library."""

import json
from dataclasses import replace

import pytest

from app.controllers.continuation_controller import ContinuationController
from app.controllers.engine_bridge import EngineBridge
from app.controllers.storage_bridge import StorageBridge
from app.controllers.writing_terms import WritingOptions
from app.db.documents import create_document
from app.db.generations import list_generations
from app.domain.token_trace import Choice, unpack
from app.domain.writing import Passage, Task
from engine.types import (
    Failed,
    FinishReason,
    ModelReady,
    PrefillProgress,
    SamplingSettings,
    TextDelta,
    TokenChance,
    TokenChosen,
    UserError,
)
from tests.app.window_rig import MODEL, FakeEngine, MemoryStorage


class Page:
    def __init__(self, document_id):
        self.document_id = document_id
        self.text = "Once upon a time"
        self.selected = self.after = ""
        self.taken_back = 0
        self.can_take_back = True

    def passage(self):
        return Passage(self.text, self.selected, self.after)

    def take_back_generation(self):
        self.taken_back += 1
        return self.can_take_back


class Desk:
    def __init__(self):
        self.storage = MemoryStorage()
        self.document = self.storage.run(lambda s: create_document(s, "T", "")).id
        bridge = EngineBridge()
        self.engine = FakeEngine(bridge)
        self.page = Page(self.document)
        self.controller = ContinuationController(
            self.engine,
            StorageBridge(self.storage),
            self.page,
            lambda seed: SamplingSettings(seed=seed),
        )
        bridge.arrived.connect(self.controller.on_event)
        self.heard = []
        for name in (
            "began",
            "identified",
            "progress",
            "text_generated",
            "ended",
            "finished",
            "state_changed",
            "problem",
            "offering",
            "offered",
            "picked",
            "offer_closed",
            "outcome",
        ):
            signal = getattr(self.controller, name)
            signal.connect(lambda *values, name=name: self.heard.append((name, *values)))

    def names(self):
        return [event[0] for event in self.heard if event[0] not in ("state_changed", "outcome")]

    def text(self):
        return "".join(event[1] for event in self.heard if event[0] == "text_generated")

    def states(self):
        return [event[1] for event in self.heard if event[0] == "state_changed"]

    def generations(self):
        return self.storage.run(lambda s: list_generations(s, self.document))


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


# Texts that are offered


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
    assert outcomes(desk)[0].passage.selected == " upon a time"


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
