"""The backups of the library: where they are, how often, and how works come back from one.

Knows nothing of files but their paths; what the person wants are signals.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.projects import ProjectSummary
from app.settings import Settings
from app.ui.form_fields import CalmSpinBox
from app.ui.relative_time import exact_time, relative_time
from app.ui.tokens import GAP_2, GAP_4

_VALUE = Qt.ItemDataRole.UserRole
_SIZE = (560, 520)


class Shown(Protocol):
    """A backup, as far as it is shown."""

    @property
    def path(self) -> Path:
        """Where it is."""
        ...

    @property
    def made_at(self) -> datetime:
        """When it was made; aware."""
        ...

    @property
    def nbytes(self) -> int:
        """How large it is."""
        ...


class BackupDialog(QDialog):
    """Signals: `backup_requested`, `folder_chosen(str)`, `hours_chosen(int)`, `keep_chosen(int)`,
    `works_requested(path)` to look into a backup, `bring_back_requested(path, [project ids])`."""

    backup_requested = Signal()
    folder_chosen = Signal(str)
    hours_chosen = Signal(int)
    keep_chosen = Signal(int)
    works_requested = Signal(object)
    bring_back_requested = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("backupDialog")
        self.resize(*_SIZE)
        self._about, self._folder = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self._about.setProperty("role", "quiet")
        self._folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._names = [QLabel() for _ in range(3)]
        self._change, self._now = QPushButton(), QPushButton()
        self._hours, self._keep = CalmSpinBox(1, 720), CalmSpinBox(1, 500)
        self._list = QListWidget()
        self._list.setProperty("role", "field")
        self._works, self._close = QPushButton(), QPushButton()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._allow()

    def show_settings(self, settings: Settings) -> None:
        """How often, and how many are kept."""
        for box, value in (
            (self._hours, settings.backup_hours),
            (self._keep, settings.backup_keep),
        ):
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)

    def show_backups(self, backups: Sequence[Shown], folder: Path) -> None:
        """Those there are, the newest first, and the folder they lie in."""
        self._folder.setText(str(folder))
        self._list.clear()
        now = datetime.now(UTC)
        for backup in backups:
            size = QLocale().formattedDataSize(backup.nbytes)
            item = QListWidgetItem(f"{relative_time(backup.made_at, now)} · {size}")
            item.setToolTip(exact_time(backup.made_at))
            item.setData(_VALUE, backup.path)
            self._list.addItem(item)
        if backups:
            self._list.setCurrentRow(0)
        self._allow()

    def show_working(self, working: bool) -> None:
        """Whether a backup is being made."""
        self._now.setEnabled(not working)
        self._now.setText(self.tr("Backing up…") if working else self.tr("Back up now"))

    def show_works(self, path: Path, works: Sequence[ProjectSummary]) -> None:
        """Lets the person choose which works of a backup to bring back."""
        dialog = WorksDialog(works, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda ids: self.bring_back_requested.emit(path, ids))
        dialog.open()

    def _on_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, self.tr("Folder for backups"), self._folder.text()
        )
        if folder:
            self.folder_chosen.emit(folder)

    def _on_works(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.works_requested.emit(item.data(_VALUE))

    def _allow(self) -> None:
        self._works.setEnabled(self._list.currentItem() is not None)

    def _lay_out(self) -> None:
        form = QFormLayout()
        row = QHBoxLayout()
        row.addWidget(self._folder, 1)
        row.addWidget(self._change)
        form.addRow(self._names[0], row)
        form.addRow(self._names[1], self._hours)
        form.addRow(self._names[2], self._keep)
        row = QHBoxLayout()
        row.addWidget(self._works)
        row.addStretch(1)
        row.addWidget(self._now)
        row.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_2)
        column.addWidget(self._about)
        column.addLayout(form)
        column.addWidget(self._list, 1)
        column.addLayout(row)

    def _connect(self) -> None:
        self._change.clicked.connect(self._on_folder)
        self._hours.valueChanged.connect(self.hours_chosen)
        self._keep.valueChanged.connect(self.keep_chosen)
        self._now.clicked.connect(self.backup_requested)
        self._works.clicked.connect(self._on_works)
        self._list.itemActivated.connect(self._on_works)
        self._list.currentItemChanged.connect(self._allow)
        self._close.clicked.connect(self.close)
        for button in (self._change, self._now, self._works):
            button.setAutoDefault(False)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setWindowTitle(self.tr("Backups"))
        self._about.setText(
            self.tr(
                "All works with their versions, without what models remember of them. "
                "Each backup is opened once, to see that it is whole."
            )
        )
        names = (self.tr("Folder"), self.tr("Make one every"), self.tr("Keep the newest"))
        fields: tuple[QWidget, ...] = (self._change, self._hours, self._keep)
        for label, name, field in zip(self._names, names, fields, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        self._hours.setSuffix(self.tr(" hours"))
        self._change.setText(self.tr("Change…"))
        self._works.setText(self.tr("Bring works back…"))
        self._close.setText(self.tr("Close"))
        self._list.setAccessibleName(self.tr("Backups"))
        self.show_working(not self._now.isEnabled())


class WorksDialog(QDialog):
    """Which works of a backup come back. `chosen([project ids])` when the person agrees."""

    chosen = Signal(object)

    def __init__(self, works: Sequence[ProjectSummary], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Bring works back"))
        about = QLabel(
            self.tr("They are added as works of their own. What is in the library now stays."),
            wordWrap=True,
        )
        about.setProperty("role", "quiet")
        self._list = QListWidget()
        self._list.setProperty("role", "field")
        self._list.setAccessibleName(self.tr("Works"))
        for work in works:
            item = QListWidgetItem(work.title or self.tr("Untitled"))
            item.setData(_VALUE, work.id)
            item.setCheckState(Qt.CheckState.Unchecked)
            self._list.addItem(item)
        self._bring = QPushButton(self.tr("Bring back"))
        self._bring.setDefault(True)
        cancel = QPushButton(self.tr("Cancel"))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._bring)
        column = QVBoxLayout(self)
        for widget in (about, self._list):
            column.addWidget(widget)
        column.addLayout(row)
        self._list.itemChanged.connect(self._allow)
        self._bring.clicked.connect(self._agree)
        cancel.clicked.connect(self.reject)
        self._allow()

    def _ids(self) -> list[int]:
        items = (self._list.item(row) for row in range(self._list.count()))
        return [i.data(_VALUE) for i in items if i.checkState() is Qt.CheckState.Checked]

    def _allow(self) -> None:
        self._bring.setEnabled(bool(self._ids()))

    def _agree(self) -> None:
        self.chosen.emit(self._ids())
        self.accept()
