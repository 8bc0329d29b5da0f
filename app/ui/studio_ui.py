"""The widgets for writing with the model, put where they belong in the window. Decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from app.ui.editor_takes import EditorTakes
from app.ui.inspector import Inspector
from app.ui.offer_panel import OfferPanel
from app.ui.theme import Theme
from app.ui.write_page import WritePage
from app.ui.writing_actions import WritingActions


class StudioUi(QObject):
    """`desk` is the editor for who writes; `offers`, `section` and `actions` are what a person
    sees of it."""

    def __init__(self, theme: Theme, page: WritePage, inspector: Inspector) -> None:
        super().__init__(page)
        self._page = page
        self.desk = EditorTakes(page.editor)
        self.offers = OfferPanel(theme)
        page.show_below(self.offers)
        self.actions = WritingActions(page)
        self.section = inspector.studio
        self.section.offer_actions(self.actions)
        page.editor.menu_parts.append(self._extend_menu)
        self.desk.retry_possible.connect(inspector.allow_retry)
        self.actions.tree_requested.connect(self.section.toggle_tree)

    def _extend_menu(self, menu: QMenu) -> None:
        self.actions.fill_menu(menu, self._page.editor.textCursor().hasSelection())
