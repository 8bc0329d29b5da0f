"""Opening libraries of every kind: none, old, newer, foreign, damaged, in use, out of reach."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect

from app.db.chat_tables import WORDS
from app.db.connection import open_engine
from app.db.documents import create_document, load_document
from app.db.migrations import MIGRATIONS, migrate
from app.db.projects import load_project
from app.db.storage import Storage
from app.db.tables import Base
from app.domain.styles import StyleChoice
from engine.types import UserError

COPY = f"library.backup-v{len(MIGRATIONS)}.sqlite3"


def next_adds_a_colour(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE documents ADD COLUMN colour TEXT")


def next_fails_half_way(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE documents ADD COLUMN colour TEXT")
    raise ArithmeticError("half way")


def update(library: Path, *more: object) -> None:
    """Opens the library as a version with `more` migrations would."""
    engine = open_engine(library, 0.1)
    try:
        migrate(engine, library, (*MIGRATIONS, *more))
    finally:
        engine.dispose()


def make_library(library: Path, text: str = "一 old words") -> None:
    storage = Storage(library)
    storage.submit(lambda session: create_document(session, "Old", text)).result()
    assert storage.close()


def refusal(library: Path) -> UserError:
    storage = Storage(library, busy_seconds=0.1)
    error = storage.opened.exception()
    assert storage.submit(lambda session: None).exception() is error
    assert storage.close()
    assert isinstance(error, UserError)
    assert str(library) in error.message
    assert error.hint
    return error


def columns(library: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(library)) as connection:
        return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def test_the_migrations_make_the_tables_the_program_expects(library: Path) -> None:
    make_library(library)
    engine = open_engine(library)
    found = inspect(engine)
    expected = Base.metadata.tables
    index = {name for name in found.get_table_names() if name.startswith(WORDS)}
    assert set(found.get_table_names()) - {"sqlite_sequence"} - index == set(expected)
    assert WORDS in index
    for name, table in expected.items():
        on_disk = {column["name"]: column for column in found.get_columns(name)}
        assert set(on_disk) == set(table.columns.keys())
        for column in table.columns:
            nullable = on_disk[column.name]["nullable"]
            assert column.primary_key or bool(column.nullable) == nullable
        links = {key["referred_table"] for key in found.get_foreign_keys(name)}
        assert links == {key.column.table.name for key in table.foreign_keys}
    engine.dispose()


def test_a_new_library_can_shrink_and_is_written_ahead(storage: Storage) -> None:
    def pragmas(session: object) -> list[object]:
        names = ("auto_vacuum", "journal_mode", "foreign_keys", "synchronous", "page_size")
        connection = session.connection()
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert storage.submit(pragmas).result() == [2, "wal", 1, 1, 16384]


def test_opening_twice_migrates_once_and_copies_nothing(library: Path) -> None:
    make_library(library)
    make_library(library)
    assert [path.name for path in library.parent.iterdir()] == [library.name]
    with closing(sqlite3.connect(library)) as connection:
        rows = connection.execute("SELECT version, name FROM schema_migrations").fetchall()
        assert rows == [(n, step.__name__) for n, step in enumerate(MIGRATIONS, 1)]
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (2,)


def test_an_update_copies_the_old_library_first(library: Path) -> None:
    make_library(library)
    update(library, next_adds_a_colour)
    assert "colour" in columns(library, "documents")
    copy = library.with_name(COPY)
    assert "colour" not in columns(copy, "documents")
    storage = Storage(copy)
    assert storage.submit(lambda session: load_document(session, 1)).result().text == "一 old words"
    assert storage.close()


def test_a_library_of_the_first_version_keeps_its_words_and_learns_of_styles(
    library: Path,
) -> None:
    library.parent.mkdir()
    engine = open_engine(library, 0.1)
    migrate(engine, library, MIGRATIONS[:1])
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO documents VALUES (1, 'Old', 3, 0, '2026-01-01', '2026-01-01', NULL, "
            "'[]', 'abc')"
        )
    engine.dispose()
    storage = Storage(library)
    document = storage.submit(lambda session: load_document(session, 1)).result()
    assert (document.text, document.style) == ("abc", StyleChoice())
    project = storage.submit(lambda session: load_project(session, 1)).result()
    assert (project.title, project.items[0].kind, project.items[0].words) == ("Old", "scene", 1)
    assert storage.close()


def test_a_failing_update_leaves_the_old_library_as_it_was(library: Path) -> None:
    make_library(library)
    with pytest.raises(ArithmeticError):
        update(library, next_fails_half_way)
    assert "colour" not in columns(library, "documents")
    storage = Storage(library)
    assert storage.submit(lambda session: load_document(session, 1)).result().text == "一 old words"
    assert storage.close()


def test_without_a_copy_there_is_no_update(library: Path) -> None:
    make_library(library)
    library.with_name(COPY).mkdir()  # cannot be replaced by a file
    with pytest.raises(OSError, match="backup-v"):
        update(library, next_adds_a_colour)
    assert "colour" not in columns(library, "documents")
    assert not library.with_name(f"{COPY}.tmp").exists()


def test_a_newer_library_is_refused_and_untouched(library: Path) -> None:
    make_library(library)
    update(library, next_adds_a_colour)
    before = library.read_bytes()
    assert "written by a newer Longscroll" in refusal(library).message
    assert library.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database", b"\0" * 5000, b"SQLite format 3\0" * 400])
def test_a_file_that_is_no_database_is_refused_and_untouched(library: Path, content: bytes) -> None:
    library.parent.mkdir()
    library.write_bytes(content)
    error = refusal(library)
    assert "damaged" in error.message
    assert "library.backup-v1.sqlite3" in error.hint
    assert library.read_bytes() == content


def test_the_library_of_another_program_is_refused_and_untouched(library: Path) -> None:
    library.parent.mkdir()
    with closing(sqlite3.connect(library)) as connection:
        connection.execute("CREATE TABLE photos (id INTEGER)")
    before = library.read_bytes()
    assert "not a Longscroll library" in refusal(library).message
    assert library.read_bytes() == before


def test_a_torn_library_is_refused(library: Path) -> None:
    make_library(library)
    library.write_bytes(library.read_bytes()[:9000])
    assert "damaged" in refusal(library).message


def test_a_second_program_on_the_same_library_is_refused(storage: Storage) -> None:
    assert "already open" in refusal(storage.path).message
    assert storage.submit(create_document).result().id == 1


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "cannot be opened" in refusal(tmp_path / "file" / "library.sqlite3").message


def test_a_folder_in_place_of_the_library_is_reported(library: Path) -> None:
    library.mkdir(parents=True)
    assert "cannot be opened" in refusal(library).message
