"""The language of the window: translations of our texts and of Qt's, and the locale of numbers.

Widgets hear of a change through Qt's `LanguageChange` event.
"""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.ui.resource_files import resource

CHOICES = (("en", "English"), ("zh_CN", "简体中文"))
"""Codes and what the speakers of a language call it."""


class Language:
    """Installs and changes the application's translators."""

    def __init__(self, app: QApplication, code: str = "") -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self._code: str | None = None
        self._system = QLocale.system()
        self.use(code)

    def use(self, code: str) -> None:
        """Speaks `en` or `zh_CN`; "" means what the system speaks, English if we do not."""
        if code == self._code:
            return
        self._code = code
        chosen = code or self._system_code()
        same_language = self._system.name().startswith(chosen.split("_")[0])
        QLocale.setDefault(self._system if same_language else QLocale(chosen))
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed = []
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self._install(f"qtbase_{chosen}", qt_folder)
        self._install(f"longscroll_{chosen}", str(resource("translations")))

    def _system_code(self) -> str:
        for name in self._system.uiLanguages():
            for code, _ in CHOICES:
                if name.replace("-", "_").startswith(code.split("_")[0]):
                    return code
        return "en"

    def _install(self, name: str, folder: str) -> None:
        translator = QTranslator(self._app)
        if translator.load(name, folder):
            self._app.installTranslator(translator)
            self._installed.append(translator)
