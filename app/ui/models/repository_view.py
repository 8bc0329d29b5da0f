"""Any repository of the hub: its name is typed, its files are listed, some are downloaded.

Shows what it is given and says what the person wants; knows no hub.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.model_shelf import RemoteFile
from app.ui.icon_button import describe
from app.ui.models.card_list import WIDEST
from app.ui.models.words import size_words
from app.ui.tokens import GAP_2, GAP_3, GAP_4, GAP_6

_EXAMPLE = "BlinkDL/rwkv7-g1"


class RepositoryView(QWidget):
    """Signals: `list_requested(repo)`, `download_requested(repo, tuple of paths)`."""

    list_requested = Signal(str)
    download_requested = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._repo = ""
        self._files: tuple[RemoteFile, ...] | None = None
        self._asking = False
        self._about, self._state = QLabel(), QLabel()
        for label in (self._about, self._state):
            label.setProperty("role", "quiet")
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.name = QLineEdit()
        self.list_files = QPushButton()
        self.files = QListWidget()
        self.download = QPushButton()
        self.download.setProperty("role", "primary")
        self._lay_out()
        self.name.returnPressed.connect(self._ask)
        self.name.textChanged.connect(lambda _text: self._refresh())
        self.list_files.clicked.connect(self._ask)
        self.files.itemChanged.connect(lambda _item: self._refresh())
        self.download.clicked.connect(self._on_download)
        self.retranslate()

    def show_files(self, repo: str, files: Sequence[RemoteFile]) -> None:
        """What a repository holds; a single model in it is chosen, with what belongs to it."""
        self._repo, self._files, self._asking = repo, tuple(files), False
        alone = sum(file.is_model for file in files) == 1
        blocked = self.files.blockSignals(True)
        self.files.clear()
        for file in files:
            item = QListWidgetItem(f"{file.path}   {size_words(file.size)}")
            item.setData(Qt.ItemDataRole.UserRole, file.path)
            item.setCheckState(Qt.CheckState.Checked if alone else Qt.CheckState.Unchecked)
            self.files.addItem(item)
        if files:
            self.files.setCurrentRow(0)
        self.files.blockSignals(blocked)
        self._refresh()
        (self.files if files else self.name).setFocus()

    def show_failed(self) -> None:
        """It could not be listed; why is said elsewhere."""
        self._asking = False
        self._refresh()

    def chosen(self) -> tuple[str, ...]:
        """The files with a tick."""
        items = [self.files.item(row) for row in range(self.files.count())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        return tuple(item.data(Qt.ItemDataRole.UserRole) for item in ticked)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._about.setText(
            self.tr(
                "Any repository on the hub can be named. Longscroll runs RWKV models of version 4 "
                "to 7; others are refused when they are used."
            )
        )
        self.name.setPlaceholderText(self.tr("Owner/name, for instance {0}").format(_EXAMPLE))
        self.name.setAccessibleName(self.tr("Repository"))
        self.list_files.setText(self.tr("List its files"))
        describe(self.list_files, self.tr("Ask the hub for the files of this repository"))
        self.files.setAccessibleName(self.tr("Files of the repository"))
        self.download.setText(self.tr("Download"))
        self._refresh()

    def _refresh(self) -> None:
        chosen = self.chosen()
        self.list_files.setEnabled(bool(self.name.text().strip()) and not self._asking)
        self.download.setEnabled(bool(chosen))
        sizes = {file.path: file.size for file in self._files or ()}
        total = size_words(sum(sizes.get(path, 0) for path in chosen))
        describe(self.download, self.tr("Download what is ticked, {0}").format(total))
        self.files.setVisible(bool(self._files))
        self.download.setVisible(bool(self._files))
        self._state.setText(self._words(total if chosen else ""))

    def _words(self, total: str) -> str:
        if self._asking:
            return self.tr("Asking the hub…")
        if self._files is None:
            return ""
        if not self._files:
            return self.tr("There is no model in {0}.").format(self._repo)
        if total:
            return self.tr("{0} to download from {1}").format(total, self._repo)
        return self.tr("Tick what you want from {0}.").format(self._repo)

    def _ask(self) -> None:
        if self.list_files.isEnabled():
            self._asking, self._files = True, None
            self.list_requested.emit(self.name.text().strip())
            self._refresh()

    def _on_download(self) -> None:
        self.download_requested.emit(self._repo, self.chosen())

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setMaximumWidth(WIDEST)
        row = QHBoxLayout()
        row.setSpacing(GAP_2)
        row.addWidget(self.name, 1)
        row.addWidget(self.list_files)
        foot = QHBoxLayout()
        foot.setSpacing(GAP_3)
        foot.addWidget(self._state, 1)
        foot.addWidget(self.download)
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(GAP_6, GAP_4, GAP_6, GAP_6)
        rows.setSpacing(GAP_3)
        rows.addWidget(self._about)
        rows.addLayout(row)
        rows.addWidget(self.files, 1)
        rows.addLayout(foot)
        rows.addStretch(0)
        centred = QHBoxLayout(self)
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        centred.addWidget(middle, 1000)
        centred.addStretch(1)
