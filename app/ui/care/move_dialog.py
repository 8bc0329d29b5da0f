"""Moving the data folder: where to, what that means, and then the copying itself.

Knows nothing of files; what is asked for are signals.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.care import MovePlan
from app.ui.errors import Explained, shown
from app.ui.tokens import GAP_2, GAP_3, GAP_4

_WIDTH = 560


def fit_height(dialog: QDialog) -> None:
    """Makes a dialog as high as its wrapped words need."""
    layout = dialog.layout()
    if layout is not None:
        layout.activate()
        width = max(dialog.width(), dialog.minimumWidth())
        dialog.resize(width, layout.totalHeightForWidth(width))


class MoveDialog(QDialog):
    """Signals: `plan_requested(path)`: a folder was chosen; `move_requested(MovePlan)`: the
    person agreed."""

    plan_requested = Signal(object)
    move_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("moveDialog")
        self.setMinimumWidth(_WIDTH)
        self._plan: MovePlan | None = None
        self._error: Explained | None = None
        self._folder = ""
        self._about, self._found, self._warning = (QLabel(wordWrap=True) for _ in range(3))
        self._about.setProperty("role", "quiet")
        self._warning.setProperty("role", "warning")
        self.line = QLineEdit()
        self._browse, self.move_button, self._cancel = QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        self.line.editingFinished.connect(self._on_line)
        self._browse.clicked.connect(self._on_browse)
        self.move_button.clicked.connect(self._on_move)
        self._cancel.clicked.connect(self.reject)
        self.retranslate()

    def open_for(self, folder: Path) -> None:
        """Asks where the data that lies in `folder` shall go."""
        self._folder = str(folder)
        self._plan = self._error = None
        self.line.clear()
        self.retranslate()
        self.open()
        fit_height(self)
        self.line.setFocus()

    def show_plan(self, plan: MovePlan) -> None:
        """What a move there means."""
        self._plan, self._error = plan, None
        self.retranslate()

    def show_refusal(self, error: Explained) -> None:
        """Why it cannot go there."""
        self._plan, self._error = None, error
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setWindowTitle(self.tr("Move the data folder"))
        self._about.setText(
            self.tr(
                "Your works, settings and models lie in {0}. Longscroll saves, closes, copies all "
                "of it, compares every file with its copy, and starts again in the new place. The "
                "old folder stays until you remove it yourself."
            ).format(self._folder)
        )
        self.line.setPlaceholderText(self.tr("An empty folder, or one that is not there yet"))
        self.line.setAccessibleName(self.tr("New folder"))
        self._browse.setText(self.tr("Choose…"))
        self.move_button.setText(self.tr("Close, move and restart"))
        self._cancel.setText(self.tr("Cancel"))
        self._tell()

    def _tell(self) -> None:
        plan, locale, warning = self._plan, QLocale(), ""
        found = ""
        if plan is not None:
            found = self.tr("%n file(s), {0}; {1} are free there.", "", plan.files).format(
                locale.formattedDataSize(plan.nbytes), locale.formattedDataSize(plan.free)
            )
            if plan.service:
                warning = self.tr(
                    "{0} copies this folder to other computers. It may copy the library while it "
                    "is being written, and so damage it, or make two of it. Rather choose a "
                    "folder outside, and let {0} have your backups."
                ).format(plan.service)
        elif self._error is not None:
            warning = "\n".join(filter(None, shown(self._error)))
        for label, words in ((self._found, found), (self._warning, warning)):
            label.setText(words)
            label.setVisible(bool(words))
        self.move_button.setEnabled(plan is not None)
        fit_height(self)

    def _on_line(self) -> None:
        text = self.line.text().strip()
        if text and (self._plan is None or str(self._plan.target) != text):
            self._plan = self._error = None
            self._tell()
            self.plan_requested.emit(Path(text))

    def _on_browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("New folder"), self.line.text())
        if folder:
            self.line.setText(str(Path(folder)))
            self._on_line()

    def _on_move(self) -> None:
        if self._plan is not None:
            self.move_requested.emit(self._plan)
            self.accept()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GAP_2)
        row.addWidget(self.line, 1)
        row.addWidget(self._browse)
        foot = QHBoxLayout()
        foot.setSpacing(GAP_2)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self.move_button)
        for button in (self._browse, self.move_button, self._cancel):
            button.setAutoDefault(False)
        self.move_button.setProperty("role", "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_3)
        column.addWidget(self._about)
        column.addLayout(row)
        column.addWidget(self._found)
        column.addWidget(self._warning)
        column.addLayout(foot)


class CopyDialog(QDialog):
    """The copying, while the window is closed. `cancel_requested` by the person; it then waits
    for `finish`, which closes it."""

    cancel_requested = Signal()

    def __init__(self, target: Path) -> None:
        super().__init__()
        self.setWindowTitle("Longscroll")
        self.setMinimumWidth(_WIDTH)
        self._running = True
        self._what = QLabel(self.tr("Moving your data to {0}").format(target), wordWrap=True)
        self._what.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._told = QLabel(wordWrap=True)
        self._told.setProperty("role", "quiet")
        self.button = QPushButton(self.tr("Cancel"))
        self.button.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_3)
        for widget in (self._what, self._bar, self._told):
            column.addWidget(widget)
        column.addLayout(foot)

    def reject(self) -> None:
        """While it runs, Escape and the button only ask it to end."""
        if self._running:
            self.button.setEnabled(False)
            self.button.setText(self.tr("Ending…"))
            self.cancel_requested.emit()
        else:
            super().reject()

    def finish(self) -> None:
        """It is over."""
        self._running = False
        self.accept()

    def show_progress(self, done: int, total: int) -> None:
        """How many bytes of all are copied, and read again."""
        locale = QLocale()
        self._bar.setValue(round(1000 * done / max(1, total)))
        self._told.setText(
            self.tr("{0} of {1}, copied and compared").format(
                locale.formattedDataSize(done // 2), locale.formattedDataSize(total // 2)
            )
        )

    def show_failure(self, error: Explained) -> None:
        """It did not work; the old folder is opened again when this is closed."""
        self._running = False
        self._what.setText("\n".join(filter(None, shown(error))))
        self._bar.hide()
        self._told.clear()
        self.button.setEnabled(True)
        self.button.setText(self.tr("Open Longscroll again"))
        fit_height(self)
