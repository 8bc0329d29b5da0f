"""Works with their generations, in and out of the library."""

from datetime import UTC, datetime
from functools import partial

import pytest

from app.db.manuscripts import load_manuscript
from app.db.transfer import append_work, load_generations, store_work
from app.domain.documents import Generation, OriginSpan
from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind
from tests.app.window_rig import MemoryStorage

MADE = Generation(
    99, "First Light", "key", "{}", 5, 10, 4, 6, "length", "bc", datetime(2026, 1, 2, tzinfo=UTC),
    1.5,
)  # fmt: skip
SCENE = ManuscriptItem(
    Kind.SCENE, "s", "abcdef", origins=(OriginSpan(1, 3, 40), OriginSpan(4, 5, 41)), status="New"
)
WORK = Manuscript(
    "W", (ManuscriptItem(Kind.CHAPTER, "c", children=(SCENE,)),), statuses=(("New", "#112233"),)
)


@pytest.fixture
def storage():
    storage = MemoryStorage()
    yield storage
    storage.close()


def scenes(storage, project):
    work = storage.run(partial(load_manuscript, project_id=project))
    return [item for _depth, item in work.walk() if item.kind is Kind.SCENE]


def test_generations_get_ids_of_this_library(storage):
    project = storage.run(lambda s: store_work(s, WORK, {40: MADE}))
    made = storage.run(partial(load_generations, project_id=project))
    ((number, generation),) = made.items()
    assert (generation.text, generation.seed) == ("bc", 5)
    (scene,) = scenes(storage, project)
    assert scene.origins == (OriginSpan(1, 3, number), OriginSpan(4, 5, None))


def test_a_work_is_added_behind_another_with_its_statuses(storage):
    project = storage.run(lambda s: store_work(s, Manuscript("A", (SCENE,)), {}))
    storage.run(lambda s: append_work(s, project, WORK, {40: MADE}))
    first, second = scenes(storage, project)
    assert first.origins[0].generation_id is None
    assert second.origins[0].generation_id is not None
    assert second.status == "New"
