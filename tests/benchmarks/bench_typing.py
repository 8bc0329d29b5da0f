"""Key press to paint in the whole program, while the real model streams into the story.

`python -m tests.benchmarks.bench_typing [--megabytes 0.1] [--where start|middle|end] [--idle]`

Unlike `gui_latency`, which feeds the page from a timer, this has the engine's thread, the storage,
autosave and every controller in the process. `--idle` types without pressing Continue, for
comparison. Waits in real event loops: `QTest.qWait` keeps the interpreter to itself and would
starve the engine. Prints figures and asserts nothing.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from app.controllers.continuation_controller import WRITING
from app.front import show_front
from app.paths import DataPaths
from app.program import Program
from engine.types import SamplingSettings
from tests.benchmarks.gui_latency import ENGLISH, Clock, long_text, place, report

ENDLESS = SamplingSettings(seed=1, max_tokens=1_000_000, min_tokens=1_000_000)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=0.1)
    parser.add_argument("--where", choices=("start", "middle", "end"), default="end")
    parser.add_argument("--keys", type=int, default=300)
    parser.add_argument("--idle", action="store_true")
    options = parser.parse_args()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        paths = DataPaths(Path(folder))
        front = show_front(app, paths)
        front.window.resize(1366, 768)
        program = Program(front, paths, None)
        program.start()
        measure(app, program, options)
        program._parts.continuation.abandon()
        program.shut_down()
    return 0


def measure(app: QApplication, program: Program, options: argparse.Namespace) -> None:
    """Opens a long story, presses Continue, and types."""
    parts = program._parts
    text = long_text(round(options.megabytes * 1_000_000), ENGLISH)
    parts.continuation._sampling = lambda _seed: ENDLESS
    until(lambda: parts.model._info is not None)
    parts.documents.create("Long", text)
    until(lambda: parts.window.editor.textCursor().position() == len(text))
    wait(1500)
    editor = parts.window.editor
    cursor = editor.textCursor()
    cursor.setPosition(place(text, options.where))
    editor.setTextCursor(cursor)
    if not options.idle:
        parts.continuation.start()
        until(lambda: parts.continuation.state == WRITING)
        written = len(editor.draft().text)
        started = time.perf_counter()
        wait(2000)
        speed = (len(editor.draft().text) - written) / (time.perf_counter() - started)
        print(f"nobody types: {speed:,.0f} characters a second")
        editor.moveCursor(QTextCursor.MoveOperation.Left)
    report("key press to paint", type_keys(app, editor, options.keys))
    grown = len(editor.draft().text) - len(text) - options.keys
    print(f"the model wrote {grown:,} characters meanwhile")


def type_keys(app: QApplication, editor, keys: int) -> list[float]:
    """Seconds from each key to its paint; keys come about 12 a second."""
    clock, chance = Clock(), random.Random(2)
    editor.viewport().installEventFilter(clock)
    editor.installEventFilter(clock)
    latencies = []
    for _ in range(keys):
        wait(chance.randint(60, 110))
        latencies.append(press(app, editor, clock))
    return latencies


def until(done) -> None:
    """Lets the program go on until `done`."""
    for _ in range(6000):
        if done():
            return
        wait(10)
    sys.exit("waited in vain")


def press(app: QApplication, editor: QObject, clock: Clock) -> float:
    """Seconds from a key that arrives in the queue until its letter is painted."""
    started = time.perf_counter()
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    app.postEvent(editor, key)
    while not started < clock.taken < clock.painted:
        wait(1)
    return clock.painted - started


def wait(milliseconds: int) -> None:
    """Runs the event loop for so long, as the program does."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
