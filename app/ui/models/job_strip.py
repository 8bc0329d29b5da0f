"""What is being done with a model: in words, how far, and a cross to end it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from app.domain.model_shelf import ModelJob
from app.ui.icon_button import describe
from app.ui.models.words import job_words
from app.ui.tokens import GAP_2, GAP_3, GAP_4

_THOUSAND = 1000


class JobStrip(QFrame):
    """Signal: `cancel_requested`. Hidden while nothing is done."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._job: ModelJob | None = None
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedWidth(160)
        self._cancel = QPushButton()
        self._cancel.clicked.connect(self.cancel_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_4, GAP_2, GAP_4, GAP_2)
        row.setSpacing(GAP_3)
        row.addWidget(self._words, 1)
        row.addWidget(self._bar)
        row.addWidget(self._cancel)
        self.hide()
        self.retranslate()

    def show_job(self, job: ModelJob | None) -> None:
        """What is done now, `None` for nothing."""
        self._job = job
        self.setVisible(job is not None)
        if job is not None:
            self._bar.setRange(0, _THOUSAND if job.total else 0)
            self._bar.setValue(_THOUSAND * job.done // job.total if job.total else 0)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        words = job_words(self._job) if self._job else ""
        self._words.setText(words)
        self._cancel.setText(self.tr("Cancel"))
        describe(self._cancel, self.tr("Cancel; nothing is lost"))
        self._bar.setAccessibleName(words or self.tr("Progress"))
