"""The versions of a document: the list, what changed since, and the way back.

Knows nothing of storage; what it is shown are values, what the person wants are signals.
"""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QLocale, Qt, QUrl, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.domain.text_diff import Comparison
from app.domain.versions import VersionSummary
from app.ui.diff_html import RESTORE, Words, diff_html
from app.ui.icon_button import describe
from app.ui.relative_time import exact_time, relative_time, short_time
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_4, LIST_WIDTH

_ID = Qt.ItemDataRole.UserRole
_SIZE = (980, 640)


class VersionsDialog(QDialog):
    """Signals: `show_requested(id)` to compare a version, `keep_requested(name)` of the text as
    it is, `rename_requested(id, name)`, `delete_requested(id)`, `restore_requested(None)` for all
    of the version shown or `restore_requested((number,))` for one change."""

    show_requested = Signal(object)
    keep_requested = Signal(str)
    rename_requested = Signal(object, str)
    delete_requested = Signal(object)
    restore_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("versionsDialog")
        self._theme = theme
        self._found: Comparison | None = None
        self._names: dict[int, str] = {}
        self._list = QListWidget()
        self._list.setProperty("role", "field")
        self._head, self._empty = QLabel(), QLabel()
        self._head.setProperty("role", "quiet")
        self._empty.setProperty("role", "quiet")
        self._empty.setWordWrap(True)
        self._view = QTextBrowser(openLinks=False)
        self._view.document().setDocumentMargin(GAP_4)
        self._keep, self._name, self._delete = QPushButton(), QPushButton(), QPushButton()
        self._sides = QPushButton()
        self._sides.setCheckable(True)
        self._restore, self._close = QPushButton(), QPushButton()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_nothing()

    # What it shows

    def show_versions(self, versions: list[VersionSummary]) -> None:
        """The list; what was chosen stays chosen if it is still there, and is compared again: the
        text may have changed meanwhile."""
        chosen = self._current()
        self._names = {version.id: version.name for version in versions}
        self._list.blockSignals(True)
        self._list.clear()
        now = datetime.now(UTC)
        for version in versions:
            self._list.addItem(self._line(version, now))
            if version.id == chosen:
                self._list.setCurrentRow(self._list.count() - 1)
        self._list.blockSignals(False)
        self._empty.setVisible(not versions)
        if not versions:
            self._show_nothing()
        elif self._list.currentRow() < 0:
            self._list.setCurrentRow(0)
        else:
            self._on_chosen()
        self._allow()

    def show_comparison(self, version: VersionSummary, found: Comparison) -> None:
        """What changed from a version to the text as it is."""
        self._found = found
        when = short_time(version.created_at)
        self._head.setText(self.tr("From {0} to the text as it is").format(version.name or when))
        self._draw()
        self._allow()

    # The person

    def _line(self, version: VersionSummary, now: datetime) -> QListWidgetItem:
        when = relative_time(version.created_at, now)
        words = self.tr("%n word(s)", "", version.words).replace(
            str(version.words), QLocale().toString(version.words), 1
        )
        item = QListWidgetItem(f"{version.name or when}\n{when} · {words}")
        if not version.name:
            item.setText(f"{when}\n{words}")
        item.setData(_ID, version.id)
        item.setToolTip(exact_time(version.created_at))
        font = item.font()
        font.setBold(bool(version.name))
        item.setFont(font)
        return item

    def _current(self) -> int | None:
        item = self._list.currentItem()
        return None if item is None else int(item.data(_ID))

    def _on_chosen(self) -> None:
        version = self._current()
        if version is not None:
            self.show_requested.emit(version)
        self._allow()

    def ask_to_keep(self) -> None:
        """Asks for the name of a version of the text as it is."""
        name, given = QInputDialog.getText(
            self, self.tr("Keep a version"), self.tr("Name of the version")
        )
        if given and name.strip():
            self.keep_requested.emit(name.strip())

    def _on_name(self) -> None:
        version = self._current()
        if version is None:
            return
        name, given = QInputDialog.getText(
            self,
            self.tr("Name the version"),
            self.tr("A version with a name is kept for ever."),
            text=self._names[version],
        )
        if given:
            self.rename_requested.emit(version, name.strip())

    def _on_delete(self) -> None:
        version = self._current()
        if version is not None:
            self.delete_requested.emit(version)

    def _on_link(self, address: QUrl) -> None:
        text = address.toString()
        if text.startswith(RESTORE):
            self.restore_requested.emit((int(text.removeprefix(RESTORE)),))

    def _allow(self) -> None:
        chosen = self._current() is not None
        self._name.setEnabled(chosen)
        self._delete.setEnabled(chosen)
        self._restore.setEnabled(chosen and self._found is not None and bool(self._found.changes))

    def _show_nothing(self) -> None:
        self._found = None
        self._head.setText("")
        self._view.clear()

    def _draw(self) -> None:
        if self._found is None:
            return
        words = Words(
            restore=self.tr("Bring this back"),
            gap="· · ·",
            same=self.tr("The text is the same as in this version."),
            more=self.tr("There are more changes than can be shown here."),
        )
        bar = self._view.verticalScrollBar()
        place = bar.value()
        self._view.setHtml(
            diff_html(self._found, self._theme.tokens, words, side_by_side=self._sides.isChecked())
        )
        bar.setValue(place)

    # Parts

    def _lay_out(self) -> None:
        self.resize(*_SIZE)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GAP_2, 0)
        column.setSpacing(GAP_2)
        column.addWidget(self._keep)
        column.addWidget(self._list, 1)
        column.addWidget(self._empty)
        row = QHBoxLayout()
        row.addWidget(self._name)
        row.addWidget(self._delete)
        column.addLayout(row)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(GAP_2, 0, 0, 0)
        column.setSpacing(GAP_2)
        row = QHBoxLayout()
        row.addWidget(self._head, 1)
        row.addWidget(self._sides)
        column.addLayout(row)
        column.addWidget(self._view, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._restore)
        row.addWidget(self._close)
        column.addLayout(row)
        splitter = QSplitter()
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([LIST_WIDTH, _SIZE[0] - LIST_WIDTH])
        splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        outer.addWidget(splitter)

    def _connect(self) -> None:
        self._list.currentItemChanged.connect(self._on_chosen)
        self._list.itemActivated.connect(self._on_name)
        self._keep.clicked.connect(self.ask_to_keep)
        self._name.clicked.connect(self._on_name)
        self._delete.clicked.connect(self._on_delete)
        self._sides.toggled.connect(self._draw)
        self._view.anchorClicked.connect(self._on_link)
        self._restore.clicked.connect(lambda: self.restore_requested.emit(None))
        self._close.clicked.connect(self.close)
        self._theme.changed.connect(self._draw)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self._list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_delete)
        for button in (self._keep, self._name, self._delete, self._sides, self._restore):
            button.setAutoDefault(False)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setWindowTitle(self.tr("Versions"))
        self._list.setAccessibleName(self.tr("Versions"))
        self._view.setAccessibleName(self.tr("What changed"))
        self._keep.setText(self.tr("Keep the text as it is…"))
        self._name.setText(self.tr("Name…"))
        self._delete.setText(self.tr("Delete"))
        describe(self._delete, self.tr("Delete this version"), QKeySequence(Qt.Key.Key_Delete))
        self._sides.setText(self.tr("Side by side"))
        self._restore.setText(self.tr("Bring all of it back"))
        self._close.setText(self.tr("Close"))
        self._empty.setText(
            self.tr(
                "Versions are kept by themselves while you write: one a minute at first, "
                "fewer as they grow old."
            )
        )
        self._draw()
