"""What a style is to be learnt from: its name, stories, text files. Knows nothing of learning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.documents import DocumentSummary
from app.domain.styles import Lesson
from app.ui.tokens import GAP_2, GAP_4

_SOURCE_ROLE = Qt.ItemDataRole.UserRole
_SIZE_ROLE = Qt.ItemDataRole.UserRole + 1
_READABLE = (
    "*.txt *.text *.md *.markdown *.docx *.odt *.epub *.html *.htm *.xhtml *.longscroll *.jsonl"
)
FEW_CHARACTERS = 8_000
"""Less text than this teaches little: about five pages."""


class LessonForm(QFrame):
    """`teach_requested(Lesson)`: the person wants it to be learnt. `story_sizes_wanted(ids, own
    words only)` and `file_size_wanted(path, own words only)`: how much text that is."""

    teach_requested = Signal(object)
    story_sizes_wanted = Signal(object, bool)
    file_size_wanted = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._current: int | None = None
        self._touched = False
        self._possible = True
        self._heading, self._hint, self._amount = QLabel(), QLabel(), QLabel()
        self._name_label, self._list_label, self._missing = QLabel(), QLabel(), QLabel()
        self._heading.setProperty("role", "heading")
        for label in (self._hint, self._amount):
            label.setProperty("role", "quiet")
        for label in (self._hint, self._amount, self._missing):
            label.setWordWrap(True)
        self._missing.setProperty("role", "warning")
        self._missing.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._name = QLineEdit()
        self._name.setMaxLength(80)
        self._name_label.setBuddy(self._name)
        self._list = QListWidget()
        self._list.setProperty("role", "field")
        self._own_only = QCheckBox()
        self._own_only.setChecked(True)
        self._add_files = QPushButton()
        self._teach = QPushButton()
        self._teach.setProperty("role", "primary")
        self._lay_out()
        self._list.itemChanged.connect(self._on_ticked)
        self._name.textChanged.connect(lambda _text: self._refresh())
        self._name.returnPressed.connect(self._on_teach)
        self._add_files.clicked.connect(self._choose_files)
        self._own_only.toggled.connect(self._ask_all_sizes)
        self._teach.clicked.connect(self._on_teach)
        self.allow_training(True)
        self.retranslate()

    def show_documents(self, documents: Sequence[DocumentSummary]) -> None:
        """The stories there are. Until the person decides otherwise, the open one is ticked."""
        ticked = {item.data(_SOURCE_ROLE) for item in self._items() if _is_ticked(item)}
        files = [item.data(_SOURCE_ROLE) for item in self._items() if _is_file(item)]
        blocked = QSignalBlocker(self._list)
        self._list.clear()
        for document in documents:
            self._add_story(document, ticked=document.id in ticked)
        for path in files:
            self._add_file(path, ticked=path in ticked)
        blocked.unblock()
        self.show_current(self._current)

    def show_summary(self, summary: DocumentSummary) -> None:
        """A story as it is now."""
        for item in self._items():
            if item.data(_SOURCE_ROLE) == summary.id:
                blocked = QSignalBlocker(self._list)
                item.setData(_SIZE_ROLE, summary.characters)
                item.setText(summary.title or self.tr("Untitled"))
                blocked.unblock()
                self._ask_story_sizes()
        self._refresh()

    def show_story_sizes(self, sizes: Mapping[int, int]) -> None:
        """How many characters of stories would be learnt from, by id."""
        for item in self._items():
            if item.data(_SOURCE_ROLE) in sizes:
                self._show_size(item, sizes[item.data(_SOURCE_ROLE)])
        self._refresh()

    def show_file_size(self, path: str, characters: int) -> None:
        """How many characters a file has."""
        for item in self._items():
            if item.data(_SOURCE_ROLE) == path:
                self._show_size(item, characters)
        self._refresh()

    def remove_file(self, path: str) -> None:
        """A file is not to be learnt from."""
        for row, item in enumerate(self._items()):
            if item.data(_SOURCE_ROLE) == path:
                self._list.takeItem(row)
        self._refresh()

    def show_current(self, document_id: int | None) -> None:
        """The story that is open."""
        self._current = document_id
        if not self._touched:
            blocked = QSignalBlocker(self._list)
            for item in self._items():
                _tick(item, ticked=item.data(_SOURCE_ROLE) == document_id)
            blocked.unblock()
        self._ask_story_sizes()
        self._refresh()

    def add_files(self, paths: Sequence[str]) -> None:
        """Text files to learn from too."""
        self._touched = True
        there = {item.data(_SOURCE_ROLE) for item in self._items()}
        for path in dict.fromkeys(paths):
            if path not in there:
                self._add_file(path, ticked=True)
                self.file_size_wanted.emit(path, self._own_only.isChecked())
        self._list.scrollToBottom()
        self._refresh()

    def allow_training(self, possible: bool) -> None:
        """Whether what learning needs is installed."""
        self._possible = possible
        self._missing.setVisible(not possible)
        self._refresh()

    def lesson(self) -> Lesson:
        """What is chosen."""
        sources = [item.data(_SOURCE_ROLE) for item in self._items() if _is_ticked(item)]
        return Lesson(
            name=" ".join(self._name.text().split()) or self._name.placeholderText(),
            documents=tuple(source for source in sources if isinstance(source, int)),
            files=tuple(Path(source) for source in sources if isinstance(source, str)),
            own_only=self._own_only.isChecked(),
        )

    def clear_name(self) -> None:
        """The next style needs another name."""
        self._name.clear()

    def focus_name(self) -> None:
        """The keyboard is where a lesson begins."""
        self._name.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Nobody asked while the page was hidden and the stories grew."""
        super().showEvent(event)
        self._ask_story_sizes()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._heading.setText(self.tr("Teach the model a style"))
        self._hint.setText(
            self.tr(
                "It reads your text a few times and learns how you write. The model itself "
                "stays as it is, and your text stays on this machine."
            )
        )
        self._name_label.setText(self.tr("Name"))
        self._name.setPlaceholderText(self.tr("My style"))
        self._list_label.setText(self.tr("Learn from"))
        self._list.setAccessibleName(self.tr("Learn from"))
        self._own_only.setText(self.tr("Only what I wrote, without the model's words"))
        self._own_only.setToolTip(self.tr("A model that learns from itself learns its own habits"))
        self._add_files.setText(self.tr("Add files…"))
        self._add_files.setToolTip(
            self.tr("Text, Markdown, Word, OpenDocument, EPUB, web pages, or JSON lines")
        )
        self._teach.setText(self.tr("Teach"))
        self._teach.setToolTip(self.tr("Takes minutes; you can go on writing meanwhile"))
        self._missing.setText(
            self.tr("PyTorch is needed to learn. Install it with: {0}").format(
                'pip install "longscroll[train]"'
            )
        )
        for item in self._items():
            _describe(item, self.tr("{0} characters"), self.tr("{0} (file)"))
        self._refresh()

    def _refresh(self) -> None:
        ticked = [item for item in self._items() if _is_ticked(item)]
        size = sum(item.data(_SIZE_ROLE) for item in ticked)
        count = QLocale().toString(size)
        if not ticked:
            words = self.tr("Tick what it should learn from.")
        elif size < FEW_CHARACTERS:
            words = self.tr("{0} characters: little to learn from. Five pages or more work better.")
        else:
            words = self.tr("{0} characters to learn from")
        self._amount.setText(words.format(count))
        self._teach.setEnabled(self._possible and bool(ticked))

    def _show_size(self, item: QListWidgetItem, characters: int) -> None:
        blocked = QSignalBlocker(self._list)
        item.setData(_SIZE_ROLE, characters)
        _describe(item, self.tr("{0} characters"), self.tr("{0} (file)"))
        blocked.unblock()

    def _ask_story_sizes(self) -> None:
        stories = self.lesson().documents
        if stories and self.isVisible():
            self.story_sizes_wanted.emit(stories, self._own_only.isChecked())

    def _ask_all_sizes(self) -> None:
        self._ask_story_sizes()
        for item in self._items():
            if _is_file(item):
                self.file_size_wanted.emit(item.data(_SOURCE_ROLE), self._own_only.isChecked())

    def _on_ticked(self, _item: QListWidgetItem) -> None:
        self._touched = True
        self._ask_story_sizes()
        self._refresh()

    def _on_teach(self) -> None:
        if self._teach.isEnabled():
            self.teach_requested.emit(self.lesson())

    def _choose_files(self) -> None:
        kinds = f"{self.tr('Texts')} ({_READABLE});;{self.tr('All files')} (*)"
        paths, _ = QFileDialog.getOpenFileNames(self, self.tr("Add files"), "", kinds)
        self.add_files(paths)

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    def _add_story(self, document: DocumentSummary, *, ticked: bool) -> None:
        item = QListWidgetItem(document.title or self.tr("Untitled"))
        item.setData(_SOURCE_ROLE, document.id)
        item.setData(_SIZE_ROLE, document.characters)
        self._add(item, ticked=ticked)

    def _add_file(self, path: str, *, ticked: bool) -> None:
        item = QListWidgetItem(Path(path).name)
        item.setData(_SOURCE_ROLE, path)
        item.setData(_SIZE_ROLE, _file_size(path))
        self._add(item, ticked=ticked)

    def _add(self, item: QListWidgetItem, *, ticked: bool) -> None:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        _tick(item, ticked=ticked)
        _describe(item, self.tr("{0} characters"), self.tr("{0} (file)"))
        self._list.addItem(item)

    def _lay_out(self) -> None:
        name = QHBoxLayout()
        name.setSpacing(GAP_2)
        name.addWidget(self._name_label)
        name.addWidget(self._name, 1)
        below = QHBoxLayout()
        below.addWidget(self._own_only)
        below.addStretch(1)
        below.addWidget(self._add_files)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_2)
        column.addWidget(self._heading)
        column.addWidget(self._hint)
        column.addSpacing(GAP_2)
        column.addLayout(name)
        column.addSpacing(GAP_2)
        column.addWidget(self._list_label)
        column.addWidget(self._list, 1)
        column.addLayout(below)
        column.addSpacing(GAP_2)
        column.addWidget(self._amount)
        column.addWidget(self._missing)
        column.addWidget(self._teach)


def _is_ticked(item: QListWidgetItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked


def _tick(item: QListWidgetItem, *, ticked: bool) -> None:
    item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)


def _is_file(item: QListWidgetItem) -> bool:
    return isinstance(item.data(_SOURCE_ROLE), str)


def _describe(item: QListWidgetItem, characters: str, file: str) -> None:
    size = characters.format(QLocale().toString(item.data(_SIZE_ROLE)))
    item.setToolTip(str(item.data(_SOURCE_ROLE)) if _is_file(item) else size)
    name = file.format(item.text()) if _is_file(item) else item.text()
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {size}")


def _file_size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0  # the trainer says what is wrong with it
