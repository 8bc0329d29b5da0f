"""Bold, italic, headings and the like by menu and shortcut, each one step to undo.

Knows the page and the text's dialect; nothing of stories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QTextBlock, QTextCursor
from PySide6.QtWidgets import QMenu

from app.domain.markup import (
    Edit,
    Look,
    has_look,
    scene_break_at,
    set_kind,
    set_look,
    toggled_kind,
    word_at,
)
from app.domain.prose import LineKind
from app.domain.text_units import TextUnits
from app.ui.sheet_edit import SheetEdit

_MARKS = {Look.BOLD: "**", Look.ITALIC: "*", Look.STRIKE: "~~"}
KEYS = {
    "bold": "Ctrl+B",
    "italic": "Ctrl+I",
    "strike": "Ctrl+Shift+X",
    "heading1": "Ctrl+1",
    "heading2": "Ctrl+2",
    "heading3": "Ctrl+3",
    "heading4": "Ctrl+4",
    "body": "Ctrl+5",
    "quote": "Ctrl+Shift+Q",
    "centred": "Ctrl+Shift+E",
    "break": "Ctrl+Shift+B",
}
_GROUPS = (3, 8, 10)
"""A line in the menu stands before the commands of these numbers."""


class FormatCommands(QObject):
    """The commands of one page, `actions` by name. They add themselves to the page's menu."""

    def __init__(self, page: SheetEdit) -> None:
        super().__init__(page)
        self._page = page
        acts: dict[str, Callable[[], None]] = {
            look.value: partial(self.toggle_look, look) for look in Look
        }
        for level in range(1, 5):
            acts[f"heading{level}"] = partial(self.make_kind, LineKind.HEADING, level)
        acts["body"] = partial(self.make_kind, LineKind.PARAGRAPH)
        acts["quote"] = partial(self.make_kind, LineKind.QUOTE)
        acts["centred"] = partial(self.make_kind, LineKind.CENTRED)
        acts["break"] = self.insert_scene_break
        self.actions = {name: self._action(KEYS[name], act) for name, act in acts.items()}
        page.installEventFilter(self)
        self.retranslate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the page's change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return False

    def retranslate(self) -> None:
        """Takes on the language in use."""
        texts = {
            "bold": self.tr("Bold"),
            "italic": self.tr("Italic"),
            "strike": self.tr("Strikethrough"),
            "heading1": self.tr("Heading 1"),
            "heading2": self.tr("Heading 2"),
            "heading3": self.tr("Heading 3"),
            "heading4": self.tr("Heading 4"),
            "body": self.tr("Body text"),
            "quote": self.tr("Block quote"),
            "centred": self.tr("Centred"),
            "break": self.tr("Scene break"),
        }
        for name, action in self.actions.items():
            action.setText(texts[name])

    def add_to_menu(self, menu: QMenu) -> None:
        """Adds the commands as a menu of their own."""
        formats = menu.addMenu(self.tr("Format"))
        formats.setEnabled(not self._page.isReadOnly())
        for number, action in enumerate(self.actions.values()):
            if number in _GROUPS:
                formats.addSeparator()
            formats.addAction(action)

    # The commands

    def toggle_look(self, look: Look) -> None:
        """A look for the selection or the word at the caret: on, or off where all has it."""
        caret = self._page.textCursor()
        if self._page.isReadOnly():
            return
        ranges = list(self._chosen(caret, words=not caret.hasSelection()))
        states = [has_look(block.text(), start, end, look) for block, start, end in ranges]
        if all(state is None for state in states):
            self._begin_look(caret, look)
            return
        on = not all(states[n] is not False for n in range(len(states)))
        self._edit((b, set_look(b.text(), start, end, look, on)) for b, start, end in ranges)

    def make_kind(self, kind: LineKind, level: int = 0) -> None:
        """Makes the chosen lines headings, quotes…; paragraphs again where all are that already."""
        if self._page.isReadOnly():
            return
        blocks = [block for block, _, _ in self._chosen(self._page.textCursor(), words=False)]
        made, level = toggled_kind([block.text() for block in blocks], kind, level)
        self._edit((block, set_kind(block.text(), made, level)) for block in blocks)

    def insert_scene_break(self) -> None:
        """Parts the paragraph at the caret by a scene break."""
        if self._page.isReadOnly():
            return
        caret = self._page.textCursor()
        caret.setPosition(caret.selectionEnd())
        line, start = caret.block().text(), caret.block().position()
        units = TextUnits(line)
        edit, place = scene_break_at(line, units.to_code_points(caret.positionInBlock()))
        self._edit([(caret.block(), [edit])])
        # What stands before the caret now is BMP but for the half of the line before the break.
        after = line[: edit.start] + edit.text
        caret.setPosition(start + TextUnits(after).to_utf16(place))
        self._page.setTextCursor(caret)

    def _begin_look(self, caret: QTextCursor, look: Look) -> None:
        """No word is here: marks, with the caret between them, for what is typed next."""
        mark = _MARKS[look]
        at = caret.selectionEnd()
        caret.setPosition(at)
        caret.insertText(mark * 2, self._page.format_for(at, at))
        caret.setPosition(at + len(mark))
        self._page.setTextCursor(caret)

    # How they work

    def _action(self, key: str, act: Callable[[], None]) -> QAction:
        action = QAction(self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: act())
        self._page.addAction(action)
        return action

    def _chosen(self, caret: QTextCursor, words: bool) -> Iterable[tuple[QTextBlock, int, int]]:
        """The chosen paragraphs with what is chosen in each, in code points; `words`: the word
        at the caret."""
        low, high = caret.selectionStart(), caret.selectionEnd()
        block = self._page.document().findBlock(low)
        while block.isValid() and block.position() <= high:
            units = TextUnits(block.text())
            start = units.to_code_points(max(0, low - block.position()))
            end = units.to_code_points(min(high - block.position(), block.length() - 1))
            if words:
                start, end = word_at(block.text(), start)
            yield block, start, end
            block = block.next()

    def _edit(self, changes: Iterable[tuple[QTextBlock, Sequence[Edit]]]) -> None:
        """Makes the edits in one step; the selection stays around the same words."""
        page = self._page
        caret = page.textCursor()
        first, last = QTextCursor(caret), QTextCursor(caret)
        first.setPosition(caret.selectionStart())
        last.setPosition(caret.selectionEnd())
        last.setKeepPositionOnInsert(caret.hasSelection())
        step = page.textCursor()  # undo puts the caret where a step began
        step.beginEditBlock()
        for block, edits in reversed(list(changes)):
            units, base = TextUnits(block.text()), block.position()
            for edit in reversed(edits):
                start, end = base + units.to_utf16(edit.start), base + units.to_utf16(edit.end)
                look = page.format_for(start, end)
                step.setPosition(start)
                step.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                step.insertText(edit.text, look)
        step.endEditBlock()
        caret.setPosition(first.position())
        caret.setPosition(max(last.position(), first.position()), QTextCursor.MoveMode.KeepAnchor)
        page.setTextCursor(caret)
