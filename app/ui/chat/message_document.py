"""The words of one message, laid out. Reads no file and no network, whatever a message says.

Knows nothing of windows; it can grow at its end without being laid out anew.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, QUrl
from PySide6.QtGui import QTextCursor, QTextDocument, QTextOption

from app.domain.chat_inline import Run, look_of
from app.domain.chat_markup import Block, BlockKind, parse, settled
from app.ui.chat.chat_looks import HANGING, ChatLooks, block_format, char_format

_LINE = "\u2028"
"""An end of line within a paragraph, as Qt writes it."""

_RULE = "⁂"
_PLAIN = Run("")


class MessageDocument(QTextDocument):
    """`show` puts a message in, `grow` adds to its end; one that `is_wide` wants all the width
    there is."""

    def __init__(self, looks: ChatLooks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._text = ""
        self.is_wide = False
        self._tail = 0  # of the text
        self._tail_at = 0  # of the document
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setDefaultFont(looks.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTabStopDistance(HANGING)
        self.setDefaultTextOption(option)

    @property
    def text(self) -> str:
        """What it was given, with its marks."""
        return self._text

    def show(self, text: str) -> None:
        """Shows this message in place of what it shows."""
        self.clear()
        self._text = text
        self._tail = self._tail_at = 0
        self.is_wide = False
        self._write(parse(text))

    def grow(self, text: str) -> None:
        """Adds to a message that is being written: only its last paragraphs are set again."""
        self._text += text
        tail = self._text[self._tail :]
        step = settled(tail)
        self._clear_tail()
        if step:
            self._write(parse(tail[:step]))
            self._tail += step
            self._tail_at = self.characterCount() - 1
        self._write(parse(tail[step:], growing=True))

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Nothing is loaded for a message."""
        return QByteArray()

    def _clear_tail(self) -> None:
        cursor = QTextCursor(self)
        cursor.setPosition(self._tail_at)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def _write(self, blocks: tuple[Block, ...]) -> None:
        cursor = QTextCursor(self)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for block in blocks:
            self.is_wide = self.is_wide or block.kind in (BlockKind.CODE, BlockKind.RULE)
            first = not cursor.position()
            shape = block_format(self._looks, block, first=first)
            if first:
                cursor.setBlockFormat(shape)
            else:
                cursor.insertBlock(shape)
            self._write_runs(cursor, block)
        cursor.endEditBlock()

    def _write_runs(self, cursor: QTextCursor, block: Block) -> None:
        plain = char_format(self._looks, _PLAIN, block.kind, block.level or 1)
        if block.kind is BlockKind.ITEM:
            cursor.insertText(f"{block.marker}\t", plain)
        elif block.kind is BlockKind.RULE:
            cursor.insertText(_RULE, plain)
        for run in block.runs:
            look = char_format(self._looks, look_of(run), block.kind, block.level or 1)
            cursor.insertText(run.text.replace("\n", _LINE), look)
