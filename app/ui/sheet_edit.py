"""A page for one text of several: each keeps its history and place, and is formatted live.

Knows who wrote what and keeps it through typing, pasting, undo and redo; knows nothing of
stories, engines or storage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QMouseEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from app.domain.documents import OriginSpan
from app.domain.words import TextCounts
from app.ui.editor_formats import HUMAN
from app.ui.editor_layers import changed_layer, ornament_layer, quote_layer
from app.ui.editor_sheet import Sheet, Sheets
from app.ui.origin_clipboard import origins_of, put_origins
from app.ui.origin_paste import insert_with_origins
from app.ui.paragraph_shapes import PageStyle
from app.ui.prose_edit import ProseEdit, plain_text
from app.ui.smart_typing import SmartTyping
from app.ui.text_ledger import TextLedger
from app.ui.tokens import Tokens
from app.ui.view_mode import ViewMode

_ROOM_BELOW = 0.55
"""Of the page's height: the last line need not stand at the bottom."""


class SheetEdit(ProseEdit):
    """See the module. Positions are UTF-16 units, as Qt counts."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tokens, parent)
        self._tokens = tokens
        self._style, self._family = PageStyle(), ""
        self._origins_shown = True
        self._typed: tuple[int, QTextCharFormat] | None = None
        self._loading = False  # a change under way is none of the text
        self._walking = False  # a change under way is undo or redo
        self.set_text_font(self._family, self._style.pixels)
        self._sheets = Sheets()
        self._sheet = self._new_sheet(None)
        self._wear_sheet(self._sheet)
        self.smart_typing = SmartTyping(self)
        self.view_mode = ViewMode(self)
        self.veils.append(
            lambda painter, placed: self.view_mode.paint_veil(painter, placed, tokens=self._tokens)
        )
        self.layers += [ornament_layer(self), quote_layer(self), changed_layer(self)]
        self.cursorPositionChanged.connect(self._show_caret)

    @property
    def _ledger(self) -> TextLedger:
        return self._sheet.ledger

    @property
    def is_chinese(self) -> bool:
        """Whether the text is Chinese or Japanese."""
        return self._sheet.live.style.chinese

    def counts(self) -> TextCounts | None:
        """Words and characters of the text and of the selection; `None` for no text."""
        if self._sheet.document_id is None:
            return None
        caret, ledger = self.textCursor(), self._ledger
        chosen = (caret.selectionStart(), caret.selectionEnd())
        selected = ledger.count(*chosen) if caret.hasSelection() else None
        return TextCounts(ledger.words, ledger.characters, selected)

    def plain_text(self) -> str:
        """The whole text with LF at line ends."""
        return self._ledger.text()

    # Sheets

    def close_sheet(self, document_id: int) -> None:
        """Forgets the undo history and the place of a text, which is closed."""
        if document_id != self._sheet.document_id:
            self._sheets.drop(document_id)

    def _turn_to(self, document_id: int | None, text: str, origins: Sequence[OriginSpan]) -> Sheet:
        """Puts a text on the page: the sheet it had, if that still holds the same text."""
        self._keep_place()
        sheet = None if document_id is None else self._sheets.find(document_id)
        if sheet is None or not sheet.is_text(text, origins):
            sheet = self._new_sheet(document_id)
            self._loading = True
            sheet.document.setTextWidth(self.viewport().width())  # or it would be laid out twice
            sheet.fill(text, origins, round(_ROOM_BELOW * self.viewport().height()))
            self._loading = False
        old = self._sheet
        self._wear_sheet(sheet)
        if document_id is not None:
            self._sheets.add(document_id, sheet)
        if old.document_id is None and old is not sheet:
            old.document.deleteLater()
        return sheet

    def _new_sheet(self, document_id: int | None) -> Sheet:
        font = self.document().defaultFont()
        sheet = Sheet(document_id, self._tokens, self._style, font, self)
        sheet.document.contentsChange.connect(self._on_contents_change)
        sheet.document.contentsChanged.connect(self._settle)
        return sheet

    def _keep_place(self) -> None:
        self._typed = None
        caret = self.textCursor()
        scroll = self.verticalScrollBar().value()
        self._sheet.place = (caret.anchor(), caret.position(), scroll)

    def _wear_sheet(self, sheet: Sheet) -> None:
        self._sheet = sheet
        if self.document() is not sheet.document:
            self._loading = True
            self.setDocument(sheet.document)
            self.setCursorWidth(2)  # Qt keeps it with the document
            self._restyle()

    def _restore_place(self, anchor: int, position: int, scroll: int) -> None:
        self._move_caret(position, anchor)
        self.cursorRect()  # Qt lays out all up to there
        self.verticalScrollBar().setValue(scroll)
        QTimer.singleShot(0, self, lambda: self.verticalScrollBar().setValue(scroll))

    # Looks

    def set_text_size(self, family: str, pixels: int) -> None:
        """Font and size of the text; nothing happens if they are the same."""
        self.set_page_style(family, replace(self._style, pixels=pixels))

    def set_page_style(self, family: str, style: PageStyle) -> None:
        """Font, size and paragraphs of the text; nothing happens if they are the same."""
        if (family, style) != (self._family, self._style):
            self._family, self._style = family, style
            self._restyle()

    def _restyle(self) -> None:
        self._loading = True
        self.set_text_font(self._family, self._style.pixels)
        self._sheet.use_style(self._style, self.document().defaultFont())
        self._loading = False

    def set_face(self, face: str, column: int) -> None:
        """`serif` or `sans`, and how many characters wide the text is."""
        if (face == "sans", column) != (self._sans, self._column):
            self._sans, self._column = face == "sans", column
            self._restyle()

    @property
    def origins_shown(self) -> bool:
        """Whether the page shows who wrote what."""
        return self._origins_shown

    def show_origins(self, shown: bool) -> None:
        """Whether the page shows who wrote what."""
        self._origins_shown = shown
        self.viewport().update()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Takes on the colours of a theme."""
        super().apply_tokens(tokens)
        self._tokens = tokens
        for sheet in {self._sheet, *self._sheets}:
            sheet.live.use_tokens(tokens)

    @property
    def tokens(self) -> Tokens:
        """The colours in use."""
        return self._tokens

    def machine_ranges(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        """What the tint goes behind."""
        return self._origin_ranges(start, end, changed=False)

    def changed_ranges(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        """What a person changed in the model's text, sorted."""
        return self._origin_ranges(start, end, changed=True)

    def _origin_ranges(self, start: int, end: int, changed: bool) -> list[tuple[int, int]]:
        if not self._origins_shown:
            return []
        marks = self._ledger.marks.within(start, end)
        return [(mark.start, mark.end) for mark in marks if mark.changed == changed]

    # The person

    def _show_caret(self) -> None:
        # While the mouse selects, nothing may move under it.
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._sheet.live.show_caret(self.textCursor().position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Shows the marks of the paragraph that was clicked."""
        super().mouseReleaseEvent(event)
        self._sheet.live.show_caret(self.textCursor().position())

    def _on_contents_change(self, position: int, removed: int, added: int) -> None:
        if self._loading:
            return
        self._ledger.note_change(position, removed, added)
        self._sheet.live.note_change(position, added)
        self._note_edit()

    def _note_edit(self) -> None:
        """The text changed; it must not be edited now."""
        raise NotImplementedError

    def _settle(self) -> None:
        """The document changed and may be edited again: what follows from the change."""
        if self._loading:
            return
        if self._walking:  # which brings shapes back by itself
            self._sheet.live.forget_pending()
            return
        self._loading = True
        self._sheet.live.settle()
        self._sheet.undo_depth = self.document().availableUndoSteps()
        self._loading = False
        if self._sheet.live.is_stale():
            QTimer.singleShot(0, self, self._mend_style)

    def _mend_style(self) -> None:
        self._loading = True
        self._sheet.mend_style()
        self._loading = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Qt writes what is being composed over the looks of the paragraph."""
        super().inputMethodEvent(event)
        self._sheet.live.look_again(self.textCursor().block())

    def _type(self, insert: Callable[[], None]) -> None:
        look = self.person_format()
        super()._type(insert)
        caret = self.textCursor()
        goes_on = look != HUMAN and not caret.atBlockStart()
        self._typed = (caret.position(), look) if goes_on else None

    def note_key(self, text: str) -> None:
        """What is typed may become what is meant."""
        if not self.isReadOnly() and self.smart_typing.after_key(text) and self._typed:
            self._typed = (self.textCursor().position(), self._typed[1])

    def person_format(self) -> QTextCharFormat:
        """Inside of the model's text, or in its place, a person changes it; and goes on to do so
        until they leave the place."""
        caret = self.textCursor()
        if self._typed is not None and not caret.hasSelection():
            position, look = self._typed
            if position == caret.position():
                return look
        return self.format_for(caret.selectionStart(), caret.selectionEnd())

    def format_for(self, start: int, end: int) -> QTextCharFormat:
        """The format of what a person puts in place of `[start, end)`."""
        return self._ledger.person_format(start, end)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copies plain text, and with it who wrote it."""
        data = super().createMimeDataFromSelection()
        caret = self.textCursor()
        start, end = caret.selectionStart(), caret.selectionEnd()
        put_origins(data, data.text(), self._ledger.origins_within(start, end, data.text()))
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pastes plain text, as written by whom it says."""
        text = plain_text(source)
        insert_with_origins(self.textCursor(), text, origins_of(source, text), self.person_format())
        self.ensureCursorVisible()

    def _move_caret(self, position: int, anchor: int) -> None:
        """Moves the caret without scrolling to it."""
        value = self.verticalScrollBar().value()
        length = self.document().characterCount() - 1
        caret = self.textCursor()
        caret.setPosition(min(anchor, length))
        caret.setPosition(min(position, length), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(caret)
        self.verticalScrollBar().setValue(value)
