"""The panel under the page in which one finds and replaces in the whole work.

Shows what it is given and says what the person wants; knows no texts and no storage.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QLocale, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.search import BadPatternError, Query, replacement
from app.domain.work_search import Findings, Scope
from app.ui.icon_button import IconButton, describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2, GAP_3
from app.ui.work_search_list import HitList

WORK_FIND_KEY, WORK_REPLACE_KEY, TAKE_BACK_KEY = "Ctrl+Shift+F", "Ctrl+Alt+H", "Ctrl+Alt+Z"
_REST_MS, _EDITED_MS = 150, 900
_FIELD_WIDTH = 200
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WorkSearchPanel(QFrame):
    """Signals: `search_requested(Query, Scope)`; `jump_requested(item, Field, start, words,
    bool)`: show a hit, the keyboard stays here or not; `replace_requested(Findings, template,
    places left out)`; `closed`."""

    search_requested = Signal(object, object)
    jump_requested = Signal(object, object, int, str, bool)
    replace_requested = Signal(object, str, object)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workSearch")
        self._theme = theme
        self._ticked = self._in_list = False
        self._find, self._put_in, self._count = QLineEdit(), QLineEdit(), QLabel()
        self._case = self._toggle("case-sensitive")
        self._words = self._toggle("whole-word")
        self._regex = self._toggle("regex")
        self._where, self._details = QComboBox(), QCheckBox()
        self._fold = self._toggle("replace")
        self._close = IconButton(theme, "x")
        self._replace = QPushButton()
        self.results = HitList(theme)
        self.model = self.results.hits
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_replace()
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
    def scope(self) -> Scope:
        """Where."""
        return Scope(self._where.currentIndex() == 1, self._details.isChecked())

    def open(self, words: str, replace: bool) -> None:
        """Shows the panel with the keyboard in it; `words`, if there are any, are looked for. Who
        has typed what to find already goes on to what is put in."""
        goes_on = replace and self._find.hasFocus() and bool(self._find.text())
        if replace:
            self._fold.setChecked(True)
        self.show()
        if goes_on:
            self._put_in.selectAll()
            self._put_in.setFocus()
            return
        if words:
            self._find.setText(words)
        self._find.selectAll()
        self._find.setFocus()
        self.search()

    def dismiss(self) -> None:
        """Hides the panel."""
        self._rest.stop()
        self.hide()
        self.closed.emit()

    def take_focus(self) -> None:
        """The keyboard was here, and is to stay."""
        (self.results if self._in_list else self._find).setFocus()

    def search(self) -> None:
        """Looks again."""
        self._rest.stop()
        self.search_requested.emit(self.query, self.scope)

    def note_edit(self) -> None:
        """A text of the work is another one: what was found may no longer be right."""
        if self.isVisible() and self._find.text():
            self._rest.start(_EDITED_MS)

    def show_findings(self, findings: Findings, titles: Mapping[int, str]) -> None:
        """What was found, and the titles of the items."""
        self.results.show_findings(findings, titles)
        self._show_count()

    def show_error(self, reason: str) -> None:
        """The pattern is wrong, or takes too long ("")."""
        self.model.show_findings(None, {})
        if reason:
            self._say(self.tr("Not a pattern: {0}").format(reason), "error")
        else:
            self._say(self.tr("This pattern takes too long"), "error")
        self._show_replace()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes on to the next hit, Down into the list, Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in _RETURN and self.results.hasFocus():
            self._jump(self.results.currentIndex(), stay=False)
        elif event.key() in _RETURN and self._find.hasFocus():
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Down and not self.results.hasFocus():
            self.results.setFocus()
            if not self.results.currentIndex().isValid():
                self.results.setCurrentIndex(self.model.index(0, 0))
        else:
            super().keyPressEvent(event)

    def step(self, step: int) -> None:
        """Shows the next hit (1) or the one before (-1); the keyboard stays here."""
        if self._rest.isActive():
            self.search()
            return
        index = self.results.step(step)
        self._jump(index, stay=True)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setAccessibleName(self.tr("Find in the work"))
        for field, words in (
            (self._find, self.tr("Find in the work")),
            (self._put_in, self.tr("Replace with")),
        ):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
        describe(self._case, self.tr("Match case"))
        describe(self._words, self.tr("Whole words"))
        describe(self._regex, self.tr("Regular expression"))
        describe(self._fold, self.tr("Replace"), QKeySequence(WORK_REPLACE_KEY))
        describe(self._close, self.tr("Close"), QKeySequence("Esc"))
        index = max(0, self._where.currentIndex())
        self._where.blockSignals(True)
        self._where.clear()
        self._where.addItems([self.tr("Manuscript"), self.tr("Everything")])
        self._where.setCurrentIndex(index)
        self._where.blockSignals(False)
        self._where.setAccessibleName(self.tr("Where to look"))
        self._where.setToolTip(self.tr("Where to look"))
        self._details.setText(self.tr("Synopses and notes"))
        self._details.setToolTip(self.tr("Look in synopses and notes too"))
        self.results.setAccessibleName(self.tr("Hits"))
        self._show_count()

    # What happens

    def _jump(self, index: QModelIndex, *, stay: bool) -> None:
        if index.isValid():
            group, hit = self.model.place(index)
            hit = hit or (group.hits[0] if group.hits else None)
            if hit is not None:
                self._in_list = not self._find.hasFocus()
                place = (group.item, group.field, hit.hit.start, hit.words)
                self.jump_requested.emit(*place, stay)

    def _on_click(self, index: QModelIndex) -> None:
        """A click on a box only ticks it."""
        if not self._ticked:
            self._jump(index, stay=True)

    def _note_choice(self) -> None:
        self._ticked = True
        QTimer.singleShot(0, self, self._forget_tick)
        self._show_replace()

    def _forget_tick(self) -> None:
        self._ticked = False

    def _ask_to_replace(self) -> None:
        if self._replace.isEnabled() and self.model.findings is not None:
            without = self.model.without
            self.replace_requested.emit(self.model.findings, self._put_in.text(), without)

    def _show_replace(self) -> None:
        """The row for replacing, what its button says, and whether the template is right."""
        shown = self._fold.isChecked()
        self._second_row.setVisible(shown)
        chosen, found = self.model.chosen, self.model.findings
        self._replace.setText(self.tr("Replace %n hit(s)", "", chosen))
        describe(self._replace, self.tr("Replace all chosen hits, in one step"))
        wrong = self._wrong_template() if shown else ""
        if wrong:
            self._say(self.tr("Cannot be put in: {0}").format(wrong), "error")
        enabled = found is not None and found.complete and chosen > 0 and not wrong
        self._replace.setEnabled(enabled)

    def _wrong_template(self) -> str:
        found = self.model.findings
        hit = next((hit for group in found.groups for hit in group.hits), None) if found else None
        if found is None or hit is None:
            return ""
        try:
            replacement(hit.hit, found.query, self._put_in.text())
        except BadPatternError as error:
            return error.reason
        return ""

    def _note_template(self) -> None:
        self.model.show_template(self._put_in.text() if self._fold.isChecked() else None)
        self._show_count()

    def _show_count(self) -> None:
        found, locale = self.model.findings, QLocale()
        if found is None or not found.query.pattern:
            self._say("", "")
        elif not found.total:
            self._say(self.tr("No hits"), "none")
        else:
            total, items = found.total, len({group.item for group in found.groups})
            hits = self.tr("%n hit(s)", "", total).replace(str(total), locale.toString(total), 1)
            parts = [hits, self.tr("%n item(s)", "", items)]
            if not found.complete:
                words = self.tr("More than {0} hits: look for something rarer")
                parts = [words.format(locale.toString(total))]
            elif found.listed < total:
                listed = locale.toString(found.listed)
                parts.append(self.tr("the first {0} are listed").format(listed))
            words = " · ".join(parts)
            self._say(words, "")
        self._show_replace()

    def _say(self, words: str, state: str) -> None:
        self._count.setText(words)
        self._count.setToolTip(words)
        if self._count.property("state") != state:
            self._count.setProperty("state", state)
            self._count.style().polish(self._count)

    # Parts

    def _toggle(self, icon: str) -> IconButton:
        button = IconButton(self._theme, icon)
        button.setCheckable(True)
        button.toggled.connect(lambda: button.apply_tokens(self._theme.tokens))
        return button

    def _connect(self) -> None:
        self._rest.timeout.connect(self.search)
        self._find.textChanged.connect(lambda: self._rest.start(_REST_MS))
        for toggle in (self._case, self._words, self._regex, self._details):
            toggle.toggled.connect(self.search)
        self._where.currentIndexChanged.connect(self.search)
        self._fold.toggled.connect(self._note_template)
        self._put_in.textChanged.connect(self._note_template)
        self._put_in.returnPressed.connect(self._ask_to_replace)
        self._replace.clicked.connect(self._ask_to_replace)
        self._close.clicked.connect(self.dismiss)
        self.model.chosen_changed.connect(self._note_choice)
        self.results.clicked.connect(self._on_click)
        self.results.doubleClicked.connect(lambda index: self._jump(index, stay=False))

    def _lay_out(self) -> None:
        self._count.setObjectName("findCount")
        self._second_row = QWidget()
        first, second = QHBoxLayout(), QHBoxLayout(self._second_row)
        second.setContentsMargins(0, 0, 0, 0)
        for field in (self._find, self._put_in):
            field.setMinimumWidth(_FIELD_WIDTH)
        first.addWidget(self._find, 3)
        for widget in (self._case, self._words, self._regex, self._where, self._details):
            first.addWidget(widget)
        first.addStretch(1)
        first.addWidget(self._fold)
        first.addWidget(self._close)
        second.addWidget(self._put_in, 3)
        second.addWidget(self._replace)
        second.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_3, GAP_2, GAP_2, GAP_1)
        column.setSpacing(GAP_1)
        column.addLayout(first)
        column.addWidget(self._second_row)
        column.addWidget(self._count)
        column.addWidget(self.results, 1)
