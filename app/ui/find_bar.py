"""The bar above a text in which one says what to find, and what to put in its place.

Knows nothing of texts.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.domain.search import Query
from app.ui.icon_button import IconButton, describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2, GAP_3

FIND_KEY, REPLACE_KEY, NEXT_KEY, PREVIOUS_KEY = "Ctrl+F", "Ctrl+H", "F3", "Shift+F3"
_FIELD_WIDTH = 180


class FindBar(QFrame):
    """Signals: `changed` when it looks for something else, `next_requested`,
    `previous_requested`, `replace_requested`, `replace_all_requested`, `closed`."""

    changed = Signal()
    next_requested = Signal()
    previous_requested = Signal()
    replace_requested = Signal()
    replace_all_requested = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._find, self._put_in, self._count = QLineEdit(), QLineEdit(), QLabel()
        self._case = self._toggle(theme, "case-sensitive")
        self._words = self._toggle(theme, "whole-word")
        self._regex = self._toggle(theme, "regex")
        self._selection = self._toggle(theme, "text-select")
        self._previous, self._next = (
            IconButton(theme, "chevron-up"),
            IconButton(theme, "chevron-down"),
        )
        self._close = IconButton(theme, "x")
        self._replace, self._replace_all = QPushButton(), QPushButton()
        self._theme = theme
        self._lay_out()
        self._find.textChanged.connect(self.changed)
        self._previous.clicked.connect(self.previous_requested)
        self._next.clicked.connect(self.next_requested)
        self._close.clicked.connect(self.dismiss)
        self._replace.clicked.connect(self.replace_requested)
        self._replace_all.clicked.connect(self.replace_all_requested)
        self.retranslate()
        self.hide()

    @property
    def query(self) -> Query:
        """What is looked for."""
        return Query(
            self._find.text(),
            self._regex.isChecked(),
            self._case.isChecked(),
            self._words.isChecked(),
        )

    @property
    def template(self) -> str:
        """What is to be put in its place."""
        return self._put_in.text()

    @property
    def in_selection(self) -> bool:
        """Whether only the selection is searched."""
        return self._selection.isChecked()

    def open(self, words: str, replace: bool) -> None:
        """Shows the bar with the keyboard in it; `words`, if there are any, are looked for. Who
        has typed what to find already goes on to what is put in."""
        goes_on = replace and self._find.hasFocus() and bool(self._find.text())
        self._second_row.setVisible(replace)
        self.show()
        if goes_on:
            self._put_in.selectAll()
            self._put_in.setFocus()
            return
        if words:
            self._find.setText(words)
        self._find.selectAll()
        self._find.setFocus()
        self.changed.emit()

    def dismiss(self) -> None:
        """Hides the bar."""
        self._selection.setChecked(False)
        self.hide()
        self.closed.emit()

    def show_count(self, number: int | None, total: int) -> None:
        """Which of how many hits is chosen; `None`: none of them."""
        locale = QLocale()
        if not self._find.text():
            self._show("", "")
        elif not total:
            self._show(self.tr("No hits"), "none")
        elif number is None:
            words = self.tr("%n hit(s)", "", total)
            self._show(words.replace(str(total), locale.toString(total), 1), "")
        else:
            words = self.tr("{0} of {1}")
            self._show(words.format(locale.toString(number), locale.toString(total)), "")
        for button in (self._previous, self._next, self._replace, self._replace_all):
            button.setEnabled(total > 0)

    def show_error(self, reason: str) -> None:
        """The pattern is wrong, or takes too long ("")."""
        if reason:
            self._show(self.tr("Not a pattern: {0}").format(reason), "error")
        else:
            self._show(self.tr("This pattern takes too long"), "error")
        for button in (self._previous, self._next, self._replace, self._replace_all):
            button.setEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes on, Shift+Return goes back, Escape leaves."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._put_in.hasFocus():
                self.replace_requested.emit()
            else:
                (self.previous_requested if back else self.next_requested).emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        for field, words in (
            (self._find, self.tr("Find")),
            (self._put_in, self.tr("Replace with")),
        ):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
        describe(self._case, self.tr("Match case"))
        describe(self._words, self.tr("Whole words"))
        describe(self._regex, self.tr("Regular expression"))
        describe(self._selection, self.tr("Only in the selection"))
        describe(self._previous, self.tr("Previous hit"), QKeySequence(PREVIOUS_KEY))
        describe(self._next, self.tr("Next hit"), QKeySequence(NEXT_KEY))
        describe(self._close, self.tr("Close"), QKeySequence("Esc"))
        self._replace.setText(self.tr("Replace"))
        describe(self._replace, self.tr("Replace this hit"))
        self._replace_all.setText(self.tr("Replace all"))
        describe(self._replace_all, self.tr("Replace all hits, in one step"))

    def _show(self, words: str, state: str) -> None:
        self._count.setText(words)
        self._count.setToolTip(words)
        if self._count.property("state") != state:
            self._count.setProperty("state", state)
            self._count.style().polish(self._count)

    def _toggle(self, theme: Theme, icon: str) -> IconButton:
        button = IconButton(theme, icon)
        button.setCheckable(True)
        button.toggled.connect(lambda: button.apply_tokens(self._theme.tokens))
        button.toggled.connect(self.changed)
        return button

    def _lay_out(self) -> None:
        self._count.setObjectName("findCount")
        self._second_row = QWidget()
        for field in (self._find, self._put_in):
            field.setMinimumWidth(_FIELD_WIDTH)
        grid = QGridLayout(self)
        grid.setContentsMargins(GAP_3, GAP_1, GAP_2, GAP_1)
        grid.setVerticalSpacing(GAP_1)
        first, second = QHBoxLayout(), QHBoxLayout(self._second_row)
        second.setContentsMargins(0, 0, 0, 0)
        first.addWidget(self._find, 2)
        for widget in (self._case, self._words, self._regex, self._selection):
            first.addWidget(widget)
        first.addWidget(self._count, 1)
        for widget in (self._previous, self._next, self._close):
            first.addWidget(widget)
        second.addWidget(self._put_in, 2)
        second.addWidget(self._replace)
        second.addWidget(self._replace_all)
        second.addStretch(1)
        grid.addLayout(first, 0, 0)
        grid.addWidget(self._second_row, 1, 0)
