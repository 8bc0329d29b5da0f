"""A box to try a text in: what would come up at its end, and why. Knows no storage."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.domain.lore_scan import Verdict
from app.ui.form_fields import TextField
from app.ui.lore_reasons import LoreReasons
from app.ui.tokens import GAP_2, GAP_4

_REST_MS = 250


class LoreTrial(QFrame):
    """`try_requested(str)`: a text was typed, or the book was changed, a moment ago."""

    try_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._verdicts: tuple[Verdict, ...] = ()
        self._reasons = LoreReasons(self)
        self._heading = QLabel()
        self._heading.setProperty("role", "heading")
        self._text = TextField(1, self)
        self._text.setMaximumHeight(58)
        self._result = QListWidget()
        self._result.setProperty("role", "field")
        self._result.setWordWrap(True)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask)
        self._text.textChanged.connect(self._rest.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_2)
        column.addWidget(self._heading)
        column.addWidget(self._text)
        column.addWidget(self._result, 1)
        self.retranslate()

    def note_change(self) -> None:
        """The book was changed: what would come up may be something else."""
        if self._text.toPlainText().strip():
            self._rest.start()

    def show_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """What would come up: first what does, then why the others do not."""
        self._verdicts = tuple(sorted(verdicts, key=lambda verdict: not verdict.active))
        self._result.clear()
        for verdict in self._verdicts:
            name, why = self._reasons.name(verdict), self._reasons.sentence(verdict)
            item = QListWidgetItem(self.tr("{0} – {1}").format(name, why))
            font = item.font()
            font.setBold(verdict.active)
            item.setFont(font)
            self._result.addItem(item)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._heading.setText(self.tr("Try a text"))
        self._text.setPlaceholderText(self.tr("Type or paste a few lines of the story"))
        self._text.setAccessibleName(self.tr("A text to try"))
        self._text.setToolTip(self.tr("Below stands what the model would read with it"))
        self._result.setAccessibleName(self.tr("What would come up"))
        self.show_verdicts(self._verdicts)

    def _ask(self) -> None:
        self.try_requested.emit(self._text.toPlainText())
