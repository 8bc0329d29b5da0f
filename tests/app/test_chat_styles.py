"""A chat with the bundled model in a style: another reply, and without it exactly the old one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from app.db import people_styles, styles
from app.db.styles import NewStyle
from app.domain.styles import StyleChoice
from app.paths import bundled_model
from engine.beginnings import MATRICES, style_bytes
from engine.loading import LoadOptions, load_model
from engine.loading_types import LoadedModel
from engine.types import SamplingSettings
from tests.app.test_chat_restart import Program, new_chat

ASKED = "Please tell me a long story about a little boat and the sea."
"""Leaves the choice of the next word open: what is certain is said in any style."""


class StyledProgram(Program):
    """It always takes the likeliest token unless it is `lively`, so that a reply depends on what
    was read alone."""

    loaded: LoadedModel
    lively = False

    def _load(self, _path: str, progress) -> LoadedModel:
        options = LoadOptions(cache=self.folder / "graphs")
        self.loaded = load_model(bundled_model(), options, progress)
        return self.loaded

    def _sampling(self, _own: str, seed: int) -> SamplingSettings:
        if self.lively:
            return super()._sampling(_own, seed)
        return SamplingSettings(seed=seed, temperature=0.0, max_tokens=self.max_tokens)

    def learn(self) -> int:
        """A style such as a lesson leaves it."""
        shape = self.loaded.state_shapes[MATRICES]
        key, blob = style_bytes(np.random.default_rng(3).normal(0, 6.0, shape).astype(np.float32))
        new = NewStyle("Wild", key, blob, self.loaded.model.info.model_key, "First Light")
        return self.storage.submit(lambda s: styles.add_style(s, new)).result().id

    def speak(self, qtbot, chat_id: int, choice: StyleChoice) -> None:
        """The chat is led so from now on, and is read ahead."""
        self.storage.submit(lambda s: people_styles.keep_for_chat(s, chat_id, choice)).result()
        self.chat.open(chat_id)
        self.read_ahead(qtbot)

    def again(self, qtbot, chat_id: int) -> str:
        """What is said instead of the last reply."""
        self.answer(qtbot, lambda: self.replies.regenerate(self.last(chat_id)))
        return self.texts(chat_id)[-1]


@pytest.fixture
def start(qapp, tmp_path: Path) -> Iterator[Callable[[str], StyledProgram]]:
    """Starts the program again and again, on one library or another."""
    running: list[StyledProgram] = []

    def begin(library: str) -> StyledProgram:
        if running:
            running.pop().close()
        folder = tmp_path / library
        folder.mkdir(exist_ok=True)
        running.append(StyledProgram(folder, 48))
        return running[-1]

    yield begin
    if running:
        running.pop().close()


@pytest.fixture
def program(start) -> StyledProgram:
    return start("one")


def test_a_style_changes_a_reply_and_none_gives_exactly_the_old_one(qtbot, program):
    chat_id = new_chat(program)
    program.open(qtbot, chat_id)
    program.answer(qtbot, lambda: program.replies.say(chat_id, ASKED))
    before = program.texts(chat_id)[-1]
    style = program.learn()
    program.speak(qtbot, chat_id, StyleChoice().toggled(style))
    wild = program.again(qtbot, chat_id)
    assert wild != before
    program.speak(qtbot, chat_id, StyleChoice())
    assert program.again(qtbot, chat_id) == before
    assert program.ends[-1].prompt_tokens - program.ends[-1].reused_tokens <= 8, "all but its turn"
    program.speak(qtbot, chat_id, StyleChoice().toggled(style))
    assert program.again(qtbot, chat_id) == wild
    assert program.ends[-1].prompt_tokens - program.ends[-1].reused_tokens <= 8


def test_closing_the_program_does_not_change_what_is_said_in_a_style(qtbot, start):
    def begun(library: str) -> tuple[StyledProgram, int]:
        program = start(library)
        program.lively = True
        chat_id = new_chat(program)
        program.storage.submit(
            lambda s: s.connection().exec_driver_sql("UPDATE chats SET seed = 7")
        ).result()
        program.open(qtbot, chat_id)
        program.speak(qtbot, chat_id, StyleChoice().toggled(program.learn()))
        program.answer(qtbot, lambda: program.replies.say(chat_id, ASKED))
        return program, chat_id

    program, one = begun("one")
    before = program.texts(one)[-1]
    program.answer(qtbot, lambda: program.replies.go_on(program.last(one)))
    without = program.texts(one)[-1]
    program, other = begun("other")
    assert program.texts(other)[-1] == before
    program = start("other")
    program.lively = True
    program.open(qtbot, other)
    assert program.costs[-1].again == 0, "the state in the style was kept"
    program.answer(qtbot, lambda: program.replies.go_on(program.last(other)))
    assert program.ends[-1].reused_tokens > 0
    assert program.texts(other)[-1] == without
    assert len(without) > len(before) > 10
