"""The page in the middle: its head with the title and the fold buttons, messages, the story.

Without a story it says what goes here and offers to begin one.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.settings import Settings
from app.ui.find_bar import FindBar
from app.ui.find_in_page import FindInPage
from app.ui.format_bar import FormatBar
from app.ui.icon_button import IconButton, describe
from app.ui.message_bar import MessageBar
from app.ui.outline_page import OutlinePage
from app.ui.paragraph_shapes import PageStyle
from app.ui.project_tree import NEW_KEY
from app.ui.spelling_marks import SPELLING_KEY, SpellingMarks
from app.ui.story_editor import StoryEditor
from app.ui.tab_strip import TabStrip
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_4, HEADER_HEIGHT
from app.ui.word_counts import WordCounts
from app.ui.work_search_panel import WorkSearchPanel

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
        self.tabs = TabStrip(self)
        self.outline = OutlinePage()
        self.find_bar = FindBar(theme, self)
        self.finder = FindInPage(self.find_bar, self.editor, self)
        self.spelling = SpellingMarks(self.editor)
        self.editor.menu_parts.append(self.spelling.add_to_menu)
        self.work_search = WorkSearchPanel(theme, self)
        self.header = QFrame()
        self.counts = WordCounts(self.editor)
        self.editor.words_changed.connect(self.counts.note_change)
        self._title_text = ""
        self._has_story = False
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
        self._stack.addWidget(self.outline)
        self.format_bar = FormatBar(theme, self.editor.formats, self)
        self._bar_wanted = False
        self._stack.currentChanged.connect(lambda _index: self._show_bar())
        self._lay_out()
        self._begin.clicked.connect(self.create_requested)
        self._fold_list.clicked.connect(self.fold_list_requested)
        self._fold_inspector.clicked.connect(self.fold_inspector_requested)
        theme.changed.connect(self.editor.apply_tokens)
        switch = QShortcut(QKeySequence(SPELLING_KEY), self)
        switch.activated.connect(self.spelling.toggle)
        self.retranslate()

    def show_title(self, title: str | None) -> None:
        """The title of the story on the page; `None`: there is no story."""
        self._title_text = title or ""
        self._title.setText(title or (self.tr("Untitled") if title is not None else ""))
        if self._stack.currentWidget() is not self.outline:
            self._stack.setCurrentIndex(0 if title is None else 1)
        self._has_story = title is not None

    def show_outline(self, shown: bool) -> None:
        """Puts the outline in place of the text, or the text back."""
        if shown:
            self._stack.setCurrentWidget(self.outline)
            self.outline.table.setFocus()
        elif self._stack.currentWidget() is self.outline:
            self._stack.setCurrentIndex(1 if self._has_story else 0)
            self.editor.setFocus()

    def toggle_outline(self) -> None:
        """Shows the outline or the text."""
        self.show_outline(self._stack.currentWidget() is not self.outline)

    def show_settings(self, settings: Settings) -> None:
        """Takes on how text is shown and written."""
        style = PageStyle(settings.font_size, spaced=settings.paragraphs == "spacing")
        self.editor.set_face(settings.text_face, settings.column)
        self.editor.set_page_style(settings.font_family, style)
        self.editor.show_origins(settings.show_origins)
        self._bar_wanted = settings.format_bar
        self._show_bar()
        self.editor.smart_typing.use(settings.quotes)
        self.editor.view_mode.typewriter = settings.typewriter
        self.editor.view_mode.bright = settings.bright
        self.spelling.enable(settings.spelling)

    def _show_bar(self) -> None:
        text = self._stack.currentWidget() is self.editor
        self.format_bar.setVisible(self._bar_wanted and text)

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
        open_story = self._has_story
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
        header = self.header
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
        column.addWidget(self.tabs)
        column.addWidget(self.messages)
        column.addWidget(self.format_bar)
        column.addWidget(self.find_bar)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        for part, share in ((self._stack, 3), (self.work_search, 2)):
            split.addWidget(part)
            split.setStretchFactor(split.count() - 1, share)
        column.addWidget(split, 1)
