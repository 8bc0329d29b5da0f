"""The storage thread: order, failure, shutdown, and sudden death."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db.documents import create_document, list_documents, load_document, save_document
from app.db.errors import explain
from app.db.storage import Storage
from app.domain.documents import DocumentDraft
from engine.types import UserError

ROOT = Path(__file__).parents[3]


def pragma(storage: Storage, words: str) -> object:
    def work(session: Session) -> object:
        result = session.connection().exec_driver_sql(f"PRAGMA {words}")
        return result.scalar() if result.returns_rows else None

    return storage.submit(work).result()


def text_of(storage: Storage, document_id: int) -> str:
    return storage.submit(lambda s: load_document(s, document_id)).result().text


def test_a_full_disk_keeps_the_old_text_and_a_later_autosave_succeeds(storage: Storage) -> None:
    document = storage.submit(lambda s: create_document(s, text="old")).result()
    # SQLite itself says "database or disk is full" when it may add no page.
    pragma(storage, f"max_page_count={pragma(storage, 'page_count')}")
    long_text = DocumentDraft(document.id, "new " * 50_000)
    error = storage.submit(lambda s: save_document(s, long_text)).exception()
    assert isinstance(error, UserError)
    assert "disk is full" in error.message
    assert text_of(storage, document.id) == "old"
    pragma(storage, "max_page_count=1000000")
    storage.submit(lambda s: save_document(s, long_text)).result()
    assert text_of(storage, document.id) == long_text.text


def test_a_library_that_became_read_only_is_the_users_error(storage: Storage) -> None:
    pragma(storage, "query_only=1")
    error = storage.submit(create_document).exception()
    assert isinstance(error, UserError)
    assert "cannot be opened or written" in error.message
    pragma(storage, "query_only=0")
    assert storage.submit(create_document).result().id == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "no space"), "disk is full"),
        (PermissionError(errno.EACCES, "denied"), "cannot be opened or written"),
        (OSError(errno.EROFS, "read only"), "cannot be opened or written"),
    ],
)
def test_errors_of_the_system_get_plain_words(error: OSError, words: str) -> None:
    explained = explain(error, Path("library.sqlite3"))
    assert explained is not None
    assert words in explained.message


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_IOERR_WRITE, "reported an error"),
        (sqlite3.SQLITE_CORRUPT_VTAB, "damaged"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "cannot be opened or written"),
        (sqlite3.SQLITE_LOCKED_SHAREDCACHE, "already open"),
    ],
)
def test_refined_codes_of_sqlite_get_plain_words(code: int, words: str) -> None:
    error = sqlite3.OperationalError("some words")
    error.sqlite_errorcode = code
    explained = explain(error, Path("library.sqlite3"))
    assert explained is not None
    assert words in explained.message


def test_a_bug_stays_a_bug(storage: Storage) -> None:
    with pytest.raises(ZeroDivisionError):
        storage.submit(lambda s: 1 // 0).result()
    wrong_sql = storage.submit(lambda s: s.execute(text("SELECT nothing FROM nowhere"))).exception()
    assert wrong_sql is not None
    assert not isinstance(wrong_sql, UserError)
    assert storage.submit(list_documents).result() == []


def test_many_threads_share_the_storage(storage: Storage) -> None:
    def write(number: int) -> None:
        document = storage.submit(lambda s: create_document(s, str(number))).result()
        for step in range(5):
            draft = DocumentDraft(document.id, f"{number}.{step}")
            storage.submit(lambda s, draft=draft: save_document(s, draft))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(24)))
    listed = storage.submit(list_documents).result()
    assert {line.title for line in listed} == {str(number) for number in range(24)}
    for line in listed:
        assert text_of(storage, line.id) == f"{line.title}.4"


def test_background_work_waits_for_documents_and_keeps_its_order(storage: Storage) -> None:
    order: list[str] = []
    gate = threading.Event()
    futures = [
        storage.submit(lambda s: gate.wait(10)),
        *(storage.submit_background(lambda s, n=n: order.append(f"state {n}")) for n in (1, 2, 3)),
        storage.submit(lambda s: order.append("document 1")),
        storage.submit_background(lambda s: order.append("state 4")),
        storage.submit(lambda s: order.append("document 2")),
    ]
    gate.set()
    for future in futures:
        future.result(10)
    assert order == ["document 1", "document 2", "state 1", "state 2", "state 3", "state 4"]


def test_a_failing_background_task_tells_its_future(storage: Storage) -> None:
    with pytest.raises(ZeroDivisionError):
        storage.submit_background(lambda s: 1 // 0).result(10)


def test_closing_finishes_all_work_first(library: Path) -> None:
    storage = Storage(library)
    done: list[int] = []
    for number in range(20):
        storage.submit_background(lambda s, n=number: done.append(n))
        storage.submit(lambda s: create_document(s))
    assert storage.close()
    assert storage.close()
    assert done == list(range(20))
    assert [path.name for path in library.parent.iterdir()] == [library.name]  # no WAL left
    with pytest.raises(RuntimeError, match="closed"):
        storage.submit(list_documents)
    with pytest.raises(RuntimeError, match="closed"):
        storage.submit_background(list_documents)


def test_closing_says_when_work_is_still_going_on(library: Path) -> None:
    storage = Storage(library)
    gate = threading.Event()
    storage.submit(lambda s: gate.wait(10))
    assert storage.close(timeout=0.05) is False
    gate.set()
    assert storage.close(timeout=10) is True


def test_after_a_sudden_death_the_last_committed_text_is_there(library: Path) -> None:
    script = Path(__file__).with_name("writes_until_killed.py")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(script), str(library)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= 15:
                break
        process.kill()  # SIGKILL: the program gets no chance to tidy up
        committed = max([int(line), *(int(more) for more in process.stdout if more.endswith("\n"))])
    storage = Storage(library)
    found = text_of(storage, 1).split()
    assert len(found) == 2000
    assert len(set(found)) == 1
    assert int(found[0]) in {committed, committed + 1}  # perhaps committed, but not yet printed
    assert pragma(storage, "integrity_check") == "ok"
    assert storage.close()


@pytest.mark.parametrize("writable", [True, False])
def test_a_lock_that_a_protected_library_refuses_is_no_fault_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writable: bool
) -> None:
    """SQLite calls it an error of the disk: a file that is only read cannot be locked."""
    monkeypatch.setattr("app.db.errors.os.access", lambda *_: writable)
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_LOCK
    explained = explain(error, tmp_path / "library.sqlite3")
    assert explained is not None
    assert ("opened or written" in str(explained)) == (not writable)
