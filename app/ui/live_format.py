"""Keeps the paragraphs of one document formatted while it is edited: looks and shapes.

Looks (bold, quiet marks) lie over the layout and are no part of the document. Shapes (indents,
line height) are, so a change of them joins the undo step that made it necessary. Touches only
paragraphs that changed. Knows nothing of views or of who wrote what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument

from app.domain.prose import LineKind
from app.ui.live_looks import LiveLooks, Looks, is_special, line_of
from app.ui.paragraph_shapes import (
    PARAGRAPH_CODE,
    PageStyle,
    has_shape,
    kind_code,
    kind_of,
    shape_for,
    style_mark,
    style_number,
)
from app.ui.tokens import Tokens

_SAMPLE = 2000
_SHORT = 60
"""Up to so many characters the language of a text is looked for again at every change."""
_FAR = 3
"""How many empty lines may part a heading from the paragraph that it changes."""


class LiveFormat:
    """The formats of one `QTextDocument`. Its owner calls `note_change` on `contentsChange`,
    and `settle` when the document may be edited again."""

    def __init__(self, document: QTextDocument, tokens: Tokens, style: PageStyle) -> None:
        self._document = document
        self._tokens = tokens
        self._style = style
        self._looks = LiveLooks(tokens, style.pixels)
        self._caret = QTextCursor(document)
        self._has_caret = False
        self._unshaped: tuple[int, int] | None = None

    @property
    def style(self) -> PageStyle:
        """How the text is set."""
        return self._style

    # A new text, new choices

    def before_fill(self, text: str) -> None:
        """The document is empty and `text` is about to be put in: its paragraphs inherit."""
        self._style = self._style.fitting(text[:_SAMPLE])
        shape = shape_for(self._style, PARAGRAPH_CODE, -1)
        QTextCursor(self._document).setBlockFormat(shape)

    def after_fill(self, lines: Sequence[str]) -> None:
        """The document, without undo, now has these lines; plain paragraphs need no visit."""
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        wanted = 0  # how many lines from here on a line before them may change
        for number, text in enumerate(lines):
            special = is_special(text)
            wanted = _FAR + 1 if special else wanted - 1
            if special or wanted > 0 or not text:
                block = self._document.findBlockByNumber(number)
                self._look(block, dirty=False)
                self._shape(block, cursor)
        cursor.endEditBlock()

    def use_style(self, style: PageStyle) -> bool:
        """Sets the text differently; whether anything had to be done."""
        style = replace(style, chinese=self._style.chinese, parted=self._style.parted)
        if style == self._style and not self.is_stale():
            return False
        self._style = style
        self._reshape_all()
        return True

    def use_tokens(self, tokens: Tokens) -> None:
        """Takes on the colours of a theme."""
        self._tokens = tokens
        self._relook_all()

    def is_stale(self) -> bool:
        """Undo went back behind a change of style."""
        return style_mark(self._document.firstBlock()) != style_number(self._style)

    def mend(self) -> None:
        """Sets the whole text in the style that holds."""
        self._reshape_all()

    # Edits

    def note_change(self, position: int, added: int) -> None:
        """The text at `[position, position + added)` is new: it gets its looks at once."""
        first = self._document.findBlock(position)
        last = self._document.findBlock(position + added)
        for block in _blocks(first, last):
            self._look(block, dirty=False)
        self._want_shapes(first.blockNumber(), last.blockNumber() + 1 + _FAR)

    def settle(self) -> bool:
        """Gives changed paragraphs their shapes, in the undo step of the change. Whether there
        was anything to do."""
        unshaped, self._unshaped = self._unshaped, None
        if unshaped is None:
            return False
        if self._language_changed():
            unshaped = (0, self._document.blockCount())
        end = self._document.blockCount() - 1
        first, last = (self._document.findBlockByNumber(min(n, end)) for n in unshaped)
        wrong = [b for b in _blocks(first, last) if not has_shape(b, self._wanted_shape(b))]
        if not wrong:
            return False
        cursor = QTextCursor(self._document)
        cursor.joinPreviousEditBlock()
        for block in wrong:
            self._shape(block, cursor)
        cursor.endEditBlock()
        return True

    def forget_pending(self) -> None:
        """The last change was undo or redo, which brings shapes back by itself."""
        self._unshaped = None

    def look_again(self, block: QTextBlock) -> None:
        """Something else (an input method) wrote over the looks of a paragraph."""
        self._look(block, dirty=True)

    def show_caret(self, position: int) -> None:
        """The caret is here: the marks of this paragraph are seen, those of the last are not."""
        before, block = self._caret.block(), self._document.findBlock(position)
        self._caret.setPosition(position)
        if self._has_caret and before == block:
            return
        self._has_caret = True
        for changed in (before, block):
            if changed.isValid() and is_special(changed.text()):
                self._look(changed, dirty=True)

    # Looks

    def _look(self, block: QTextBlock, dirty: bool) -> None:
        text = block.text()
        line = line_of(text)
        block.setUserState(kind_code(line))
        layout = block.layout()
        revealed = self._has_caret and block == self._caret.block()
        looks = self._looks.of_line(text, line, revealed) if text else []
        at, length = layout.preeditAreaPosition(), len(layout.preeditAreaText())
        if length:
            looks = _around(looks, at, length) + _inside(layout.formats(), at, length)
        if looks == layout.formats():
            return
        layout.setFormats(looks)
        if dirty:
            self._document.markContentsDirty(block.position(), block.length())

    def _relook_all(self) -> None:
        self._looks = LiveLooks(self._tokens, self._style.pixels)
        for block in _blocks(self._document.firstBlock(), self._document.lastBlock()):
            if block.layout().formats():
                self._look(block, dirty=True)

    # Shapes

    def _want_shapes(self, first: int, last: int) -> None:
        low, high = self._unshaped or (first, last)
        self._unshaped = (min(low, first), max(high, last))

    def _language_changed(self) -> bool:
        """Whether a short text turned out to be of another language."""
        if self._document.characterCount() > _SHORT:
            return False
        style = self._style.fitting(self._document.toRawText().replace("\u2029", "\n"))
        changed, self._style = style != self._style, style
        return changed

    def _wanted_shape(self, block: QTextBlock) -> QTextBlockFormat:
        before = block.previous()
        for _ in range(_FAR):
            if not before.isValid() or kind_of(before.userState()) is not LineKind.EMPTY:
                break
            before = before.previous()
        return shape_for(self._style, block.userState(), before.userState())

    def _shape(self, block: QTextBlock, cursor: QTextCursor) -> None:
        shape = self._wanted_shape(block)
        if not has_shape(block, shape):
            cursor.setPosition(block.position())
            cursor.setBlockFormat(shape)

    def _reshape_all(self) -> None:
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(shape_for(self._style, PARAGRAPH_CODE, -1))
        for block in _blocks(self._document.firstBlock(), self._document.lastBlock()):
            self._shape(block, cursor)
        cursor.endEditBlock()
        self._relook_all()


def _blocks(first: QTextBlock, last: QTextBlock) -> Iterator[QTextBlock]:
    block = first
    while block.isValid():
        yield block
        if block == last:
            return
        block = block.next()


def _around(looks: Looks, at: int, length: int) -> Looks:
    """`looks` of a line in which `length` units of an input method stand at `at`."""
    for look in looks:
        if look.start >= at:
            look.start += length
        elif look.start + look.length > at:
            look.length += length
    return looks


def _inside(looks: Looks, at: int, length: int) -> Looks:
    """Those of `looks` that lie within what an input method shows."""
    return [look for look in looks if at <= look.start and look.start + look.length <= at + length]
