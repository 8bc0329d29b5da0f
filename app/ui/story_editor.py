"""The page a story is written on: a person types, a model continues, each keeps their mark.

Knows nothing of engines, of storage, or of when a story is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.documents import Document, DocumentDraft, OriginSpan
from app.domain.text_units import TextUnits
from app.ui.editor_menu import add_action
from app.ui.editor_restore import replace_text
from app.ui.editor_stream import GenerationStream
from app.ui.format_commands import FormatCommands
from app.ui.paragraph_shapes import differently_styled, line_pitch
from app.ui.sheet_edit import SheetEdit
from app.ui.tokens import Tokens
from app.ui.view_follower import ViewFollower

MenuPart = Callable[[QMenu], None]


class StoryEditor(SheetEdit):
    """Positions inside are UTF-16 units, as Qt counts; those of documents are code points.

    Signals: `edited` after every change of the text, `words_changed(int)`,
    `retry_possible(bool)`, `stop_requested` when the person undoes while text streams in,
    `sheet_changed` when another text is on the page, `zoom_requested(-1 or 1)`,
    `history_walked` after undo or redo.
    `menu_parts` add to the page's menu.
    """

    edited = Signal()
    words_changed = Signal(int)
    retry_possible = Signal(bool)
    stop_requested = Signal()
    sheet_changed = Signal()
    zoom_requested = Signal(int)
    history_walked = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tokens, parent)
        self.setObjectName("storyEditor")
        self._stream: GenerationStream | None = None
        self._ours = False  # a change under way is the program's, not the person's
        self._caret_taken = False
        self.formats = FormatCommands(self)
        self.menu_parts: list[MenuPart] = [self.formats.add_to_menu]
        self._follower = ViewFollower(self)
        self.cursorPositionChanged.connect(self._on_caret_moved)
        self.retranslate()
        self.show_document(None)

    # Documents

    @property
    def document_id(self) -> int | None:
        """The story on the page, if there is one."""
        return self._sheet.document_id

    def show_document(self, document: Document | None) -> None:
        """Puts a story on the page, its caret where it was; `None` leaves the page empty.

        A story that was shown of late comes back with its undo history, caret and place, if its
        text is still the same.
        """
        self._stream = None
        self._follower.stop()
        text = document.text.replace("\r\n", "\n").replace("\r", "\n") if document else ""
        document_id = document.id if document else None
        sheet = self._turn_to(document_id, text, document.origins if document else ())
        self.setReadOnly(document is None)
        self.words_changed.emit(self._ledger.words)
        self.retry_possible.emit(sheet.last is not None)
        if sheet.place is not None:
            self._restore_place(*sheet.place)
        else:
            self._place_caret(TextUnits(text).to_utf16(document.cursor) if document else 0)
        self.sheet_changed.emit()

    def draft(self) -> DocumentDraft | None:
        """The story as it stands, to be saved; `None` for an empty page."""
        if self.document_id is None:
            return None
        text = self._ledger.text()
        units = TextUnits(text)
        caret = units.to_code_points(self.textCursor().position())
        return DocumentDraft(self.document_id, text, self._ledger.origins(units), caret)

    def cursor_place(self) -> int:
        """Where the caret stands, in code points."""
        return TextUnits(self._ledger.text()).to_code_points(self.textCursor().position())

    def text_before_cursor(self) -> str:
        """What the model is to continue: all up to the caret, or to the end of a selection."""
        text = self._ledger.text()
        return text[: TextUnits(text).to_code_points(self.textCursor().selectionEnd())]

    # Generated text

    def begin_generation(self) -> None:
        """Generated text goes in where the caret is now."""
        self.end_generation()
        if self.document_id is None:
            return
        caret = self.textCursor()
        if caret.hasSelection():
            caret.setPosition(caret.selectionEnd())
            self.setTextCursor(caret)
        number = self._ledger.new_number()
        self._stream = GenerationStream(self.document(), caret.position(), number)
        self._caret_taken = False
        self._follower.start(self._stream.cursor())

    def join_last_step(self) -> None:
        """The text that comes is undone together with the edit just made."""
        if self._stream is not None:
            self._stream.join_last_step()

    def identify_generation(self, generation_id: int | None) -> None:
        """The generation has a record of this id; to be said before its text comes."""
        if self._stream is not None and generation_id is not None:
            self._stream.generation = generation_id

    def insert_generated(self, text: str) -> None:
        """Puts the next piece in. Nothing happens when no generation is under way."""
        stream = self._stream
        if stream is None or not text:
            return
        caret = self.textCursor()
        holds_caret = not stream.started and caret.position() == stream.end
        selected = caret.position() - caret.anchor()
        height = self._follower.before_growth()
        before = self.document().availableUndoSteps()
        self._ours = True
        stream.insert(text)
        if holds_caret:
            self._move_caret(stream.begin, stream.begin - selected)
        self._ours = False
        self._sheet.labels.note_machine(before)
        self._set_last(stream)
        self._follower.track(stream.cursor())
        self._follower.after_growth(height, line_pitch(self._style.pixels))

    def end_generation(self) -> None:
        """No more text comes. The caret goes behind it, if the person did not take it."""
        stream, self._stream = self._stream, None
        self._follower.stop()
        if stream is not None and stream.started and not self._caret_taken:
            self._ours = True
            self._move_caret(stream.end, stream.end)
            self._ours = False

    def take_back_generation(self) -> bool:
        """Removes what the model wrote last, in one undo step, and puts the caret there.

        A person's words in it stay. Returns whether there was a generation to take back.
        """
        last = self._sheet.last
        if last is None:
            return False
        self._stream = None
        step = self.textCursor()  # undo puts the caret where a step began
        step.beginEditBlock()
        for mark in reversed(self._ledger.marks.of_generation(last.generation)):
            step.setPosition(mark.start)
            step.setPosition(mark.end, QTextCursor.MoveMode.KeepAnchor)
            step.removeSelectedText()
        step.endEditBlock()
        self._move_caret(last.begin, last.begin)
        self._set_last(None)
        return True

    def replace_text(self, text: str, origins: Sequence[OriginSpan] | None) -> None:
        """Puts `text` in place of the story, in one undo step (see `editor_restore`)."""
        self.end_generation()
        replace_text(self.textCursor(), self._ledger.text(), text, origins)

    def _set_last(self, stream: GenerationStream | None) -> None:
        if stream is not self._sheet.last:
            self._sheet.last = stream
            self.retry_possible.emit(stream is not None)

    def _place_caret(self, position: int) -> None:
        self._move_caret(position, position)
        # The page may not have its size yet; a caret in the upper half shows what comes next.
        QTimer.singleShot(0, self, self._centre_caret)

    def _centre_caret(self) -> None:
        self._follower.scroll_by(self.cursorRect().center().y() - self.viewport().height() // 2)

    # The person

    def _on_caret_moved(self) -> None:
        if not self._ours and self._stream is not None:
            self._caret_taken = True
            self._follower.look_again()

    def _note_edit(self) -> None:
        if not self._ours:
            self._sheet.labels.note_edit(self._sheet.undo_depth)
            if self._stream is not None:
                self._stream.note_foreign_edit()
                self._caret_taken = True
        self._sheet.undo_depth = self.document().availableUndoSteps()
        self.words_changed.emit(self._ledger.words)
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo end a stream of text first."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_step()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_step()
        else:
            super().keyPressEvent(event)

    def undo_step(self) -> None:
        """Undoes one step. Text that streams in would run into it, so that ends first."""
        self._walk_history(self.undo)

    def redo_step(self) -> None:
        """Redoes one step."""
        self._walk_history(self.redo)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Shows the page's own menu, for the place that was clicked."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self._take_caret_to(self.cursorForPosition(event.pos()))
        menu = self.build_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _take_caret_to(self, place: QTextCursor) -> None:
        caret = self.textCursor()
        if not caret.selectionStart() <= place.position() <= caret.selectionEnd():
            self.setTextCursor(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl, the text grows or shrinks."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def build_menu(self) -> QMenu:
        """The menu of the page; undo says what it undoes."""
        menu = QMenu(self)
        document, key = self.document(), QKeySequence.StandardKey
        selected = self.textCursor().hasSelection()
        writable = not self.isReadOnly()
        undo = self.tr("Undo continuation")
        redo = self.tr("Redo continuation")
        if not self._sheet.labels.next_undo_is_machine():
            undo = self.tr("Undo typing") if document.isUndoAvailable() else self.tr("Undo")
        if not self._sheet.labels.next_redo_is_machine():
            redo = self.tr("Redo typing") if document.isRedoAvailable() else self.tr("Redo")
        add_action(menu, undo, key.Undo, self.undo_step, document.isUndoAvailable())
        add_action(menu, redo, key.Redo, self.redo_step, document.isRedoAvailable())
        menu.addSeparator()
        add_action(menu, self.tr("Cut"), key.Cut, self.cut, selected and writable)
        add_action(menu, self.tr("Copy"), key.Copy, self.copy, selected)
        add_action(menu, self.tr("Paste"), key.Paste, self.paste, writable and self.canPaste())
        menu.addSeparator()
        add_action(menu, self.tr("Select all"), key.SelectAll, self.selectAll, True)
        for add_to in self.menu_parts:
            add_to(menu)
        return menu

    def _walk_history(self, step: Callable[[], None]) -> None:
        if self._stream is not None:
            self.end_generation()
            self.stop_requested.emit()
        self._ours = self._walking = True
        before = self.document().firstBlock().blockFormat()
        step()
        # A change of style is no step of its own.
        while differently_styled(before, self.document().firstBlock().blockFormat()):
            before = self.document().firstBlock().blockFormat()
            step()
        self._ours = self._walking = False
        self.history_walked.emit()

    # Words

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setAccessibleName(self.tr("Story"))
        self.setPlaceholderText(self.tr("Write the first words, or let the model begin."))
