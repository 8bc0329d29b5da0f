"""The windows about the program itself, made when they are first asked for, and their commands.

Opens them and passes their wishes on; knows no controllers.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.domain.care import Bug
from app.settings import Settings
from app.settings.table import DECLARED, Kind
from app.ui.care.about_dialog import AboutDialog
from app.ui.care.crash_dialog import CrashDialog
from app.ui.care.log_viewer import LogViewer
from app.ui.care.move_dialog import MoveDialog
from app.ui.care.settings_dialog import SettingsDialog
from app.ui.theme import Theme

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

SETTINGS_KEY = "Ctrl+,"


class CareUi(QObject):
    """`settings`, `log`, `about`, `crash` and `moving` are the windows; each is there from its
    first use on. Signals tell that one was made, once each, so that it can be connected:
    `settings_made(dialog)` and so on; `secrets_asked([names])` when their state is needed;
    `restart_requested`."""

    settings_made = Signal(object)
    log_made = Signal(object)
    about_made = Signal(object)
    moving_made = Signal(object)
    secrets_asked = Signal(object)
    restart_requested = Signal()

    def __init__(self, theme: Theme, window: MainWindow, data: Path, logs: Path) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self._data, self._logs = data, logs
        self._may_move = True
        self._value = Settings()
        self._told: set[str] = set()
        self.settings: SettingsDialog | None = None
        self.log: LogViewer | None = None
        self.about: AboutDialog | None = None
        self.crash: CrashDialog | None = None
        self.moving: MoveDialog | None = None
        self._add_commands(window)
        window.rail.settings_requested.connect(self.open_settings)

    def allow_move(self, allowed: bool) -> None:
        """Whether the program may choose another data folder."""
        self._may_move = allowed

    def show_settings(self, settings: Settings) -> None:
        """What is set."""
        self._value = settings
        if self.settings is not None:
            self.settings.show_settings(settings)

    def open_settings(self, section: str = "") -> None:
        """All settings, at a section of their table."""
        if self.settings is None:
            self.settings = dialog = SettingsDialog(self._theme, self._window)
            dialog.action_requested.connect(self._on_action)
            self.settings_made.emit(dialog)
        self._tell_folder(self.settings)
        self.settings.show_settings(self._value)
        self.secrets_asked.emit([n for n, d in DECLARED.items() if d.kind is Kind.SECRET])
        self.settings.open_at(section)

    def open_log(self) -> None:
        """What the program did."""
        if self.log is None:
            self.log = LogViewer(self._window)
            self.log.folder_requested.connect(self.open_log_folder)
            self.log_made.emit(self.log)
        self.log.open()

    def open_about(self) -> None:
        """Version, licences, credits."""
        if self.about is None:
            self.about = AboutDialog(self._window)
            self.about_made.emit(self.about)
        self.about.open()

    def open_move(self) -> None:
        """Where the data shall go."""
        if self.moving is None:
            self.moving = MoveDialog(self.settings or self._window)
            self.moving_made.emit(self.moving)
        self.moving.open_for(self._data)

    def open_log_folder(self) -> None:
        """The folder of the log, in the system's own window."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._logs)))

    def tell_bug(self, bug: Bug) -> bool:
        """Tells of a bug; `False` if this very one was told before: a bar says enough then."""
        if bug.place in self._told:
            return False
        self._told.add(bug.place)
        if self.crash is None:
            self.crash = CrashDialog(self._theme, self._window)
            self.crash.folder_requested.connect(self.open_log_folder)
            self.crash.restart_requested.connect(self.restart_requested)
        self.crash.show_bug(bug)
        return True

    def _tell_folder(self, dialog: SettingsDialog) -> None:
        fact = str(self._data)
        if not self._may_move:
            words = self.tr("It was chosen when the program was started, so it cannot be moved.")
            fact = f"{fact}\n{words}"
        dialog.page.show_fact("move_data", fact)
        dialog.page.allow("move_data", self._may_move)

    def _on_action(self, name: str) -> None:
        actions = {
            "move_data": self.open_move,
            "backups": self._window.rail.backups_requested.emit,
            "keys": self._window.rail.keys_requested.emit,
            "log": self.open_log,
            "about": self.open_about,
        }
        actions[name]()

    def _add_commands(self, window: MainWindow) -> None:
        add = window.commands.commands.add
        add(lambda: self.tr("Settings…"), self._group, self.open_settings, SETTINGS_KEY)
        add(lambda: self.tr("Log…"), self._group, self.open_log)
        add(lambda: self.tr("About Longscroll…"), self._group, self.open_about)

    def _group(self) -> str:
        return self.tr("Program")
