"""Going back to a branch, with a real model, a real library and real threads: next to nothing is
read again, even after a restart."""

from __future__ import annotations

import pytest

from engine.types import (
    Finished,
    GenerationRequest,
    Measured,
    MeasureRequest,
    Prompt,
    SamplingSettings,
    TextDelta,
    Warmed,
    WarmRequest,
)
from tests.app.test_restart import STORY, Program, model  # noqa: F401  # a fixture

LENGTH = 20


def alternatives(program: Program, count: int, story: str = STORY) -> list[str]:
    settings = SamplingSettings(max_tokens=LENGTH, min_tokens=LENGTH, seed=3)
    program.worker.submit(
        GenerationRequest(7, Prompt(story), settings, "document:1", alternatives=count)
    )
    texts = [""] * count

    def done(event: object) -> bool:
        if isinstance(event, TextDelta):
            texts[event.alternative] += event.text
        return isinstance(event, Finished)

    program._wait(done)
    return texts


def cost(program: Program, story: str) -> Measured:
    program.worker.measure(MeasureRequest(-1, Prompt(story)))
    found = program._wait(lambda event: isinstance(event, Measured))
    assert isinstance(found, Measured)
    return found


@pytest.mark.parametrize("restart", [False, True])
def test_any_branch_goes_on_at_once(tmp_path, model, restart):  # noqa: F811
    program = Program(tmp_path, model)
    texts = alternatives(program, 8)
    assert len(set(texts)) == 8
    if restart:
        program.close()
        program = Program(tmp_path, model)
    for text in texts:
        told = cost(program, STORY + text)
        assert told.prompt_tokens - told.reused_tokens <= 2
        _, end = program.press_continue(STORY + text)
        assert end.prompt_tokens - end.reused_tokens == told.prompt_tokens - told.reused_tokens
    program.close()


def test_an_edit_in_the_middle_is_read_from_near_it_and_ahead_of_the_press(tmp_path, model):  # noqa: F811
    program = Program(tmp_path, model)
    program.press_continue(STORY)
    place = len(STORY) - 150
    changed = STORY[:place] + " a boat" + STORY[place:]
    told = cost(program, changed)
    assert 0 < told.prompt_tokens - told.reused_tokens < 600
    program.worker.warm(WarmRequest(-2, Prompt(changed), "document:1"))
    program._wait(lambda event: isinstance(event, Warmed) and event.done == event.total)
    told = cost(program, changed)
    assert told.prompt_tokens == told.reused_tokens
    _, end = program.press_continue(changed)
    assert end.prompt_tokens == end.reused_tokens
    program.close()
