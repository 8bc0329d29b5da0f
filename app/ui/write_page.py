"""The page in the middle: its head with the title and the fold buttons, messages, the story.

Without a story it says what goes here and offers to begin one.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.find_bar import FindBar
from app.ui.find_in_page import FindInPage
from app.ui.icon_button import IconButton, describe
from app.ui.message_bar import MessageBar
from app.ui.project_tree import NEW_KEY
from app.ui.story_editor import StoryEditor
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_4, HEADER_HEIGHT

FOLD_LIST_KEY, FOLD_INSPECTOR_KEY = "F9", "Shift+F9"


class WritePage(QFrame):
    """Signals: `create_requested`, `fold_list_requested`, `fold_inspector_requested`."""

    create_requested = Signal()
    fold_list_requested = Signal()
    fold_inspector_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("writePage")
        self.messages = MessageBar(theme, self)
        self.editor = StoryEditor(theme.tokens, self)
        self.find_bar = FindBar(theme, self)
        self.finder = FindInPage(self.find_bar, self.editor, self)
        self._title_text = ""
        self._title = QLabel()
        self._title.setProperty("role", "quiet")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._fold_list = IconButton(theme, "panel-left")
        self._fold_inspector = IconButton(theme, "panel-right")
        self._empty_title, self._empty_hint = QLabel(), QLabel()
        self._empty_title.setProperty("role", "title")
        self._empty_hint.setProperty("role", "quiet")
        self._begin = QPushButton()
        self._begin.setProperty("role", "primary")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty_page())
        self._stack.addWidget(self.editor)
        self._stack.addWidget(QWidget())
        self._lay_out()
        self._begin.clicked.connect(self.create_requested)
        self._fold_list.clicked.connect(self.fold_list_requested)
        self._fold_inspector.clicked.connect(self.fold_inspector_requested)
        theme.changed.connect(self.editor.apply_tokens)
        self.retranslate()

    def show_title(self, title: str | None) -> None:
        """The title of the story on the page; `None`: there is no story."""
        self._title_text = title or ""
        self._title.setText(title or (self.tr("Untitled") if title is not None else ""))
        self._stack.setCurrentIndex(0 if title is None else 1)

    def show_below(self, panel: QWidget) -> None:
        """Puts a panel under the story."""
        self._column.addWidget(panel)

    def focus_begin(self) -> None:
        """The keyboard is where the one thing to do is."""
        self._begin.setFocus()

    def show_opening(self) -> None:
        """Nothing is known yet: an empty page that asks for nothing."""
        self._stack.setCurrentIndex(2)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._empty_title.setText(self.tr("No story is open"))
        self._empty_hint.setText(
            self.tr("Begin one: you write, and the model continues where you stop.")
        )
        self._begin.setText(self.tr("New story"))
        describe(self._begin, self.tr("New story"), QKeySequence(NEW_KEY))
        describe(self._fold_list, self.tr("Show or hide stories"), QKeySequence(FOLD_LIST_KEY))
        describe(
            self._fold_inspector,
            self.tr("Show or hide the panel"),
            QKeySequence(FOLD_INSPECTOR_KEY),
        )
        open_story = self._stack.currentWidget() is self.editor
        self.show_title(self._title_text if open_story else None)

    def _empty_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(GAP_2)
        column.addStretch(2)
        for widget in (self._empty_title, self._empty_hint):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(GAP_4)
        column.addWidget(self._begin, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    def _lay_out(self) -> None:
        header = QFrame()
        header.setObjectName("pageHeader")
        header.setFixedHeight(HEADER_HEIGHT)
        row = QHBoxLayout(header)
        row.setContentsMargins(GAP_2, 0, GAP_2, 0)
        row.addWidget(self._fold_list)
        row.addWidget(self._title, 1)
        row.addWidget(self._fold_inspector)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.messages)
        column.addWidget(self.find_bar)
        column.addWidget(self._stack, 1)
