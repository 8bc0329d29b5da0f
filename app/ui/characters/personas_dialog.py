"""The personas that the user can be in chats: list, words, picture, and where each is used.

Shows what it is given and says what the person wants; knows no storage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.chat import UserPersona
from app.ui.characters.counted_text import CountedText
from app.ui.characters.picture_field import PictureField
from app.ui.characters.picture_loader import PictureLoader
from app.ui.icon_button import describe
from app.ui.row_delegate import CURRENT_ROLE, DETAIL_ROLE, ID_ROLE, RowDelegate
from app.ui.shortened import shortened
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_3, GAP_4

_SIZE = (780, 540)
_PICTURE = QSize(120, 120)
_LIST_WIDTH = 240
_LONGEST = 40


@dataclass(frozen=True)
class PersonaUse:
    """Where a persona can be used now: names, "" where there is nothing of the kind, and the ids
    of the personas that are used there, `None` for what is usual."""

    character: str = ""
    character_persona: int | None = None
    chat: str = ""
    chat_persona: int | None = None


class PersonasDialog(QDialog):
    """Signals: `add_requested(name)`, answered by `set_personas` and `select`;
    `persona_changed(UserPersona)` as it is typed; `picture_chosen(id, Path)`,
    `picture_cleared(id)`, `default_chosen(id)`, `remove_requested(id)` after the person agreed;
    `character_use_chosen(id or None)`, `chat_use_chosen(id or None)`."""

    add_requested = Signal(str)
    persona_changed = Signal(object)
    picture_chosen = Signal(object, object)
    picture_cleared = Signal(object)
    default_chosen = Signal(object)
    remove_requested = Signal(object)
    character_use_chosen = Signal(object)
    chat_use_chosen = Signal(object)

    def __init__(
        self, theme: Theme, pictures: PictureLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("personasDialog")
        self.resize(*_SIZE)
        self._personas: dict[int, UserPersona] = {}
        self._use = PersonaUse()
        self.list = QListWidget()
        self._delegate = RowDelegate(theme.tokens, self)
        self.list.setItemDelegate(self._delegate)
        self.list.setMouseTracking(True)
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = QLabel()
        self._empty.setProperty("role", "quiet")
        self._empty.setWordWrap(True)
        self._empty.setFixedWidth(_LIST_WIDTH)
        self._add, self._remove, self._close = QPushButton(), QPushButton(), QPushButton()
        self.picture = PictureField(theme, pictures, _PICTURE)
        self.name, self.description = CountedText(1, counted=False), CountedText(7, counted=False)
        self.default = QCheckBox()
        self.for_character, self.for_chat = QCheckBox(), QCheckBox()
        self._form = QWidget()
        self._lay_out()
        self._connect(theme)
        self.retranslate()
        self.set_personas(())

    @property
    def current_id(self) -> int | None:
        """The persona that is chosen."""
        item = self.list.currentItem()
        number: int | None = None if item is None else item.data(ID_ROLE)
        return number

    def set_personas(self, personas: Sequence[UserPersona]) -> None:
        """All personas; the one that is chosen stays so."""
        current = self.current_id
        self._personas = {persona.id: persona for persona in personas}
        with QSignalBlocker(self.list):
            self.list.clear()
            for persona in personas:
                self.list.addItem(self._fill(QListWidgetItem(), persona))
        self._empty.setVisible(not personas)
        self.list.setVisible(bool(personas))
        self.select(current if current in self._personas else next(iter(self._personas), None))

    def set_use(self, use: PersonaUse) -> None:
        """The character and the chat that are open, and who the user is there."""
        self._use = use
        self._show_use()

    def select(self, persona_id: int | None) -> None:
        """Chooses a persona."""
        items = (self.list.item(row) for row in range(self.list.count()))
        found = next((item for item in items if item.data(ID_ROLE) == persona_id), None)
        if found is not None:
            with QSignalBlocker(self.list):
                self.list.setCurrentItem(found)
        self._show_current()

    def focus_first(self) -> None:
        """The keyboard is where one begins."""
        (self.name.field if self._personas else self._add).setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setWindowTitle(self.tr("Who you are in chats"))
        self.list.setAccessibleName(self.tr("Personas"))
        self._empty.setText(
            self.tr("A persona is who you are in a chat: a name, and what characters know of you.")
        )
        self._add.setText(self.tr("New persona"))
        describe(self._add, self.tr("Add a persona"))
        self._remove.setText(self.tr("Remove…"))
        describe(self._remove, self.tr("Remove this persona"))
        self._close.setText(self.tr("Close"))
        self.name.show_words(self.tr("Name"), self.tr("What {{user}} stands for"))
        self.description.show_words(
            self.tr("Description"), self.tr("What characters know of you; the model reads it")
        )
        self.default.setText(self.tr("Usual persona"))
        describe(self.default, self.tr("Used in every chat that says nothing else"))
        self._show_use()

    def _fill(self, item: QListWidgetItem, persona: UserPersona) -> QListWidgetItem:
        item.setText(persona.name or self.tr("Unnamed"))
        usual = self.tr("usual") if persona.is_default else ""
        line = next(iter(persona.description.splitlines()), "")
        detail = " · ".join(filter(None, (usual, line)))
        item.setData(ID_ROLE, persona.id)
        item.setData(DETAIL_ROLE, detail)
        item.setData(CURRENT_ROLE, persona.is_default)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {detail}")
        return item

    def _show_current(self) -> None:
        persona = self._personas.get(self.current_id or -1)
        for part in (self._form, self._remove):
            part.setEnabled(persona is not None)
        shown = persona or UserPersona(0, "")
        self.picture.show_picture(shown.picture, shown.name)
        self.name.show_text(shown.name)
        self.description.show_text(shown.description)
        with QSignalBlocker(self.default):
            self.default.setChecked(shown.is_default)
        self.default.setEnabled(not shown.is_default)  # another one is made the usual one
        self._show_use()

    def _show_use(self) -> None:
        use, current = self._use, self.current_id
        places = (
            (self.for_character, use.character, use.character_persona),
            (self.for_chat, use.chat, use.chat_persona),
        )
        words = (self.tr("Always with {0}"), self.tr("In the chat “{0}”"))
        for (box, name, persona), text in zip(places, words, strict=True):
            box.setText(text.format(shortened(name, _LONGEST)).replace("&", "&&"))
            box.setVisible(bool(name))
            with QSignalBlocker(box):
                box.setChecked(current is not None and persona == current)

    def _on_typed(self) -> None:
        persona = self._personas.get(self.current_id or -1)
        if persona is None:
            return
        changed = replace(persona, name=self.name.text, description=self.description.text)
        if changed != persona:
            self._personas[persona.id] = changed
            self._fill(self.list.currentItem(), changed)
            self.persona_changed.emit(changed)

    def _on_default(self, on: bool) -> None:
        if on and self.current_id is not None:
            self.default_chosen.emit(self.current_id)

    def _on_character(self, on: bool) -> None:
        self._use = replace(self._use, character_persona=self.current_id if on else None)
        self.character_use_chosen.emit(self._use.character_persona)

    def _on_chat(self, on: bool) -> None:
        self._use = replace(self._use, chat_persona=self.current_id if on else None)
        self.chat_use_chosen.emit(self._use.chat_persona)

    def _ask_to_remove(self) -> None:
        persona = self._personas.get(self.current_id or -1)
        if persona is None:
            return
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.windowTitle())
        name = persona.name or self.tr("Unnamed")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Remove the persona “{0}”?").format(shortened(name)))
        box.setInformativeText(self.tr("Chats with it stay and go on with the usual persona."))
        remove = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        remove.clicked.connect(lambda: self.remove_requested.emit(persona.id))
        box.open()

    def _connect(self, theme: Theme) -> None:
        theme.changed.connect(self._delegate.apply_tokens)
        self.list.currentRowChanged.connect(lambda _row: self._show_current())
        self._add.clicked.connect(lambda: self.add_requested.emit(self.tr("New persona")))
        self._remove.clicked.connect(self._ask_to_remove)
        self._close.clicked.connect(self.accept)
        self.picture.picked.connect(lambda path: self.picture_chosen.emit(self.current_id, path))
        self.picture.cleared.connect(lambda: self.picture_cleared.emit(self.current_id))
        for text in (self.name, self.description):
            text.typed.connect(self._on_typed)
        self.default.toggled.connect(self._on_default)
        self.for_character.toggled.connect(self._on_character)
        self.for_chat.toggled.connect(self._on_chat)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GAP_2)
        left.addWidget(self._empty)
        left.addWidget(self.list, 1)
        left.addStretch(0)
        left.addWidget(self._add)
        words = QVBoxLayout()
        words.setSpacing(GAP_3)
        for part in (self.name, self.description, self.default, self.for_character, self.for_chat):
            words.addWidget(part)
        words.addStretch(1)
        form = QHBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(GAP_4)
        form.addWidget(self.picture)
        form.addLayout(words, 1)
        upper = QHBoxLayout()
        upper.setSpacing(GAP_4)
        upper.addLayout(left)
        upper.addWidget(self._form, 1)
        lower = QHBoxLayout()
        lower.addWidget(self._remove)
        lower.addStretch(1)
        lower.addWidget(self._close)
        for button in (self._add, self._remove, self._close):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_4)
        column.addLayout(upper, 1)
        column.addLayout(lower)
