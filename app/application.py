"""Opens the window, then lets the program grow behind it."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.controllers.move_controller import MoveController
from app.data_folder import Chosen, DataFolder, DataFolderMissingError, find_data_folder
from app.data_move import move_data
from app.domain.care import MovePlan
from app.front import Front, show_front
from app.instance import Choice, Instance, ask, ask_for_disk, choose_folder
from app.logs import catch_bugs, start_logging
from app.paths import ROOT, DataPaths, resource
from app.settings import SettingsFile
from app.ui.care.move_dialog import CopyDialog
from app.ui.errors import shown
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
    files = [Path(name).absolute() for name in getattr(options, "files", ())]
    language = Language(app)  # the settings, which may name another, lie in the folder
    folder = _find_data(getattr(options, "data_dir", None))
    found = _free_library(app, DataPaths(folder.path), files) if folder else None
    del language
    if folder is None or found is None:
        return 0
    paths, instance = found
    log_file = start_logging(paths.logs)
    _log.info("longscroll %s starts", own_version())
    front = show_front(app, paths, greet=not files)
    instance.show_requested.connect(front.window.come_forward)
    # The database library alone takes a third of a second to import: the window is up by now.
    from app.program import Program

    may_move = folder.may_move and paths.root == folder.path
    program = Program(front, paths, log_file, may_move=may_move)
    catch_bugs(program.bug_found, log_file)
    instance.files_requested.connect(program.open_files)
    program.start()
    if files:
        program.open_files(files)
    code = app.exec()
    closed = program.shut_down()
    if program.wish.move is not None:
        _move(program.wish.move, front, closed=closed)
    instance.release()
    if program.wish.restart:
        _start_again(None if program.wish.move else paths.root, folder)
    return code


def _free_library(
    app: QApplication, paths: DataPaths, files: Sequence[Path]
) -> tuple[DataPaths, Instance] | None:
    """The library to open. If it is open in another window, that one gets the files, and without
    any the person is asked what to do; `None` if there is nothing left to do here."""
    while True:
        instance = Instance(paths.library)
        if not instance.is_taken():
            return paths, instance
        if files:
            instance.show_other(files)
            return None
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


def _find_data(given: str | None) -> DataFolder | None:
    """The data folder; asks again while the disk that it lies on is missing."""
    while True:
        try:
            return find_data_folder(given)
        except DataFolderMissingError as error:
            if not ask_for_disk(*shown(error)):
                return None


def _move(plan: MovePlan, front: Front, *, closed: bool) -> None:
    """Copies the data folder, in a window of its own. The library is closed."""
    dialog, mover = CopyDialog(plan.target), MoveController()
    mover.progressed.connect(dialog.show_progress)
    mover.done.connect(dialog.finish)
    mover.cancelled.connect(dialog.finish)
    mover.failed.connect(dialog.show_failure)
    dialog.cancel_requested.connect(mover.cancel)
    if closed:
        mover.run(partial(move_data, plan))
    else:
        dialog.show_failure(
            UserError(
                "The library could not be closed in time, so nothing was moved.",
                "Try again when the model does nothing.",
            )
        )
    dialog.exec()
    front.window.deleteLater()


def _start_again(root: Path | None, folder: DataFolder) -> None:
    """Starts the program anew, on `root` if somebody chose that one by hand."""
    arguments = [] if getattr(sys, "frozen", False) else ["-m", "app"]
    if root is not None and (root != folder.path or folder.chosen is Chosen.OPTION):
        arguments += ["--data-dir", str(root)]
    here = str(ROOT) if arguments[:1] == ["-m"] else os.getcwd()
    QProcess.startDetached(sys.executable, arguments, here)


def _require_display() -> None:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise UserError(
            "There is no screen to open a window on.",
            "In a terminal, use: longscroll generate --sample",
        )
