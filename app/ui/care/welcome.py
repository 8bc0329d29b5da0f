"""The first page of a new data folder: language, theme, and off to writing with one press.

Lies over the window while the program grows behind it; blocks nothing. Knows no settings file.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.settings import Settings
from app.ui.form_fields import CalmComboBox
from app.ui.language import CHOICES
from app.ui.tokens import GAP_2, GAP_4, GAP_6, GAP_8

_WIDTH = 460


@dataclass(frozen=True)
class FirstWishes:
    """What a new library begins with."""

    story: bool
    character: bool


class Welcome(QFrame):
    """Signals: `language_chosen(code)`, `theme_chosen(name)`; `started(FirstWishes)`, once, when
    the person goes on in whatever way; `models_requested` after that, if that was the way."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    started = Signal(object)
    models_requested = Signal()

    def __init__(self, window: QWidget, *, characters: bool = False) -> None:
        super().__init__(window)
        self.setObjectName("welcome")
        self._window = window
        self._over = False
        self._title, self._words = QLabel(), QLabel(wordWrap=True)
        self._title.setProperty("role", "title")
        self._words.setProperty("role", "quiet")
        self._labels = (QLabel(), QLabel())
        self.language, self.theme = CalmComboBox(), CalmComboBox()
        self.story, self.character = QCheckBox(), QCheckBox()
        self.story.setChecked(True)
        self.character.setChecked(characters)
        self.character.setVisible(characters)
        self.start_button, self.models_button = QPushButton(), QPushButton()
        self._hint = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._hint.setProperty("role", "quiet")
        self._lay_out()
        self.retranslate()
        self.language.activated.connect(self._on_language)
        self.theme.activated.connect(self._on_theme)
        self.start_button.clicked.connect(self.start)
        self.models_button.clicked.connect(self._on_models)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.raise_()
        self.show()
        self.start_button.setFocus()

    def start(self) -> None:
        """Leaves this page for the writing page."""
        if self._over:
            return
        self._over = True
        self.hide()
        self._window.removeEventFilter(self)
        self.started.emit(FirstWishes(self.story.isChecked(), self.character.isChecked()))
        self.deleteLater()

    def show_settings(self, settings: Settings) -> None:
        """What is chosen."""
        self.language.show_value(settings.language)
        self.theme.show_value(settings.theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays as large as the window, and keeps the keyboard."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays on this page: what lies below it cannot be seen."""
        if self._over:
            return super().focusNextPrevChild(forward)  # the focus leaves what is hidden
        fields = [
            field
            for field in (
                self.start_button,
                self.models_button,
                self.language,
                self.theme,
                self.story,
                self.character,
            )
            if field.isVisible()
        ]
        at = next((n for n, field in enumerate(fields) if field.hasFocus()), -1)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        fields[(at + (1 if forward else -1)) % len(fields)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Return go on to the page."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.start()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._title.setText(self.tr("Welcome to Longscroll"))
        self._words.setText(
            self.tr(
                "Write long fiction with a model that runs on this computer. Nothing you write "
                "leaves it."
            )
        )
        for label, words in zip(self._labels, (self.tr("Language"), self.tr("Theme")), strict=True):
            label.setText(words)
        for field, words in (
            (self.language, self.tr("Language")),
            (self.theme, self.tr("Theme")),
        ):
            field.setAccessibleName(words)
        self.language.offer([(self.tr("As the system"), ""), *((w, c) for c, w in CHOICES)])
        self.theme.offer(
            [
                (self.tr("As the system"), "system"),
                (self.tr("Light"), "light"),
                (self.tr("Dark"), "dark"),
                (self.tr("Sepia"), "sepia"),
            ]
        )
        self.story.setText(self.tr("Begin with a sample story"))
        self.character.setText(self.tr("Bring a sample character to talk with"))
        self.start_button.setText(self.tr("Start writing now"))
        self.models_button.setText(self.tr("Get a larger model"))
        self._hint.setText(
            self.tr(
                "A small English model comes along and writes at once. A larger one writes "
                "better, and Chinese too; you can get it at any time."
            )
        )

    def _on_language(self, _row: int) -> None:
        self.language_chosen.emit(self.language.currentData())

    def _on_theme(self, _row: int) -> None:
        self.theme_chosen.emit(self.theme.currentData())

    def _on_models(self) -> None:
        self.start()
        self.models_requested.emit()

    def _lay_out(self) -> None:
        card = QWidget()
        card.setFixedWidth(_WIDTH)
        form = QFormLayout()
        form.setHorizontalSpacing(GAP_6)
        form.setVerticalSpacing(GAP_2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, field in zip(self._labels, (self.language, self.theme), strict=True):
            label.setBuddy(field)
            form.addRow(label, field)
        self.start_button.setProperty("role", "primary")
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP_2)
        buttons.addWidget(self.start_button, 1)
        buttons.addWidget(self.models_button, 1)
        column = QVBoxLayout(card)
        column.setSpacing(GAP_4)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._words)
        column.addSpacing(GAP_4)
        column.addLayout(form)
        checks = QVBoxLayout()
        checks.setSpacing(GAP_2)
        checks.addWidget(self.story)
        checks.addWidget(self.character)
        column.addLayout(checks)
        column.addSpacing(GAP_4)
        column.addLayout(buttons)
        column.addWidget(self._hint)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GAP_8, GAP_8, GAP_8, GAP_8)
        middle = QHBoxLayout()  # no alignment: a card with wrapped words would get too little room
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer.addStretch(2)
        outer.addLayout(middle)
        outer.addStretch(3)
