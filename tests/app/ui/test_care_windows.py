"""The log, a bug, the parts, a move of the data: real windows."""

import pytest
from PySide6.QtGui import QDesktopServices

from app.domain.care import Bug, Level, LogLine, LogPiece, LogPlace
from app.ui.care.move_dialog import CopyDialog
from engine.types import UserError
from tests.app.ui.test_reachable import nameless

BUG = Bug("a.py:3", "Traceback\nKeyError")
LINES = (
    "2026-01-02 03:04:05,678 INFO MainThread app.application: longscroll starts\n"
    "2026-01-02 03:04:06,000 WARNING storage app.db: slow\n"
    "2026-01-02 03:04:07,000 CRITICAL engine app.logs: nobody caught this\n"
    "Traceback (most recent call last):\n  File x\n"
)


@pytest.fixture
def log_file(tmp_path):
    path = tmp_path / "logs" / "longscroll.log"
    path.parent.mkdir()
    path.write_text(LINES, "utf-8")
    return path


# The log


def test_the_log_is_read_filtered_and_followed(rig, qtbot, log_file):
    rig.care.ui.open_log()
    viewer = rig.care.ui.log
    qtbot.waitUntil(lambda: bool("starts" in viewer.text.toPlainText()))
    viewer.level.show_value(Level.ERROR)
    viewer.level.activated.emit(0)
    text = viewer.text.toPlainText()
    assert "File x" in text
    assert "slow" not in text
    with log_file.open("a") as file:
        file.write(
            "2026-01-02 03:04:08,000 ERROR x y: later\n2026-01-02 03:04:08,000 INFO x y: n\n"
        )
    qtbot.waitUntil(lambda: bool("later" in viewer.text.toPlainText()), timeout=5000)
    assert "y: n" not in viewer.text.toPlainText()
    viewer._copy.click()
    assert "later" in rig.app.clipboard().text()
    assert nameless(viewer) == []


def test_nobody_reads_for_a_closed_viewer(rig, qtbot, log_file):
    rig.care.ui.open_log()
    viewer = rig.care.ui.log
    assert rig.care.control._timer.isActive()
    viewer.follow.setChecked(False)
    assert not rig.care.control._timer.isActive()
    viewer.follow.setChecked(True)
    viewer.close()
    assert not rig.care.control._timer.isActive()


def test_a_log_that_begins_anew_replaces_what_was_shown(rig, log_file):
    rig.care.ui.open_log()
    viewer = rig.care.ui.log
    viewer.show_piece(LogPiece((LogLine(Level.INFO, "old"),), LogPlace(9), anew=True))
    viewer.show_piece(LogPiece((LogLine(Level.INFO, "new"),), LogPlace(4), anew=True))
    assert viewer.text.toPlainText() == "new"


# A bug


def test_a_bug_is_told_in_plain_words_with_its_details_folded(rig, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    assert rig.care.ui.tell_bug(BUG)
    crash = rig.care.ui.crash
    assert crash.isVisible()
    assert "Your text is kept" in crash._what.text()
    assert not crash.details.isVisible()
    crash.fold.header.click()
    assert crash.details.isVisible()
    crash.copy.click()
    assert rig.app.clipboard().text() == BUG.details
    crash.folder.click()
    assert opened[0].endswith("logs")
    assert nameless(crash) == []
    crash.go_on.click()
    assert not crash.isVisible()
    assert not rig.care.ui.tell_bug(BUG), "the same bug again is for the bar"


def test_bugs_while_one_is_told_are_added_to_it(rig):
    rig.care.ui.tell_bug(BUG)
    rig.care.ui.tell_bug(Bug("b.py:1", "ValueError"))
    crash = rig.care.ui.crash
    assert "1 more time" in crash._what.text()
    assert "KeyError" in crash.details.toPlainText()
    assert "ValueError" in crash.details.toPlainText()


def test_a_restart_is_asked_for(rig, qtbot):
    rig.care.ui.tell_bug(BUG)
    with qtbot.waitSignal(rig.care.ui.restart_requested):
        rig.care.ui.crash.restart.click()


# Parts


def test_about_lists_the_parts_with_their_licences(rig, qtbot):
    rig.care.ui.open_about()
    about = rig.care.ui.about
    qtbot.waitUntil(lambda: bool(about.parts.topLevelItemCount()), timeout=20000)
    documents, libraries = (about.parts.topLevelItem(n) for n in range(2))
    titles = [documents.child(n).text(0) for n in range(documents.childCount())]
    assert {"First Light", "First Light: CREDITS", "Lucide"} <= set(titles)
    rows = {
        libraries.child(n).text(0): libraries.child(n).text(2)
        for n in range(libraries.childCount())
    }
    assert "MIT" in rows["SQLAlchemy"]
    assert "LGPL" in rows["PySide6_Essentials"]
    qtbot.waitUntil(lambda: bool("Apache License" in about.text.toPlainText()))
    numpy = next(
        libraries.child(n)
        for n in range(libraries.childCount())
        if libraries.child(n).text(0) == "numpy"
    )
    about.parts.setCurrentItem(numpy)
    qtbot.waitUntil(lambda: bool("NumPy Developers" in about.text.toPlainText()))
    about.search.setText("numpy")
    assert documents.isHidden()
    assert not numpy.isHidden()
    assert nameless(about) == []


# The move


def test_a_move_is_planned_then_asked_for(rig, qtbot, tmp_path_factory):
    rig.care.ui.open_move()
    dialog = rig.care.ui.moving
    assert not dialog.move_button.isEnabled()
    target = tmp_path_factory.mktemp("disk") / "OneDrive" / "data"
    dialog.line.setText(str(target))
    dialog.line.editingFinished.emit()
    qtbot.waitUntil(lambda: bool(dialog.move_button.isEnabled()))
    assert "file(s)" in dialog._found.text() or "file" in dialog._found.text()
    assert "OneDrive" in dialog._warning.text()
    with qtbot.waitSignal(dialog.move_requested) as told:
        dialog.move_button.click()
    assert told.args[0].target == target
    assert not dialog.isVisible()


def test_a_place_that_will_not_do_is_refused_with_a_reason(rig, qtbot, tmp_path):
    rig.care.ui.open_move()
    dialog = rig.care.ui.moving
    dialog.line.setText(str(tmp_path / "inside"))
    dialog.line.editingFinished.emit()
    qtbot.waitUntil(lambda: bool(dialog._warning.text()))
    assert "in the other" in dialog._warning.text()
    assert not dialog.move_button.isEnabled()
    assert nameless(dialog) == []


def test_the_copying_is_shown_and_waits_for_its_end(qtbot, theme, tmp_path):
    dialog = CopyDialog(tmp_path / "new")
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.show_progress(3 << 30, 8 << 30)
    assert dialog._bar.value() == 375
    with qtbot.waitSignal(dialog.cancel_requested):
        dialog.reject()
    assert dialog.isVisible()
    dialog.finish()
    assert not dialog.isVisible()


def test_a_copy_that_failed_says_why_until_it_is_read(qtbot, theme, tmp_path):
    dialog = CopyDialog(tmp_path / "new")
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.show_failure(UserError("It broke.", "Try again."))
    assert "It broke." in dialog._what.text()
    assert dialog.isVisible()
    dialog.button.click()
    assert not dialog.isVisible()
