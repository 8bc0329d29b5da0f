"""Opens the window, then lets the program grow behind it."""

from __future__ import annotations

import argparse
import logging
import os
import sys

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.front import show_front
from app.instance import Choice, Instance, ask, choose_folder
from app.logs import catch_bugs, start_logging
from app.paths import DataPaths, data_paths, resource
from app.settings import SettingsFile
from app.ui.language import Language
from app.ui.theme import Theme
from app.version import own_version
from engine.types import UserError

_log = logging.getLogger(__name__)


def run_window(options: argparse.Namespace) -> int:
    """Opens the window and returns its exit code when it has closed."""
    _require_display()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Longscroll")
    app.setDesktopFileName("longscroll")
    app.setWindowIcon(QIcon(str(resource("icons", "longscroll.svg"))))
    found = _free_library(app, data_paths(getattr(options, "data_dir", None)))
    if found is None:
        return 0
    paths, instance = found
    log_file = start_logging(paths.logs)
    _log.info("longscroll %s starts", own_version())
    front = show_front(app, paths)
    instance.show_requested.connect(front.window.come_forward)
    # The database library alone takes a third of a second to import: the window is up by now.
    from app.program import Program

    program = Program(front, paths, log_file)
    catch_bugs(program.bug_found)
    program.start()
    code = app.exec()
    program.shut_down()
    instance.release()
    return code


def _free_library(app: QApplication, paths: DataPaths) -> tuple[DataPaths, Instance] | None:
    """The library to open. If it is open in another window, the person is asked what to do;
    `None` if there is nothing left to do here."""
    while True:
        instance = Instance(paths.library)
        if not instance.is_taken():
            return paths, instance
        settings, _problem = SettingsFile(paths.settings).load()
        words = Language(app, settings.language)  # kept while the question is on screen
        looks = Theme(app, settings.theme)
        choice = ask()
        folder = choose_folder(paths.root) if choice is Choice.OTHER else None
        looks.deleteLater()
        del words
        if folder is None:
            if choice is Choice.SHOW:
                instance.show_other()
            return None
        paths = DataPaths(folder)


def _require_display() -> None:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise UserError(
            "There is no screen to open a window on.",
            "In a terminal, use: longscroll generate --sample",
        )
