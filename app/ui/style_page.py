"""The page where styles are taught and kept in order: the lesson at the left, the list beside it.

Puts its parts together and passes their wishes on; knows no controllers.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.domain.styles import Lesson, Style
from app.ui.lesson_form import LessonForm
from app.ui.lesson_progress import LessonProgress
from app.ui.message_bar import MessageBar
from app.ui.style_list import StyleList
from app.ui.theme import Theme
from app.ui.tokens import GAP_4, GAP_6, HEADER_HEIGHT

_WIDEST = 1080


class StylePage(QFrame):
    """Its parts are `messages`, `form`, `progress` and `styles`; `lesson_name` is the name that
    was asked for last. Signals of its own:
    `teach_requested(Lesson)`, `cancel_requested`, `use_requested(id)` of a style just learnt."""

    teach_requested = Signal(object)
    cancel_requested = Signal()
    use_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stylePage")
        self.messages = MessageBar(theme, self)
        self.form = LessonForm(self)
        self.progress = LessonProgress(theme)
        self.styles = StyleList(theme, self)
        self._title = QLabel()
        self._title.setProperty("role", "quiet")
        self._lesson_stack = QStackedWidget()
        self._lesson_stack.addWidget(self.form)
        self._lesson_stack.addWidget(self.progress)
        self.lesson_name = ""
        self._lay_out()
        self.form.teach_requested.connect(self._on_teach)
        self.progress.cancel_requested.connect(self.cancel_requested)
        self.progress.use_requested.connect(self._on_use)
        self.progress.again_requested.connect(self._show_form)
        self.retranslate()

    def show_state(self, state: str) -> None:
        """`preparing`, `learning`, `keeping`; `idle` brings the form back with what was chosen,
        until a result is shown."""
        if state == "preparing":
            self.progress.begin(self.lesson_name)
            self._lesson_stack.setCurrentWidget(self.progress)
        elif state == "keeping":
            self.progress.show_keeping()
        elif state == "idle":
            self._show_form()

    def show_result(self, style: Style) -> None:
        """What came of the lesson."""
        self.form.clear_name()
        self.progress.show_result(style)
        self.styles.select(style.id)
        self._lesson_stack.setCurrentWidget(self.progress)

    def show_story(self, title: str | None) -> None:
        """The story that styles can be used in; `None` without one."""
        self.styles.show_story(title)
        self.progress.allow_use(title is not None)

    def focus_first(self) -> None:
        """The keyboard is where one begins."""
        if self._lesson_stack.currentWidget() is self.form:
            self.form.focus_name()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._title.setText(self.tr("Style"))

    def _show_form(self) -> None:
        self._lesson_stack.setCurrentWidget(self.form)

    def _on_teach(self, lesson: Lesson) -> None:
        self.lesson_name = lesson.name
        self.teach_requested.emit(lesson)

    def _on_use(self, style_id: object) -> None:
        self._show_form()
        self.use_requested.emit(style_id)

    def _lay_out(self) -> None:
        header = QFrame()
        header.setObjectName("pageHeader")
        header.setFixedHeight(HEADER_HEIGHT)
        row = QHBoxLayout(header)
        row.addWidget(self._title, 0, Qt.AlignmentFlag.AlignCenter)
        middle = QWidget()
        middle.setMaximumWidth(_WIDEST)
        cards = QHBoxLayout(middle)
        cards.setContentsMargins(GAP_6, GAP_4, GAP_6, GAP_6)
        cards.setSpacing(GAP_6)
        cards.addWidget(self._lesson_stack, 5)
        cards.addWidget(self.styles, 4)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(middle, 1000)
        centred.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.messages)
        column.addLayout(centred, 1)
