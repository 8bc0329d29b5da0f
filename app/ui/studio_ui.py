"""The widgets for writing with the model, put where they belong in the window. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu

from app.domain.samplers import SamplerChoice
from app.ui.editor_takes import EditorTakes
from app.ui.inspector import Inspector
from app.ui.offer_panel import OfferPanel
from app.ui.sampler_fields import preset_name
from app.ui.sampler_panel import SamplerPanel
from app.ui.theme import Theme
from app.ui.words_popup import Word, WordsPopup
from app.ui.write_page import WritePage
from app.ui.writing_actions import WritingActions


class StudioUi(QObject):
    """`desk` is the editor for who writes; `offers`, `section` and `actions` are what a person
    sees of it. `words_requested(position or None)`: in the editor's units, or at the caret."""

    words_requested = Signal(object)

    def __init__(self, theme: Theme, page: WritePage, inspector: Inspector) -> None:
        super().__init__(page)
        self._page = page
        self._asked: int | None = None
        self.desk = EditorTakes(page.editor)
        self.offers = OfferPanel(theme)
        page.show_below(self.offers)
        self.actions = WritingActions(page)
        self.section = inspector.studio
        self.section.offer_actions(self.actions)
        page.editor.menu_parts.append(self._extend_menu)
        self.actions.tokens_requested.connect(self._ask_at_caret)
        self.desk.retry_possible.connect(inspector.allow_retry)
        self.actions.tree_requested.connect(self.section.toggle_tree)
        self.sampler = SamplerPanel(theme, page)
        for wish in (self.actions.sampling_requested, self.section.sampling_requested):
            wish.connect(self.sampler.show)
        self.words = WordsPopup(theme, page)
        self.words.left.connect(page.editor.setFocus)
        page.editor.viewport().installEventFilter(self)

    def show_sampler(self, choice: SamplerChoice) -> None:
        """How the model chooses its words, wherever that is shown."""
        self.sampler.show_choice(choice)
        name = preset_name(choice.preset)
        self.section.show_preset(f"{name} *" if choice.changed else name)

    def show_words(self, words: Sequence[Word]) -> None:
        """Opens the choice of other words where they were asked for."""
        editor = self._page.editor
        cursor = editor.textCursor()
        if self._asked is not None:
            cursor.setPosition(self._asked)
        place = editor.cursorRect(cursor).bottomLeft()
        self.words.show_words(words, editor.viewport().mapTo(self._page, place))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl and a click on a word ask what else could stand there."""
        if event.type() != QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and event.button() == Qt.MouseButton.LeftButton:
            position = self._page.editor.cursorForPosition(event.position().toPoint()).position()
            self._asked = position
            self.words_requested.emit(position)
        return super().eventFilter(watched, event)

    def _ask_at_caret(self) -> None:
        self._asked = None
        self.words_requested.emit(None)

    def _extend_menu(self, menu: QMenu) -> None:
        self.actions.fill_menu(menu, self._page.editor.textCursor().hasSelection())
