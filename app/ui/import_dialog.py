"""Chooses what to import and shows what it will become, before anything is stored.

Reads nothing itself: what the person wishes are signals.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.manuscript import ManuscriptItem
from app.domain.words import count_words
from app.formats.encodings import CHOICES
from app.formats.imported import Imported, ImportOptions
from app.formats.remarks import Remark
from app.formats.structure import Split
from app.ui.errors import Explained, filled
from app.ui.tokens import GAP_2, GAP_4
from app.ui.transfer_parts import Outcome, button_row, item_name

IMPORT_KEY = "Ctrl+Shift+I"
_SIZE = (640, 640)
_ENDINGS = "*.txt *.md *.markdown *.docx *.odt *.epub *.html *.htm *.xhtml *.nwx *.longscroll"


class ImportDialog(QDialog):
    """Signals: `preview_requested([paths], ImportOptions)`, `import_requested(title, author)`,
    `cancel_requested`."""

    preview_requested = Signal(object, object)
    import_requested = Signal(str, str)
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importDialog")
        self.setAcceptDrops(True)
        self.resize(*_SIZE)
        self._paths: list[Path] = []
        self._folder = ""
        self._names = QLabel(wordWrap=True)
        self._files, self._dir = QPushButton(), QPushButton()
        self._encoding, self._encoding_label = QComboBox(), QLabel(wordWrap=True)
        self._headings, self._scenes = QCheckBox(), QCheckBox()
        for switch in (self._headings, self._scenes):
            switch.setChecked(True)
        self._title, self._author = QLineEdit(), QLineEdit()
        self._labels = [QLabel(), QLabel()]
        self._tree = QTreeWidget()
        self._outcome = Outcome()
        self._cancel, self._import = QPushButton(), QPushButton()
        self._import.setProperty("role", "primary")
        self._lay_out()
        self._connect()
        self.retranslate()
        self.reset()

    def reset(self) -> None:
        """Nothing is chosen yet."""
        self._paths = []
        self._clear_preview()
        self._outcome.clear()
        self._show_encodings(None)
        self._show_paths()

    def choose(self, paths: Sequence[Path]) -> None:
        """Looks at these files."""
        self._paths = list(paths)
        self._show_encodings(None)
        self._show_paths()
        self._ask()

    def show_preview(self, read: Imported) -> None:
        """What the files would become."""
        work = read.manuscript
        self._title.setText(work.title)
        self._author.setText(work.author)
        self._tree.clear()
        self._tree.addTopLevelItems([self._row(item) for item in work.items])
        self._tree.expandToDepth(0)
        doubtful = next((found for found in read.encodings if found.doubtful), None)
        if doubtful is not None and not self._encoding.currentData():
            self._show_encodings((doubtful.encoding, *doubtful.others))
        self._outcome.show_words("\n".join(map(_sentence, read.remarks)))
        self._import.setEnabled(True)
        self._import.setDefault(True)

    def show_error(self, error: Explained) -> None:
        """The files cannot be read, or the work cannot be stored."""
        self._outcome.show_error(error)

    def show_preview_error(self, error: Explained) -> None:
        """The files cannot be read."""
        self._clear_preview()
        self._outcome.show_error(error)

    def show_working(self, working: bool) -> None:
        """Whether files are being read or stored."""
        self._outcome.show_working(working)
        for widget in (self._headings, self._scenes, self._files, self._dir):
            widget.setEnabled(not working)
        if working:
            self._import.setEnabled(False)

    def show_progress(self, done: int, total: int) -> None:
        """How far the reading is."""
        self._outcome.show_progress(done, total)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """These are the files."""
        urls = event.mimeData().urls()
        self.choose([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def reject(self) -> None:
        """Escape and Cancel: nothing was stored, and nothing will be."""
        self.cancel_requested.emit()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Like Cancel."""
        self.cancel_requested.emit()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setWindowTitle(self.tr("Import"))
        self._files.setText(self.tr("Choose files…"))
        self._files.setToolTip(self.tr("Several files become one work"))
        self._dir.setText(self.tr("Choose a folder…"))
        self._dir.setToolTip(self.tr("A folder of texts, or a novelWriter project"))
        self._headings.setText(self.tr("Split at headings"))
        self._scenes.setText(self.tr("Split at scene breaks"))
        self._encoding_label.setText(
            self.tr("The encoding is uncertain. If the text looks wrong, choose another:")
        )
        self._encoding.setAccessibleName(self.tr("Encoding"))
        for label, words in zip(self._labels, (self.tr("Title"), self.tr("Author")), strict=True):
            label.setText(words)
        self._tree.setHeaderLabels([self.tr("What it becomes"), self.tr("Words")])
        self._tree.setAccessibleName(self.tr("What it becomes"))
        self._cancel.setText(self.tr("Cancel"))
        self._import.setText(self.tr("Import"))
        self._show_paths()

    def _ask(self) -> None:
        """Shows what the chosen files become with the switches as they are."""
        if not self._paths:
            return
        split = Split(self._headings.isChecked(), self._scenes.isChecked())
        encoding = self._encoding.currentData() or ""
        self.preview_requested.emit(list(self._paths), ImportOptions(encoding, split))

    def _choose_files(self) -> None:
        kinds = self.tr("Texts and books") + f" ({_ENDINGS});;" + self.tr("All files") + " (*)"
        names, _kind = QFileDialog.getOpenFileNames(self, self.tr("Import"), self._folder, kinds)
        if names:
            self._folder = str(Path(names[0]).parent)
            self.choose([Path(name) for name in names])

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Import"), self._folder)
        if name:
            self._folder = name
            self.choose([Path(name)])

    def _show_paths(self) -> None:
        if not self._paths:
            self._names.setText(self.tr("Choose files or a folder, or drop them here."))
            return
        names = [path.name for path in self._paths[:3]]
        more = len(self._paths) - len(names)
        words = ", ".join(names)
        if more > 0:
            words += " " + self.tr("and %n more", "", more)
        self._names.setText(words)

    def _show_encodings(self, names: Sequence[str] | None) -> None:
        """The encodings to choose from; `None` where there is no doubt."""
        self._encoding.blockSignals(True)
        self._encoding.clear()
        if names is not None:
            for name in dict.fromkeys((*names, *CHOICES)):
                self._encoding.addItem(name, name)
        self._encoding.blockSignals(False)
        self._encoding.setVisible(names is not None)
        self._encoding_label.setVisible(names is not None)

    def _clear_preview(self) -> None:
        self._tree.clear()
        self._title.clear()
        self._author.clear()
        self._import.setEnabled(False)

    def _row(self, item: ManuscriptItem) -> QTreeWidgetItem:
        words = sum(count_words(each.text) for _depth, each in item.walk())
        row = QTreeWidgetItem([item_name(item.title, item.kind), QLocale().toString(words)])
        row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.setToolTip(0, item.text[:300])
        row.addChildren([self._row(child) for child in item.children])
        return row

    def _connect(self) -> None:
        self._files.clicked.connect(self._choose_files)
        self._dir.clicked.connect(self._choose_folder)
        self._headings.toggled.connect(lambda _on: self._ask())
        self._scenes.toggled.connect(lambda _on: self._ask())
        self._encoding.currentIndexChanged.connect(lambda _index: self._ask())
        self._cancel.clicked.connect(self.reject)
        self._import.clicked.connect(
            lambda: self.import_requested.emit(
                self._title.text().strip(), self._author.text().strip()
            )
        )

    def _lay_out(self) -> None:
        for button in (self._files, self._dir, self._cancel):
            button.setAutoDefault(False)
        self._tree.setColumnCount(2)
        header = self._tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        chosen = QHBoxLayout()
        chosen.setSpacing(GAP_2)
        chosen.addWidget(self._names, 1)
        chosen.addWidget(self._files)
        chosen.addWidget(self._dir)
        switches = QHBoxLayout()
        switches.setSpacing(GAP_4)
        switches.addWidget(self._headings)
        switches.addWidget(self._scenes)
        switches.addStretch(1)
        form = QFormLayout()
        form.setSpacing(GAP_2)
        for label, field in zip(self._labels, (self._title, self._author), strict=True):
            label.setBuddy(field)
            form.addRow(label, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_4)
        column.addLayout(chosen)
        column.addWidget(self._encoding_label)
        column.addWidget(self._encoding)
        column.addLayout(switches)
        column.addLayout(form)
        column.addWidget(self._tree, 1)
        column.addWidget(self._outcome)
        column.addLayout(button_row(self._cancel, self._import))


def _sentence(remark: Remark) -> str:
    return filled(remark.template, remark.params)
