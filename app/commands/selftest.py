"""`longscroll --selftest`: whether this copy of the program works, in a few seconds.

It loads the bundled model, writes a few words, keeps the state, finds it again after the library
was closed, and draws the window where nobody sees it. Everything happens in a folder of its own:
nothing of the user's is read or changed.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app.db.snapshot_store import DatabaseSnapshotStore
from app.db.storage import Storage
from app.paths import DataPaths, bundled_model
from app.version import own_version
from engine.generate import generate
from engine.loading import LoadOptions, load_model
from engine.loading_types import LoadedModel
from engine.state_cache import StateCache
from engine.types import (
    Finished,
    GenerationRequest,
    Prompt,
    SamplingSettings,
    TextDelta,
    UserError,
)

STORY = "Once upon a time, there was a little boat. The boat wanted to see the sea."
_WORDS = SamplingSettings(temperature=0.0, max_tokens=12)
_CLOSING_SECONDS = 30.0
_LEAST_COLOURS = 8
"""A window that was drawn has more; an empty one has a single colour."""


def run(_options: argparse.Namespace) -> int:
    """Prints one line a step. Exit code 1 if something does not work."""
    print(f"longscroll {own_version()}: self-test")
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="longscroll-selftest-") as folder:
        paths = DataPaths(Path(folder))
        for name, step in (("model", _check_model), ("window", _check_window)):
            try:
                for fact in step(paths):
                    print(f"{name:8} {fact}")
            except UserError as error:
                print(f"{name:8} {error}")
                print("The self-test failed.")
                return 1
    print(f"All is fine ({time.perf_counter() - started:.1f} s).")
    return 0


def _check_model(paths: DataPaths) -> Iterator[str]:
    loaded = load_model(bundled_model(), LoadOptions(cache=paths.graphs))
    info = loaded.model.info
    yield f"{info.name} on {info.device}, {info.quantization}"
    try:
        first, text = _with_library(paths, loaded, lambda cache: _written(loaded, cache, STORY))
        yield f"it writes: {text.strip()}"
        again, _ = _with_library(paths, loaded, lambda cache: _written(loaded, cache, STORY + text))
        if first.generated_tokens < 1 or not text.strip():
            raise UserError("The model wrote nothing.")
        if again.reused_tokens < first.prompt_tokens:
            raise UserError(
                "The state was not found again: {found} of {tokens} tokens.",
                found=again.reused_tokens,
                tokens=first.prompt_tokens,
            )
        yield f"its state was found again: {again.reused_tokens} of {again.prompt_tokens} tokens"
    finally:
        loaded.model.close()


def _with_library(
    paths: DataPaths,
    loaded: LoadedModel,
    write: Callable[[StateCache], tuple[Finished, str]],
) -> tuple[Finished, str]:
    """Opens the library, as a start of the program does, and closes it behind `write`."""
    problems: list[UserError] = []
    storage = Storage(paths.library)
    try:
        storage.opened.result()
        store = DatabaseSnapshotStore(storage, on_problem=problems.append)
        result = write(StateCache(store, 0, loaded.state_shapes))
    finally:
        closed = storage.close(_CLOSING_SECONDS)
    if problems:
        raise problems[0]
    if not closed:
        raise UserError("The library did not close in time.")
    return result


def _written(loaded: LoadedModel, cache: StateCache, text: str) -> tuple[Finished, str]:
    request = GenerationRequest(1, Prompt(text), _WORDS)
    events = list(generate(loaded.model, loaded.tokenizer, cache, request, lambda: False))
    end = events[-1]
    if not isinstance(end, Finished):
        raise TypeError("a generation ends with Finished")
    return end, "".join(event.text for event in events if isinstance(event, TextDelta))


def _check_window(paths: DataPaths) -> Iterator[str]:
    # Before Qt is imported; a self-test must not flash a window on anybody's screen.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from app.front import show_front

    app = QApplication.instance() or QApplication(["longscroll"])
    if not isinstance(app, QApplication):
        raise TypeError("there is an application without windows")
    front = show_front(app, paths)
    picture = front.window.grab().toImage().scaled(64, 64)
    colours = {picture.pixel(x, y) for x in range(64) for y in range(64)}
    front.window.deleteLater()
    if len(colours) < _LEAST_COLOURS:
        raise UserError("The window stayed empty.")
    size = front.window.size()
    yield f"drawn, {size.width()} × {size.height()}, {len(colours)} colours"
