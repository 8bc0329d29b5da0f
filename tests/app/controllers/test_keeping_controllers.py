"""Versions, backups and statistics: from the wish to the answer."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path

import pytest

from app.controllers.backup_controller import BackupController
from app.controllers.statistics_controller import StatisticsController
from app.controllers.storage_bridge import StorageBridge
from app.controllers.versions_controller import VersionsController
from app.db.documents import create_document, load_document, save_document
from app.db.projects import list_projects
from app.db.storage import Storage
from app.db.versions import list_versions
from app.domain.documents import DocumentDraft, OriginSpan
from app.domain.writing_log import Goals
from app.settings import Settings
from engine.types import UserError


class Page:
    """A page that keeps what is put on it."""

    def __init__(self, number: int, text: str) -> None:
        self.now = DocumentDraft(number, text)

    def draft(self) -> DocumentDraft | None:
        return self.now

    def replace_text(self, text: str, origins: tuple[OriginSpan, ...] | None) -> None:
        self.now = DocumentDraft(self.now.id, text, origins or ())


@pytest.fixture
def storage(tmp_path: Path):
    storage = Storage(tmp_path / "library.sqlite3")
    yield storage
    storage.close()


@pytest.fixture
def bridge(storage, qtbot):
    return StorageBridge(storage)


def test_a_version_is_kept_compared_and_brought_back_in_part(storage, bridge, qtbot) -> None:
    number = storage.submit(lambda s: create_document(s, "T", "one\ntwo\nthree")).result().id
    page = Page(number, "one\ntwo\nthree")
    versions = VersionsController(bridge, page)
    with qtbot.waitSignal(versions.listed):
        versions.keep("First")
    page.now = DocumentDraft(number, "ONE\ntwo\nTHREE")
    kept = storage.submit(lambda s: list_versions(s, number))
    with qtbot.waitSignal(versions.compared) as heard:
        versions.show(kept.result()[0].id)
    assert len(heard.args[1].changes) == 2
    with qtbot.waitSignal(versions.compared):
        versions.restore((1,))
    assert page.now.text == "ONE\ntwo\nthree"
    with qtbot.waitSignal(versions.compared):
        versions.restore()
    assert page.now.text == "one\ntwo\nthree"


def test_a_page_that_changed_since_is_compared_again_and_not_overwritten(
    storage, bridge, qtbot
) -> None:
    number = storage.submit(lambda s: create_document(s, "T", "one")).result().id
    page = Page(number, "one")
    versions = VersionsController(bridge, page)
    with qtbot.waitSignal(versions.kept) as kept:
        versions.keep("First")
    page.now = DocumentDraft(number, "two")
    with qtbot.waitSignal(versions.compared):
        versions.show(kept.args[0].id)
    page.now = DocumentDraft(number, "two and more")
    with qtbot.waitSignal(versions.compared) as heard:
        versions.restore()
    assert page.now.text == "two and more"
    assert heard.args[1].new == ("two and more",)


def test_a_backup_is_made_listed_and_brought_back(storage, bridge, qtbot, tmp_path) -> None:
    storage.submit(lambda s: create_document(s, "Boat", "x")).result()
    backups = BackupController(bridge, Settings, tmp_path / "backups")
    with qtbot.waitSignal(backups.listed) as listed:
        backups.back_up()
    (backup,), folder = listed.args
    assert folder == tmp_path / "backups"
    with qtbot.waitSignal(backups.works_listed) as works:
        backups.list_works(backup.path)
    with qtbot.waitSignal(backups.brought_back):
        backups.bring_back(backup.path, [work.id for work in works.args[1]])
    assert len(storage.submit(list_projects).result()) == 2


def test_a_backup_that_is_due_is_made_once(storage, bridge, qtbot, tmp_path) -> None:
    backups = BackupController(bridge, Settings, tmp_path / "backups")
    with qtbot.waitSignal(backups.made):
        backups._look()
    backups._look()
    storage.submit(lambda _s: None).result()
    qtbot.wait(50)
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_a_backup_that_fails_is_told_and_the_next_may_be_made(
    storage, bridge, qtbot, tmp_path
) -> None:
    (tmp_path / "backups").write_text("in the way")
    backups = BackupController(bridge, Settings, tmp_path / "backups")
    with qtbot.waitSignal(backups.problem) as heard:
        backups.back_up()
    assert isinstance(heard.args[1], UserError)
    (tmp_path / "backups").unlink()
    with qtbot.waitSignal(backups.made):
        backups.back_up()


def test_the_session_begins_when_a_work_is_opened_and_goals_are_kept(
    storage, bridge, qtbot
) -> None:
    number = storage.submit(lambda s: create_document(s, "T", "")).result().id
    work = storage.submit(list_projects).result()[0].id

    def save(text: str) -> None:
        storage.submit(lambda s: save_document(s, DocumentDraft(number, text))).result()

    save("one two")
    statistics = StatisticsController(bridge, date.today)
    with qtbot.waitSignal(statistics.shown):
        statistics.show_project(work)
    save("one two three")
    with qtbot.waitSignal(statistics.shown) as heard:
        statistics.refresh()
    shown = heard.args[0]
    assert (shown.session_words, shown.today, shown.manuscript_words) == (1, 3, 3)
    with qtbot.waitSignal(statistics.shown) as heard:
        statistics.set_goals(Goals(day=2))
    assert (heard.args[0].goals, heard.args[0].streak) == (Goals(day=2), 1)
    assert storage.submit(lambda s: load_document(s, number)).result().text == "one two three"


def test_a_backup_that_could_not_be_read_is_no_trouble_any_more_once_it_can(
    storage, bridge, qtbot, tmp_path
) -> None:
    storage.submit(lambda s: create_document(s, "Boat", "x")).result()
    backups = BackupController(bridge, Settings, tmp_path / "backups")
    with qtbot.waitSignal(backups.made) as made:
        backups.back_up()
    path, standing = made.args[0].path, set()
    backups.problem.connect(lambda key, _error: standing.add(key))
    backups.solved.connect(standing.discard)
    path.rename(path.with_suffix(".away"))
    for work in (backups.list_works, lambda one: backups.bring_back(one, [1])):
        with qtbot.waitSignal(backups.problem):
            work(path)
    assert len(standing) == 2
    path.with_suffix(".away").rename(path)
    with qtbot.waitSignal(backups.works_listed):
        backups.list_works(path)
    with qtbot.waitSignal(backups.brought_back):
        backups.bring_back(path, [1])
    assert not standing


def test_a_full_disk_is_told_as_one_of_backups(storage, bridge, qtbot, tmp_path, monkeypatch):
    def full(*_values):
        raise OSError(errno.ENOSPC, "No space left on device")

    backups = BackupController(bridge, Settings, tmp_path / "backups")
    monkeypatch.setattr("app.db.backups.os.replace", full)
    with qtbot.waitSignal(backups.problem) as heard:
        backups.back_up()
    assert heard.args[1].template == "No backup was made: the disk of {path} is full."
    monkeypatch.undo()
    with qtbot.waitSignal(backups.solved) as solved:
        backups.back_up()
    assert solved.args == heard.args[:1]
