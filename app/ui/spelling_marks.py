"""Shows which words in view are misspelt, and what can be done about one of them.

Asks for words it does not know yet; knows no dictionary. The word at the caret is left alone
while it is being typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTextBlock, QTextCursor
from PySide6.QtWidgets import QMenu

from app.domain.spelling import Spelt, words_to_check
from app.domain.text_units import TextUnits
from app.ui.editor_geometry import Placed, bands
from app.ui.editor_menu import add_action
from app.ui.sheet_edit import SheetEdit

SPELLING_KEY = "F7"
_WAVE = 2.0
_HEIGHT = 1.2


class SpellingMarks(QObject):
    """Signals: `words_needed(list)` to be answered by `show_judged`, `suggestions_wanted(word)`
    by `show_suggestions`; `add_requested(word)`, `ignore_requested(word)`, `toggled(bool)`."""

    words_needed = Signal(object)
    suggestions_wanted = Signal(str)
    add_requested = Signal(str)
    ignore_requested = Signal(str)
    toggled = Signal(bool)

    def __init__(self, page: SheetEdit) -> None:
        super().__init__(page)
        self._page = page
        self._enabled = False
        self._wrong: frozenset[str] = frozenset()
        self._known: frozenset[str] = frozenset()
        self._needed: set[str] = set()
        self._asked: set[str] = set()
        self._menu: QMenu | None = None
        self._word = ""
        self._place = QTextCursor(page.document())
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._ask)
        page.layers.append(self._paint)

    def toggle(self) -> None:
        """The person wants it the other way round."""
        self.toggled.emit(not self._enabled)

    def enable(self, enabled: bool) -> None:
        """Whether misspelt words are marked."""
        self._enabled = enabled
        self._page.viewport().update()

    @property
    def is_enabled(self) -> bool:
        """Whether misspelt words are marked."""
        return self._enabled

    def show_judged(self, wrong: frozenset[str], known: frozenset[str]) -> None:
        """All that is known of words."""
        self._wrong, self._known = wrong, known
        self._asked -= known
        self._page.viewport().update()

    def show_suggestions(self, word: str, found: Sequence[str]) -> None:
        """What may have been meant by the word whose menu is open."""
        if self._menu is None or word != self._word:
            return
        first, *others = self._menu.actions()
        self._menu.removeAction(first)
        before = others[0] if others else None
        for text in found:
            action = self._menu.addAction(text, partial(self._replace, text))
            if before is not None:
                self._menu.insertAction(before, action)
        if not found and before is not None:
            none = self._menu.addAction(self.tr("No suggestions"))
            none.setEnabled(False)
            self._menu.insertAction(before, none)

    def add_to_menu(self, menu: QMenu) -> None:
        """Adds the switch, and what can be done about the word at the caret."""
        switch = add_action(
            menu,
            self.tr("Check spelling"),
            SPELLING_KEY,
            lambda: self.toggled.emit(not self._enabled),
        )
        switch.setCheckable(True)
        switch.setChecked(self._enabled)
        spelt = self._wrong_at_caret()
        if spelt is None:
            return
        self._word = spelt.word
        self._menu = QMenu(self.tr("Spelling: {0}").format(spelt.word), menu)
        menu.insertMenu(menu.actions()[0], self._menu)
        waiting = self._menu.addAction(self.tr("Looking for suggestions…"))
        waiting.setEnabled(False)
        self._menu.addSeparator()
        word = spelt.word
        self._menu.addAction(self.tr("Add to my words"), lambda: self.add_requested.emit(word))
        self._menu.addAction(self.tr("Ignore"), lambda: self.ignore_requested.emit(word))
        self._menu.destroyed.connect(self._forget_menu)
        self.suggestions_wanted.emit(word)

    def _forget_menu(self) -> None:
        self._menu = None

    def _replace(self, text: str) -> None:
        page, step = self._page, self._place
        if page.isReadOnly() or step.document() is not page.document():
            return
        start, end = step.selectionStart(), step.selectionEnd()
        step.insertText(text, page.format_for(start, end))

    def _wrong_at_caret(self) -> Spelt | None:
        caret = self._page.textCursor()
        if not self._enabled:
            return None
        block, low, high = caret.block(), caret.selectionStart(), caret.selectionEnd()
        for start, end, spelt in _placed_words(block):
            if start <= low and high <= end and spelt.word in self._wrong:
                self._place = QTextCursor(caret)
                self._place.setPosition(start)
                self._place.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                return spelt
        return None

    # Painting

    def _paint(self, painter: QPainter, placed: Sequence[Placed]) -> None:
        if not self._enabled:
            return
        caret = self._page.textCursor()
        typing = caret.position() if self._page.hasFocus() and not caret.hasSelection() else -1
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._page.tokens.danger), 1.1))
        for paragraph in placed:
            wrong: list[tuple[int, int]] = []
            for start, end, spelt in _placed_words(paragraph.block):
                if spelt.word not in self._known:
                    self._need(spelt.word)
                elif spelt.word in self._wrong and typing != end:
                    wrong.append((start, end))
            for band in bands(paragraph, wrong):
                painter.drawPolyline(_wave(band))
        painter.restore()

    def _need(self, word: str) -> None:
        if word not in self._asked:
            self._needed.add(word)
            self._rest.start()

    def _ask(self) -> None:
        needed, self._needed = self._needed, set()
        self._asked |= needed
        self.words_needed.emit(sorted(needed))


def _placed_words(block: QTextBlock) -> Iterator[tuple[int, int, Spelt]]:
    """The words of a paragraph with their positions in the document."""
    text, base = block.text(), block.position()
    words = words_to_check(text)
    if text.isascii():
        yield from ((base + w.start, base + w.end, w) for w in words)
        return
    units = TextUnits(text)
    for word in words:
        yield base + units.to_utf16(word.start), base + units.to_utf16(word.end), word


def _wave(band: QRectF) -> QPolygonF:
    """A wave below the words of a band."""
    y = band.top() + 0.9 * band.height()
    points = QPolygonF()
    x, up = band.left(), False
    while x <= band.right():
        points.append(QPointF(x, y - _HEIGHT if up else y + _HEIGHT))
        x += _WAVE
        up = not up
    return points
