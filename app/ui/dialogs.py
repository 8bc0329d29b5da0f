"""The dialogs of the window that stay as they were left: versions, backups, import, export.

Opens them and says so; what they show comes from elsewhere.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.projects import Project
from app.ui.backup_dialog import BackupDialog
from app.ui.export_dialog import ExportDialog
from app.ui.import_dialog import ImportDialog
from app.ui.theme import Theme
from app.ui.versions_dialog import VersionsDialog


class Dialogs(QObject):
    """Its parts are `versions`, `backups`, `importing` and `exporting`. Signals:
    `versions_opened`, `backups_opened`."""

    versions_opened = Signal()
    backups_opened = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.versions = VersionsDialog(theme, window)
        self.backups = BackupDialog(window)
        self.importing = ImportDialog(window)
        self.exporting = ExportDialog(window)

    def open_versions(self) -> None:
        """The versions of the document on the page."""
        self.versions_opened.emit()
        _show(self.versions)

    def open_backups(self) -> None:
        """The backups of the library."""
        self.backups_opened.emit()
        _show(self.backups)

    def open_import(self) -> None:
        """What to import; begins anew."""
        self.importing.reset()
        _show(self.importing)

    def open_export(self, project: Project) -> None:
        """How to export a work."""
        self.exporting.show_project(project)
        _show(self.exporting)


def _show(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
