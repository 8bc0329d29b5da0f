"""A text of a card: its title, the field, and below it how many tokens it has.

Knows nothing of cards.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.ui.form_fields import TextField
from app.ui.tokens import GAP_1

_MOST_LINES, _FRAME = 18, 20


class CountedText(QWidget):
    """With `lines` 1 it is a single line. Signals: `typed`, `entered` when the keyboard comes to
    it."""

    typed = Signal()
    entered = Signal()

    def __init__(self, lines: int, counted: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: int | None = None
        self.title, self._count = QLabel(), QLabel()
        self._count.setProperty("role", "quiet")
        if not counted:
            self._count.hide()
        self._line = _Line() if lines == 1 else None
        self._area = None if lines == 1 else _Area(lines)
        self.field: QWidget = self._line or self._area or QWidget()
        self.title.setBuddy(self.field)
        if self._line is not None:
            self._line.textEdited.connect(self.typed)
            self._line.entered.connect(self.entered)
        if self._area is not None:
            self._area.textChanged.connect(self.typed)
            self._area.entered.connect(self.entered)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self._count)
        self.head = head
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_1)
        column.addLayout(head)
        column.addWidget(self.field)

    @property
    def text(self) -> str:
        """What stands in it."""
        if self._line is not None:
            return self._line.text()
        return "" if self._area is None else self._area.toPlainText()

    def show_text(self, text: str) -> None:
        """Shows a text without telling anybody; what it had to undo is forgotten with it."""
        if self._line is not None and text != self._line.text():
            self._line.setText(text)
        if self._area is not None:
            self._area.show_text(text)

    def show_words(self, title: str, hint: str = "") -> None:
        """The title, and what stands in the empty field."""
        self.title.setText(title)
        self.field.setAccessibleName(title)
        if self._line is not None:
            self._line.setPlaceholderText(hint)
        if self._area is not None:
            self._area.setPlaceholderText(hint)
        self.show_tokens(self._tokens)

    def show_tokens(self, tokens: int | None) -> None:
        """How many tokens it has; `None` while that is not known."""
        self._tokens = tokens
        self._count.setText("" if not tokens else self.tr("%n token(s)", "", tokens))
        if tokens and tokens >= 1000:
            number = QLocale().toString(tokens)
            self._count.setText(self.tr("{0} tokens").format(number))

    def insert(self, text: str) -> None:
        """Puts a text in at the caret, as one step of undo, and gives it the keyboard."""
        if self._line is not None:
            self._line.insert(text)
            self.typed.emit()
        if self._area is not None:
            self._area.insertPlainText(text)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.show_tokens(self._tokens)


class _Line(QLineEdit):
    entered = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tells that the keyboard is here."""
        super().focusInEvent(event)
        self.entered.emit()


class _Area(TextField):
    """Grows with its text, to a height where the page around it can still be scrolled."""

    entered = Signal()

    def __init__(self, lines: int) -> None:
        super().__init__(lines)
        self._least = lines
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tells that the keyboard is here."""
        super().focusInEvent(event)
        self.entered.emit()

    def _grow(self) -> None:
        # Qt gives the height of such a document in lines.
        lines = round(self.document().documentLayout().documentSize().height()) + 1
        shown = min(max(lines, self._least), max(_MOST_LINES, self._least))
        self.setFixedHeight(self.fontMetrics().lineSpacing() * shown + _FRAME)
