"""The head of a conversation: with whom, which one, as whom, in which format, and its checkpoints.

Shows values and says what is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeySequence, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from app.domain.chat import ChatMessage, UserPersona
from app.domain.chat_formats import ChatFormat
from app.ui.chat.format_titles import format_title
from app.ui.chat.pictures import picture_of
from app.ui.choice_button import ChoiceButton
from app.ui.find_bar import FIND_KEY
from app.ui.icon_button import IconButton, describe
from app.ui.shortened import shortened
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2, GAP_3, HEADER_HEIGHT

_PICTURE = 32
_LONGEST_NAME = 40


class ChatHeader(QFrame):
    """Signals: `chats_pressed`, `character_pressed`, `persona_chosen(id or None)` (`None`: as the
    character or the program has it), `personas_requested` to edit them, `format_chosen(id)` ("":
    the model's own), `formats_requested` to edit them, `checkpoint_chosen(message id, depth)`,
    `search_pressed`, `context_pressed`, `settings_pressed`."""

    chats_pressed = Signal()
    character_pressed = Signal()
    persona_chosen = Signal(object)
    personas_requested = Signal()
    format_chosen = Signal(str)
    formats_requested = Signal()
    checkpoint_chosen = Signal(int, int)
    search_pressed = Signal()
    context_pressed = Signal()
    settings_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chatHeader")
        self.setFixedHeight(HEADER_HEIGHT + GAP_1)
        self._personas: tuple[UserPersona, ...] = ()
        self._persona: int | None = None
        self._formats: tuple[ChatFormat, ...] = ()
        self._format = ""
        self._checkpoints: tuple[ChatMessage, ...] = ()
        self._title, self._open = "", False
        self.picture = QToolButton()
        self.picture.setIconSize(QSize(_PICTURE, _PICTURE))
        self._name = QLabel()
        self._name.setProperty("role", "heading")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self.chats = ChoiceButton(theme)
        self.chats.setFlat(True)
        self.persona = self._menu_button(theme, "user-round")
        self.format = self._menu_button(theme, "braces")
        self.checkpoints = self._menu_button(theme, "bookmark")
        self.settings = IconButton(theme, "sliders-horizontal")
        self.context = IconButton(theme, "file-search")
        self.search = IconButton(theme, "search")
        self.chats.clicked.connect(self.chats_pressed)
        self.picture.clicked.connect(self.character_pressed)
        self.settings.clicked.connect(self.settings_pressed)
        self.context.clicked.connect(self.context_pressed)
        self.search.clicked.connect(self.search_pressed)
        for button, fill in (
            (self.persona, self._fill_personas),
            (self.format, self._fill_formats),
            (self.checkpoints, self._fill_checkpoints),
        ):
            button.menu().aboutToShow.connect(fill)
        self._lay_out()
        self.retranslate()

    def show_character(self, name: str, picture: bytes = b"") -> None:
        """With whom one talks."""
        self._name.setText(shortened(name, _LONGEST_NAME))
        found = picture_of(picture, _PICTURE, self.devicePixelRatioF())
        self.picture.setVisible(found is not None)
        self.picture.setIcon(found or QPixmap())
        self.retranslate()

    def show_title(self, title: str, open_chat: bool = True) -> None:
        """Which conversation it is."""
        self._title, self._open = title, open_chat
        self._refresh_title()
        for button in self._buttons():
            button.setEnabled(open_chat)

    def show_personas(self, personas: Sequence[UserPersona], chosen: int | None) -> None:
        """As whom one talks; `None`: as the character or the program has it."""
        self._personas, self._persona = tuple(personas), chosen
        self.retranslate()

    def offer_formats(self, formats: Sequence[ChatFormat]) -> None:
        """How conversations can be written for the model."""
        self._formats = tuple(formats)
        self.retranslate()

    def show_format(self, chosen: str) -> None:
        """How this one is; "": as the model has it."""
        self._format = chosen
        self.retranslate()

    def show_checkpoints(self, messages: Sequence[ChatMessage]) -> None:
        """The places that have a name."""
        self._checkpoints = tuple(messages)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._refresh_title()
        name = self._name.text()
        describe(self.picture, self.tr("About {0}").format(name) if name else self.tr("Character"))
        persona = next((p.name for p in self._personas if p.id == self._persona), "")
        persona = persona or self.tr("as set for the character")
        describe(self.persona, self.tr("You are: {0}").format(persona))
        title = next((format_title(one) for one in self._formats if one.id == self._format), "")
        describe(self.format, self.tr("Prompt format: {0}").format(title or self.tr("the model’s")))
        describe(self.checkpoints, self.tr("Checkpoints"))
        describe(self.settings, self.tr("This conversation: note, recall, sampling…"))
        describe(self.context, self.tr("What the model read…"))
        describe(self.search, self.tr("Search this conversation"), QKeySequence(FIND_KEY))

    def _refresh_title(self) -> None:
        untitled = self.tr("Untitled") if self._open else self.tr("Conversations")
        self.chats.setText(shortened(self._title).replace("&", "&&") or untitled)
        describe(self.chats, self.tr("All conversations, and a new one"))

    def _fill_personas(self) -> None:
        menu = self.persona.menu()
        menu.clear()
        group = QActionGroup(menu)
        choices: list[tuple[int | None, str]] = [(None, self.tr("As set for the character"))]
        choices += [(persona.id, persona.name) for persona in self._personas]
        for number, name in choices:
            action = menu.addAction(shortened(name).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(number == self._persona)
            group.addAction(action)
            action.triggered.connect(lambda _=False, n=number: self.persona_chosen.emit(n))
        menu.addSeparator()
        menu.addAction(self.tr("Your personas…"), self.personas_requested.emit)

    def _fill_formats(self) -> None:
        menu = self.format.menu()
        menu.clear()
        group = QActionGroup(menu)
        own = [(one.id, format_title(one)) for one in self._formats]
        for key, title in (("", self.tr("The model’s own format")), *own):
            action = menu.addAction(shortened(title).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key == self._format)
            group.addAction(action)
            action.triggered.connect(lambda _=False, k=key: self.format_chosen.emit(k))
        menu.addSeparator()
        menu.addAction(self.tr("Prompt formats…"), self.formats_requested.emit)

    def _fill_checkpoints(self) -> None:
        menu = self.checkpoints.menu()
        menu.clear()
        for message in self._checkpoints:
            action = menu.addAction(shortened(message.checkpoint).replace("&", "&&"))
            action.triggered.connect(
                lambda _=False, m=message: self.checkpoint_chosen.emit(m.id, m.depth)
            )
        if not self._checkpoints:
            none = menu.addAction(self.tr("No checkpoints yet: name a place in its message’s menu"))
            none.setEnabled(False)

    def _buttons(self) -> tuple[IconButton, ...]:
        chosen = (self.persona, self.format, self.checkpoints)
        return (*chosen, self.settings, self.context, self.search)

    def _menu_button(self, theme: Theme, icon: str) -> IconButton:
        button = IconButton(theme, icon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(QMenu(button))
        return button

    def _lay_out(self) -> None:
        self.chats.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.picture.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_3, 0, GAP_2, 0)
        row.setSpacing(GAP_2)
        row.addWidget(self.picture)
        row.addWidget(self._name)
        row.addWidget(self.chats)
        row.addStretch(1)
        for button in self._buttons():
            row.addWidget(button)
