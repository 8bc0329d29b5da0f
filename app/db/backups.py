"""Copies of the library without the states, which can be read again: made, checked, thinned.

A copy is made from within one transaction, so it is one moment of the library. Knows nothing of
when copies are due.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.db.connection import driver_connection, open_engine
from app.db.errors import FULL, NO_ACCESS, plain_words
from app.db.migrations import migrate
from app.db.projects import list_projects
from app.db.work_copies import copy_work
from app.domain.projects import ProjectSummary
from engine.types import UserError

LEFT_OUT = frozenset({"snapshots", "snapshot_blobs"})
"""Tables that are empty in a backup: they are a cache, and most of the bytes."""

_NAME = re.compile(r"longscroll-(\d{8}-\d{6})\.sqlite3")
_VIRTUAL = "CREATE VIRTUAL TABLE"
_ROWS = 200
_BUSY_SECONDS = 2.0


@dataclass(frozen=True)
class Backup:
    """A backup on the disk; `made_at` is an aware UTC time."""

    path: Path
    made_at: datetime
    nbytes: int


def list_backups(folder: Path) -> list[Backup]:
    """The backups in a folder, the newest first. A folder that is not there has none."""
    found: list[Backup] = []
    for path in folder.glob("longscroll-*.sqlite3"):
        match = _NAME.fullmatch(path.name)
        if match:
            made = datetime.strptime(match[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
            found.append(Backup(path, made, path.stat().st_size))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def newest_time(folder: Path) -> datetime | None:
    """When the last backup was made, if there is one."""
    found = list_backups(folder)
    return found[0].made_at if found else None


def back_up(session: Session, folder: Path, now: datetime, keep: int) -> Backup:
    """Writes a backup into `folder`, opens it to see that it is whole, and removes all but the
    newest `keep`. Raises `UserError`; then nothing was removed."""
    target = folder / f"longscroll-{now.astimezone(UTC):%Y%m%d-%H%M%S}.sqlite3"
    unfinished = target.with_name(target.name + ".tmp")
    with _words_of_a_backup(folder), plain_words(target, OSError):
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(unfinished, isolation_level=None)) as copy:
                _copy(driver_connection(session.connection()), copy)
            _check(unfinished)
            os.replace(unfinished, target)
        finally:
            unfinished.unlink(missing_ok=True)
        for old in list_backups(folder)[max(1, keep) :]:
            old.path.unlink(missing_ok=True)
        return Backup(target, now, target.stat().st_size)


def works_in(path: Path) -> list[ProjectSummary]:
    """The works in a backup. Raises `UserError` for a file that is not one."""
    with _opened(path) as session:
        return list_projects(session)


def bring_back(session: Session, path: Path, projects: list[int]) -> list[int]:
    """Adds works of a backup to the library as new ones, and returns their ids; what is there
    already stays as it is. Raises `UserError`."""
    with _opened(path) as backup:
        return [copy_work(backup, session, project) for project in projects]


@contextmanager
def _words_of_a_backup(folder: Path) -> Iterator[None]:
    """It is not the library that could not be written, and no word of a story is in danger."""
    try:
        yield
    except UserError as error:
        if error.template == FULL[0]:
            raise UserError(
                "No backup was made: the disk of {path} is full.",
                "Free some space, or choose another folder under Backups.",
                path=str(folder),
            ) from error
        if error.template == NO_ACCESS[0]:
            raise UserError(
                "No backup was made: {path} cannot be written.",
                "Check that you may write there, or choose another folder under Backups.",
                path=str(folder),
            ) from error
        raise


@contextmanager
def _opened(path: Path) -> Iterator[Session]:
    """A session on a copy of a backup: it may have to be migrated, and stays as it is itself."""
    with plain_words(path, OSError), tempfile.TemporaryDirectory(prefix="longscroll-") as folder:
        copy = Path(folder) / "library.sqlite3"
        shutil.copyfile(path, copy)
        engine = open_engine(copy, _BUSY_SECONDS)
        try:
            migrate(engine, copy)
            with Session(engine) as session:
                yield session
        finally:
            engine.dispose()


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    words = _index_tables(source)
    parts = source.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        " AND name NOT LIKE 'sqlite_%' ORDER BY sql LIKE ? DESC, type = 'table' DESC, rowid",
        (f"{_VIRTUAL}%",),
    ).fetchall()
    target.execute("PRAGMA foreign_keys=OFF")
    target.execute("BEGIN")
    for kind, name, sql in parts:
        if name in words:
            target.execute(f'DELETE FROM "{name}"')  # made with its index, with what none holds
        else:
            target.execute(sql)
        if kind == "table" and name not in LEFT_OUT and not sql.startswith(_VIRTUAL):
            _copy_rows(source, target, name)
    if source.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchone():
        target.execute("DELETE FROM sqlite_sequence")
        _copy_rows(source, target, "sqlite_sequence")
    target.execute("COMMIT")


def _index_tables(source: sqlite3.Connection) -> frozenset[str]:
    """The tables in which an index of words keeps what it knows. They come with the index."""
    indices = source.execute(
        "SELECT name FROM sqlite_master WHERE sql LIKE ?", (f"{_VIRTUAL}%",)
    ).fetchall()
    parts = ("data", "idx", "content", "docsize", "config")
    return frozenset(f"{name}_{part}" for (name,) in indices for part in parts)


def _copy_rows(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> None:
    rows = source.execute(f'SELECT * FROM "{table}"')  # a name from the file itself
    holes = ", ".join("?" * len(rows.description))
    while some := rows.fetchmany(_ROWS):
        target.executemany(f'INSERT INTO "{table}" VALUES ({holes})', some)


def _check(path: Path) -> None:
    """Opens a backup as a reader will. Raises `UserError` if it is not whole."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as copy:
        found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        orphans = copy.execute("PRAGMA foreign_key_check").fetchone()
    if found != ["ok"] or orphans is not None:
        raise UserError(
            "The backup {path} came out damaged and was not kept.",
            "Check the disk, or choose another folder for backups.",
            path=path,
        )
