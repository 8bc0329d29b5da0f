"""Puts another text into an editor's document with as few changes as possible, in one undo step.

Knows nothing of where the text comes from.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextCursor, QTextDocument

from app.domain.documents import OriginKind, OriginSpan
from app.domain.text_diff import changes
from app.ui.editor_formats import HUMAN, changed_format, machine_format


def replace_text(
    caret: QTextCursor,
    old: str,
    new: str,
    origins: Sequence[OriginSpan] | None,
) -> None:
    """Makes `new` of the document of `caret`, which holds `old`; undo puts the caret back there.

    Only paragraphs that differ are touched, so what the document knows of the others stays.
    `origins` are the machine's ranges of `new` in code points; with them all of the text is set
    anew, as whose it is may differ everywhere.
    """
    document, cursor = caret.document(), QTextCursor(caret)
    cursor.beginEditBlock()
    if origins is not None:
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        _insert(cursor, new, origins)
    else:
        before, after = old.split("\n"), new.split("\n")
        for change in reversed(changes(before, after)):
            _replace_blocks(document, cursor, change.old_start, change.old_end,
                            after[change.new_start : change.new_end])  # fmt: skip
    cursor.endEditBlock()


def _insert(cursor: QTextCursor, text: str, origins: Sequence[OriginSpan]) -> None:
    done = 0
    for span in origins:
        cursor.insertText(text[done : span.start], HUMAN)
        form = changed_format if span.kind is OriginKind.CHANGED else machine_format
        cursor.insertText(text[span.start : span.end], form(span.generation_id or 0))
        done = span.end
    cursor.insertText(text[done:], HUMAN)


def _replace_blocks(
    document: QTextDocument, cursor: QTextCursor, first: int, last: int, lines: Sequence[str]
) -> None:
    """Blocks `[first, last)` give way to `lines`; a line end goes or comes with each."""
    keep = QTextCursor.MoveMode.KeepAnchor
    count = document.blockCount()
    if first < last:
        cursor.setPosition(document.findBlockByNumber(first).position())
        end = document.findBlockByNumber(last - 1)
        cursor.setPosition(end.position() + end.length() - 1, keep)
        if not lines:  # the line end goes too: the one behind, or at the end the one before
            if last < count:
                cursor.setPosition(document.findBlockByNumber(last).position(), keep)
            elif first > 0:
                cursor.setPosition(document.findBlockByNumber(first).position() - 1)
                cursor.setPosition(end.position() + end.length() - 1, keep)
        cursor.removeSelectedText()
        cursor.insertText("\n".join(lines), HUMAN)
    elif first < count:
        cursor.setPosition(document.findBlockByNumber(first).position())
        cursor.insertText("".join(line + "\n" for line in lines), HUMAN)
    else:
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText("".join("\n" + line for line in lines), HUMAN)
