"""Finding in a long book: reading its texts from the library and looking through them.

`python -m tests.benchmarks.bench_search [--scenes 400] [--words 1000000]`

The book is made in a temporary folder. Times are from the wish on the GUI's thread until what was
found is there: storage thread, searching thread and the ways between included. Prints figures
and asserts nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median

from PySide6.QtCore import QCoreApplication, QEventLoop

from app.controllers.documents_controller import DocumentsController
from app.controllers.project_controller import ProjectController
from app.controllers.search_controller import SearchController
from app.controllers.storage_bridge import StorageBridge
from app.db.manuscripts import store_manuscript
from app.db.storage import Storage
from app.domain.search import Query
from app.domain.work_search import Findings, Scope
from app.search_patterns import TimedEngine
from tests.benchmarks.bench_project import book, until

QUERIES = (
    ("a rare word", Query("lighthouse keeper")),
    ("the same, match case", Query("lighthouse keeper", case=True)),
    ("a common word", Query("the")),
    ("the same, whole words", Query("the", whole_words=True)),
    ("a regular expression", Query(r"\b(\w+)ing (the|a) \w+", regex=True)),
    ("one letter", Query("e")),
    ("nothing", Query("zzzz")),
)


class NoPage:
    """Nothing is on the page."""

    def draft(self) -> None:
        return None

    def apply(self, item: int, edits: object) -> None:
        raise NotImplementedError  # nothing is replaced here


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=400)
    parser.add_argument("--words", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    _app = QCoreApplication([])
    with tempfile.TemporaryDirectory() as folder:
        storage = Storage(Path(folder) / "library.sqlite3")
        work = book(options.scenes, options.words)
        number = storage.submit(partial(store_manuscript, manuscript=work)).result()
        bridge = StorageBridge(storage)
        page = NoPage()
        documents = DocumentsController(bridge, page)
        project = ProjectController(bridge, documents)
        search = SearchController(bridge, (documents, project), page, TimedEngine)
        project.open_work(number)
        until(lambda: project.project is not None)
        for name, query in QUERIES:
            measure(search, name, query, options.times)
        storage.close()
    return 0


def measure(search: SearchController, name: str, query: Query, times: int) -> None:
    """Looks for one query several times."""
    arrived: list[Findings | str] = []
    search.found.connect(arrived.append)
    search.failed.connect(arrived.append)
    seconds = []
    for _ in range(times):
        arrived.clear()
        begin = time.perf_counter()
        loop = QEventLoop()
        search.found.connect(loop.quit)
        search.failed.connect(loop.quit)
        search.search(query, Scope())
        loop.exec()
        seconds.append(time.perf_counter() - begin)
    search.found.disconnect(arrived.append)
    search.failed.disconnect(arrived.append)
    result = arrived[0]
    hits = f"{result.total:,} hits" if isinstance(result, Findings) else f"failed: {result!r}"
    figures = f"median {median(seconds) * 1000:.0f} ms, worst {max(seconds) * 1000:.0f} ms"
    print(f"{name}: {figures}, {hits}")


if __name__ == "__main__":
    sys.exit(main())
