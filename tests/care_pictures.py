"""Pictures of the windows about the program itself, for `tests.screenshots`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest

from app.domain.care import Bug, LogPiece, LogPlace, MovePlan
from app.log_lines import parse_log
from app.settings.table import SECTIONS
from app.ui.care.welcome import Welcome
from tests.app.window_rig import Rig

_LOG = (
    "2026-01-02 03:04:05,678 INFO MainThread app.application: longscroll 0.1.0 starts\n"
    "2026-01-02 03:04:06,123 INFO engine app.program: the model is ready: First Light on cpu\n"
    "2026-01-02 03:09:41,002 WARNING storage app.db.storage: the storage did not end in time\n"
)


def walk_through_care(rig: Rig, keep: Callable[..., None]) -> None:
    """Settings, log, parts, a bug, the move, the welcome."""
    ui = rig.care.ui
    ui.open_settings()
    assert ui.settings is not None
    while not ui.settings.page.complete:
        QTest.qWait(10)
    for number, section in enumerate(SECTIONS):
        ui.settings.sections.setCurrentRow(number)
        keep(f"60-settings-{section.name}", ui.settings)
    ui.settings.search.setText("token")
    keep("61-settings-search", ui.settings)
    ui.settings.close()
    ui.open_log()
    assert ui.log is not None
    QTest.qWait(300)  # what lies in the folder, which is nothing
    ui.log.show_piece(LogPiece(tuple(parse_log(_LOG)), LogPlace(), anew=True))
    keep("62-log", ui.log)
    ui.log.close()
    ui.open_about()
    assert ui.about is not None
    while ui.about.parts.topLevelItemCount() == 0:
        QTest.qWait(100)
    QTest.qWait(300)
    keep("63-about", ui.about)
    ui.about.close()
    ui.tell_bug(
        Bug("a.py:1", "Longscroll 0.1.0\nTraceback (most recent call last):\n  File “a.py”")
    )
    assert ui.crash is not None
    keep("64-bug", ui.crash)
    ui.crash.fold.header.click()
    keep("65-bug-details", ui.crash)
    ui.crash.close()
    ui.open_move()
    assert ui.moving is not None
    target = Path("/home/mia/OneDrive/Longscroll")
    ui.moving.line.setText(str(target))
    ui.moving.show_plan(MovePlan(Path("/a"), target, 214, 3_400_000_000, 81 << 30, "OneDrive"))
    keep("66-move", ui.moving)
    ui.moving.close()
    welcome = Welcome(rig.window, characters=True)
    welcome.show_settings(rig.settings.value)
    keep("67-welcome")
    welcome.start()
