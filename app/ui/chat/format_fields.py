"""The fields of a prompt format, and texts with line ends as one can type them in one line.

Shows a format and gives the one that is typed; knows no lists of formats.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from app.domain.chat_formats import ChatFormat, HeaderTexts
from app.ui.form_fields import TextField
from app.ui.tokens import GAP_2, GAP_3, GAP_4

_LINES = ("title", "user", "character", "narrator", "begin", "aside", "gap", "end", "line")
_TURNS = (*_LINES, "thinking", "stops", "replaced")
_HEADER = ("template", "main", "examples", "start")
_ARROW = " → "


def shown_escapes(text: str) -> str:
    """A text in one line: its line ends, tabs and backslashes are written out."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def from_escapes(text: str) -> str:
    """What was meant by `shown_escapes`; a backslash before anything else stands for itself."""
    marks = {"n": "\n", "t": "\t", "\\": "\\"}
    found: list[str] = []
    letters = iter(text)
    for letter in letters:
        if letter != "\\":
            found.append(letter)
            continue
        following = next(letters, "")
        found.append(marks.get(following, letter + following))
    return "".join(found)


class FormatFields(QTabWidget):
    """Signal: `typed`, when `form` is another."""

    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formatFields")
        self._form: ChatFormat | None = None
        self.lines = {name: QLineEdit() for name in (*_LINES, "thinking")}
        self.stops, self.replaced = TextField(2), TextField(2)
        self.header = {name: self._text(name) for name in _HEADER}
        self.chinese = {name: self._text(name) for name in _HEADER}
        self._labels = {name: QLabel() for name in _TURNS}
        self._headers = [{name: QLabel() for name in _HEADER} for _ in range(2)]
        self._lay_out()
        for field in self.lines.values():
            field.textEdited.connect(self.typed)
        for text in (self.stops, self.replaced, *self.header.values(), *self.chinese.values()):
            text.textChanged.connect(self.typed)
        self.retranslate()

    def show_format(self, form: ChatFormat, *, editable: bool) -> None:
        """Shows a format; one of the program's cannot be changed."""
        self._form = form
        for name, field in self.lines.items():
            wanted = shown_escapes(str(getattr(form, name)))
            if from_escapes(field.text()) != getattr(form, name):
                with QSignalBlocker(field):
                    field.setText(wanted)
            field.setReadOnly(not editable)
        self.stops.show_text("\n".join(map(shown_escapes, form.stops)))
        pairs = (f"{shown_escapes(a)}{_ARROW}{shown_escapes(b)}" for a, b in form.replaced)
        self.replaced.show_text("\n".join(pairs))
        for fields, chinese in ((self.header, False), (self.chinese, True)):
            texts = form.texts(chinese=chinese)
            for name, text in fields.items():
                text.show_text(getattr(texts, name))
        for text in (self.stops, self.replaced, *self.header.values(), *self.chinese.values()):
            text.setReadOnly(not editable)

    @property
    def form(self) -> ChatFormat | None:
        """The format as it is typed; it may be one that cannot be used."""
        if self._form is None:
            return None
        lines: dict[str, Any] = {
            name: from_escapes(field.text()) for name, field in self.lines.items()
        }
        stops = tuple(map(from_escapes, filter(None, self.stops.toPlainText().split("\n"))))
        chinese = _texts(self.chinese)
        same = self._form.chinese is None and chinese == self._form.header
        return replace(
            self._form,
            **lines,
            stops=stops,
            replaced=self._pairs(),
            header=_texts(self.header),
            chinese=None if same else chinese,
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        for place, title in enumerate((self.tr("Turns"), self.tr("Header"))):
            self.setTabText(place, title)
        self.setTabText(2, self.tr("Header for Chinese characters"))
        words = self._words()
        parts = self._fields()
        for name, label in self._labels.items():
            label.setText(words[name])
            parts[name].setAccessibleName(words[name])
        hint = self.tr("\\n stands for a line end")
        for name in ("end", "line", "thinking"):
            self.lines[name].setToolTip(hint)
        self.stops.setToolTip(self.tr("One a line; \\n stands for a line end"))
        self.replaced.setToolTip(self.tr("One a line, such as: ✿ → ❀"))
        titles = {
            "template": self.tr("Lines"),
            "main": self.tr("Task"),
            "examples": self.tr("Before examples"),
            "start": self.tr("After examples"),
        }
        for labels, texts in zip(self._headers, (self.header, self.chinese), strict=True):
            for name, label in labels.items():
                label.setText(titles[name])
                texts[name].setAccessibleName(titles[name])

    def _words(self) -> dict[str, str]:
        return {
            "title": self.tr("Name"),
            "user": self.tr("You begin with"),
            "character": self.tr("The character begins with"),
            "narrator": self.tr("The narrator begins with"),
            "begin": self.tr("The header begins with"),
            "aside": self.tr("A note begins with"),
            "gap": self.tr("Before the words"),
            "end": self.tr("After each turn"),
            "line": self.tr("Between lines of the header"),
            "thinking": self.tr("A reply goes on with"),
            "stops": self.tr("Also ends a reply"),
            "replaced": self.tr("Marks nobody may write"),
        }

    def _pairs(self) -> tuple[tuple[str, str], ...]:
        lines = (line.partition(_ARROW.strip()) for line in self.replaced.toPlainText().split("\n"))
        return tuple(
            (from_escapes(old.strip()), from_escapes(new.strip())) for old, _, new in lines if old
        )

    def _fields(self) -> dict[str, QWidget]:
        return {**self.lines, "stops": self.stops, "replaced": self.replaced}

    def _text(self, name: str) -> TextField:
        return TextField(5 if name == "template" else 1)

    def _lay_out(self) -> None:
        turns = QWidget()
        form = _form_of(turns)
        fields = self._fields()
        for name in _TURNS:
            self._labels[name].setBuddy(fields[name])
            form.addRow(self._labels[name], fields[name])
        self.addTab(turns, "")
        for labels, texts in zip(self._headers, (self.header, self.chinese), strict=True):
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(GAP_3, GAP_3, GAP_3, GAP_3)
            column.setSpacing(GAP_2)
            for name in _HEADER:
                labels[name].setBuddy(texts[name])
                column.addWidget(labels[name])
                column.addWidget(texts[name], 3 if name == "template" else 1)
            self.addTab(page, "")


def _texts(fields: dict[str, TextField]) -> HeaderTexts:
    return HeaderTexts(**{name: field.toPlainText() for name, field in fields.items()})


def _form_of(page: QWidget) -> QFormLayout:
    form = QFormLayout(page)
    form.setContentsMargins(GAP_3, GAP_3, GAP_3, GAP_3)
    form.setHorizontalSpacing(GAP_4)
    form.setVerticalSpacing(GAP_2)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
