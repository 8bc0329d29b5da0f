"""What stands around the window: a missing disk, the copying, the start that follows."""

import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QProcess, QTimer

from app import application
from app.application import _find_data, _move, _start_again
from app.data_folder import Chosen, DataFolder, point_to
from app.data_move import plan_move
from app.formats.files import Cancelled
from app.ui.care.move_dialog import CopyDialog
from engine.types import UserError


def test_a_missing_disk_is_asked_for_until_it_is_there(tmp_path, monkeypatch):
    monkeypatch.delenv("LONGSCROLL_DATA")
    folder = tmp_path / "disk" / "data"
    point_to(folder)
    asked = []

    def connect_it(what, todo):
        asked.append((what, todo))
        if len(asked) == 2:
            folder.mkdir(parents=True)
        return True

    monkeypatch.setattr(application, "ask_for_disk", connect_it)
    assert _find_data(None) == DataFolder(folder, Chosen.POINTER)
    assert len(asked) == 2
    assert str(folder) in asked[0][0]


def test_who_gives_up_on_a_disk_leaves(tmp_path, monkeypatch):
    monkeypatch.delenv("LONGSCROLL_DATA")
    point_to(tmp_path / "gone")
    monkeypatch.setattr(application, "ask_for_disk", lambda *_: False)
    assert _find_data(None) is None


@pytest.mark.parametrize(
    ("chosen", "root", "named"),
    [
        (Chosen.SYSTEM, "/usual", False),
        (Chosen.OPTION, "/usual", True),
        (Chosen.SYSTEM, "/another", True),
        (Chosen.POINTER, None, False),
    ],
)
def test_a_restart_names_the_folder_only_if_a_person_did(monkeypatch, chosen, root, named):
    started = []
    monkeypatch.setattr(QProcess, "startDetached", lambda *command: started.append(command))
    _start_again(Path(root) if root else None, DataFolder(Path("/usual"), chosen))
    ((program, arguments, _folder),) = started
    assert program == sys.executable
    assert arguments == ["-m", "app", *(["--data-dir", root] if named else [])]


@pytest.fixture
def front(qapp, theme):
    return SimpleNamespace(window=SimpleNamespace(deleteLater=lambda: None))


@pytest.fixture
def plan(tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "library.sqlite3").write_bytes(b"words" * 1000)
    return plan_move(tmp_path / "old", tmp_path / "new")


def close_when_it_fails(qapp, seen):
    """Reads what the dialog says, then closes it."""

    def look():
        dialog = next(w for w in qapp.topLevelWidgets() if isinstance(w, CopyDialog))
        if dialog._running:
            QTimer.singleShot(20, look)
        else:
            seen.append(dialog._what.text())
            dialog.button.click()

    QTimer.singleShot(20, look)


def test_the_copying_ends_by_itself(qapp, front, plan):
    _move(plan, front, closed=True)
    assert (plan.target / "library.sqlite3").stat().st_size == 5000


def test_a_library_that_is_not_closed_is_not_copied(qapp, front, plan):
    seen = []
    close_when_it_fails(qapp, seen)
    _move(plan, front, closed=False)
    assert "nothing was moved" in seen[0]
    assert not plan.target.exists()


def test_a_failure_is_read_before_it_goes_on(qapp, front, plan, monkeypatch):
    def fail(_plan, _progress):
        raise UserError("The disk broke.", "Buy another.")

    monkeypatch.setattr(application, "move_data", fail)
    seen = []
    close_when_it_fails(qapp, seen)
    _move(plan, front, closed=True)
    assert seen == ["The disk broke.\nBuy another."]


def test_a_fault_while_copying_does_not_leave_one_waiting(qapp, front, plan, monkeypatch):
    def fail(_plan, _progress):
        raise ZeroDivisionError

    monkeypatch.setattr(application, "move_data", fail)
    seen = []
    close_when_it_fails(qapp, seen)
    _move(plan, front, closed=True)
    assert "fault in Longscroll" in seen[0]


def test_cancelling_waits_until_nothing_is_left(qapp, front, plan, monkeypatch):
    ended = []

    def long(_plan, progress):
        try:
            while True:
                progress(1, 2)
                time.sleep(0.001)  # a file takes longer; faster, the window has only this to do
        except Cancelled:
            ended.append(True)
            raise

    monkeypatch.setattr(application, "move_data", long)

    def cancel():
        next(w for w in qapp.topLevelWidgets() if isinstance(w, CopyDialog)).reject()

    QTimer.singleShot(100, cancel)
    _move(plan, front, closed=True)
    assert ended == [True]
