"""Where the disk goes, what can be cleaned up, where models lie, and when memory is freed.

Shows what it is given and says what the person wants; knows no files.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.model_shelf import SpaceUse
from app.ui.form_fields import CalmComboBox
from app.ui.icon_button import describe
from app.ui.models.card_list import WIDEST
from app.ui.models.words import size_words
from app.ui.tokens import GAP_2, GAP_3, GAP_4, GAP_6

_ROWS = ("models", "downloads", "graphs", "states", "library", "backups")
_MINUTES = (0, 5, 15, 30, 60, 180)
_THOUSAND = 1000


class SpaceView(QWidget):
    """Signals: `clean_graphs_requested`, `clean_states_requested`, `move_requested(Path)`,
    `minutes_chosen(int)` after which the model's memory is freed, 0 for never."""

    clean_graphs_requested = Signal()
    clean_states_requested = Signal()
    move_requested = Signal(object)
    minutes_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._space: SpaceUse | None = None
        self._heading, self._free = QLabel(), QLabel()
        self._heading.setProperty("role", "heading")
        self._free.setProperty("role", "quiet")
        self._names = {row: QLabel() for row in _ROWS}
        self._sizes = {row: QLabel() for row in _ROWS}
        self._bars = {row: QProgressBar(textVisible=False) for row in _ROWS}
        self.clean_graphs, self.clean_states = QPushButton(), QPushButton()
        self._folder_heading, self._folder = QLabel(), QLabel()
        self._folder_heading.setProperty("role", "heading")
        self._folder.setProperty("role", "quiet")
        self._folder.setWordWrap(True)
        self._folder.setTextFormat(Qt.TextFormat.PlainText)
        self.move_models = QPushButton()
        self._memory_heading, self._memory = QLabel(), QLabel()
        self._memory_heading.setProperty("role", "heading")
        self._memory.setProperty("role", "quiet")
        self._memory.setWordWrap(True)
        self.minutes = CalmComboBox()
        self._lay_out()
        self.clean_graphs.clicked.connect(self.clean_graphs_requested)
        self.clean_states.clicked.connect(self.clean_states_requested)
        self.move_models.clicked.connect(self._choose_folder)
        self.minutes.activated.connect(
            lambda _row: self.minutes_chosen.emit(self.minutes.currentData())
        )
        self.retranslate()

    def show_space(self, space: SpaceUse) -> None:
        """Where the disk goes."""
        self._space = space
        self._refresh()

    def show_minutes(self, minutes: int) -> None:
        """After how long the model's memory is freed."""
        known = [self.minutes.itemData(row) for row in range(self.minutes.count())]
        if minutes not in known:
            self.minutes.addItem(self._minutes_words(minutes), minutes)
        self.minutes.show_value(minutes)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._heading.setText(self.tr("On the disk"))
        names = {
            "models": self.tr("Models"),
            "downloads": self.tr("Downloads that are not whole"),
            "graphs": self.tr("Models prepared to run"),
            "states": self.tr("What models remember of your texts"),
            "library": self.tr("Stories, versions and conversations"),
            "backups": self.tr("Backups"),
        }
        for row, words in names.items():
            self._names[row].setText(words)
            self._bars[row].setAccessibleName(words)
        self.clean_graphs.setText(self.tr("Clean up"))
        self.clean_states.setText(self.tr("Clean up"))
        self._folder_heading.setText(self.tr("Where models lie"))
        self.move_models.setText(self.tr("Move…"))
        describe(self.move_models, self.tr("Move all models into another folder"))
        self._memory_heading.setText(self.tr("Memory"))
        self._memory.setText(
            self.tr(
                "When nobody writes, the model can leave the memory. It comes back by itself with "
                "all that it remembers, which takes a moment."
            )
        )
        self.minutes.offer([(self._minutes_words(number), number) for number in _MINUTES])
        self.minutes.setAccessibleName(self.tr("When the model leaves the memory"))
        self._refresh()

    def _minutes_words(self, minutes: int) -> str:
        if not minutes:
            return self.tr("Never")
        return self.tr("After %n minute(s)", "", minutes)

    def _refresh(self) -> None:
        space = self._space
        for button in (self.clean_graphs, self.clean_states):
            button.setVisible(space is not None)
        if space is None:
            self._free.setText(self.tr("Measuring…"))
            return
        sizes = {
            "models": space.models,
            "downloads": space.downloads,
            "graphs": space.graphs,
            "states": space.states,
            "library": max(0, space.library - space.states),
            "backups": space.backups,
        }
        largest = max(1, *sizes.values())
        for row, size in sizes.items():
            self._sizes[row].setText(size_words(size))
            self._bars[row].setValue(_THOUSAND * size // largest)
        total = size_words(sum(sizes.values()))
        self._free.setText(
            self.tr("{0} in all, {1} are free").format(total, size_words(space.free))
        )
        self._folder.setText(str(space.folder))
        self.clean_graphs.setEnabled(space.unused_graphs > 0)
        words = self.tr("Delete {0} that no model here needs; they are made again if one does")
        describe(self.clean_graphs, words.format(size_words(space.unused_graphs)))
        self.clean_states.setEnabled(space.loose_states > 0)
        words = self.tr("Delete {0}; long texts are then read from their beginning once more")
        describe(self.clean_states, words.format(size_words(space.loose_states)))

    def _choose_folder(self) -> None:
        start = str(self._space.folder if self._space else Path.home())
        name = QFileDialog.getExistingDirectory(self, self.tr("Where models are to lie"), start)
        if name:
            self.move_requested.emit(Path(name))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_4)
        grid.setVerticalSpacing(GAP_2)
        grid.setColumnStretch(1, 1)
        for number, row in enumerate(_ROWS):
            self._bars[row].setRange(0, _THOUSAND)
            grid.addWidget(self._names[row], number, 0)
            grid.addWidget(self._bars[row], number, 1)
            grid.addWidget(self._sizes[row], number, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.clean_graphs, _ROWS.index("graphs"), 3)
        grid.addWidget(self.clean_states, _ROWS.index("states"), 3)
        disk = _card(self._heading, self._free, grid)
        folder = _card(self._folder_heading, _row(self._folder, self.move_models))
        memory = _card(self._memory_heading, _row(self._memory, self.minutes))
        middle = QWidget()
        middle.setMaximumWidth(WIDEST)
        column = QVBoxLayout(middle)
        column.setContentsMargins(GAP_6, GAP_4, GAP_6, GAP_6)
        column.setSpacing(GAP_3)
        for card in (disk, folder, memory):
            column.addWidget(card)
        column.addStretch(1)
        centred = QHBoxLayout(self)
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        centred.addWidget(middle, 1000)
        centred.addStretch(1)


def _card(*parts: QWidget | QLayout) -> QFrame:
    frame = QFrame()
    frame.setObjectName("card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(GAP_4, GAP_3, GAP_4, GAP_4)
    column.setSpacing(GAP_2)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    return frame


def _row(words: QWidget, control: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GAP_4)
    row.addWidget(words, 1)
    row.addWidget(control)
    return row
