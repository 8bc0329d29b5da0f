"""A chat with the bundled model in a style: another reply, and without it exactly the old one."""

from __future__ import annotations

from collections.abc import Iterator
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


class StyledProgram(Program):
    """It always takes the likeliest token, so that a reply depends on what was read alone."""

    loaded: LoadedModel

    def _load(self, _path: str, progress) -> LoadedModel:
        options = LoadOptions(cache=self.folder / "graphs")
        self.loaded = load_model(bundled_model(), options, progress)
        return self.loaded

    def _sampling(self, _own: str, seed: int) -> SamplingSettings:
        return SamplingSettings(seed=seed, temperature=0.0, max_tokens=self.max_tokens)

    def learn(self) -> int:
        """A style such as a lesson leaves it."""
        shape = self.loaded.state_shapes[MATRICES]
        key, blob = style_bytes(np.random.default_rng(3).normal(0, 5.0, shape).astype(np.float32))
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
def program(qapp, tmp_path: Path) -> Iterator[StyledProgram]:
    program = StyledProgram(tmp_path, 16)
    yield program
    program.close()


def test_a_style_changes_a_reply_and_none_gives_exactly_the_old_one(qtbot, program):
    chat_id = new_chat(program)
    program.open(qtbot, chat_id)
    program.answer(qtbot, lambda: program.replies.say(chat_id, "Hi! What do you do all day?"))
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
