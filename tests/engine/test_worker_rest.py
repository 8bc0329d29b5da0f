"""The engine thread frees the memory of a model, and takes the model up again when it must."""

import pytest

from engine.types import (
    Counted,
    CountRequest,
    Failed,
    Finished,
    Measured,
    MeasureRequest,
    ModelLoadError,
    ModelReady,
    ModelUnloaded,
    Prompt,
    WarmRequest,
)
from tests.engine.test_worker import PATIENCE, Studio, request


@pytest.fixture
def one():
    studio = Studio().start()
    studio.until(ModelReady)
    yield studio
    assert studio.worker.shutdown(PATIENCE)
    assert studio.crashes == []


def test_a_resting_model_comes_back_for_a_generation_with_its_states(one):
    one.worker.submit(request(1))
    one.until(Finished)
    one.worker.unload(resting=True)
    assert one.until(ModelUnloaded)[-1] == ModelUnloaded(resting=True)
    one.worker.submit(request(2))
    events = one.until(Finished)
    assert any(isinstance(event, ModelReady) for event in events)
    assert events[-1].reused_tokens == events[-1].prompt_tokens


def test_a_resting_model_still_counts_and_measures_but_reads_nothing_ahead(one):
    one.worker.unload(resting=True)
    one.worker.count(CountRequest(5, ("The cat sat",)))
    assert one.until(Counted)[-1].tokens != (0,)
    one.worker.measure(MeasureRequest(6, Prompt("The cat sat")))
    assert one.until(Measured)[-1].prompt_tokens > 0
    one.worker.warm(WarmRequest(7, Prompt("The cat sat"), "document:1"))
    one.worker.count(CountRequest(8, ("x",)))
    events = one.until(Counted)
    assert [type(event) for event in events] == [Counted]


def test_resting_twice_is_told_once(one):
    one.worker.unload(resting=True)
    one.worker.unload(resting=True)
    one.worker.count(CountRequest(5, ("x",)))
    kinds = [type(event) for event in one.until(Counted)]
    assert kinds == [ModelUnloaded, Counted]


def test_a_model_put_away_for_good_is_gone(one):
    one.worker.unload(resting=False)
    assert one.until(ModelUnloaded)[-1] == ModelUnloaded(resting=False)
    one.worker.submit(request(3))
    assert one.until(Failed)[-1].error.template == "No model is loaded."


def test_a_model_that_cannot_come_back_is_told(one):
    one.worker.unload(resting=True)
    one.until(ModelUnloaded)
    one.error = ModelLoadError("It is gone.")
    one.worker.submit(request(4))
    events = one.until(Failed)
    assert ModelUnloaded(resting=False) in events
    assert events[-1].request_id == 4
    one.worker.submit(request(5))
    assert one.until(Failed)[-1].error.template == "No model is loaded."
