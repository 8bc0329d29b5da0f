"""Projects and whole manuscripts in the library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db import projects
from app.db.documents import create_document, load_document
from app.db.manuscripts import load_manuscript, store_manuscript
from app.db.storage import Storage
from app.domain.documents import OriginSpan
from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind, Section, Tree
from engine.types import UserError

BOOK = Manuscript(
    title="The Boat",
    author="A. Writer",
    language="en",
    items=(
        ManuscriptItem(
            Kind.CHAPTER,
            "One",
            children=(
                ManuscriptItem(
                    Kind.SCENE,
                    "Dawn",
                    "It rained.",
                    synopsis="Rain",
                    notes="More rain",
                    status="Draft",
                    origins=(OriginSpan(0, 2),),
                ),
                ManuscriptItem(Kind.SCENE, "Noon", "It stopped at last.", included=False),
            ),
        ),
        ManuscriptItem(Kind.CHARACTER, "Mara", "A ferrywoman."),
    ),
    statuses=projects.FIRST_STATUSES,
)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    storage = Storage(tmp_path / "library.sqlite3")
    yield storage
    storage.close()


def test_a_manuscript_comes_back_as_it_was_stored(storage: Storage) -> None:
    number = storage.submit(lambda s: store_manuscript(s, BOOK)).result()
    assert storage.submit(lambda s: load_manuscript(s, number)).result() == BOOK


def test_the_tree_and_the_list_count_the_words(storage: Storage) -> None:
    number = storage.submit(lambda s: store_manuscript(s, BOOK)).result()
    project = storage.submit(lambda s: projects.load_project(s, number)).result()
    tree = Tree(project.items)
    assert [item.title for item in tree.reading_order()] == ["One", "Dawn", "Noon"]
    assert [item.title for item in tree.roots(Section.CHARACTERS)] == ["Mara"]
    (summary,) = storage.submit(projects.list_projects).result()
    assert (summary.title, summary.words, summary.items) == ("The Boat", 6, 4)
    chapter, scene = (next(i for i in project.items if i.title == t) for t in ("One", "Dawn"))
    assert not tree.may_move(chapter.id, scene.id)
    assert tree.may_move(scene.id, None)


def test_a_document_without_a_project_gets_one_and_others_join_it(storage: Storage) -> None:
    first = storage.submit(lambda s: create_document(s, "A", "a b")).result()
    (summary,) = storage.submit(projects.list_projects).result()
    second = storage.submit(lambda s: create_document(s, "B", "c", summary.id)).result()
    project = storage.submit(lambda s: projects.load_project(s, summary.id)).result()
    assert [(i.id, i.position) for i in project.items] == [(first.id, 0), (second.id, 1)]
    assert storage.submit(lambda s: load_document(s, second.id)).result().text == "c"


def test_settings_of_a_project_are_merged(storage: Storage) -> None:
    number = storage.submit(lambda s: projects.new_project(s, "A").id).result()
    for change in ({"memory": "x", "goal": 5}, {"goal": 6}):
        storage.submit(
            lambda s, change=change: projects.change_project(s, number, settings=change)
        ).result()
    project = storage.submit(lambda s: projects.load_project(s, number)).result()
    assert project.settings == {"memory": "x", "goal": 6}


def test_a_project_that_is_gone_is_told(storage: Storage) -> None:
    with pytest.raises(UserError, match="no longer"):
        storage.submit(lambda s: projects.load_project(s, 5)).result()
