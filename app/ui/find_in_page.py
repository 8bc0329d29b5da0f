"""Finds and replaces in the text on the page: the bar says what, the page shows where.

Every replacement is a person's; all of them together are one step to undo.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeySequence, QPainter, QShortcut, QTextCursor
from PySide6.QtWidgets import QWidget

from app.domain.search import BadPatternError, replacement
from app.ui.editor_geometry import Placed, paint_grounds
from app.ui.find_bar import FIND_KEY, NEXT_KEY, PREVIOUS_KEY, REPLACE_KEY, FindBar
from app.ui.story_editor import StoryEditor
from app.ui.text_search import Found, TextSearch
from app.ui.theme import with_alpha

_REST_MS = 150
_HIT_ALPHA = 0.30


class FindInPage(QObject):
    """Connects a bar with a page. `host` is where its shortcuts work."""

    def __init__(self, bar: FindBar, page: StoryEditor, host: QWidget) -> None:
        super().__init__(host)
        self._bar, self._page = bar, page
        self._hits: list[Found] = []
        self._ranges: list[tuple[int, int]] = []
        self._scope: QTextCursor | None = None
        self._search = TextSearch(self)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.search)
        self._search.found.connect(self._show_hits)
        self._search.failed.connect(self._show_error)
        bar.changed.connect(self._note_query)
        bar.closed.connect(self._close)
        bar.next_requested.connect(self.go_on)
        bar.previous_requested.connect(self.go_back)
        bar.replace_requested.connect(self.replace_one)
        bar.replace_all_requested.connect(self.replace_all)
        page.edited.connect(self._note_edit)
        page.sheet_changed.connect(self._note_sheet)
        page.layers.append(self._paint)
        for key, act in (
            (FIND_KEY, lambda: self.open(replace=False)),
            (REPLACE_KEY, lambda: self.open(replace=True)),
            (NEXT_KEY, self.go_on),
            (PREVIOUS_KEY, self.go_back),
        ):
            QShortcut(QKeySequence(key), host).activated.connect(act)

    def open(self, replace: bool) -> None:
        """Shows the bar; it looks for the selection if that is a piece of one paragraph."""
        if self._page.document_id is not None:
            chosen = self._page.textCursor().selectedText()
            self._bar.open("" if "\u2029" in chosen else chosen, replace)

    def search(self) -> None:
        """Looks for what the bar says, from the beginning."""
        self._rest.stop()
        self._search.start(self._page.plain_text(), self._bar.query)

    def go_on(self) -> None:
        """Selects the next hit behind the selection, the first one behind the last."""
        self._settle()
        if self._hits:
            start = self._page.textCursor().selectionEnd()
            self._select(bisect_left(self._ranges, (start, start)) % len(self._hits))

    def go_back(self) -> None:
        """Selects the hit before the selection, the last one before the first."""
        self._settle()
        if self._hits:
            start = self._page.textCursor().selectionStart()
            before = bisect_right(self._ranges, start, key=lambda pair: pair[1]) - 1
            self._select(before % len(self._hits))

    def replace_one(self) -> None:
        """Replaces the selected hit and selects the next; only that if none is selected."""
        self._settle()
        number = self._selected()
        if number is not None and not self._page.isReadOnly():
            self._replace([self._hits[number]])
            self.search()
        self.go_on()

    def replace_all(self) -> None:
        """Replaces all hits, in one step."""
        self._settle()
        if self._hits and not self._page.isReadOnly():
            self._replace(self._hits)
            self.search()

    # What happens

    def _note_query(self) -> None:
        if self._bar.in_selection and self._scope is None:
            caret = self._page.textCursor()
            self._scope = QTextCursor(caret) if caret.hasSelection() else None
            if self._scope is not None:
                self._scope.setKeepPositionOnInsert(False)
        elif not self._bar.in_selection:
            self._scope = None
        self._rest.start()

    def _note_edit(self) -> None:
        self._set_hits([])
        if self._bar.isVisible():
            self._rest.start()

    def _note_sheet(self) -> None:
        self._scope = None
        self._note_edit()

    def _close(self) -> None:
        self._rest.stop()
        self._search.cancel()
        self._scope = None
        self._set_hits([])
        self._page.setFocus()

    def _settle(self) -> None:
        """What was typed a moment ago counts too."""
        if self._rest.isActive() or not self._hits:
            self.search()
        self._search.finish()

    def _show_hits(self, hits: Sequence[Found]) -> None:
        if self._scope is not None:
            low, high = self._scope.selectionStart(), self._scope.selectionEnd()
            hits = [hit for hit in hits if low <= hit.start and hit.end <= high]
        self._set_hits(hits)
        number = self._selected()
        self._bar.show_count(None if number is None else number + 1, len(hits))

    def _show_error(self, reason: str) -> None:
        self._set_hits([])
        self._bar.show_error(reason)

    def _set_hits(self, hits: Iterable[Found]) -> None:
        self._hits = list(hits)
        self._ranges = [(hit.start, hit.end) for hit in self._hits]
        self._page.viewport().update()

    def _selected(self) -> int | None:
        caret = self._page.textCursor()
        chosen = (caret.selectionStart(), caret.selectionEnd())
        place = bisect_left(self._ranges, chosen)
        found = place < len(self._ranges) and self._ranges[place] == chosen
        return place if found else None

    def _select(self, number: int) -> None:
        start, end = self._ranges[number]
        caret = self._page.textCursor()
        caret.setPosition(start)
        caret.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._page.setTextCursor(caret)
        self._page.ensureCursorVisible()
        self._bar.show_count(number + 1, len(self._hits))

    def _replace(self, hits: Sequence[Found]) -> None:
        query, template = self._bar.query, self._bar.template
        try:
            texts = [replacement(found.hit, query, template) for found in hits]
        except BadPatternError as error:
            self._bar.show_error(error.reason)
            return
        step = self._page.textCursor()  # undo puts the caret where a step began
        looks = [self._page.format_for(found.start, found.end) for found in hits]
        step.beginEditBlock()
        for found, text, look in reversed(list(zip(hits, texts, looks, strict=True))):
            step.setPosition(found.start)
            step.setPosition(found.end, QTextCursor.MoveMode.KeepAnchor)
            step.insertText(text, look)
        step.endEditBlock()
        if len(hits) == 1:
            self._page.setTextCursor(step)

    def _paint(self, painter: QPainter, placed: Sequence[Placed]) -> None:
        if self._ranges and placed and self._bar.isVisible():
            colour = with_alpha(self._page.tokens.warning, _HIT_ALPHA)
            paint_grounds(painter, placed, self._ranges, colour)
