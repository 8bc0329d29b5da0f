"""Key press to paint while text streams into a long story: prints figures, asserts nothing.

`python -m tests.benchmarks.gui_latency [--megabytes 1] [--where end|middle|start] [--chinese]
[--marks]`

The clock runs from the key event to the end of the paint event that shows the letter. Text
arrives every 30 ms as from the engine; keys come 12 a second at a random moment between.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.documents import DocumentDraft
from app.settings import Settings
from app.ui.main_window import MainWindow
from app.ui.theme import Theme
from tests.app.ui.test_story_editor import story

ENGLISH = ["the", "river", "ran quietly", "past", "houses", "while", "evening", "fell", "on", "it"]
CHINESE = [
    "河水静静地",
    "流过",
    "古老的石屋，",
    "暮色",
    "落在水面上。",
    "一条小船",
    "慢慢漂",
    "回家",
]


class Clock(QObject):
    """Notes when a key has been taken in, and when the page has been painted after that."""

    taken = painted = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lets the event through, then looks at the clock."""
        if event.type() not in (QEvent.Type.Paint, QEvent.Type.KeyPress):
            return False
        watched.removeEventFilter(self)
        QApplication.sendEvent(watched, event)
        watched.installEventFilter(self)
        if event.type() == QEvent.Type.KeyPress:
            self.taken = time.perf_counter()
        else:
            self.painted = time.perf_counter()
        return True


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--where", choices=("start", "middle", "end"), default="end")
    parser.add_argument("--chinese", action="store_true")
    parser.add_argument("--marks", action="store_true", help="emphasis in every paragraph")
    parser.add_argument("--keys", type=int, default=400)
    options = parser.parse_args()
    app = QApplication([])
    window = MainWindow(Theme(app, "light"), Settings())
    window.resize(1366, 768)
    text = long_text(round(options.megabytes * 1_000_000), CHINESE if options.chinese else ENGLISH)
    if options.marks:
        text = "\n".join(f"{line[:20]} *and* **so** {line[20:]}" for line in text.split("\n"))
    window.show()
    QTest.qWaitForWindowExposed(window)
    opened = time.perf_counter()
    window.show_document(story(text, cursor=place(text, options.where)))
    app.processEvents()
    print(f"open {len(text):,} characters: {1e3 * (time.perf_counter() - opened):.0f} ms")
    QTest.qWait(1500)  # Qt lays the rest out in idle time
    latencies, inserts = type_while_streaming(app, window, options.keys)
    report("key press to paint", latencies)
    report("insert a piece of text", inserts)
    started = time.perf_counter()
    draft = window.editor.draft()
    assert isinstance(draft, DocumentDraft)
    print(f"take a draft to save: {1e3 * (time.perf_counter() - started):.1f} ms")
    return 0


def long_text(characters: int, words: list[str]) -> str:
    """Paragraphs of 20 to 150 words."""
    chance = random.Random(1)
    space = " " if words is ENGLISH else ""
    paragraphs: list[str] = []
    while characters > 0:
        paragraphs.append(space.join(chance.choices(words, k=chance.randint(20, 150))))
        characters -= len(paragraphs[-1].encode()) + 1
    return "\n".join(paragraphs)


def place(text: str, where: str) -> int:
    """A position in the text, at the end of a paragraph."""
    wanted = {"start": 500, "middle": len(text) // 2, "end": len(text)}[where]
    end = text.find("\n", wanted)
    return len(text) if end < 0 else end


def type_while_streaming(
    app: QApplication, window: MainWindow, keys: int
) -> tuple[list[float], list[float]]:
    """Seconds from key to paint, and seconds for each insertion."""
    editor, clock = window.editor, Clock()
    editor.viewport().installEventFilter(clock)
    editor.installEventFilter(clock)
    editor.begin_generation()
    inserts: list[float] = []
    chance = random.Random(2)

    def insert() -> None:
        started = time.perf_counter()
        editor.insert_generated(" word" if chance.random() < 0.97 else ".\nThen")
        inserts.append(time.perf_counter() - started)

    stream = QTimer(interval=30)
    stream.timeout.connect(insert)
    stream.start()
    editor.insert_generated(" word")
    editor.moveCursor(QTextCursor.MoveOperation.Left)
    latencies = []
    for _ in range(keys):
        QTest.qWait(chance.randint(60, 110))
        latencies.append(press(app, editor, clock))
    editor.end_generation()
    return latencies, inserts


def press(app: QApplication, editor: QObject, clock: Clock) -> float:
    """Seconds from a key that arrives in the queue until its letter is painted."""
    started = time.perf_counter()
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    app.postEvent(editor, key)
    while not started < clock.taken < clock.painted:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
    return clock.painted - started


def report(name: str, seconds: list[float]) -> None:
    """One line of figures in milliseconds."""
    ordered = sorted(1e3 * value for value in seconds)

    def at(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    print(f"{name}: p50 {at(0.5):.2f} ms, p99 {at(0.99):.2f} ms, max {ordered[-1]:.2f} ms")


if __name__ == "__main__":
    sys.exit(main())
