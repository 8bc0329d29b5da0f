"""The chosen character beside the grid: picture, what its author says, chats, what can be done.

Creator notes are plain text, whatever they look like: nothing in them is fetched or run.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.cards import Character, CharacterSummary
from app.domain.chat import ChatSummary
from app.ui.characters.chats_list import ChatsList
from app.ui.characters.picture_loader import PictureLoader
from app.ui.characters.portrait import Portrait
from app.ui.characters.tags_field import TagsField
from app.ui.fold import Fold
from app.ui.icon_button import IconButton, describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2, GAP_3, GAP_4, Tokens

_PICTURE = QSize(180, 270)
_LONGEST_NOTES = 20_000
"""Signs of notes that are shown: a label is no reader of books."""


class CharacterDetails(QFrame):
    """`chats` is the list of its chats. Signals, each with the id of the character: `opened`,
    `edit_requested`, `export_requested(id, kind)`, `duplicate_requested`, `delete_requested`,
    `star_toggled(id, bool)`, `tags_changed(id, tags)`; `begin_requested(id)` a new chat."""

    opened = Signal(object)
    edit_requested = Signal(object)
    export_requested = Signal(object, str)
    duplicate_requested = Signal(object)
    delete_requested = Signal(object)
    star_toggled = Signal(object, bool)
    tags_changed = Signal(object, object)
    begin_requested = Signal(object)

    def __init__(
        self, theme: Theme, pictures: PictureLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("characterDetails")
        self._theme = theme
        self._summary: CharacterSummary | None = None
        self._kinds: Sequence[tuple[str, str]] = ()
        self._portrait = Portrait(theme, pictures, _PICTURE)
        self._name, self._by = QLabel(), QLabel()
        self._name.setProperty("role", "title")
        self._by.setProperty("role", "quiet")
        self._notes = QLabel()
        for label in (self._name, self._by, self._notes):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._notes_fold = Fold(theme, self._notes)
        self._tags = TagsField()
        self._star = IconButton(theme, "star")
        self._star.setCheckable(True)
        self._chat, self._edit, self._export = QPushButton(), QPushButton(), QPushButton()
        self._chat.setProperty("role", "primary")
        self._duplicate = IconButton(theme, "copy")
        self._delete = IconButton(theme, "trash-2")
        self._export_menu = QMenu(self._export)
        self._export.setMenu(self._export_menu)
        self.chats = ChatsList(theme)
        self._lay_out()
        self._connect(theme)
        self.retranslate()
        self.show_summary(None)

    def show_summary(self, summary: CharacterSummary | None) -> None:
        """The character that is chosen, by what the grid knows of it; `None` for none."""
        before = self._summary
        self._summary = summary
        self.setVisible(summary is not None)
        if summary is None:
            return
        self._name.setText(summary.name or self.tr("Unnamed"))
        self._tags.show_tags(summary.tags)
        self._star.setChecked(summary.favourite)
        self._refresh_star(self._theme.tokens)
        if before is None or before.id != summary.id:
            self._portrait.show_picture(summary.thumbnail, summary.name)
            self._say(summary.creator, "", "")
            self.chats.show_chats(())

    def show_character(self, character: Character) -> None:
        """The whole of the character that is chosen; of another one nothing is shown."""
        if self._summary is None or character.id != self._summary.id:
            return
        card, small = character.card, self._summary.thumbnail
        self._portrait.show_picture(character.picture, card.name, small)
        self._say(card.creator, card.character_version, card.creator_notes)

    def show_chats(self, character_id: int, chats: Sequence[ChatSummary]) -> None:
        """The chats with the character that is chosen; others are not shown."""
        if self._summary is not None and character_id == self._summary.id:
            self.chats.show_chats(chats)

    def offer_exports(self, kinds: Sequence[tuple[str, str]]) -> None:
        """What a card can be written as: kinds, and how they are called."""
        self._export_menu.clear()
        for kind, words in kinds:
            self._export_menu.addAction(words, partial(self._tell_export, kind))

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._chat.setText(self.tr("Chat"))
        describe(self._chat, self.tr("Go on with the last chat, or begin one"))
        self._edit.setText(self.tr("Edit"))
        describe(self._edit, self.tr("Edit the character’s card"))
        self._export.setText(self.tr("Export"))
        describe(self._export, self.tr("Write the card as a file"))
        describe(self._duplicate, self.tr("Duplicate the character"))
        describe(self._delete, self.tr("Delete the character"))
        describe(self._star, self.tr("Favourite"))
        self._notes_fold.set_title(self.tr("Notes of its creator"))
        self._notes.setAccessibleName(self.tr("Notes of its creator"))

    def _say(self, creator: str, version: str, notes: str) -> None:
        author = self.tr("by {0}").format(creator) if creator else ""
        number = self.tr("version {0}").format(version) if version else ""
        self._by.setText(" · ".join(filter(None, (author, number))))
        self._by.setVisible(bool(self._by.text()))
        self._notes.setText(notes[:_LONGEST_NOTES].strip())
        self._notes_fold.setVisible(bool(notes.strip()))

    def _refresh_star(self, tokens: Tokens) -> None:
        self._star.set_icon("star-filled" if self._star.isChecked() else "star")
        self._star.apply_tokens(tokens)

    def _tell(self, signal: SignalInstance, _on: bool = False) -> None:
        if self._summary is not None:
            signal.emit(self._summary.id)

    def _tell_export(self, kind: str) -> None:
        if self._summary is not None:
            self.export_requested.emit(self._summary.id, kind)

    def _tell_star(self, on: bool) -> None:
        self._refresh_star(self._theme.tokens)
        if self._summary is not None:
            self.star_toggled.emit(self._summary.id, on)

    def _tell_tags(self, tags: object) -> None:
        if self._summary is not None:
            self.tags_changed.emit(self._summary.id, tags)

    def _connect(self, theme: Theme) -> None:
        pairs = (
            (self._chat, self.opened),
            (self._edit, self.edit_requested),
            (self._duplicate, self.duplicate_requested),
            (self._delete, self.delete_requested),
        )
        for button, signal in pairs:
            button.clicked.connect(partial(self._tell, signal))
        self.chats.begin_requested.connect(partial(self._tell, self.begin_requested))
        self._star.clicked.connect(self._tell_star)
        self._tags.changed.connect(self._tell_tags)
        theme.changed.connect(self._refresh_star)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_3)
        column.addWidget(self._portrait, 0, Qt.AlignmentFlag.AlignHCenter)
        title = QHBoxLayout()
        title.setSpacing(GAP_1)
        called = QVBoxLayout()
        called.setSpacing(2)
        called.addWidget(self._name)
        called.addWidget(self._by)
        title.addLayout(called, 1)
        title.addWidget(self._star, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(title)
        column.addWidget(self._chat)
        acts = QHBoxLayout()
        acts.setSpacing(GAP_2)
        acts.addWidget(self._edit, 1)
        acts.addWidget(self._export, 1)
        acts.addWidget(self._duplicate)
        acts.addWidget(self._delete)
        column.addLayout(acts)
        column.addWidget(self._tags)
        column.addSpacing(GAP_1)
        column.addWidget(self.chats)
        column.addWidget(self._notes_fold)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
