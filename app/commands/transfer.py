"""What `import`, `projects` and `export` share: the library, and a project by id or title.

They open the library as the window does; SQLite lets both have it at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from app.commands.common import paths_of
from app.db.projects import list_projects
from app.db.storage import Storage
from app.domain.projects import ProjectSummary
from engine.types import UserError


@contextmanager
def library(options: argparse.Namespace) -> Iterator[Storage]:
    """The library of this run, closed afterwards. Raises `UserError` if it cannot be opened."""
    storage = Storage(paths_of(options).library)
    try:
        storage.opened.result()
        yield storage
    finally:
        storage.close()


def find_project(storage: Storage, wanted: str) -> ProjectSummary | None:
    """A project by its id, or else by its title, whatever its capitals. Raises `UserError` where
    several have that title."""
    projects = storage.submit(list_projects).result()
    by_id = [project for project in projects if str(project.id) == wanted]
    exact = [project for project in projects if project.title == wanted]
    alike = [project for project in projects if project.title.casefold() == wanted.casefold()]
    found = by_id or exact or alike
    if len(found) > 1:
        raise UserError(
            "{count} projects have the title “{title}”: {ids}.",
            "Say which one by its id.",
            count=len(found),
            title=wanted,
            ids=", ".join(str(project.id) for project in found),
        )
    return found[0] if found else None
