"""A long chat in the whole program, with the bundled model: prints figures, judges nothing.

`python -m tests.benchmarks.bench_chat_window [--messages 100000] [--bytes 1000] [--keep FOLDER]`

From the click on a chat to its messages painted; from Enter to the first words of the answer,
when the model has read the chat before; a search; the longest the window did not listen.
With `--keep` the library stays there, and is used again.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.db import characters, chat_transfer
from app.db.storage import Storage
from app.domain.cards import CharacterCard
from app.front import show_front
from app.paths import DataPaths
from app.program import Program
from app.ui.rail import PEOPLE
from tests.benchmarks.bench_chats import chunks, turns

PATIENCE = 300.0


def fill(path: Path, count: int, nbytes: int) -> None:
    """A library with a long chat and a short one."""
    storage = Storage(path)
    card = CharacterCard("Bea", "Bea keeps a lighthouse and speaks little.", first_mes="Hello.")
    character = storage.submit(partial(characters.add, card=card)).result()
    for title, length in (("Short", 2), ("Long", count)):
        begin = partial(chat_transfer.begin, character_id=character, title=title)
        chat = storage.submit(begin).result()
        for some in chunks(turns(length, nbytes)):
            add = partial(chat_transfer.add_turns, chat_id=chat, turns=some)
            storage.submit(add).result()
        storage.submit(partial(chat_transfer.finish, chat_id=chat)).result()
    storage.close()


class Pulse:
    """How long the window did not listen, at most."""

    def __init__(self) -> None:
        self.worst = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.worst, self._last = max(self.worst, now - self._last), now

    def reset(self) -> None:
        """From now on."""
        self.worst, self._last = 0.0, time.perf_counter()


def until(met: Callable[[], bool]) -> float:
    """Seconds until something is so."""
    begin = time.perf_counter()
    while not met():
        QApplication.processEvents()
        if time.perf_counter() - begin > PATIENCE:
            raise TimeoutError
    return time.perf_counter() - begin


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--bytes", type=int, default=1_000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        paths = DataPaths(options.keep or Path(scratch))
        paths.root.mkdir(parents=True, exist_ok=True)
        if not paths.library.exists():
            fill(paths.library, options.messages, options.bytes)
        measure(paths)
    return 0


def measure(paths: DataPaths) -> None:
    """All figures, in one run of the program."""
    app = QApplication.instance() or QApplication([])
    front = show_front(app, paths)
    program = Program(front, paths, None)
    ready: list[object] = []
    program._parts.model.ready.connect(ready.append)
    program.start()
    window, people, pulse = front.window, program._parts.people, Pulse()
    window.resize(1366, 768)
    page = window.people.chat
    until(lambda: bool(ready))
    window.show_page(PEOPLE)
    ids = {one.title: one.id for one in _summaries(people)}
    for title in ("Short", "Long", "Short", "Long"):
        pulse.reset()
        length = 2 if title == "Short" else None
        people.conversation.open(ids[title])
        took = until(partial(_is_painted, page, ids[title], people))
        print(f"open {title}: painted after {took * 1000:.0f} ms ({length or page.view.count:,} "
              f"messages), silent for {pulse.worst * 1000:.0f} ms at most")  # fmt: skip
    costs: list[object] = []
    people.ahead.cost_changed.connect(costs.append)
    people.ahead.show(people.conversation.cast.chat)
    took = until(lambda: bool(costs and costs[-1] is not None and not costs[-1].again))
    print(f"read ahead: {took:.1f} s; reading begins at {page.note.words.text()!r}")
    for text in ("What do you see?", "And the lighthouse keeper?", "Good night."):
        answer(page, people, pulse, text, costs)
    pulse.reset()
    found: list[object] = []
    people.conversation.found.connect(lambda _query, hits: found.append(len(hits)))
    people.conversation.search("lighthouse keeper")
    took = until(lambda: bool(found))
    print(f"search: {found[0]} found in {took * 1000:.0f} ms")
    scroll(page)
    window.close()
    until(lambda: not window.isVisible())
    program.shut_down()


def answer(page: object, people: object, pulse: Pulse, text: str, costs: list[object]) -> None:
    """From Enter to the first words."""
    ends: list[object] = []
    people.replies.finished.connect(ends.append)
    QTest.keyClicks(page.composer.field, text)
    first: list[float] = []
    people.replies.added.connect(lambda _t, _r: first.append(time.perf_counter()))
    pulse.reset()
    begin = time.perf_counter()
    page.composer.send()
    until(lambda: bool(first))
    silent = pulse.worst
    until(lambda: bool(ends))
    end = ends[0]
    print(f"answer: first words after {(first[0] - begin) * 1000:.0f} ms, read "
          f"{end.prompt_tokens - end.reused_tokens:,} of {end.prompt_tokens:,} tokens, silent for "
          f"{silent * 1000:.0f} ms at most")  # fmt: skip
    costs.clear()
    until(lambda: bool(costs and costs[-1] is not None and not costs[-1].again))


def scroll(page: object) -> None:
    """Steps of the wheel through the last hundred screens, painted at once."""
    times: list[float] = []
    for _ in range(100):
        begin = time.perf_counter()
        page.view.turn_page(-1)
        QApplication.processEvents()
        page.view.viewport().repaint()
        times.append(time.perf_counter() - begin)
    times.sort()
    print(f"page up: median {times[50] * 1000:.0f} ms, worst {times[-1] * 1000:.0f} ms")


def _summaries(people: object) -> list[object]:
    found: list[object] = []
    people.chats.listed.connect(lambda _character, chats: found.append(chats))
    people.chats.refresh(1)
    until(lambda: bool(found))
    return found[0]


def _is_painted(page: object, chat_id: int, people: object) -> bool:
    view = page.view
    if people.conversation.chat_id != chat_id or view._rows.layout(view.count - 1) is None:
        return False
    view.viewport().repaint()
    return True


if __name__ == "__main__":
    sys.exit(main())
