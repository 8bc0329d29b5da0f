"""Chooses how a work is exported, and what of it. Writes nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.projects import Item, Project, Section, Tree, section_of
from app.formats.files import file_name
from app.formats.options import DEFAULT_PRESET, PRESETS, ExportOptions, Format
from app.ui.errors import Explained
from app.ui.export_form import ExportForm
from app.ui.tokens import GAP_2, GAP_4
from app.ui.transfer_parts import Outcome, button_row, item_name

EXPORT_KEY = "Ctrl+E"
_SIZE = (760, 620)
_ID = Qt.ItemDataRole.UserRole
_FORM_WIDTH = 320


class ExportDialog(QDialog):
    """Signals: `export_requested(project id, {ids} or None, Format, ExportOptions, path)`,
    `preset_kept(name, ExportOptions)`, `preset_removed(name)`, `cancel_requested`."""

    export_requested = Signal(object, object, object, object, object)
    preset_kept = Signal(str, object)
    preset_removed = Signal(str)
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.resize(*_SIZE)
        self._project: Project | None = None
        self._own: Mapping[str, ExportOptions] = {}
        self._folder = Path.home()
        self._format, self._preset = QComboBox(), QComboBox()
        self._labels = [QLabel(), QLabel(), QLabel()]
        self._keep, self._remove = QPushButton(), QPushButton()
        self._tree = QTreeWidget()
        self._tree.setHeaderHidden(True)
        self.form = ExportForm()
        self._outcome = Outcome()
        self._close, self._export = QPushButton(), QPushButton()
        self._export.setProperty("role", "primary")
        self._lay_out()
        self.show_presets({})
        self.retranslate()
        self._connect()
        self._show_preset()
        self._show_format()

    def show_project(self, project: Project) -> None:
        """The work that would be exported."""
        self._project = project
        self._outcome.clear()
        self._tree.clear()
        tree = Tree(project.items)
        for item in tree.roots(Section.MANUSCRIPT):
            self._add(tree, item, self._tree.invisibleRootItem(), included=True)
        self._tree.expandAll()
        self.setWindowTitle(self.tr("Export “{0}”").format(project.title or self.tr("Untitled")))

    def show_presets(self, own: Mapping[str, ExportOptions]) -> None:
        """The presets of the program and the person's own."""
        current = self._preset.currentData() or DEFAULT_PRESET
        self._own = dict(own)
        blocked = self._preset.blockSignals(True)
        self._preset.clear()
        for name in PRESETS:
            self._preset.addItem(self._preset_title(name), name)
        for name in self._own:
            self._preset.addItem(name, name)
        self._preset.setCurrentIndex(max(0, self._preset.findData(current)))
        self._preset.blockSignals(blocked)
        self._remove.setEnabled(self._preset.currentData() in self._own)

    def show_error(self, error: Explained) -> None:
        """The file was not written."""
        self._outcome.show_error(error)

    def show_exported(self, path: str) -> None:
        """The file is there."""
        self._outcome.show_words(self.tr("Written: {0}").format(path))

    def show_working(self, working: bool) -> None:
        """Whether a file is being written."""
        self._outcome.show_working(working)
        self._export.setEnabled(not working)
        self._close.setText(self.tr("Cancel") if working else self.tr("Close"))

    def show_progress(self, done: int, total: int) -> None:
        """How far the writing is."""
        self._outcome.show_progress(done, total)

    def reject(self) -> None:
        """Escape and Close; what is under way is given up."""
        self.cancel_requested.emit()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Like Close."""
        self.cancel_requested.emit()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        words = (self.tr("Format"), self.tr("Preset"), self.tr("What it holds"))
        for label, word in zip(self._labels, words, strict=True):
            label.setText(word)
        names = {
            Format.DOCX: self.tr("Word document (docx)"),
            Format.ODT: self.tr("OpenDocument (odt)"),
            Format.EPUB: self.tr("E-book (epub)"),
            Format.PDF: self.tr("Pages (pdf)"),
            Format.HTML: self.tr("Web page (html)"),
            Format.MARKDOWN: self.tr("Markdown (md)"),
            Format.TEXT: self.tr("Plain text (txt)"),
            Format.OWN: self.tr("Longscroll, complete with notes (longscroll)"),
        }
        for number, kind in enumerate(Format):
            self._format.setItemText(number, names[kind])
        for number, name in enumerate(PRESETS):
            self._preset.setItemText(number, self._preset_title(name))
        self._keep.setText(self.tr("Save as preset…"))
        self._keep.setToolTip(self.tr("Keep these options under a name"))
        self._remove.setText(self.tr("Delete preset"))
        self._remove.setToolTip(self.tr("Forget this preset of yours"))
        self._tree.setAccessibleName(self.tr("What it holds"))
        self._close.setText(self.tr("Close"))
        self._export.setText(self.tr("Export…"))

    def target(self, path: Path) -> None:
        """Writes what is chosen to `path`."""
        if self._project is None:
            return
        kind: Format = self._kind()
        path = path if path.suffix else path.with_name(f"{path.name}.{kind}")
        self._folder = path.parent
        # A complete copy leaves nothing out.
        chosen = None if kind is Format.OWN else set(self._ticked())
        self.export_requested.emit(self._project.id, chosen, kind, self.form.options, path)

    def _choose_target(self) -> None:
        if self._project is None:
            return
        kind = self._kind()
        usual = self._folder / file_name(self._project.title or self.tr("Untitled"), kind)
        name, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Export"), str(usual), f"{self._format.currentText()} (*.{kind})"
        )
        if name:
            self.target(Path(name))

    def _keep_preset(self) -> None:
        name, agreed = QInputDialog.getText(
            self, self.tr("Save as preset"), self.tr("Name of the preset")
        )
        name = " ".join(name.split())
        if agreed and name and name not in PRESETS:
            self.preset_kept.emit(name, self.form.options)
            self.show_presets({**self._own, name: self.form.options})
            self._preset.setCurrentIndex(self._preset.findData(name))

    def _remove_preset(self) -> None:
        self.preset_removed.emit(self._preset.currentData())

    def _show_preset(self) -> None:
        name = self._preset.currentData()
        self.form.show_options({**PRESETS, **self._own}[name])
        self._remove.setEnabled(name in self._own)

    def _show_format(self) -> None:
        kind = self._kind()
        self.form.show_format(kind)
        self._tree.setEnabled(kind is not Format.OWN)

    def _kind(self) -> Format:
        return Format(self._format.currentData())

    def _preset_title(self, name: str) -> str:
        titles = {
            "ebook": self.tr("E-book"),
            "manuscript": self.tr("Standard manuscript"),
            "plain": self.tr("Plain"),
        }
        return titles[name]

    def _add(self, tree: Tree, item: Item, parent: QTreeWidgetItem, *, included: bool) -> None:
        if item.trashed or section_of(item.kind) is not Section.MANUSCRIPT:
            return
        included = included and item.included
        row = QTreeWidgetItem(parent, [item_name(item.title, item.kind)])
        row.setData(0, _ID, item.id)
        row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        row.setCheckState(0, Qt.CheckState.Checked if included else Qt.CheckState.Unchecked)
        for child in tree.children(item.id):
            self._add(tree, child, row, included=included)

    def _on_ticked(self, row: QTreeWidgetItem) -> None:
        """Whoever takes a chapter out means its scenes too."""
        blocked = self._tree.blockSignals(True)
        for below in _below(row):
            below.setCheckState(0, row.checkState(0))
        self._tree.blockSignals(blocked)

    def _ticked(self) -> Iterator[int]:
        for row in _below(self._tree.invisibleRootItem()):
            if row.checkState(0) == Qt.CheckState.Checked:
                yield row.data(0, _ID)

    def _connect(self) -> None:
        self._format.currentIndexChanged.connect(lambda _index: self._show_format())
        self._preset.currentIndexChanged.connect(lambda _index: self._show_preset())
        self._tree.itemChanged.connect(lambda row, _column: self._on_ticked(row))
        self._keep.clicked.connect(self._keep_preset)
        self._remove.clicked.connect(self._remove_preset)
        self._close.clicked.connect(self.reject)
        self._export.clicked.connect(self._choose_target)

    def _lay_out(self) -> None:
        for kind in Format:
            self._format.addItem("", kind)
        for button in (self._keep, self._remove, self._close):
            button.setAutoDefault(False)
        self._export.setDefault(True)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(GAP_2)
        for label, widget in zip(
            self._labels, (self._format, self._preset, self._tree), strict=True
        ):
            label.setBuddy(widget)
            left.addWidget(label)
            left.addWidget(widget, 1 if widget is self._tree else 0)
        presets = QHBoxLayout()
        presets.setSpacing(GAP_2)
        presets.addStretch(1)
        presets.addWidget(self._keep)
        presets.addWidget(self._remove)
        self.form.setFixedWidth(_FORM_WIDTH)
        right.addWidget(self.form, 1)
        right.addLayout(presets)
        both = QHBoxLayout()
        both.setSpacing(2 * GAP_4)
        both.addLayout(left, 1)
        both.addLayout(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_4)
        column.addLayout(both, 1)
        column.addWidget(self._outcome)
        column.addLayout(button_row(self._close, self._export))


def _below(row: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
    for number in range(row.childCount()):
        child = row.child(number)
        if child is not None:
            yield child
            yield from _below(child)
