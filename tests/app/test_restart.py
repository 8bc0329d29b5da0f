"""The whole path below the window, with a real model, a real library and real threads."""

from __future__ import annotations

import queue
from dataclasses import replace
from pathlib import Path

import pytest
import safetensors.numpy
from sqlalchemy import text

from app.db.snapshot_store import DatabaseSnapshotStore
from app.db.storage import Storage
from app.paths import bundled_model
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.loading import LoadOptions, load_model
from engine.types import (
    Failed,
    Finished,
    FinishReason,
    GenerationRequest,
    ModelReady,
    Prompt,
    SamplingSettings,
    TextDelta,
)
from engine.worker import EngineWorker

STORY = "Once upon a time there was a river.\n" * 40
SETTINGS = SamplingSettings(max_tokens=20, seed=3)


class Program:
    """Everything but the window, from start to exit."""

    def __init__(self, folder: Path, model: Path) -> None:
        self.events: queue.Queue[object] = queue.Queue()
        self.problems: list[Exception] = []
        self.storage = Storage(folder / "library.sqlite3")
        options = LoadOptions(folder / "graphs", threads=1)
        self.worker = EngineWorker(
            lambda path, progress: load_model(Path(path), options, progress),
            DatabaseSnapshotStore(self.storage, on_problem=self.problems.append),
            self.events.put,
            self.problems.append,
        )
        self.worker.start()
        self.worker.load_model(str(model))
        self._wait(lambda event: isinstance(event, ModelReady))

    def press_continue(
        self, story: str | Prompt, number: int = 1, tokens: int = 20, *, resume: bool = False
    ) -> tuple[str, Finished]:
        prompt = story if isinstance(story, Prompt) else Prompt(story)
        settings = replace(SETTINGS, max_tokens=tokens)
        request = GenerationRequest(number, prompt, settings, "document:1", resume=resume)
        self.worker.submit(request)
        texts: list[str] = []

        def done(event: object) -> bool:
            if isinstance(event, TextDelta):
                texts.append(event.text)
            return isinstance(event, Finished)

        finished = self._wait(done)
        assert isinstance(finished, Finished)
        return "".join(texts), finished

    def close(self) -> None:
        assert self.worker.shutdown(20)
        assert self.storage.close(20)
        assert self.problems == []

    def _wait(self, done) -> object:
        while True:
            event = self.events.get(timeout=30)
            assert not isinstance(event, Failed), event
            if done(event):
                return event


@pytest.fixture
def model(tmp_path: Path) -> Path:
    source = RandomTensors(Shape(2, 64, 1, 256))
    path = tmp_path / "little.safetensors"
    safetensors.numpy.save_file({name: source.read(name) for name in source.names()}, path)
    return path


def test_a_restart_finds_the_state_and_reads_nothing_again(tmp_path, model):
    first = Program(tmp_path, model)
    written, finished = first.press_continue(STORY)
    assert (finished.reused_tokens, finished.generated_tokens) == (0, 20)
    first.close()
    second = Program(tmp_path, model)
    _, finished = second.press_continue(STORY + written)
    assert finished.reused_tokens == finished.prompt_tokens > len(STORY)
    second.close()


def test_the_same_press_after_a_restart_gives_the_same_text(tmp_path, model):
    first = Program(tmp_path, model)
    written, _ = first.press_continue(STORY)
    first.close()
    second = Program(tmp_path, model)
    again, finished = second.press_continue(STORY)
    assert finished.reused_tokens == finished.prompt_tokens
    assert again == written
    second.close()


def test_a_restart_in_the_middle_of_a_text_changes_nothing_that_is_said(tmp_path):
    prompt = Prompt(STORY, stop=("\n\nShe",))
    whole = Program(tmp_path / "whole", bundled_model())
    expected, finished = whole.press_continue(prompt, tokens=60, resume=True)
    assert finished.reason is FinishReason.LENGTH
    whole.close()
    told = ""
    for tokens in (7, 1, 22, 30):
        program = Program(tmp_path / "cut", bundled_model())
        prompt = replace(prompt, stable=STORY + told)
        told += program.press_continue(prompt, tokens=tokens, resume=True)[0]
        program.close()
    assert told == expected
    assert len(told) > 100


def test_a_damaged_state_costs_reading_and_never_words(tmp_path, model):
    first = Program(tmp_path, model)
    written, _ = first.press_continue(STORY)
    first.close()
    storage = Storage(tmp_path / "library.sqlite3")
    storage.submit(
        lambda session: session.execute(text("UPDATE snapshot_blobs SET blob = x'00ff'"))
    ).result()
    storage.close(20)
    second = Program(tmp_path, model)
    again, finished = second.press_continue(STORY)
    assert finished.reused_tokens == 0
    assert again == written
    second.close()


def test_cancelling_keeps_text_and_state(tmp_path, model):
    program = Program(tmp_path, model)
    request = SamplingSettings(max_tokens=2000, seed=3)
    program.worker.submit(GenerationRequest(1, Prompt(STORY), request, "document:1"))
    texts = []
    for event in iter(lambda: program.events.get(timeout=30), None):
        if isinstance(event, TextDelta):
            texts.append(event.text)
            program.worker.cancel(1)
        if isinstance(event, Finished):
            assert event.reason is FinishReason.CANCELLED
            break
    _, finished = program.press_continue(STORY + "".join(texts), 2)
    assert finished.reused_tokens >= len(STORY)
    program.close()
