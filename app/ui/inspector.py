"""The panel at the right: Continue or Stop above, folds below, whose words these are at the foot.

Takes and gives plain values; knows nothing of engines.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.settings import Settings
from app.ui.fold import Fold
from app.ui.icon_button import describe
from app.ui.icons import tinted_icon
from app.ui.item_details import ItemDetails
from app.ui.memory_section import MemorySection
from app.ui.studio_section import StudioSection
from app.ui.style_section import StyleSection
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2, GAP_3, GAP_4, INSPECTOR_WIDTH, Tokens
from app.ui.wheel_guard import WheelGuard
from app.ui.writing_sliders import WritingSliders

CONTINUE_KEY, STOP_KEY, RETRY_KEY = "Ctrl+Return", "Esc", "Ctrl+R"
WRITING, SCENE, MEMORY, STYLE = "writing", "scene", "memory", "style"


class Inspector(QFrame):
    """`style_section`, `item_details` and `memory_section` are parts with signals of their own;
    `folds` are the parts that open and close, by the names that settings know.

    Signals: `continue_requested`, `stop_requested`, `retry_requested`, and for the sliders
    `max_tokens_chosen(int)` and `temperature_chosen(float)`."""

    continue_requested = Signal()
    stop_requested = Signal()
    retry_requested = Signal()
    max_tokens_chosen = Signal(int)
    temperature_chosen = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setMinimumWidth(240)
        self._running = False
        self._tokens = theme.tokens
        self._primary, self._retry = QPushButton(), QPushButton()
        self._primary.setProperty("role", "primary")
        for button in (self._primary, self._retry):
            button.setIconSize(QSize(16, 16))
        self._sliders = WritingSliders()
        self._length, self._creativity = self._sliders.length, self._sliders.creativity
        self.style_section = StyleSection(theme)
        self.item_details = ItemDetails(theme)
        self.studio = StudioSection(theme, self)
        self.memory_section = MemorySection()
        self.folds = {
            WRITING: Fold(theme, self._writing()),
            SCENE: self.item_details.fold,
            MEMORY: Fold(theme, self.memory_section),
            STYLE: Fold(theme, self.style_section),
        }
        self._lay_out()
        self._primary.clicked.connect(self._on_primary)
        self._retry.setObjectName("retry")
        self._retry.clicked.connect(self.retry_requested)
        self._sliders.max_tokens_chosen.connect(self.max_tokens_chosen)
        self._sliders.temperature_chosen.connect(self.temperature_chosen)
        theme.changed.connect(self.apply_tokens)
        self.retranslate()
        self.allow_continue(False)
        self.allow_retry(False)

    def sizeHint(self) -> QSize:
        """As wide as the design says."""
        return QSize(INSPECTOR_WIDTH, super().sizeHint().height())

    def show_settings(self, settings: Settings) -> None:
        """Puts the sliders where the settings are."""
        self.show_sampler(settings.max_tokens, settings.temperature)

    def show_sampler(self, max_tokens: float, temperature: float) -> None:
        """Puts the sliders where the project's own choice is."""
        self._sliders.show_values(max_tokens, temperature)

    def show_folded(self, names: Iterable[str]) -> None:
        """Closes the named folds and opens the others."""
        closed = set(names)
        for name, fold in self.folds.items():
            fold.set_open(name not in closed)

    def folded(self) -> tuple[str, ...]:
        """The names of the folds that are closed."""
        return tuple(name for name, fold in self.folds.items() if not fold.is_open)

    def show_running(self, running: bool) -> None:
        """While the model works, the one button is Stop."""
        self._running = running
        self._primary.setProperty("running", running)
        self._primary.style().polish(self._primary)
        self._refresh_primary()

    def allow_continue(self, possible: bool) -> None:
        """Whether there is a story to continue."""
        self._primary.setEnabled(possible)
        self.style_section.allow(possible)
        self.studio.allow(possible)

    def allow_retry(self, possible: bool) -> None:
        """Whether there is a continuation to take back."""
        self._retry.setEnabled(possible)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Takes on the colours of a theme."""
        self._tokens = tokens
        self._refresh_primary()
        self._retry.setIcon(tinted_icon("rotate-ccw", tokens.ink, off=tokens.quiet, size=16))

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.folds[WRITING].set_title(self.tr("Writing"))
        self.folds[MEMORY].set_title(self.tr("Memory"))
        self.folds[STYLE].set_title(self.tr("Style"))
        self._retry.setText(_beside_icon(self.tr("Retry")))
        words = self.tr("Take the last continuation back and write another")
        describe(self._retry, words, QKeySequence(RETRY_KEY))
        self.apply_tokens(self._tokens)

    def _refresh_primary(self) -> None:
        running, tokens = self._running, self._tokens
        words = self.tr("Stop") if running else self.tr("Continue")
        self._primary.setText(_beside_icon(words))
        icon = "square" if running else "sparkles"
        colour = tokens.accent if running else tokens.on_accent
        self._primary.setIcon(tinted_icon(icon, colour, off=tokens.quiet, size=16))
        if running:
            describe(self._primary, self.tr("Stop and keep the text"), QKeySequence(STOP_KEY))
        else:
            words = self.tr("Let the model continue the story")
            describe(self._primary, words, QKeySequence(CONTINUE_KEY))

    def _on_primary(self) -> None:
        (self.stop_requested if self._running else self.continue_requested).emit()

    def _writing(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_2)
        column.addWidget(self.studio.revise)
        column.addWidget(self._sliders)
        column.addWidget(self.studio)
        return content

    def _head(self) -> QVBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP_2)
        buttons.addWidget(self._primary, 1)
        buttons.addWidget(self._retry)
        head = QVBoxLayout()
        head.setContentsMargins(GAP_4, GAP_3, GAP_4, GAP_1)
        head.setSpacing(GAP_1)
        head.addLayout(buttons)
        head.addWidget(self.studio.cost)
        head.addWidget(self.studio.takes)
        return head

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._head())
        inner, area = QWidget(), QScrollArea()
        inner.setObjectName("inspectorColumn")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        WheelGuard(area, inner)
        outer.addWidget(area, 1)
        outer.addWidget(self.studio.origin)
        column = QVBoxLayout(inner)
        column.setContentsMargins(GAP_4, GAP_1, GAP_4, GAP_3)
        column.setSpacing(GAP_2)
        column.addWidget(self.folds[WRITING])
        column.addWidget(self.item_details)
        column.addWidget(self.folds[MEMORY])
        column.addWidget(self.folds[STYLE])
        column.addStretch(1)


def _beside_icon(words: str) -> str:
    """Styled buttons leave no room between icon and text."""
    return f" {words}"
