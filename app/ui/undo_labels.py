"""Remembers which undo steps are continuations, so that a menu can say what it undoes."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument


class UndoLabels:
    """Ranges of Qt's undo stack, `[from, to)` in commands, that the model's text filled."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._machine: list[tuple[int, int]] = []

    def clear(self) -> None:
        """The document and its undo stack begin anew."""
        self._machine.clear()

    def note_edit(self, before: int) -> None:
        """A person edited when `before` commands could be undone: what could be redone is gone."""
        self._machine = [span for span in self._machine if span[1] <= before]

    def note_machine(self, before: int) -> None:
        """The model's text took the stack from `before` commands to where it is now."""
        self._machine = [span for span in self._machine if span[1] <= before]
        self._machine.append((before, self._document.availableUndoSteps()))

    def next_undo_is_machine(self) -> bool:
        """Whether the next undo takes away text of the model."""
        return self._holds(self._document.availableUndoSteps() - 1)

    def next_redo_is_machine(self) -> bool:
        """Whether the next redo brings back text of the model."""
        return self._holds(self._document.availableUndoSteps())

    def _holds(self, command: int) -> bool:
        return any(low <= command < high for low, high in self._machine)
