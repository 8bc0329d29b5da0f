"""One quiet line above the box: what the next reply will cost, or what the model is doing.

Shows figures; knows no model.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.tokens import GAP_1


@dataclass(frozen=True)
class Cost:
    """What the next reply makes the model read: so many tokens, in about so many seconds
    (`None`: not known)."""

    tokens: int
    seconds: float | None = None


@dataclass(frozen=True)
class Reading:
    """The model reads: so many of so many tokens are done."""

    done: int
    total: int


@dataclass(frozen=True)
class Writing:
    """The model writes; so many tokens a second (`None`: not known yet)."""

    speed: float | None = None


Status = Cost | Reading | Writing | None


class CostLine(QLabel):
    """Shows a `Status`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContentsMargins(0, GAP_1, 0, 0)
        self._status: Status = None

    def show_status(self, status: Status) -> None:
        """What is to be said; `None`: nothing."""
        self._status = status
        self.setText(self._words())

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setText(self._words())

    def _words(self) -> str:
        status, locale = self._status, QLocale()
        if isinstance(status, Reading):
            words = self.tr("Reading… {0} of {1} tokens")
            return words.format(locale.toString(status.done), locale.toString(status.total))
        if isinstance(status, Writing):
            if status.speed is None:
                return self.tr("Writing…")
            return self.tr("Writing… {0} tokens a second").format(
                locale.toString(status.speed, "f", 1)
            )
        return "" if status is None else self._cost(status, locale)

    def _cost(self, cost: Cost, locale: QLocale) -> str:
        if not cost.tokens:
            return self.tr("Nothing to read again")
        tokens = locale.toString(cost.tokens)
        if cost.seconds is None:
            return self.tr("Reads {0} tokens").format(tokens)
        if cost.seconds < 1:
            return self.tr("Reads {0} tokens, less than a second").format(tokens)
        words = self.tr("Reads {0} tokens, about {1} s")
        return words.format(tokens, locale.toString(round(cost.seconds)))
