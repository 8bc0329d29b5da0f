"""What a continuation will cost is told beforehand, and the text is read ahead in a pause."""

import pytest

from app.controllers import reading_ahead
from app.controllers.reading_ahead import Cost, ReadingAhead
from app.domain.writing import Passage
from engine.types import Measured, ModelReady, Warmed
from tests.app.window_rig import MODEL


class Reader:
    def __init__(self):
        self.measured, self.warmed, self.stopped = [], [], 0

    def measure(self, request):
        self.measured.append(request)

    def warm(self, request):
        self.warmed.append(request)

    def stop_warming(self):
        self.stopped += 1


class Page:
    document_id = 7

    def passage(self):
        return Passage("Once upon", " a", " time")


@pytest.fixture
def ahead(qtbot, monkeypatch):
    monkeypatch.setattr(reading_ahead, "REST_MS", 1)
    monkeypatch.setattr(reading_ahead, "PAUSE_MS", 1)
    one = ReadingAhead(Reader(), Page())
    one.costs = []
    one.cost_changed.connect(one.costs.append)
    one.reader = one._reader
    return one


def answer(ahead, again, total, seconds=2.0):
    number = ahead.reader.measured[-1].id
    ahead.on_event(Measured(number, total, total - again, seconds))


def test_after_a_rest_the_cost_is_asked_for_and_told(ahead, qtbot):
    for _ in range(5):
        ahead.note_move()
    assert ahead.reader.measured == []
    qtbot.waitUntil(lambda: len(ahead.reader.measured) == 1)
    request = ahead.reader.measured[0]
    assert request.id < 0
    assert request.prompt.volatile.endswith("Once upon a")
    answer(ahead, 1240, 86_000, 3.0)
    assert ahead.costs == [Cost(1240, 86_000, 3.0)]


def test_in_a_pause_the_text_is_read_ahead_and_the_cost_falls(ahead, qtbot):
    ahead.measure()
    answer(ahead, 1000, 2000)
    qtbot.waitUntil(lambda: len(ahead.reader.warmed) == 1)
    warm = ahead.reader.warmed[0]
    assert (warm.owner, warm.prompt) == ("document:7", ahead.reader.measured[0].prompt)
    ahead.on_event(Warmed(warm.id, 500, 1000))
    ahead.on_event(Warmed(warm.id, 1000, 1000))
    assert ahead.costs[-2:] == [Cost(500, 2000, 1.0, True), Cost(0, 2000, 0.0)]


def test_what_cannot_be_read_ahead_stays_in_the_cost(ahead, qtbot):
    ahead.measure()
    answer(ahead, 1500, 2000, 3.0)
    qtbot.waitUntil(lambda: len(ahead.reader.warmed) == 1)
    number = ahead.reader.warmed[0].id
    for done in (500, 900, 900):
        ahead.on_event(Warmed(number, done, 900))
    assert ahead.costs[-2:] == [Cost(1000, 2000, 2.0, True), Cost(600, 2000, 1.2)]


def test_little_is_not_worth_reading_ahead(ahead, qtbot):
    ahead.measure()
    answer(ahead, 5, 2000)
    qtbot.wait(20)
    assert ahead.reader.warmed == []


def test_reading_ahead_can_be_turned_off(ahead, qtbot):
    ahead.allow(False)
    assert ahead.reader.stopped == 1
    ahead.measure()
    answer(ahead, 1000, 2000)
    qtbot.wait(20)
    assert ahead.reader.warmed == []
    assert ahead.costs == [Cost(1000, 2000, 2.0)]


def test_while_the_model_writes_nothing_is_asked_and_no_cost_is_shown(ahead, qtbot):
    ahead.measure()
    answer(ahead, 10, 2000)
    ahead.show_running(True)
    assert ahead.costs[-1] is None
    ahead.note_move()
    ahead.measure()
    qtbot.wait(20)
    assert len(ahead.reader.measured) == 1
    ahead.show_running(False)
    qtbot.waitUntil(lambda: len(ahead.reader.measured) == 2)


def test_answers_to_older_questions_are_not_told(ahead):
    ahead.measure()
    old = ahead.reader.measured[-1].id
    ahead.measure()
    ahead.on_event(Measured(old, 10, 0, 0.0))
    assert ahead.costs == []


def test_a_model_that_is_ready_is_asked(ahead, qtbot):
    ahead.on_event(ModelReady(MODEL))
    qtbot.waitUntil(lambda: len(ahead.reader.measured) == 1)
