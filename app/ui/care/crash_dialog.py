"""What a bug looks like to a person: what happened, that the text is kept, what can be done.

The details are folded away and hold nothing that somebody wrote.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.care import Bug
from app.ui.fold import Fold
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_3, GAP_4

_WIDTH, _DETAILS_HEIGHT = 560, 220


class CrashDialog(QDialog):
    """Signals: `restart_requested`, `folder_requested` of the log."""

    restart_requested = Signal()
    folder_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crashDialog")
        self.setMinimumWidth(_WIDTH)
        self._more = 0
        self._what = QLabel(wordWrap=True)
        self._what.setProperty("role", "heading")
        self._todo = QLabel(wordWrap=True)
        self.details = QPlainTextEdit(readOnly=True)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setMinimumHeight(_DETAILS_HEIGHT)
        self.details.setTabChangesFocus(True)
        self.fold = Fold(theme, self.details)
        self.fold.set_open(False)
        self.fold.header.toggled.connect(lambda _open: self.adjustSize())
        self.copy, self.folder = QPushButton(), QPushButton()
        self.restart, self.go_on = QPushButton(), QPushButton()
        self._lay_out()
        self.copy.clicked.connect(self._on_copy)
        self.folder.clicked.connect(self.folder_requested)
        self.restart.clicked.connect(self.restart_requested)
        self.restart.clicked.connect(self.accept)
        self.go_on.clicked.connect(self.reject)
        self.retranslate()

    def show_bug(self, bug: Bug) -> None:
        """Tells of a bug; while one is told, the next ones are only counted and added."""
        if self.isVisible():
            self._more += 1
            self.details.appendPlainText(f"\n{bug.details}")
            self.retranslate()
            return
        self._more = 0
        self.details.setPlainText(bug.details)
        self.fold.set_open(False)
        self.retranslate()
        self.adjustSize()
        self.open()
        self.go_on.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setWindowTitle("Longscroll")
        words = self.tr("Something went wrong inside Longscroll. Your text is kept.")
        more = self.tr("%n more time(s) since.", "", self._more)
        self._what.setText(f"{words} {more}" if self._more else words)
        self._todo.setText(
            self.tr(
                "This is a mistake in the program, not yours. You can go on writing. If "
                "something does not answer any more, restart: Longscroll saves first. Nothing is "
                "sent to anybody; the details below help if you tell those who make Longscroll."
            )
        )
        self.fold.set_title(self.tr("Details"))
        self.details.setAccessibleName(self.tr("Details"))
        self.copy.setText(self.tr("Copy details"))
        self.folder.setText(self.tr("Open log folder"))
        self.restart.setText(self.tr("Restart"))
        self.go_on.setText(self.tr("Go on"))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(GAP_2)
        for button in (self.copy, self.folder, self.restart, self.go_on):
            button.setAutoDefault(button is self.go_on)
            if button is self.restart:
                foot.addStretch(1)
            foot.addWidget(button)
        self.go_on.setProperty("role", "primary")
        self.go_on.setDefault(True)
        self._todo.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_3)
        for widget in (self._what, self._todo, self.fold):
            column.addWidget(widget)
        column.addLayout(foot)
