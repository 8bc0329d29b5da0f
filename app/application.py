"""Opens the window, then lets the program grow behind it."""

from __future__ import annotations

import argparse
import logging
import os
import sys

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.front import show_front
from app.logs import catch_bugs, start_logging
from app.paths import data_paths, resource
from app.version import own_version
from engine.types import UserError

_log = logging.getLogger(__name__)


def run_window(options: argparse.Namespace) -> int:
    """Opens the window and returns its exit code when it has closed."""
    _require_display()
    paths = data_paths(getattr(options, "data_dir", None))
    log_file = start_logging(paths.logs)
    _log.info("longscroll %s starts", own_version())
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Longscroll")
    app.setDesktopFileName("longscroll")
    app.setWindowIcon(QIcon(str(resource("icons", "longscroll.svg"))))
    front = show_front(app, paths)
    # The database library alone takes a third of a second to import: the window is up by now.
    from app.program import Program

    program = Program(front, paths, log_file)
    catch_bugs(program.bug_found)
    program.start()
    code = app.exec()
    program.shut_down()
    return code


def _require_display() -> None:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise UserError(
            "There is no screen to open a window on.",
            "In a terminal, use: longscroll generate --sample",
        )
