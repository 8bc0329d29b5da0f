"""How much there is to learn from, in stories and in files."""

import pytest

from app.controllers.lesson_sizes import LessonSizes
from app.controllers.storage_bridge import StorageBridge
from app.db import documents
from app.domain.documents import DocumentDraft, OriginSpan
from app.formats.lesson_text import lesson_text
from tests.app.window_rig import MemoryStorage


@pytest.fixture
def storage():
    storage = MemoryStorage()
    yield storage
    storage.close()


@pytest.fixture
def sizes(qtbot, storage):
    return LessonSizes(StorageBridge(storage), lesson_text)


def test_stories_count_with_or_without_the_models_words(sizes, storage, qtbot):
    story = storage.run(lambda s: documents.create_document(s, "T", "")).id
    draft = DocumentDraft(story, "Mine. Its. Mine.", (OriginSpan(6, 10),))
    storage.run(lambda s: documents.save_document(s, draft))
    empty = storage.run(lambda s: documents.create_document(s, "E", "")).id
    told = []
    sizes.stories_counted.connect(told.append)
    sizes.count_stories((story, empty), True)
    sizes.count_stories((story,), False)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [{story: len("Mine.\n\nMine."), empty: 0}, {story: 16}]


def test_files_count_by_their_characters_and_useless_ones_are_named(sizes, tmp_path, qtbot):
    good, bad, lines = tmp_path / "好.txt", tmp_path / "bad.txt", tmp_path / "l.jsonl"
    good.write_bytes(("风" * 40 + "，的一是不了").encode("gb18030"))
    bad.write_bytes(bytes(range(256)) * 40)
    lines.write_text("{}")
    counted, useless, problems = [], [], []
    sizes.file_counted.connect(lambda *values: counted.append(values))
    sizes.file_unusable.connect(useless.append)
    sizes.problem.connect(lambda _key, error: problems.append(str(error)))
    for path in (lines, bad, good):
        sizes.count_file(str(path), True)
    qtbot.waitUntil(lambda: bool(counted))
    assert counted == [(str(good), 46)]
    assert useless == [str(bad)]
    assert "bad.txt is not a text file" in problems[0]
    with qtbot.waitSignal(sizes.solved):
        sizes.count_file(str(good), True)
