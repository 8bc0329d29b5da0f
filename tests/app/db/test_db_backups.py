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
from app.db.documents import create_document, delete_document
from app.db.manuscripts import load_manuscript
from app.db.message_search import search
from app.db.projects import list_projects
from app.db.snapshots import NewSnapshot, put
from app.db.storage import Storage
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
    with pytest.raises(UserError, match="cannot be opened or written"):
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
