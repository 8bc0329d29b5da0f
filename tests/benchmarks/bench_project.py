"""A long book in the whole program: how long opening it and going from scene to scene take.

`python -m tests.benchmarks.bench_project [--scenes 400] [--words 1000000]`

The book is made in a temporary folder. Times are on the GUI thread's clock: from the wish to the
page that shows it, storage thread and painting included. Prints figures and asserts nothing.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.db.manuscripts import store_manuscript
from app.db.projects import load_project
from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind, Project, Section
from app.front import show_front
from app.paths import DataPaths
from app.program import Program
from tests.benchmarks.gui_latency import ENGLISH

CHAPTERS = 40


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=400)
    parser.add_argument("--words", type=int, default=1_000_000)
    parser.add_argument("--switches", type=int, default=20)
    options = parser.parse_args()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        paths = DataPaths(Path(folder))
        front = show_front(app, paths)
        front.window.resize(1366, 768)
        program = Program(front, paths, None)
        program.start()
        measure(app, program, options)
        program.shut_down()
    return 0


def book(scenes: int, words: int) -> Manuscript:
    """A book in chapters, of about so many words."""
    source, rng = " ".join(ENGLISH).split(), random.Random(1)
    each, number = words // scenes, 0
    chapters = []
    for chapter in range(CHAPTERS):
        inside = []
        for _ in range(scenes // CHAPTERS):
            number += 1
            at = [rng.choice(source) for _ in range(each)]
            lines = (" ".join(at[n : n + 60]) for n in range(0, each, 60))
            title = f"Scene {number}"
            inside.append(ManuscriptItem(Kind.SCENE, title, "\n".join(lines), "What happens"))
        title = f"Chapter {chapter + 1}"
        chapters.append(ManuscriptItem(Kind.CHAPTER, title, children=tuple(inside)))
    return Manuscript("A long book", tuple(chapters))


def measure(app: QApplication, program: Program, options: argparse.Namespace) -> None:
    """Stores the book, opens it, and goes from scene to scene."""
    parts = program._parts
    project, documents = parts.manuscript.project, parts.documents
    until(lambda: documents.current is not None and parts.model._info is not None)
    long_book = book(options.scenes, options.words)
    number = program._storage.submit(partial(store_manuscript, manuscript=long_book)).result()
    stored = program._storage.submit(partial(load_project, project_id=number)).result()
    words = sum(item.words for item in stored.items)
    print(f"{len(stored.items)} items, {words:,} words")
    first = next(item.id for item in stored.items if item.kind is Kind.SCENE)
    opening = timed(
        lambda: project.open_work(number),
        lambda: documents.current is not None and documents.current != 1 and shown(parts, number),
        app,
    )
    print(f"open the work: {opening * 1000:.0f} ms")
    parts.window.editor.textCursor().insertText("A first word. ")
    report("go to another scene", switch_times(app, program, stored, options.switches))
    report("save and go", switch_times(app, program, stored, options.switches, write=True))
    page = parts.window.page
    page.show_outline(False)
    outline = timed(page.toggle_outline, page.outline.isVisible, app)
    page.show_outline(False)
    print(f"show the outline: {outline * 1000:.0f} ms")
    last = stored.items[-1].id

    def moved() -> bool:
        return project.items[last].parent_id is None

    moving = timed(lambda: project.move([last], Section.MANUSCRIPT, None, first), moved, app)
    print(f"move an item to the top: {moving * 1000:.0f} ms")


def switch_times(
    app: QApplication, program: Program, stored: Project, switches: int, *, write: bool = False
) -> list[float]:
    """Seconds from the wish for another scene to its picture."""
    parts, rng = program._parts, random.Random(2)
    scenes = [item.id for item in stored.items if item.kind is Kind.SCENE]
    times = []
    for _ in range(switches):
        target = rng.choice([s for s in scenes if s != parts.documents.current])
        if write:
            parts.window.editor.textCursor().insertText("More. ")
        there = partial(_is_open, program, target)
        times.append(timed(partial(parts.documents.open, target), there, app))
    return times


def timed(wish: Callable[[], object], done: Callable[[], bool], app: QApplication) -> float:
    """Seconds from a wish until it is fulfilled and painted."""
    settle(app)
    begin = time.perf_counter()
    wish()
    until(done)
    app.processEvents()
    app.activeWindow()
    for window in app.topLevelWidgets():
        if window.isVisible():
            window.repaint()
    return time.perf_counter() - begin


def shown(parts: object, number: int) -> bool:
    project = parts.manuscript.project.project  # type: ignore[attr-defined]
    current = parts.documents.current  # type: ignore[attr-defined]
    editor = parts.window.editor.document_id  # type: ignore[attr-defined]
    return project is not None and project.id == number and editor == current


def until(done: Callable[[], bool]) -> None:
    """Runs the event loop until something is so."""
    loop = QEventLoop()
    timer = QTimer(interval=1)  # not 0: looking must not take the time of who works
    timer.timeout.connect(lambda: loop.quit() if done() else None)
    timer.start()
    loop.exec()
    timer.stop()


def settle(app: QApplication) -> None:
    """Lets what is under way come to rest."""
    loop = QEventLoop()
    QTimer.singleShot(150, loop.quit)
    loop.exec()
    app.processEvents()


def report(name: str, times: list[float]) -> None:
    print(f"{name}: median {median(times) * 1000:.0f} ms, worst {max(times) * 1000:.0f} ms")


def _is_open(program: Program, target: int) -> bool:
    return program._parts.window.editor.document_id == target


if __name__ == "__main__":
    sys.exit(main())
