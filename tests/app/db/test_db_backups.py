"""Backups: whole, checked, thinned, and opened again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.db import backups
from app.db.documents import create_document, delete_document, load_document, save_document
from app.db.generations import record_generation
from app.db.lore import (
    add_entries,
    load_fired,
    load_lorebook,
    load_reminders,
    save_fired,
    save_reminders,
)
from app.db.manuscripts import load_manuscript
from app.db.message_search import search
from app.db.projects import change_project, list_projects, load_project
from app.db.snapshots import NewSnapshot, put
from app.db.storage import Storage
from app.db.takes import list_takes, load_take, record_outcome, take_tokens
from app.db.versions import keep_version, list_versions
from app.domain.context import Reminders
from app.domain.documents import DocumentDraft, Generation, OriginSpan
from app.domain.lorebook import LoreEntry
from app.domain.writing import Candidate, Outcome, Passage
from engine.snapshot import SnapshotKey
from engine.types import UserError
from tests.app.db.chat_setup import talk

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    storage = Storage(tmp_path / "library.sqlite3")
    storage.submit(lambda s: create_document(s, "The Boat", "It rained. 下雨了。")).result()
    yield storage
    storage.close()


def test_a_backup_holds_the_works_and_not_the_states(storage: Storage, tmp_path: Path) -> None:
    new = NewSnapshot(SnapshotKey("model", b"h" * 16, 3), 1, b"x" * 500_000, "document:1")
    storage.submit(lambda s: put(s, new, 10**9)).result()
    made = storage.submit(lambda s: backups.back_up(s, tmp_path / "b", NOW, 5)).result()
    assert made.nbytes < 400_000
    assert backups.list_backups(tmp_path / "b") == [made]
    (work,) = backups.works_in(made.path)
    assert work.title == "The Boat"
    copy = Storage(made.path)  # as a whole library, too
    assert copy.submit(lambda s: create_document(s, "Next")).result().id == 2
    copy.close()


def test_a_backup_holds_chats_and_finds_what_was_said(storage: Storage, tmp_path: Path) -> None:
    def said(session: Session) -> int:
        chat, _ids = talk(session, "The lighthouse is dark.", "我们走吧")
        return chat

    chat = storage.submit(said).result()
    made = storage.submit(lambda s: backups.back_up(s, tmp_path / "b", NOW, 5)).result()
    copy = Storage(made.path)
    for query in ("lighthouse", "走吧"):
        (found,) = copy.submit(lambda s, query=query: search(s, query)).result()
        assert found.message.chat_id == chat
    again = copy.submit(lambda s: talk(s, "Another lighthouse")).result()
    assert again[1] == [3]
    assert len(copy.submit(lambda s: search(s, "lighthouse")).result()) == 2
    copy.close()


def test_works_come_back_beside_what_is_there(storage: Storage, tmp_path: Path) -> None:
    made = storage.submit(lambda s: backups.back_up(s, tmp_path, NOW, 5)).result()
    storage.submit(lambda s: delete_document(s, 1)).result()
    (work,) = backups.works_in(made.path)
    before = made.path.read_bytes()
    (number,) = storage.submit(lambda s: backups.bring_back(s, made.path, [work.id])).result()
    manuscript = storage.submit(lambda s: load_manuscript(s, number)).result()
    assert manuscript.items[0].text == "It rained. 下雨了。"
    assert len(storage.submit(list_projects).result()) == 2
    assert made.path.read_bytes() == before


def test_a_work_comes_back_with_all_that_belongs_to_it(storage: Storage, tmp_path: Path) -> None:
    lived = storage.submit(_live_in).result()
    made = storage.submit(lambda s: backups.back_up(s, tmp_path, NOW, 5)).result()
    (number,) = storage.submit(lambda s: backups.bring_back(s, made.path, [1])).result()
    assert number != 1
    for project in (1, number):  # the copy, and the one it was made of
        assert storage.submit(lambda s, project=project: _life(s, project)).result() == lived


def test_what_came_back_names_nothing_of_the_other_work(storage: Storage, tmp_path: Path) -> None:
    storage.submit(_live_in).result()
    made = storage.submit(lambda s: backups.back_up(s, tmp_path, NOW, 5)).result()
    (number,) = storage.submit(lambda s: backups.bring_back(s, made.path, [1])).result()

    def names(session: Session, project: int) -> set[int | None]:
        items = load_project(session, project).items
        spans = [s for i in items for s in load_document(session, i.id).origins]
        return {span.generation_id for span in spans}

    of_old = storage.submit(lambda s: names(s, 1)).result()
    of_new = storage.submit(lambda s: names(s, number)).result()
    assert None not in of_new
    assert not of_old & of_new
    settings = storage.submit(lambda s: load_project(s, number)).result().settings
    ids = {i.id for i in storage.submit(lambda s: load_project(s, number)).result().items}
    assert set(settings["tabs"]) <= ids


def _live_in(session: Session) -> object:
    """A work with a past: text of the model, two takes, lore, a note, a version, the trash."""
    text = "It rained. 下雨了。"
    generation = Generation(1, "m", "k", "{}", 7, 0, 0, 0, None, " Hard.", NOW, 0.0)
    made = record_generation(session, generation)
    candidates = (Candidate(" Hard.", "[1]"), Candidate(" Softly.", "[2]"))
    record_outcome(session, Outcome(1, made, Passage(text), candidates, 0))
    span = OriginSpan(len(text), len(text) + 6, made)
    draft = DocumentDraft(1, f"{text} Hard.", (span,), 3)
    save_document(session, draft)
    keep_version(session, 1, "first", draft.text, draft.origins, NOW)
    entry = LoreEntry(title="Rain", keys=("rain", "雨"), content="It falls.")
    (entry,) = add_entries(session, 1, [entry])
    save_reminders(session, 1, Reminders(memory="wet", note="slow"))
    save_fired(session, 1, {entry.id: 4})
    change_project(session, 1, settings={"tabs": [1]})
    create_document(session, "Gone", "away")
    delete_document(session, 2)
    return _life(session, 1)


def _life(session: Session, project: int) -> object:
    """All that is told of a work, without the numbers that a copy cannot share."""
    work = load_project(session, project)
    items = [item for item in work.items if not item.trashed]
    book = load_lorebook(session, project)
    takes = [take for item in items for take in list_takes(session, item.id)]
    told = [load_take(session, take.id) for take in takes]
    fired = load_fired(session, project)
    versions = [one for item in items for one in list_versions(session, item.id)]
    parents = {take.id: number for number, take in enumerate(takes)}
    return (
        load_manuscript(session, project).title,
        [(load_document(session, item.id).text, item.title) for item in items],
        [(e.title, e.keys, e.content, fired.get(e.id)) for e in book.entries],
        load_reminders(session, project),
        [(t.text, t.chosen, t.alternative, parents.get(t.parent_id or 0)) for t in takes],
        [(one.text, one.start, one.end) for one in told],
        [made for take in takes for made in take_tokens(session, take.generation_id or 0)],
        [(one.name, one.words) for one in versions],
        len(work.settings["tabs"]),
    )


def test_only_the_newest_are_kept(storage: Storage, tmp_path: Path) -> None:
    for day in range(5):
        when = NOW + timedelta(days=day)
        storage.submit(lambda s, when=when: backups.back_up(s, tmp_path / "b", when, 3)).result()
    (tmp_path / "b" / "mine.sqlite3").write_text("not ours")
    kept = backups.list_backups(tmp_path / "b")
    assert [backup.made_at.day for backup in kept] == [5, 4, 3]
    assert (tmp_path / "b" / "mine.sqlite3").exists()


def test_a_damaged_backup_is_not_kept(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backups._copy

    def damage(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
        copy(source, target)
        target.execute("PRAGMA foreign_keys=OFF")
        target.execute("DELETE FROM projects")

    monkeypatch.setattr(backups, "_copy", damage)
    with pytest.raises(UserError, match="damaged"):
        storage.submit(lambda s: backups.back_up(s, tmp_path / "b", NOW, 5)).result()
    assert list((tmp_path / "b").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(storage: Storage, tmp_path: Path) -> None:
    (tmp_path / "b").write_text("a file")
    with pytest.raises(UserError, match="cannot be written"):
        storage.submit(lambda s: backups.back_up(s, tmp_path / "b", NOW, 5)).result()


def test_a_file_that_is_no_backup_is_told(tmp_path: Path) -> None:
    path = tmp_path / "longscroll-20260301-120000.sqlite3"
    path.write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(UserError, match="damaged"):
        backups.works_in(path)
    with closing(sqlite3.connect(tmp_path / "other.sqlite3")) as other:
        other.execute("CREATE TABLE songs (id INTEGER)")
    with pytest.raises(UserError, match="not a Longscroll library"):
        backups.works_in(tmp_path / "other.sqlite3")
