"""The part of the settings menu that says how text is shown and written. Knows no settings file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from app.settings import Settings

Choose = Callable[[str, object], None]
COLUMNS = (52, 60, 68, 80, 96)


class TextMenu(QObject):
    """`choose(name, value)` hears of a field of `Settings` and its new value."""

    def __init__(self, choose: Choose, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choose = choose

    def fill(self, menu: QMenu, settings: Settings) -> None:
        """Adds the choices to the menu, as they are set."""
        text = menu.addMenu(self.tr("Text"))
        faces = (("serif", self.tr("Serif")), ("sans", self.tr("Sans serif")))
        self._choices(text, self.tr("Typeface"), "text_face", faces, settings.text_face)
        columns = tuple((n, self.tr("{0} characters").format(n)) for n in COLUMNS)
        self._choices(text, self.tr("Line width"), "column", columns, settings.column)
        paragraphs = (
            ("indent", self.tr("First lines indented")),
            ("spacing", self.tr("Room between")),
        )
        self._choices(text, self.tr("Paragraphs"), "paragraphs", paragraphs, settings.paragraphs)
        quotes = (
            ("auto", self.tr("As the language of the text")),
            ("en", "“English”"),
            ("de", "„Deutsch“"),
            ("fr", "« Français »"),
            ("zh", "中文"),
            ("off", self.tr("As typed")),
        )
        self._choices(text, self.tr("Quotes and dashes"), "quotes", quotes, settings.quotes)
        bright = (
            ("all", self.tr("All of the text")),
            ("paragraph", self.tr("The paragraph")),
            ("sentence", self.tr("The sentence")),
        )
        self._choices(text, self.tr("Bright in focus mode"), "bright", bright, settings.bright)
        text.addSeparator()
        self._switch(text, self.tr("Typewriter scrolling"), "typewriter", settings.typewriter)
        self._switch(text, self.tr("Check spelling"), "spelling", settings.spelling)
        self._switch(text, self.tr("Show who wrote what"), "show_origins", settings.show_origins)

    def _choices(
        self,
        menu: QMenu,
        title: str,
        name: str,
        choices: tuple[tuple[object, str], ...],
        chosen: object,
    ) -> None:
        part = menu.addMenu(title)
        group = QActionGroup(part)
        for value, words in choices:
            action = QAction(words, group, checkable=True, checked=value == chosen)
            action.triggered.connect(lambda _=False, value=value: self._choose(name, value))
            part.addAction(action)

    def _switch(self, menu: QMenu, words: str, name: str, on: bool) -> None:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(lambda checked: self._choose(name, checked))
