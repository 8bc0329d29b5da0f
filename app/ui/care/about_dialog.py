"""About: version, licence, and every part with its licence; texts on demand.

Shows what it is given. Addresses are text: nothing is opened by itself.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.care import AboutFacts
from app.ui.tokens import GAP_2, GAP_3, GAP_4

_SIZE = (900, 620)
_NAME_WIDTH = 180
_PATH = Qt.ItemDataRole.UserRole


class AboutDialog(QDialog):
    """Signals: `opened`; `licence_requested(part)`, `document_requested(title, path)`."""

    opened = Signal()
    licence_requested = Signal(str)
    document_requested = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.resize(*_SIZE)
        self._facts: AboutFacts | None = None
        self._title = QLabel("Longscroll · 长卷")
        self._title.setProperty("role", "title")
        self._words = QLabel(wordWrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setProperty("role", "quiet")
        self.search = QLineEdit(clearButtonEnabled=True)
        self.parts = QTreeWidget()
        self.parts.setColumnCount(3)
        self.parts.setUniformRowHeights(True)
        self.parts.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.parts.setColumnWidth(0, _NAME_WIDTH)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumWidth(320)
        self._close = QPushButton()
        self._close.clicked.connect(self.close)
        self._close.setAutoDefault(False)
        self._lay_out()
        self.retranslate()
        self.search.textChanged.connect(self._filter)
        self.parts.currentItemChanged.connect(self._on_current)

    def open(self) -> None:
        """Shows it; the facts come then."""
        self.show()
        self.raise_()
        self.activateWindow()
        if self._facts is None:
            self.opened.emit()

    def show_facts(self, facts: AboutFacts) -> None:
        """What the program is made of."""
        self._facts = facts
        self.retranslate()
        self.parts.clear()
        documents = self._group(self.tr("Longscroll and what comes with it"))
        for title, path in facts.documents:
            self._document(documents, title, path)
        if facts.sbom is not None:
            self._document(documents, self.tr("Bill of materials (SBOM)"), facts.sbom)
        libraries = self._group(self.tr("Parts by others"))
        for part in facts.parts:
            QTreeWidgetItem(libraries, [part.name, part.version, part.licence])
        self.parts.expandAll()
        first = documents.child(0)
        if first is not None:
            self.parts.setCurrentItem(first)
        self._filter()

    def show_text(self, title: str, text: str) -> None:
        """The text of a licence or a document, if it is still the one that is chosen."""
        item = self.parts.currentItem()
        if item is not None and item.text(0) == title:
            missing = self.tr("This part brings no text of its licence along.")
            self.text.setPlainText(text or missing)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            if self._facts is not None:
                self.show_facts(self._facts)

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setWindowTitle(self.tr("About Longscroll"))
        self.search.setPlaceholderText(self.tr("Find a part"))
        self.search.setAccessibleName(self.tr("Find a part"))
        self.parts.setAccessibleName(self.tr("Parts"))
        self.text.setAccessibleName(self.tr("Text"))
        self.parts.setHeaderLabels([self.tr("Part"), self.tr("Version"), self.tr("Licence")])
        self._close.setText(self.tr("Close"))
        free = self.tr("Free software under the Apache License 2.0. Nothing leaves your computer.")
        facts = self._facts
        if facts is None:
            self._words.setText(free)
            return
        lines = [self.tr("Version {0} on {1}").format(facts.version, facts.system), free]
        if facts.sbom is not None:
            lines.append(self.tr("Bill of materials: {0}").format(facts.sbom))
        self._words.setText("\n".join(lines))

    def _document(self, group: QTreeWidgetItem, title: str, path: Path) -> None:
        item = QTreeWidgetItem(group, [title])
        item.setData(0, _PATH, path)
        item.setFirstColumnSpanned(True)

    def _group(self, title: str) -> QTreeWidgetItem:
        group = QTreeWidgetItem(self.parts, [title])
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        group.setFirstColumnSpanned(True)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        return group

    def _on_current(self, item: QTreeWidgetItem | None) -> None:
        if item is None or item.parent() is None:
            return
        self.text.clear()
        path = item.data(0, _PATH)
        if isinstance(path, Path):
            self.document_requested.emit(item.text(0), path)
        else:
            self.licence_requested.emit(item.text(0))

    def _filter(self) -> None:
        words = self.search.text().casefold().split()
        for number in range(self.parts.topLevelItemCount()):
            group = self.parts.topLevelItem(number)
            if group is None:
                continue
            children = [group.child(row) for row in range(group.childCount())]
            rows = [row for row in children if row is not None]
            for row in rows:
                text = " ".join(row.text(column) for column in range(3)).casefold()
                row.setHidden(not all(word in text for word in words))
            group.setHidden(all(row.isHidden() for row in rows))

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GAP_2, 0)
        column.setSpacing(GAP_2)
        column.addWidget(self.search)
        column.addWidget(self.parts, 1)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(left)
        both.addWidget(self.text)
        both.setStretchFactor(0, 1)
        both.setStretchFactor(1, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        outer.setSpacing(GAP_3)
        outer.addWidget(self._title)
        outer.addWidget(self._words)
        outer.addWidget(both, 1)
        outer.addLayout(foot)
