"""Versions of documents and the log of days, made by saving."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.db import versions
from app.db.documents import create_document, save_document
from app.db.projects import list_projects
from app.db.storage import Storage
from app.db.tables import DocumentRow, VersionRow
from app.db.writing_log import writing_days
from app.domain.documents import DocumentDraft, OriginSpan
from engine.types import UserError

T = TypeVar("T")
Run = Callable[[Callable[[Session], T]], T]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    storage = Storage(tmp_path / "library.sqlite3")
    yield lambda work: storage.submit(work).result()
    storage.close()


def later(session: Session, minutes: float) -> None:
    """Time passes: everything there is becomes older."""
    gap = timedelta(minutes=minutes)
    for row in session.query(VersionRow):
        row.created_at -= gap
    for row in session.query(DocumentRow):
        row.updated_at -= gap


def save(run: Run, document: int, text: str, *spans: OriginSpan) -> None:
    run(lambda s: save_document(s, DocumentDraft(document, text, spans, 0)))


def texts(run: Run, document: int) -> list[str]:
    """The texts of all versions, the newest first."""
    found = run(lambda s: versions.list_versions(s, document))
    return [run(lambda s, v=v: versions.load_version(s, v.id)).text for v in found]


def test_saving_keeps_a_version_a_minute_and_how_the_last_work_ended(run: Run) -> None:
    document = run(create_document).id
    save(run, document, "one")
    save(run, document, "one two")  # within the minute: not kept by itself
    assert texts(run, document) == ["one"]
    run(lambda s: later(s, 90))
    save(run, document, "one two three", OriginSpan(3, 7))
    assert texts(run, document) == ["one two three", "one two"]
    newest = run(lambda s: versions.list_versions(s, document))[0]
    kept = run(lambda s: versions.load_version(s, newest.id))
    assert (kept.origins, newest.words, newest.name) == ((OriginSpan(3, 7),), 3, "")


def test_old_automatic_versions_go_and_named_ones_stay(run: Run) -> None:
    document = run(create_document).id
    run(lambda s: versions.keep_version(s, document, "First", "x", (), datetime.now(UTC)))
    for number in range(40):
        save(run, document, f"text {number}")
        run(lambda s: later(s, 1.5))
    found = run(lambda s: versions.list_versions(s, document))
    assert 7 <= len(found) <= 18
    assert [version.name for version in found if version.name] == ["First"]


def test_versions_are_named_and_deleted(run: Run) -> None:
    document = run(create_document).id
    save(run, document, "one")
    (version,) = run(lambda s: versions.list_versions(s, document))
    run(lambda s: versions.name_version(s, version.id, "Before the cut"))
    assert run(lambda s: versions.list_versions(s, document))[0].name == "Before the cut"
    for _twice in range(2):
        run(lambda s: versions.delete_version(s, version.id))
    with pytest.raises(UserError, match="no longer"):
        run(lambda s: versions.load_version(s, version.id))


def test_a_damaged_version_is_told(run: Run) -> None:
    document = run(create_document).id
    save(run, document, "one")
    run(lambda s: s.execute(update(VersionRow).values(packed=b"nothing")))
    with pytest.raises(UserError, match="damaged"):
        texts(run, document)


def test_the_day_knows_whose_words_were_written(run: Run) -> None:
    document = run(create_document).id
    save(run, document, "one two")
    save(run, document, "one two three four", OriginSpan(7, 18))
    save(run, document, "one three four", OriginSpan(3, 14))
    (day,) = run(writing_days)
    assert (day.by_person, day.by_machine, day.removed) == (2, 2, 1)
    (project,) = run(list_projects)
    assert run(lambda s: writing_days(s, project.id)) == [day]
    assert run(lambda s: writing_days(s, project.id + 1)) == []
