"""`longscroll import`: files and folders become projects of the library.

Each path is a work of its own; with `--project` all of them go into that one, which is made if it
is not there.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.commands.transfer import find_project, library
from app.db.storage import Storage
from app.db.transfer import append_work, store_work
from app.formats.importing import Imported, ImportOptions, read_work
from app.formats.structure import Split


def run(options: argparse.Namespace) -> int:
    """Exit code 0; what the user must mend is a `UserError`, and then nothing is stored."""
    paths = [Path(path) for path in options.paths]
    how = ImportOptions(options.encoding or "", Split(options.headings, options.scenes))
    together = [paths] if options.project else [[path] for path in paths]
    works = [read_work(group, how) for group in together]
    results = []
    with library(options) as storage:
        for work in works:
            results.append(_store(storage, work, options.project))
            _tell(work)
    if options.json:
        print(json.dumps(results, ensure_ascii=False))
        return 0
    for result in results:
        print(f"imported {result['items']} items as project {result['id']}: {result['title']}")
    return 0


def _store(storage: Storage, work: Imported, name: str | None) -> dict[str, object]:
    manuscript = work.manuscript
    there = find_project(storage, name) if name else None
    if there is not None:
        add = partial(
            append_work, project_id=there.id, manuscript=manuscript, generations=work.generations
        )
        storage.submit(add).result()
        number, title = there.id, there.title
    else:
        title = name or manuscript.title
        named = replace(manuscript, title=title)
        store = partial(store_work, manuscript=named, generations=work.generations)
        number = storage.submit(store).result()
    return {"id": number, "title": title, "items": sum(1 for _ in manuscript.walk())}


def _tell(work: Imported) -> None:
    """What came of it, on stderr."""
    for found in work.encodings:
        if found.doubtful:
            others = ", ".join(found.others[:4])
            print(
                f"longscroll: {found.path.name} was read as {found.encoding}, which is uncertain; "
                f"if it looks wrong, say --encoding ({others})",
                file=sys.stderr,
            )
    for remark in work.remarks:
        print(f"longscroll: {remark}", file=sys.stderr)
