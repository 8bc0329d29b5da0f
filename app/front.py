"""The window and what it needs to be shown. Imports neither storage nor engine, which take long."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication

from app.controllers.settings_controller import SettingsController
from app.paths import DataPaths
from app.settings import SettingsFile
from app.ui.care.welcome import Welcome
from app.ui.language import Language
from app.ui.main_window import MainWindow
from app.ui.theme import Theme

_TURN_SECONDS = 0.0005
"""How long another thread may run Python while the window waits for its turn. Python's own 5 ms
would hold up each of the dozen steps from a key to its letter."""


@dataclass(frozen=True)
class Front:
    """What a person sees first, before anything heavy is imported."""

    theme: Theme
    language: Language
    settings: SettingsController
    window: MainWindow
    welcome: Welcome | None = None


def show_front(app: QApplication, paths: DataPaths, *, greet: bool = True) -> Front:
    """Builds the window and paints it once; over it a welcome, in a new data folder."""
    sys.setswitchinterval(_TURN_SECONDS)
    settings = SettingsController(SettingsFile(paths.settings))
    theme = Theme(app, settings.value.theme)
    language = Language(app, settings.value.language)
    window = MainWindow(theme, settings.value)
    welcome = Welcome(window, characters=True) if greet and paths.is_new else None
    window.show()
    app.processEvents()
    return Front(theme, language, settings, window, welcome)
