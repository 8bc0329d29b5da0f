"""The details of the item on the page: status, export, synopsis, notes. Part of the panel at
the right. Takes and gives plain values; knows no storage."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.projects import Item, Kind, Status
from app.domain.text_units import TextUnits
from app.ui.fold import Fold
from app.ui.project_tree_menu import dot_icon
from app.ui.theme import Theme
from app.ui.tokens import GAP_1

_FIELD_HEIGHT = 56
"""Two lines and a half: that there is more can be seen."""


class ItemDetails(QWidget):
    """`fold` opens and closes it. Signals, each with the id of the item: `synopsis_typed(id,
    text)`, `notes_typed(id, text)`, `status_chosen(id, status id or 0)`, `included_chosen(id,
    bool)`."""

    synopsis_typed = Signal(object, str)
    notes_typed = Signal(object, str)
    status_chosen = Signal(object, object)
    included_chosen = Signal(object, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id: int | None = None
        self._item: Item | None = None
        self._statuses: tuple[Status, ...] = ()
        self._body = QWidget()
        self.fold = Fold(theme, self._body)
        self._status = QComboBox()
        self._included = QCheckBox()
        self._synopsis_name, self._notes_name = QLabel(), QLabel()
        self._synopsis, self._notes = _field(), _field()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_item(None, ())

    def show_item(self, item: Item | None, statuses: Sequence[Status]) -> None:
        """The item on the page as it is in the tree."""
        self._item = item
        self.setVisible(item is not None)
        with QSignalBlocker(self._status), QSignalBlocker(self._included):
            if tuple(statuses) != self._statuses or self._status.count() == 0:
                self._statuses = tuple(statuses)
                self._fill_statuses()
            number = item.status_id or 0 if item else 0
            self._status.setCurrentIndex(max(0, self._status.findData(number)))
            self._included.setChecked(item.included if item else False)
        self._name_fold()

    def show_texts(self, item_id: int | None, synopsis: str, notes: str) -> None:
        """What was noted about the item on the page."""
        self._id = item_id
        for field, text in ((self._synopsis, synopsis), (self._notes, notes)):
            with QSignalBlocker(field):
                field.setEnabled(item_id is not None)
                if field.toPlainText() != text:
                    field.setPlainText(text)

    def select(self, in_notes: bool, start: int, words: str) -> None:
        """Selects words in the notes or the synopsis, with the keyboard there."""
        field = self._notes if in_notes else self._synopsis
        self.fold.set_open(True)
        text = field.toPlainText()
        at = text.find(words, start)
        units, caret = TextUnits(text), field.textCursor()
        if at >= 0:
            caret.setPosition(units.to_utf16(at))
            end = units.to_utf16(at + len(words))
            caret.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            field.setTextCursor(caret)
        field.setFocus()

    def show_synopsis(self, item: Item) -> None:
        """The synopsis was changed elsewhere."""
        if item.id == self._id and not self._synopsis.hasFocus():
            self.show_texts(item.id, item.synopsis, self._notes.toPlainText())

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._included.setText(self.tr("Include in export"))
        self._included.setToolTip(self.tr("Whether this goes into an exported file"))
        self._status.setAccessibleName(self.tr("Status"))
        self._status.setToolTip(self.tr("How far this is"))
        self._synopsis_name.setText(self.tr("Synopsis"))
        self._synopsis.setPlaceholderText(self.tr("What happens here, in a line or two"))
        self._synopsis.setAccessibleName(self.tr("Synopsis"))
        self._notes_name.setText(self.tr("Notes"))
        self._notes.setPlaceholderText(self.tr("For yourself; never exported"))
        self._notes.setAccessibleName(self.tr("Notes"))
        with QSignalBlocker(self._status):
            chosen = self._status.currentIndex()
            self._fill_statuses()
            self._status.setCurrentIndex(max(0, chosen))
        self._name_fold()

    def _name_fold(self) -> None:
        names = {
            Kind.PART: self.tr("Part"),
            Kind.CHAPTER: self.tr("Chapter"),
            Kind.SCENE: self.tr("Scene"),
            Kind.CHARACTER: self.tr("Character"),
            Kind.PLACE: self.tr("Place"),
            Kind.NOTE: self.tr("Note"),
            Kind.RESEARCH: self.tr("Research"),
        }
        self.fold.set_title(names[self._item.kind if self._item else Kind.SCENE])

    def _fill_statuses(self) -> None:
        self._status.clear()
        self._status.addItem(self.tr("No status"), 0)
        for status in self._statuses:
            self._status.addItem(dot_icon(status.colour), status.name, status.id)

    def _on_synopsis(self) -> None:
        if self._id is not None:
            self.synopsis_typed.emit(self._id, self._synopsis.toPlainText())

    def _on_notes(self) -> None:
        if self._id is not None:
            self.notes_typed.emit(self._id, self._notes.toPlainText())

    def _on_status(self, row: int) -> None:
        if self._item is not None:
            self.status_chosen.emit(self._item.id, self._status.itemData(row))

    def _on_included(self, on: bool) -> None:
        if self._item is not None:
            self.included_chosen.emit(self._item.id, on)

    def _connect(self) -> None:
        self._status.activated.connect(self._on_status)
        self._included.clicked.connect(self._on_included)
        self._synopsis.textChanged.connect(self._on_synopsis)
        self._notes.textChanged.connect(self._on_notes)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.addWidget(self._status, 1)
        first.addWidget(self._included)
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GAP_1)
        inside.addLayout(first)
        inside.addWidget(self._synopsis_name)
        inside.addWidget(self._synopsis)
        inside.addWidget(self._notes_name)
        inside.addWidget(self._notes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.fold)


def _field() -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setProperty("role", "field")
    field.setTabChangesFocus(True)
    field.setFixedHeight(_FIELD_HEIGHT)
    return field
