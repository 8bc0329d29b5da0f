"""Opening, scrolling and streaming in a conversation of 100,000 messages: prints figures, judges
nothing.

`python -m tests.benchmarks.bench_chat_view [--messages 100000] [--size 1366x768] [--cpu]`

Messages have 20 to 300 words with emphasis, speech and now and then a list or code. Each step is
a turn of the wheel, painted at once; a piece of a reply arrives, is laid out and painted.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from functools import cache

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.chat import Author, ChatMessage, Said
from app.ui.chat.chat_view import ChatView
from app.ui.theme import Theme
from tests.benchmarks.gui_latency import CHINESE, ENGLISH, report


class Clock:
    """Seconds; by the wall, or as long as the thread itself worked: on a busy machine only the
    latter says something."""

    take = staticmethod(time.perf_counter)

    def __call__(self) -> float:
        return self.take()


clock = Clock()
START = datetime(2020, 1, 1, tzinfo=UTC)


@cache
def message(depth: int) -> ChatMessage:
    """A message as one finds them in long chats; the same each time."""
    chance = random.Random(depth)
    space, words = (" ", ENGLISH) if depth % 3 else ("", CHINESE)
    parts = [space.join(chance.choices(words, k=chance.randint(20, 150))) for _ in range(2)]
    text = f"*{parts[0]}* “{parts[1]}”"
    if depth % 10 == 4:
        text += "\n\n- **one**\n- two `three`\n\n```py\nprint(1)\n```"
    author = Author.USER if depth % 2 else Author.CHARACTER
    said = Said(author, author.value, text, created_at=START + timedelta(minutes=30 * depth))
    return ChatMessage(depth + 1, 1, depth or None, depth, said, depth % 3, 3)


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--cpu", action="store_true", help="count the thread's own time only")
    options = parser.parse_args()
    if options.cpu:
        clock.take = time.thread_time
    app = QApplication([])
    view = ChatView(Theme(app, "light"))
    view.resize(*map(int, options.size.split("x")))
    view.page_wanted.connect(
        lambda start, count: view.show_page(start, [message(start + n) for n in range(count)])
    )
    view.show()
    QTest.qWaitForWindowExposed(view)
    pages(view)
    opened = clock()
    view.set_chat(options.messages)
    view.viewport().repaint()
    print(f"open {options.messages:,} messages: {1e3 * (clock() - opened):.1f} ms")
    scroll(app, view, options.steps)
    stream(app, view, options.steps)
    return 0


def pages(view: ChatView) -> None:
    """Makes what is measured elsewhere (fonts, the first widgets) before the clock runs."""
    view.set_chat(30)
    view.viewport().repaint()
    QTest.qWait(200)


def scroll(app: QApplication, view: ChatView, steps: int) -> None:
    """Wheels up, pages up, and drags through the whole conversation."""
    bar = view.verticalScrollBar()
    for name, pixels, pause in (("wheel", 120, 16), ("page", 700, 60)):
        seconds = []
        for _ in range(steps):
            QTest.qWait(pause)
            started = clock()
            bar.setValue(bar.value() - pixels)
            view.viewport().repaint()
            seconds.append(clock() - started)
        report(f"scroll by a {name} and paint", seconds)
    seconds = []
    chance = random.Random(1)
    for _ in range(steps // 4):
        value = chance.randint(0, bar.maximum())
        near = value // (bar.maximum() // view.count)
        for depth in range(max(0, near - 150), min(view.count, near + 150)):
            message(depth)  # whoever answers has them at hand
        started = clock()
        bar.setValue(value)
        view.viewport().repaint()
        seconds.append(clock() - started)
        app.processEvents()
    report("jump anywhere and paint (with its pages)", seconds)


def stream(app: QApplication, view: ChatView, steps: int) -> None:
    """A reply of some 12,000 characters, 30 characters a piece."""
    view.scroll_to_end()
    view.begin_reply("Mira")
    seconds = []
    for number in range(steps):
        piece = "*she says* “go on, then”, and so " if number % 12 else "it ends.\n\nThen "
        started = clock()
        view.add_text(piece)
        view.viewport().repaint()
        seconds.append(clock() - started)
        app.processEvents()
    report("add a piece of a reply and paint", seconds)
    started = clock()
    view.end_reply(message(view.count - 1))
    view.viewport().repaint()
    print(f"end the reply: {1e3 * (clock() - started):.1f} ms")


if __name__ == "__main__":
    sys.exit(main())
