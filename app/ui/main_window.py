"""The window: rail, stories, page, inspector, status; its shortcuts; how it was left.

Builds its parts and passes their wishes on; knows no controllers.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.documents import Document
from app.domain.styles import Style
from app.settings import Settings
from app.ui.context_dialog import ContextDialog
from app.ui.durations import time_left
from app.ui.editor_commands import EditorCommands
from app.ui.errors import Explained, shown
from app.ui.file_drops import FileDrops
from app.ui.focus_mode import FocusMode
from app.ui.inspector import STOP_KEY, Inspector
from app.ui.lore_page import LorePage
from app.ui.models.models_page import ModelsPage
from app.ui.notices import Notices
from app.ui.people_page import PeoplePage
from app.ui.project_tree import ProjectTree
from app.ui.project_tree_keys import TreeCommands
from app.ui.rail import LORE, MODELS, PEOPLE, STATISTICS, STYLE, WRITE, Rail
from app.ui.statistics_page import StatisticsPage
from app.ui.status_bar import StatusBar, Task
from app.ui.studio_ui import StudioUi
from app.ui.style_page import StylePage
from app.ui.theme import Theme
from app.ui.tokens import INSPECTOR_WIDTH, LIST_WIDTH
from app.ui.window_commands import WindowCommands
from app.ui.work_search_commands import WorkSearchCommands
from app.ui.works_popup import WorksPopup
from app.ui.write_page import WritePage

_SIZE = (1280, 800)
_FRAME = 40
_MINIMUM_SIZE = (760, 480)


class MainWindow(QWidget):
    """Its parts are `rail`, `documents`, `page` (with `editor` and `messages`), `inspector`,
    `style_page`, `lore_page`, `statistics`, `people`, `models`, `context_dialog`, `status`,
    `commands`, and `notices` for what bars say; their signals are the person's wishes.

    Signals of its own: `save_requested` (Ctrl+S, or the window lost the focus), `close_requested`
    (it stays open until `finish_close`), `close_anyway_requested` (the person gave up what
    could not be saved), `page_shown(name)`.
    """

    save_requested = Signal()
    close_requested = Signal()
    close_anyway_requested = Signal()
    page_shown = Signal(str)

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.rail = Rail(theme)
        self.documents = ProjectTree(theme)
        self.works = WorksPopup(theme, self)
        self.page = WritePage(theme)
        self.editor = self.page.editor
        self.messages = self.page.messages
        self.inspector = Inspector(theme)
        self.style_page = StylePage(theme)
        self.lore_page = LorePage(theme)
        self.statistics = StatisticsPage(theme)
        self.people = PeoplePage(theme)
        self.models = ModelsPage(theme)
        self.context_dialog = ContextDialog(theme, self)
        self.status = StatusBar(theme)
        self.studio = StudioUi(theme, self.page, self.inspector)
        self._may_close = False
        self.notices = Notices(
            self.messages, self.style_page.messages, self, self.lore_page.messages
        )
        above = (self.page.header, self.page.format_bar)
        folds = (self.rail, self.documents, self.inspector, *above, self.status)
        self.focus_mode = FocusMode(self, folds, self.editor.view_mode)
        self.close_requested.connect(self.focus_mode.leave)
        self._stop = QShortcut(QKeySequence(STOP_KEY), self, enabled=False)
        self._lay_out()
        self.commands = WindowCommands(self)
        TreeCommands(self)
        EditorCommands(self)
        self.work_search = WorkSearchCommands(self)
        self.drops = FileDrops(self)
        self._connect()
        self.show_settings(settings)
        self._restore(settings)
        self.show_story(None)
        self.page.show_opening()

    # What it shows

    def show_document(self, document: Document) -> None:
        """Puts a story on the page."""
        self.show_story(document.title)  # first: the page is then as wide as it stays
        self.editor.show_document(document)
        self.documents.show_current(document.id)
        self.status.forget_last()
        if not self.documents.isAncestorOf(self.focusWidget()):
            self.editor.setFocus()

    def show_no_document(self) -> None:
        """There is no story to show."""
        self.editor.show_document(None)
        self.documents.show_current(None)
        self.status.forget_last()
        self.show_story(None)
        self.page.focus_begin()

    def show_reading(self, done: int, total: int) -> None:
        """The model reads `done` of `total` tokens before it writes."""
        locale = QLocale()
        words = self.tr("Reading {0} of {1} tokens").format(
            locale.toString(done), locale.toString(total)
        )
        self.status.show_task(Task(words, done, total))

    def show_story(self, title: str | None) -> None:
        """The title of the story that is open, `None` without one."""
        self.page.show_title(title)
        self.inspector.allow_continue(title is not None)
        self.style_page.show_story(title)
        if title is None:
            self.status.show_words(None)
            self.status.show_saving("")
        self.setWindowTitle(f"{title} – Longscroll" if title else "Longscroll")

    def show_running(self, running: bool) -> None:
        """Whether the model works; Escape then stops it, and a screen reader hears the end."""
        if self._stop.isEnabled() and not running:
            words = self.tr("The model has stopped writing.")
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.inspector.show_running(running)
        self._stop.setEnabled(running)

    def show_settings(self, settings: Settings) -> None:
        """Takes on what can be set; theme and language are the application's."""
        self.rail.show_settings(settings)
        self.inspector.show_settings(settings)
        self.page.show_settings(settings)

    def ask_to_lose_changes(self, error: Explained) -> None:
        """The last words could not be saved: lets the person decide. Answers by a signal."""
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Longscroll")
        box.setText(self.tr("The last changes are not saved."))
        box.setInformativeText("\n".join(shown(error)))
        lose = box.addButton(self.tr("Close and lose them"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Keep writing"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lose.clicked.connect(self.close_anyway_requested)
        box.open()

    def show_training(self, state: str) -> None:
        """A lesson is `preparing`, `learning`, `keeping`, or there is none (`idle`)."""
        self.style_page.show_state(state)
        if state == "idle":
            self.status.show_background(None)
        else:
            words = self.tr("Learning “{0}”").format(self.style_page.lesson_name)
            self.status.show_background(Task(words, 0, 0, can_cancel=state != "keeping"))

    def show_lesson_progress(self, step: int, steps: int, seconds_left: float) -> None:
        """How far a lesson is, on its page and at the bottom."""
        self.style_page.progress.show_progress(step, steps, seconds_left)
        words = self.tr("Learning “{0}”").format(self.style_page.lesson_name)
        if step:
            words = f"{words} · {time_left(seconds_left)}"
        self.status.show_background(Task(words, step, steps, can_cancel=True))

    def show_learnt(self, style: Style) -> None:
        """A lesson ended well; who is not on its page hears of it too."""
        self.style_page.show_result(style)
        if self._pages.currentWidget() is not self.style_page:
            self.notices.show_learnt(style)

    def come_forward(self) -> None:
        """Somebody started the program again: this is the window they look for."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def show_page(self, page: str) -> None:
        """Shows `write` or another page of the rail; the keyboard goes along."""
        number = (WRITE, STYLE, LORE, STATISTICS, PEOPLE, MODELS).index(page)
        self._pages.setCurrentIndex(number)
        self.rail.show_page(page)
        if page == WRITE:
            self.editor.setFocus()
        else:
            self._others[number - 1].focus_first()
        self.page_shown.emit(page)

    # How it was left

    def layout_changes(self) -> dict[str, object]:
        """The fields of `Settings` that say how the window was left."""
        normal = self.normalGeometry() if self.isMaximized() else self.geometry()
        folded = {"documents": self.documents, "inspector": self.inspector}
        return {
            "window": (normal.x(), normal.y(), normal.width(), normal.height()),
            "maximized": self.isMaximized(),
            "splitter": tuple(self._widths()),
            "folded": (
                *(name for name, panel in folded.items() if panel.isHidden()),
                *self.inspector.folded(),
            ),
        }

    def finish_close(self) -> None:
        """Everything is saved: the window may go."""
        self._may_close = True
        # Later: if nothing had to wait, Qt is still busy with the close that asked.
        QTimer.singleShot(0, self, self.close)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asks first that all is saved."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_requested.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Leaving the window is a moment to save."""
        super().changeEvent(event)
        left = event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow()
        if left and not self._may_close:
            self.save_requested.emit()

    def _widths(self) -> list[int]:
        """Of the list and the inspector; a folded panel keeps the width it had."""
        sizes = self._splitter.sizes()
        old = list(self._panel_widths)
        for number, size in ((0, sizes[0]), (1, sizes[2])):
            old[number] = size or old[number]
        return old

    def _restore(self, settings: Settings) -> None:
        self.setMinimumSize(*_MINIMUM_SIZE)
        self.resize(*_SIZE)
        if len(settings.window) == 4:
            self._restore_geometry(QRect(*settings.window))
        # A small screen, less a window's frame, is better filled than left behind.
        room = self.screen().availableSize() - QSize(0, _FRAME)
        fits = self.size().boundedTo(room) == self.size()
        if settings.maximized or not fits:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)
        if len(settings.splitter) == 2:
            self._panel_widths = (settings.splitter[0], settings.splitter[1])
        self.documents.setHidden("documents" in settings.folded)
        self.inspector.setHidden("inspector" in settings.folded)
        self.inspector.show_folded(settings.folded)
        left, right = self._panel_widths
        self._splitter.setSizes([left, max(400, self.width() - left - right - 56), right])

    def _restore_geometry(self, wanted: QRect) -> None:
        """Where it was, if that place is still on a screen; its size in any case."""
        screen = QGuiApplication.screenAt(wanted.center())
        if screen is None:
            self.resize(wanted.size().boundedTo(self.screen().availableSize()))
            return
        self.setGeometry(wanted.intersected(screen.availableGeometry()))

    # Parts

    def _lay_out(self) -> None:
        self._panel_widths = (LIST_WIDTH, INSPECTOR_WIDTH)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        for panel, stretch in ((self.documents, 0), (self.page, 1), (self.inspector, 0)):
            self._splitter.addWidget(panel)
            self._splitter.setStretchFactor(self._splitter.count() - 1, stretch)
        self._pages = QStackedWidget()
        others = (self.style_page, self.lore_page, self.statistics, self.people, self.models)
        self._others = others
        for page in (self._splitter, *others):
            self._pages.addWidget(page)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addWidget(self._pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self.status)

    def _connect(self) -> None:
        inspector, rail = self.inspector, self.rail
        rail.page_chosen.connect(self.show_page)
        rail.keys_requested.connect(self.commands.open_keys)
        self.status.models_requested.connect(lambda: self.show_page(MODELS))
        inspector.style_section.teach_requested.connect(lambda: self.show_page(STYLE))
        inspector.memory_section.lorebook_requested.connect(lambda: self.show_page(LORE))
        inspector.memory_section.context_requested.connect(self.context_dialog.open_beside)
        self._stop.activated.connect(inspector.stop_requested)
        self.page.create_requested.connect(self.documents.create_requested)
        # Who opens or begins a story wants to write in it.
        self.documents.keep_requested.connect(self.editor.setFocus)
        self.documents.create_requested.connect(self.editor.setFocus)
        self.page.fold_list_requested.connect(lambda: self.fold(self.documents))
        self.page.fold_inspector_requested.connect(lambda: self.fold(self.inspector))
        self.editor.words_changed.connect(self.status.show_words)
        self.page.counts.counted.connect(self.status.show_counts)
        self.editor.stop_requested.connect(inspector.stop_requested)

    # What its commands do

    def shows_story(self) -> bool:
        """Whether the page that stories are written on is to be seen."""
        return self._pages.currentWidget() is self._splitter

    def rename(self) -> None:
        """Lets the person rename what is chosen on the page."""
        if self._pages.currentWidget() is self.style_page:
            self.style_page.styles.rename_current()
            return
        self.documents.show()
        self.documents.rename_current()

    def fold(self, panel: QWidget) -> None:
        """Hides a panel, or shows it again."""
        panel.setHidden(not panel.isHidden())
