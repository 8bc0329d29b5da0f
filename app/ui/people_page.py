"""The pages of characters: the library with its editor, and the conversation that is open.

Puts them together, with the dialogs that belong to them; knows no controllers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from app.formats.remarks import Remark
from app.ui.characters.characters_section import CharactersSection
from app.ui.characters.personas_dialog import PersonasDialog
from app.ui.chat.chat_page import ChatPage
from app.ui.errors import Explained, filled, shown
from app.ui.message_bar import Message, MessageBar
from app.ui.save_place import place_to_write
from app.ui.status_bar import Task
from app.ui.theme import Theme

_REMOVED, _NEWS, _RECOVERED = "chat-removed", "chat-news", "chat-recovered"
_MOST_REMARKS = 6
_UNDO_SECONDS, _NEWS_SECONDS = 10.0, 20.0
KINDS = {"jsonl": "SillyTavern (*.jsonl)", "md": "Markdown (*.md)", "txt": "Text (*.txt)"}


class PeoplePage(QStackedWidget):
    """Its parts are `library` (a `CharactersSection`), `chat` and `personas`.

    Signals: `chat_import_requested(Path)`, `chat_export_requested(chat id, Path, kind)`,
    `chat_restore_requested(chat id)`, `task_changed(Task or None)`, `chat_left` when the library
    is shown instead."""

    chat_import_requested = Signal(object)
    chat_export_requested = Signal(int, object, str)
    chat_restore_requested = Signal(int)
    chat_left = Signal()
    task_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.library = CharactersSection(theme)
        self.chat = ChatPage(theme)
        self.personas = PersonasDialog(theme, self.library.page.pictures, self)
        self._removed: int | None = None
        self._folder = Path.home()
        self.addWidget(self.library)
        self.addWidget(self.chat)
        self.chat.characters_requested.connect(self.show_library)
        self.chat.header.character_pressed.connect(self.show_library)
        self.chat.chats.import_requested.connect(self._ask_what_to_import)
        self.chat.chats.export_requested.connect(self._ask_where_to_export)
        for bar in (self.chat.messages, self.library.page.messages):
            bar.action_chosen.connect(self._on_action)

    def show_library(self) -> None:
        """All characters are to be seen; the chat stays open behind them."""
        self.setCurrentWidget(self.library)
        self.library.show_library()
        self.chat_left.emit()

    def show_chat(self) -> None:
        """The conversation is to be seen."""
        self.setCurrentWidget(self.chat)
        self.chat.focus_first()

    def shows_chat(self) -> bool:
        """Whether the conversation is to be seen."""
        return self.currentWidget() is self.chat

    def show_working(self, working: bool) -> None:
        """A file of a conversation is read or written, or no longer."""
        words = self.tr("Reading or writing a conversation…")
        self.task_changed.emit(Task(words, 0, 0, can_cancel=True) if working else None)

    def show_progress(self, done: int, total: int) -> None:
        """So many messages of it are done; `total` is 0 if nobody knows how many there are."""
        count = QLocale().toString(done)
        words = self.tr("Reading or writing a conversation: {0} messages").format(count)
        self.task_changed.emit(Task(words, done if total else 0, total, can_cancel=True))

    def show_cards_progress(self, done: int, total: int) -> None:
        """So many of `total` card files are read; 0 of 0: no more come."""
        locale = QLocale()
        words = self.tr("Reading characters: {0} of {1}")
        words = words.format(locale.toString(done), locale.toString(total))
        self.task_changed.emit(Task(words, done, total, can_cancel=True) if total else None)

    def focus_first(self) -> None:
        """The keyboard is where one begins."""
        page = self.chat if self.currentWidget() is self.chat else self.library
        page.focus_first()

    def open_personas(self) -> None:
        """Who the user is, in a dialog."""
        self.personas.show()
        self.personas.raise_()
        self.personas.activateWindow()
        self.personas.focus_first()

    def show_problem(self, key: str, error: Explained) -> None:
        """Says on each page what happened and what to do."""
        what, todo = shown(error)
        for bar in self._bars():
            bar.show_message(Message(key, what, todo))

    def solve(self, key: str) -> None:
        """What was wrong no longer is."""
        for bar in self._bars():
            bar.solve(key)

    def show_removed_chat(self, chat_id: int, title: str) -> None:
        """Offers for a while to bring a chat back."""
        self._removed = chat_id
        what = self.tr("The conversation “{0}” is deleted.").format(title or self.tr("Untitled"))
        undo = self.tr("Undo")
        for bar in self._bars():
            bar.show_message(Message(_REMOVED, what, "", "notice", undo, _UNDO_SECONDS))

    def show_recovered(self, chats: Sequence[int]) -> None:
        """Tells that replies which were cut off by a sudden end are in their chats."""
        what = self.tr("%n reply(s) that a sudden end cut off were kept.", "", len(chats))
        for bar in self._bars():
            bar.show_message(Message(_RECOVERED, what, "", "notice", "", _NEWS_SECONDS))

    def show_written(self, path: str) -> None:
        """Tells where something was written."""
        what = self.tr("Written to {0}.").format(path)
        for bar in self._bars():
            bar.show_message(Message(_NEWS, what, "", "notice", "", _NEWS_SECONDS))

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """What is to be known of a file that was read."""
        lines = [filled(one.template, one.params) for one in remarks[:_MOST_REMARKS]]
        if len(remarks) > _MOST_REMARKS:
            lines.append(self.tr("And %n more.", "", len(remarks) - _MOST_REMARKS))
        what = "\n".join(lines)
        for bar in self._bars():
            bar.show_message(Message(_NEWS, what, "", "notice", "", 0.0))

    def new_name(self) -> str:
        """What a new character is called at first."""
        return self.tr("New character")

    def shown_title(self, title: str) -> str:
        """What a conversation is called in a sentence."""
        return title or self.tr("this conversation")

    def branch_title(self, title: str) -> str:
        """What a conversation is called that branches off one."""
        return self.tr("{0} – branch").format(title or self.tr("Untitled"))

    def _bars(self) -> tuple[MessageBar, ...]:
        return (self.chat.messages, self.library.page.messages)

    def _on_action(self, key: str) -> None:
        if key == _REMOVED and self._removed is not None:
            self.chat_restore_requested.emit(self._removed)
            self.solve(_REMOVED)

    def _ask_what_to_import(self) -> None:
        kinds = self.tr("Conversations (*.jsonl *.json);;All files (*)")
        name, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Import a conversation"), str(self._folder), kinds
        )
        if name:
            self._folder = Path(name).parent
            self.chat_import_requested.emit(Path(name))

    def _ask_where_to_export(self, chat_id: int) -> None:
        name, chosen = QFileDialog.getSaveFileName(
            self,
            self.tr("Export the conversation"),
            str(self._folder / self.tr("conversation.jsonl")),
            ";;".join(KINDS.values()),
        )
        if not name:
            return
        by_filter = next((kind for kind, words in KINDS.items() if words == chosen), "jsonl")
        path = place_to_write(self, name, (by_filter, *KINDS))
        if path is not None:
            self._folder = path.parent
            kind = path.suffix.removeprefix(".").casefold()
            self.chat_export_requested.emit(chat_id, path, kind)
