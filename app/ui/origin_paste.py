"""Puts text into a document as written by whom its origins say. Knows nothing of clipboards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor

from app.domain.documents import OriginKind, OriginSpan
from app.ui.editor_formats import changed_format, machine_format


def insert_with_origins(
    cursor: QTextCursor, text: str, origins: Sequence[OriginSpan], person: QTextCharFormat
) -> None:
    """`text` takes the place of the cursor's selection, in one undo step. What has no origin is
    written in the format `person`."""
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    done = 0
    for span in origins:
        make = changed_format if span.kind is OriginKind.CHANGED else machine_format
        cursor.insertText(text[done : span.start], person)
        cursor.insertText(text[span.start : span.end], make(span.generation_id or 0))
        done = max(done, span.end)
    cursor.insertText(text[done:], person)
    cursor.endEditBlock()
