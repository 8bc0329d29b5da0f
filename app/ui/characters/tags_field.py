"""Tags as chips: those there are, each with a cross, and a line to type more. Plain values."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.domain.character_library import folded
from app.ui.flow_layout import FlowLayout
from app.ui.icon_button import describe
from app.ui.shortened import shortened

_LINE_WIDTH = 110
_LONGEST = 28


class TagsField(QWidget):
    """Return or a comma adds what was typed, Backspace in an empty line takes the last away.
    Signal: `changed(tuple of tags)`."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: tuple[str, ...] = ()
        self._chips: list[QPushButton] = []
        self._line = QLineEdit()
        self._line.setMaximumWidth(_LINE_WIDTH)
        self._flow = FlowLayout(self)
        self._flow.addWidget(self._line)
        self._line.installEventFilter(self)
        self._line.textEdited.connect(self._on_typed)
        self._line.editingFinished.connect(self._add_typed)
        self.retranslate()

    @property
    def tags(self) -> tuple[str, ...]:
        """Those that are shown."""
        return self._tags

    def show_tags(self, tags: Sequence[str]) -> None:
        """Shows exactly these, without telling anybody."""
        if tuple(tags) == self._tags and len(self._chips) == len(self._tags):
            return
        self._tags = tuple(tags)
        self._flow.removeWidget(self._line)
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(tag) for tag in self._tags]
        self._flow.addWidget(self._line)
        self.updateGeometry()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Backspace in the empty line takes the last tag away; Return adds, and nothing else."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Backspace and not self._line.text() and self._tags:
                self._change(self._tags[:-1])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._add_typed()
                return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._line.setPlaceholderText(self.tr("Add a tag"))
        self._line.setAccessibleName(self.tr("Add a tag"))
        for chip, tag in zip(self._chips, self._tags, strict=True):
            describe(chip, self.tr("Remove the tag “{0}”").format(tag))

    def _chip(self, tag: str) -> QPushButton:
        chip = QPushButton(f"{shortened(tag, _LONGEST)}  ×".replace("&", "&&"), self)
        chip.setProperty("role", "chip")
        chip.setAutoDefault(False)
        describe(chip, self.tr("Remove the tag “{0}”").format(tag))
        chip.clicked.connect(lambda: self._remove(tag))
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _remove(self, tag: str) -> None:
        self._change(tuple(kept for kept in self._tags if kept != tag))
        self._line.setFocus()

    def _on_typed(self, text: str) -> None:
        if text.endswith((",", "，", "、")):
            self._add_typed()

    def _add_typed(self) -> None:
        parts = self._line.text().replace("，", ",").replace("、", ",").split(",")
        self._line.clear()
        known, added = {folded(tag) for tag in self._tags}, list(self._tags)
        for tag in (" ".join(part.split()) for part in parts):
            if tag and folded(tag) not in known:
                known.add(folded(tag))
                added.append(tag)
        if len(added) > len(self._tags):
            self._change(tuple(added))

    def _change(self, tags: tuple[str, ...]) -> None:
        self.show_tags(tags)
        self.changed.emit(tags)
