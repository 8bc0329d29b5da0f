"""What a press of Continue costs before the engine is asked, in a book of 1,000,000 words.

`python -m tests.benchmarks.bench_context` prints milliseconds: the first press in the last scene,
the next one, one after an earlier scene was changed; with a lorebook of 1,000 entries.
"""

from __future__ import annotations

import tempfile
import time
from functools import partial
from pathlib import Path

from app.db.contexts import Contexts
from app.db.documents import save_document
from app.db.lore import add_entries
from app.db.manuscripts import store_manuscript
from app.db.projects import load_project
from app.db.storage import Storage
from app.domain.documents import DocumentDraft
from app.domain.lorebook import LoreEntry
from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind
from app.patterns import TimedPatterns

SCENES, WORDS, ENTRIES = 400, 2500, 1000


def main() -> None:
    """Makes the book and prints the figures."""
    paragraph = "The boat went out with the evening tide and nobody on the pier said a word. " * 6
    scene = "\n".join([paragraph.strip()] * (WORDS // len(paragraph.split())))
    items = tuple(ManuscriptItem(Kind.SCENE, f"Scene {n}", scene) for n in range(SCENES))
    with tempfile.TemporaryDirectory() as folder:
        storage = Storage(Path(folder) / "library.sqlite3")
        project = storage.submit(
            partial(store_manuscript, manuscript=Manuscript("B", items))
        ).result()
        tree = storage.submit(partial(load_project, project_id=project)).result().items
        words = sum(item.words for item in tree)
        entries = [LoreEntry(keys=(f"key {n}", f"/k{n}y/i"), content="x") for n in range(ENTRIES)]
        contexts = Contexts(TimedPatterns)
        print(f"{words:,} words, {len(tree)} scenes")
        work = contexts.assembling(tree[-1].id, scene, "", 1)
        for what in ("first press", "next press"):
            print(f"{what}: {_milliseconds(storage, work):.0f} ms")
        draft = DocumentDraft(tree[0].id, scene + "\nMore.")
        storage.submit(partial(save_document, draft=draft)).result()
        print(f"after a change far back: {_milliseconds(storage, work):.0f} ms")
        storage.submit(partial(add_entries, project_id=project, entries=entries)).result()
        print(f"with {ENTRIES:,} entries: {_milliseconds(storage, work):.0f} ms")
        storage.close()


def _milliseconds(storage: Storage, work: object) -> float:
    began = time.perf_counter()
    storage.submit(work).result()  # type: ignore[arg-type]
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
