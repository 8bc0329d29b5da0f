"""The log, as it grows: filtered by how much matters, copied. Shows the lines it is given."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QHideEvent, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.care import Level, LogLine, LogPiece
from app.ui.form_fields import CalmComboBox
from app.ui.tokens import GAP_2, GAP_4

_SIZE = (820, 520)
_KEPT = 5000
"""Entries shown at most; older ones stand in the file."""


class LogViewer(QDialog):
    """Signals: `opened`, `closed`, `follow_chosen(bool)`, `folder_requested`."""

    opened = Signal()
    closed = Signal()
    follow_chosen = Signal(bool)
    folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("logViewer")
        self.resize(*_SIZE)
        self._lines: deque[LogLine] = deque(maxlen=_KEPT)
        self._about = QLabel(wordWrap=True)
        self._about.setProperty("role", "quiet")
        self._label = QLabel()
        self.level = CalmComboBox()
        self._label.setBuddy(self.level)
        self.follow = QCheckBox()
        self.follow.setChecked(True)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setTabChangesFocus(True)
        self._copy, self._folder, self._close = QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        self.retranslate()
        self.level.show_value(Level.INFO)
        self.level.activated.connect(self._refresh)
        self.follow.toggled.connect(self.follow_chosen)
        self._copy.clicked.connect(self._on_copy)
        self._folder.clicked.connect(self.folder_requested)
        self._close.clicked.connect(self.close)

    def open(self) -> None:
        """Shows it; what it shows comes then."""
        self._lines.clear()
        self.text.clear()
        self.show()
        self.raise_()
        self.activateWindow()
        self.follow.setChecked(True)
        self.opened.emit()

    def show_piece(self, piece: LogPiece) -> None:
        """What was added to the log, or the log anew."""
        if piece.anew:
            self._lines.clear()
            self._lines.extend(piece.lines)
            self._refresh()
            return
        self._lines.extend(piece.lines)
        self._append([line for line in piece.lines if self._fits(line)])

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody reads the log for a window that is closed."""
        super().hideEvent(event)
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setWindowTitle(self.tr("Log"))
        self._about.setText(
            self.tr("What the program did, never what you wrote. Nobody else sees it.")
        )
        self._label.setText(self.tr("Show"))
        self.level.offer(
            [
                (self.tr("Everything"), Level.INFO),
                (self.tr("Warnings and errors"), Level.WARNING),
                (self.tr("Errors"), Level.ERROR),
            ]
        )
        self.level.setAccessibleName(self.tr("Show"))
        self.follow.setText(self.tr("Follow"))
        self.follow.setToolTip(self.tr("Shows what is added while it is added"))
        self.text.setAccessibleName(self.tr("Log"))
        self._copy.setText(self.tr("Copy"))
        self._folder.setText(self.tr("Open folder"))
        self._close.setText(self.tr("Close"))

    def _fits(self, line: LogLine) -> bool:
        return line.level >= int(self.level.currentData() or Level.INFO)

    def _refresh(self) -> None:
        self.text.setPlainText("\n".join(line.text for line in self._lines if self._fits(line)))
        self._to_end()

    def _append(self, lines: list[LogLine]) -> None:
        bar = self.text.verticalScrollBar()
        at_end = bar.value() >= bar.maximum()
        for line in lines:
            self.text.appendPlainText(line.text)
        if at_end and lines:
            self._to_end()

    def _to_end(self) -> None:
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.moveCursor(QTextCursor.MoveOperation.StartOfLine)
        self.text.ensureCursorVisible()

    def _on_copy(self) -> None:
        cursor = self.text.textCursor()
        chosen = cursor.selection().toPlainText() if cursor.hasSelection() else ""
        QGuiApplication.clipboard().setText(chosen or self.text.toPlainText())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GAP_2)
        top.addWidget(self._label)
        top.addWidget(self.level)
        top.addStretch(1)
        top.addWidget(self.follow)
        foot = QHBoxLayout()
        foot.setSpacing(GAP_2)
        for button in (self._copy, self._folder):
            button.setAutoDefault(False)
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_2)
        column.addWidget(self._about)
        column.addLayout(top)
        column.addWidget(self.text, 1)
        column.addLayout(foot)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
