"""One connection to one library file, set up the same way every time.

Python's driver leaves `BEGIN` to us (`isolation_level = None`), so that a transaction also
covers reads and table changes:
https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#enabling-non-legacy-sqlite-transactional-modes-with-the-sqlite3-or-aiosqlite-driver
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 2.0
"""How long a virus scanner or a closing instance may hold the file before we give up."""

MIB = 1024 * 1024

PAGE_BYTES = 16 * 1024
"""States of megabytes are written about twice as fast in such pages as in SQLite's 4 KiB."""


def open_engine(path: Path, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """An engine with one lasting connection to the library at `path`; opens nothing yet."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"timeout": busy_seconds},
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    # Exclusive: a second Longscroll is refused at once, the lock dies with the process, and
    # the WAL needs no shared memory, so that libraries on network drives work too.
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA journal_size_limit={64 * MIB}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def prepare_file(connection: sqlite3.Connection) -> None:
    """Makes settings that last in the file. All but WAL take effect on an empty file only."""
    connection.execute(f"PRAGMA page_size={PAGE_BYTES}")
    connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
    connection.execute("PRAGMA journal_mode=WAL")


def driver_connection(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection, for what SQLAlchemy has no words for."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError(f"not an SQLite connection: {driver!r}")
    return driver


def give_back_space(connection: Connection, keep_bytes: int, at_most_bytes: int) -> int:
    """Shrinks the file by free pages beyond `keep_bytes`, moving at most `at_most_bytes`.

    Returns the bytes given back; the file itself shrinks at SQLite's next checkpoint.
    """
    driver = driver_connection(connection)
    page_size: int = driver.execute("PRAGMA page_size").fetchone()[0]
    free_pages: int = driver.execute("PRAGMA freelist_count").fetchone()[0]
    pages = min(free_pages - keep_bytes // page_size, at_most_bytes // page_size)
    if pages <= 0:
        return 0
    for _ in range(pages):
        # It yields a row without columns for each page, and Python's driver stops at the first.
        driver.execute("PRAGMA incremental_vacuum(1)")
    return pages * page_size
