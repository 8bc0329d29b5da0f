"""The rail at the left: which page is open, and the way to the settings at its foot.

A click there opens all settings; its context menu holds what is changed most often.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from app.settings import Settings
from app.ui.icon_button import IconButton, describe
from app.ui.language import CHOICES
from app.ui.text_dialog import TextDialog
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2, RAIL_WIDTH

Choose = Callable[[str], None]
WRITE, STYLE, LORE, STATISTICS, PEOPLE = "write", "style", "lore", "statistics", "people"
MODELS = "models"
WRITE_KEY, STYLE_KEY, STATISTICS_KEY, LORE_KEY = "Alt+1", "Alt+2", "Alt+3", "Alt+4"
PEOPLE_KEY, MODELS_KEY = "Alt+5", "Alt+6"


class Rail(QFrame):
    """Signals: `page_chosen` is `write`, `people`, `style`, `lore`, `statistics` or `models`;
    others carry the values of `Settings`: `theme_chosen`, `language_chosen`; `size_step` is -1, 0
    (as installed) or 1; `settings_requested`, `backups_requested` and `keys_requested` open what
    they name;
    `setting_chosen(name, value)` is any other of `Settings`."""

    page_chosen = Signal(str)
    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    size_step = Signal(int)
    setting_chosen = Signal(str, object)
    settings_requested = Signal()
    backups_requested = Signal()
    keys_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._settings = Settings()
        self._write = self._page_button(theme, "pen-line", WRITE)
        self._people = self._page_button(theme, "users", PEOPLE)
        self._style = self._page_button(theme, "feather", STYLE)
        self._lore = self._page_button(theme, "book-open", LORE)
        self._statistics = self._page_button(theme, "chart-column", STATISTICS)
        self._models = self._page_button(theme, "box", MODELS)
        self._theme = theme
        self._options = self._button(theme, "settings")
        self._options.clicked.connect(lambda: self.settings_requested.emit())
        self._options.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._options.customContextMenuRequested.connect(self._open_menu)
        self._menu = QMenu(self)
        self.text_dialog = TextDialog(self)
        self.text_dialog.setting_chosen.connect(self.setting_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_1, GAP_2, GAP_1, GAP_2)
        column.addWidget(self._write)
        column.addWidget(self._people)
        column.addWidget(self._style)
        column.addWidget(self._statistics)
        column.addWidget(self._lore)
        column.addWidget(self._models)
        column.addStretch(1)
        column.addWidget(self._options)
        self.show_page(WRITE)
        self.retranslate()

    def show_page(self, page: str) -> None:
        """Marks the page that is open."""
        pages = (
            (self._write, WRITE),
            (self._people, PEOPLE),
            (self._style, STYLE),
            (self._statistics, STATISTICS),
            (self._lore, LORE),
            (self._models, MODELS),
        )
        for button, name in pages:
            button.setChecked(name == page)
        # Only now: of buttons that exclude one another, one is let go when another is chosen.
        for button, _name in pages:
            button.apply_tokens(self._theme.tokens)

    def show_settings(self, settings: Settings) -> None:
        """What the menu shows as chosen."""
        self._settings = settings
        self.text_dialog.show_settings(settings)

    def open_text_dialog(self) -> None:
        """How the text is shown and written, beside the text that shows it."""
        self.text_dialog.show()
        self.text_dialog.raise_()
        self.text_dialog.activateWindow()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._write.setText(self.tr("Write"))
        describe(self._write, self.tr("Write"), QKeySequence(WRITE_KEY))
        self._people.setText(self.tr("Chats"))
        describe(self._people, self.tr("Characters and conversations"), QKeySequence(PEOPLE_KEY))
        self._style.setText(self.tr("Style"))
        describe(self._style, self.tr("Teach the model styles"), QKeySequence(STYLE_KEY))
        self._lore.setText(self.tr("Lore"))
        words = self.tr("What the model reads of when it is named")
        describe(self._lore, words, QKeySequence(LORE_KEY))
        self._statistics.setText(self.tr("Goals"))
        describe(self._statistics, self.tr("Goals and statistics"), QKeySequence(STATISTICS_KEY))
        self._models.setText(self.tr("Models"))
        describe(self._models, self.tr("Models: get, choose, test"), QKeySequence(MODELS_KEY))
        self._options.setText(self.tr("Settings"))
        describe(self._options, self.tr("Settings"), QKeySequence("Ctrl+,"))
        self._fit_width()

    def build_menu(self) -> QMenu:
        """The menu of what is changed most often, with what is set now."""
        self._fill_menu()
        return self._menu

    def _open_menu(self, at: QPoint) -> None:
        self.build_menu().popup(self._options.mapToGlobal(at))

    def _fit_width(self) -> None:
        """Wide enough for the longest word: the system's font may be a wide one."""
        buttons = self.findChildren(IconButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
        for button in buttons:
            button.ensurePolished()
        words = max(b.fontMetrics().horizontalAdvance(b.text()) for b in buttons)
        width = max(RAIL_WIDTH, words + 4 * GAP_1)
        for button in buttons:
            button.setFixedWidth(width - 2 * GAP_1)
        self.setFixedWidth(width)

    def _button(self, theme: Theme, icon: str) -> IconButton:
        button = IconButton(theme, icon, self)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFixedHeight(50)
        button.setIconSize(QSize(20, 20))
        return button

    def _page_button(self, theme: Theme, icon: str, page: str) -> IconButton:
        button = self._button(theme, icon)
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.clicked.connect(lambda: self.page_chosen.emit(page))
        return button

    def _fill_menu(self) -> None:
        self._menu.clear()
        themes = (
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
            ("sepia", self.tr("Sepia")),
        )
        self._choices(self.tr("Theme"), themes, self._settings.theme, self.theme_chosen.emit)
        languages = (("", self.tr("As the system")), *CHOICES)
        self._choices(
            self.tr("Language"), languages, self._settings.language, self.language_chosen.emit
        )
        size = self._menu.addMenu(self.tr("Text size"))
        key = QKeySequence.StandardKey
        self._size(size, self.tr("Larger"), QKeySequence(key.ZoomIn), 1)
        self._size(size, self.tr("Smaller"), QKeySequence(key.ZoomOut), -1)
        self._size(size, self.tr("As installed"), QKeySequence("Ctrl+0"), 0)
        self._menu.addAction(self.tr("Text and page…"), self.open_text_dialog)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("All settings…"), self.settings_requested.emit)
        self._menu.addAction(self.tr("Backups…"), self.backups_requested.emit)
        self._menu.addAction(self.tr("Keyboard shortcuts…"), self.keys_requested.emit)

    def _choices(
        self, title: str, choices: tuple[tuple[str, str], ...], chosen: str, choose: Choose
    ) -> None:
        menu = self._menu.addMenu(title)
        group = QActionGroup(menu)
        for value, words in choices:
            action = QAction(words, group, checkable=True, checked=value == chosen)
            action.triggered.connect(lambda _=False, value=value: choose(value))
            menu.addAction(action)

    def _size(self, menu: QMenu, words: str, key: QKeySequence, step: int) -> None:
        action = menu.addAction(words, lambda: self.size_step.emit(step))
        action.setShortcut(key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # the window listens
