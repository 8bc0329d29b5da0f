"""The history of the library's tables, as numbered functions that are never edited again.

A new version adds a function at the end. Each runs in one transaction with its record.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, insert

from app.db.connection import driver_connection, prepare_file
from app.db.errors import DAMAGED, NEWER, copy_name, library_error
from app.db.migration_chat_styles import m006_chat_styles
from app.db.migration_chats import m004_characters_chats
from app.db.migration_formats import m005_formats_imports
from app.db.migration_projects import m003_projects
from app.db.tables import MigrationRow

Migration = Callable[[Connection], None]


def m001_documents_generations_snapshots(connection: Connection) -> None:
    """The first tables. Long columns come last, so that the rest is read without them."""
    for statement in (
        """CREATE TABLE documents (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            title TEXT NOT NULL,
            characters INTEGER NOT NULL,
            cursor INTEGER NOT NULL,
            created_at DATETIME NOT NULL,
            updated_at DATETIME NOT NULL,
            deleted_at DATETIME,
            origins TEXT NOT NULL,
            text TEXT NOT NULL)""",
        """CREATE TABLE generations (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
            model_name TEXT NOT NULL,
            model_key TEXT NOT NULL,
            sampling_json TEXT NOT NULL,
            seed INTEGER,
            prompt_tokens INTEGER NOT NULL,
            reused_tokens INTEGER NOT NULL,
            generated_tokens INTEGER NOT NULL,
            reason TEXT,
            started_at DATETIME NOT NULL,
            seconds FLOAT NOT NULL,
            text TEXT NOT NULL)""",
        "CREATE INDEX generations_by_document ON generations (document_id)",
        """CREATE TABLE snapshots (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            model_key TEXT NOT NULL,
            text_hash BLOB NOT NULL,
            text_bytes INTEGER NOT NULL,
            n_tokens INTEGER NOT NULL,
            owner TEXT NOT NULL,
            nbytes INTEGER NOT NULL,
            pinned BOOLEAN NOT NULL,
            created_at DATETIME NOT NULL,
            last_use INTEGER NOT NULL,
            UNIQUE (model_key, text_hash, text_bytes))""",
        "CREATE INDEX snapshots_by_owner ON snapshots (owner, model_key)",
        "CREATE INDEX snapshots_by_use ON snapshots (last_use)",
        """CREATE TABLE snapshot_blobs (
            snapshot_id INTEGER PRIMARY KEY REFERENCES snapshots (id) ON DELETE CASCADE,
            blob BLOB NOT NULL)""",
    ):
        connection.exec_driver_sql(statement)


def m002_styles(connection: Connection) -> None:
    """Styles, and with which of them a document is written."""
    for statement in (
        """CREATE TABLE styles (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            content_key TEXT NOT NULL,
            model_key TEXT NOT NULL,
            model_name TEXT NOT NULL,
            loss_before FLOAT,
            loss_after FLOAT,
            created_at DATETIME NOT NULL,
            deleted_at DATETIME)""",
        "CREATE INDEX styles_by_content ON styles (content_key)",
        """CREATE TABLE style_blobs (
            style_id INTEGER PRIMARY KEY REFERENCES styles (id) ON DELETE CASCADE,
            blob BLOB NOT NULL)""",
        """CREATE TABLE document_styles (
            document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
            style_id INTEGER NOT NULL REFERENCES styles (id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            weight FLOAT NOT NULL,
            PRIMARY KEY (document_id, style_id)) WITHOUT ROWID""",
        "CREATE INDEX document_styles_by_style ON document_styles (style_id)",
        "ALTER TABLE documents ADD COLUMN style_strength FLOAT NOT NULL DEFAULT 1.0",
    ):
        connection.exec_driver_sql(statement)


MIGRATIONS: tuple[Migration, ...] = (
    m001_documents_generations_snapshots,
    m002_styles,
    m003_projects,
    m004_characters_chats,
    m005_formats_imports,
    m006_chat_styles,
)


def migrate(engine: Engine, path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Brings the library at `path` up to date; copies an existing one beside it first.

    Raises `UserError` for a library of a newer version and for a file that is not a library;
    both are left as they are.
    """
    with engine.connect() as connection:
        driver = driver_connection(connection)
        version = _version(driver, path)
        if version > len(migrations):
            raise library_error(NEWER, path)
        prepare_file(driver)
        _require_write_access(driver)
        if 0 < version < len(migrations):
            _copy(driver, path.with_name(copy_name(path, version)))
    for number in range(version + 1, len(migrations) + 1):
        with engine.begin() as connection:
            _apply(connection, number, migrations[number - 1])


def _version(driver: sqlite3.Connection, path: Path) -> int:
    """Read outside any transaction and before any setting, as the file may not be ours."""
    tables = {name for (name,) in driver.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return 0
    if MigrationRow.__tablename__ not in tables:
        raise library_error(DAMAGED, path)
    row = driver.execute("SELECT max(version) FROM schema_migrations").fetchone()
    return int(row[0] or 0)


def _require_write_access(driver: sqlite3.Connection) -> None:
    """Raises now rather than at the first autosave: SQLite opens a read-only file silently."""
    driver.execute("BEGIN IMMEDIATE")
    driver.execute("ROLLBACK")


def _apply(connection: Connection, number: int, migration: Migration) -> None:
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS schema_migrations ("
        "version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at DATETIME NOT NULL)"
    )
    migration(connection)
    connection.execute(
        insert(MigrationRow).values(
            version=number, name=migration.__name__, applied_at=datetime.now(UTC)
        )
    )


def _copy(driver: sqlite3.Connection, target: Path) -> None:
    """Copies through SQLite: opening the file ourselves would drop its locks on POSIX."""
    unfinished = target.with_name(f"{target.name}.tmp")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(unfinished)) as copy:
            driver.backup(copy)
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
