"""Parts of the panel about writing with the model: what it costs, how many texts, which take.

Takes and gives plain values; knows nothing of engines or storage.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.takes import TakeTree
from app.ui.choice_button import ChoiceButton
from app.ui.form_fields import CalmSpinBox
from app.ui.icon_button import IconButton, describe
from app.ui.relative_time import exact_time
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2
from app.ui.tree_view import TreeView
from app.ui.writing_actions import WritingActions
from app.ui.writing_words import NEXT_KEY, PREVIOUS_KEY, SAMPLING_KEY, TREE_KEY, cost_words

MOST_ALTERNATIVES = 8
_TREE_HEIGHT = 180


class Origin(Protocol):
    """Where words come from."""

    @property
    def model(self) -> str:
        """The model's name."""
        ...

    @property
    def seed(self) -> int | None:
        """What the draws began with."""
        ...

    @property
    def started_at(self) -> datetime:
        """When."""
        ...

    @property
    def sampling(self) -> tuple[tuple[str, str], ...]:
        """How words were chosen, by name."""
        ...


class StudioSection(QWidget):
    """`cost`, `takes`, `revise` and `origin` are laid out by the panel; the rest is here. Signals:
    `alternatives_chosen(int)`, `step_requested(int)`, `take_requested(id)`,
    `sampling_requested`."""

    alternatives_chosen = Signal(int)
    step_requested = Signal(int)
    take_requested = Signal(int)
    sampling_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cost_told: tuple[int, int, float, bool] | None = None
        self._place = (0, 0)
        self._preset_name = ""
        self._origin: Origin | None = None
        self.origin = QLabel()
        self.origin.setObjectName("origin")
        self.origin.setWordWrap(True)
        self.cost = QLabel()
        self.cost.setProperty("role", "quiet")
        self.cost.setWordWrap(True)
        self._count_name, self._count = QLabel(), CalmSpinBox(1, MOST_ALTERNATIVES)
        self._previous = IconButton(theme, "chevron-left")
        self._next = IconButton(theme, "chevron-right")
        self._take = QLabel()
        self._take.setProperty("role", "quiet")
        self.takes = QWidget()
        self.revise = ChoiceButton(theme)
        self._sampling = QPushButton()
        self._sampling.setProperty("role", "choice")
        self._show_tree = QPushButton()
        self._show_tree.setCheckable(True)
        self._show_tree.setProperty("role", "choice")
        self.tree = TreeView(theme)
        self.tree.setFixedHeight(_TREE_HEIGHT)
        self.tree.hide()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_tree(TakeTree())

    def offer_actions(self, actions: WritingActions) -> None:
        """The commands that the button for revisions opens."""
        menu = QMenu(self.revise)
        actions.fill_menu(menu, selected=True)
        self.revise.setMenu(menu)

    def show_cost(self, cost: tuple[int, int, float, bool] | None) -> None:
        """Tokens to read again, all of them, seconds, and whether they are being read."""
        self._cost_told = cost
        self._refresh()

    def show_provenance(self, origin: Origin | None) -> None:
        """Which model wrote the words at the caret, with which seed; all else on hover."""
        self._origin = origin
        self._refresh()

    def show_tree(self, tree: TakeTree) -> None:
        """The takes of the text, and which of its siblings the current one is."""
        self._place = tree.place()
        self.tree.show_tree(tree)
        self._show_tree.setEnabled(len(tree) > 0)
        self._refresh()

    def allow(self, possible: bool) -> None:
        """Whether there is a story to write on."""
        for part in (self, self.takes, self.revise):
            part.setEnabled(possible)

    def show_alternatives(self, count: int) -> None:
        """How many texts are written side by side."""
        self._count.show_value(count)

    def show_preset(self, name: str) -> None:
        """How the model chooses its words, by name."""
        self._preset_name = name
        self._refresh()

    def toggle_tree(self) -> None:
        """Shows the story tree, with the keyboard in it, or hides it."""
        if self._show_tree.isEnabled():
            self._show_tree.toggle()
            if self._show_tree.isChecked():
                self.tree.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._count_name.setText(self.tr("Alternatives"))
        self._count.setAccessibleName(self.tr("Alternatives"))
        self._count.setToolTip(self.tr("How many texts the model writes side by side"))
        describe(self._previous, self.tr("Previous take"), QKeySequence(PREVIOUS_KEY))
        describe(self._next, self.tr("Next take"), QKeySequence(NEXT_KEY))
        self.revise.setText(self.tr("Revise"))
        self.revise.setToolTip(self.tr("Commands for the selection, the sentence and the word"))
        self._show_tree.setText(self.tr("Story tree"))
        words = self.tr("All that was written here, as a tree")
        describe(self._show_tree, words, QKeySequence(TREE_KEY))
        describe(
            self._sampling, self.tr("How the model chooses its words"), QKeySequence(SAMPLING_KEY)
        )
        self._refresh()

    def _refresh(self) -> None:
        cost = self._cost_told
        self.cost.setText(cost_words(*cost) if cost else "")
        self.cost.setVisible(cost is not None)
        number, count = self._place
        self._take.setText(self.tr("Take {0} / {1}").format(number, count))
        self.takes.setVisible(count > 1)
        self._previous.setEnabled(number > 1)
        self._next.setEnabled(number < count)
        self._refresh_origin()
        self._sampling.setText(self.tr("Sampling: {0}").format(self._preset_name))

    def _refresh_origin(self) -> None:
        origin = self._origin
        self.origin.setVisible(origin is not None)
        if origin is None:
            return
        words = self.tr("At the cursor: {0}, seed {1}")
        seed = self.tr("unknown") if origin.seed is None else str(origin.seed)
        self.origin.setText(words.format(origin.model or self.tr("a model"), seed))
        values = [f"{name}: {value}" for name, value in origin.sampling]
        self.origin.setToolTip("\n".join([exact_time(origin.started_at), *values]))

    def _connect(self) -> None:
        self._count.valueChanged.connect(self.alternatives_chosen)
        self._previous.clicked.connect(lambda: self.step_requested.emit(-1))
        self._next.clicked.connect(lambda: self.step_requested.emit(1))
        self._sampling.clicked.connect(self.sampling_requested)
        self._show_tree.toggled.connect(self.tree.setVisible)
        self.tree.take_requested.connect(self.take_requested)

    def _lay_out(self) -> None:
        takes = QHBoxLayout(self.takes)
        takes.setContentsMargins(0, 0, 0, 0)
        takes.setSpacing(GAP_1)
        for widget in (self._previous, self._take, self._next):
            takes.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        takes.addStretch(1)
        count = QHBoxLayout()
        count.addWidget(self._count_name)
        count.addStretch(1)
        count.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_2)
        column.addLayout(count)
        column.addWidget(self._sampling)
        column.addWidget(self._show_tree)
        column.addWidget(self.tree)
