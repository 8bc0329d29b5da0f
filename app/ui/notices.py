"""What the bars above the pages say: problems on every page, and offers to undo or go on.

Knows errors only by their words, and no controllers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.domain.styles import Style, StyleUsers
from app.domain.versions import VersionSummary
from app.ui.errors import Explained, shown
from app.ui.message_bar import Message, MessageBar
from app.ui.style_users import count_text

_DELETED_ENTRY, _LORE_FILE = "entry-deleted", "lore-file"
_KEPT = "version-kept"
_DONE, _DELETED, _DELETED_STYLE, _LEARNT = "done", "deleted", "style-deleted", "style-learnt"
_DELETED_WORK = "work-deleted"
_REPLACED = "replaced"
_UNDO_SECONDS = 10.0
_NEWS_SECONDS = 30.0
_NAMES = 5


class Notices(QObject):
    """Signals, when the person takes up an offer: `restore_requested(id)` of a story just
    deleted, `restore_style_requested(id)`, `use_style_requested(id)` of a style just learnt,
    `restore_entry_requested(id)` of the lorebook, `restore_work_requested(id)`;
    `undo_requested` of what was done to the tree, `take_back_requested` of what was replaced in
    the work."""

    restore_requested = Signal(object)
    restore_style_requested = Signal(object)
    use_style_requested = Signal(object)
    restore_entry_requested = Signal(object)
    undo_requested = Signal()
    take_back_requested = Signal()
    restore_work_requested = Signal(object)

    def __init__(
        self, stories: MessageBar, styles: MessageBar, parent: QObject, lore: MessageBar
    ) -> None:
        super().__init__(parent)
        self._stories, self._styles, self._lore = stories, styles, lore
        self._ids: dict[str, int] = {}
        for bar in (stories, styles, lore):
            bar.action_chosen.connect(self._on_action)
            bar.closed.connect(self.solve)

    def show_problem(self, key: str, error: Explained) -> None:
        """Says above each page what happened and what to do, until it is solved or closed."""
        what, todo = shown(error)
        for bar in (self._stories, self._styles, self._lore):
            bar.show_message(Message(key, what, todo))

    def solve(self, key: str) -> None:
        """What was wrong no longer is."""
        for bar in (self._stories, self._styles, self._lore):
            bar.solve(key)

    def show_deleted(self, document_id: int, title: str) -> None:
        """Offers for a while to bring a story back from the trash."""
        what = self.tr("“{0}” is in the trash.").format(title or self.tr("Untitled"))
        self._ids[_DELETED] = document_id
        self._stories.show_message(self._undo(_DELETED, what))

    def show_done(self, what: str, undoable: bool) -> None:
        """Says for a while what was done to the tree, and offers to take it back."""
        plain = Message(_DONE, what, "", "notice", "", _UNDO_SECONDS)
        self._stories.show_message(self._undo(_DONE, what) if undoable else plain)

    def show_deleted_work(self, project_id: int, title: str) -> None:
        """Offers for a while to bring a work back from the trash."""
        what = self.tr("The work “{0}” is in the trash.").format(title or self.tr("Untitled"))
        self._ids[_DELETED_WORK] = project_id
        self._stories.show_message(self._undo(_DELETED_WORK, what))

    def show_deleted_style(self, style_id: int, name: str, users: StyleUsers) -> None:
        """Offers for a while to bring a style back, and tells what it meant for its users."""
        what = self.tr("“{0}” is deleted.").format(name)
        self._ids[_DELETED_STYLE] = style_id
        self._styles.show_message(self._undo(_DELETED_STYLE, what, self._without(users)))

    def _without(self, users: StyleUsers) -> str:
        if not (users.characters or users.chats):
            stories = len(users.stories)
            words = self.tr("%n story(s) used it and now go on without it.", "", stories)
            return words if stories else ""
        used = self.tr("Used until now: {0}. They go on without it.")
        return used.format(count_text(users))

    def show_learnt(self, style: Style) -> None:
        """Tells who is writing that a style is ready."""
        what = self.tr("The style “{0}” is ready.").format(style.name)
        use = self.tr("Use in the story")
        self._ids[_LEARNT] = style.id
        message = Message(_LEARNT, what, "", "notice", use, _NEWS_SECONDS)
        self._stories.show_message(message)

    def show_style_written(self, path: str) -> None:
        """Tells where a style was written."""
        what = self.tr("The style was written to {0}.").format(path)
        self._styles.show_message(Message(_LEARNT, what, "", "notice", "", _NEWS_SECONDS))

    def show_deleted_entry(self, entry_id: int, name: str) -> None:
        """Offers for a while to bring an entry of the lorebook back."""
        what = self.tr("“{0}” is deleted.").format(name or self.tr("Untitled"))
        self._ids[_DELETED_ENTRY] = entry_id
        self._lore.show_message(self._undo(_DELETED_ENTRY, what))

    def show_imported(self, number: int) -> None:
        """Tells how many entries a file brought."""
        what = self.tr("%n entry(s) added.", "", number)
        self._lore.show_message(Message(_LORE_FILE, what, "", "notice", "", _NEWS_SECONDS))

    def show_exported(self, path: str) -> None:
        """Tells where the entries were written."""
        what = self.tr("The lorebook was written to {0}.").format(path)
        self._lore.show_message(Message(_LORE_FILE, what, "", "notice", "", _NEWS_SECONDS))

    def show_kept(self, version: VersionSummary) -> None:
        """A version has a name and stays."""
        what = self.tr("The version “{0}” is kept.").format(version.name)
        self._stories.show_message(Message(_KEPT, what, "", "notice", "", _UNDO_SECONDS))

    def show_replaced(self, hits: int, texts: int, left: Sequence[str]) -> None:
        """Tells what was replaced in the work, and in which items it was not; offers to take it
        back."""
        what = self.tr("%n hit(s) replaced.", "", hits)
        if texts > 1:
            what = self.tr("%n hit(s) replaced in {0} texts.", "", hits).format(texts)
        todo = self.tr("Changed since the search, and left as they are: {0}")
        todo = todo.format(self._named(left)) if left else ""
        message = self._undo(_REPLACED, what, todo)
        self._stories.show_message(
            replace(message, seconds=_NEWS_SECONDS) if hits else Message(_REPLACED, what, todo)
        )

    def show_taken_back(self, texts: int, left: Sequence[str]) -> None:
        """Tells that a replacement was taken back, and where it was not."""
        what = self.tr("%n text(s) are as they were.", "", texts)
        todo = self.tr("Edited since, and left as they are: {0}")
        todo = todo.format(self._named(left)) if left else ""
        seconds = 0.0 if left else _UNDO_SECONDS
        kind = "warning" if left else "notice"
        self._stories.show_message(Message(_REPLACED, what, todo, kind, "", seconds))

    def _named(self, titles: Sequence[str]) -> str:
        names = [f"“{title or self.tr('Untitled')}”" for title in titles[:_NAMES]]
        return ", ".join(names) + (" …" if len(titles) > _NAMES else "")

    def _undo(self, key: str, what: str, todo: str = "") -> Message:
        return Message(key, what, todo, "notice", self.tr("Undo"), _UNDO_SECONDS)

    def _on_action(self, key: str) -> None:
        offers = {
            _DELETED: self.restore_requested,
            _DELETED_WORK: self.restore_work_requested,
            _DELETED_STYLE: self.restore_style_requested,
            _LEARNT: self.use_style_requested,
            _DELETED_ENTRY: self.restore_entry_requested,
        }
        if key == _REPLACED:
            self.take_back_requested.emit()
        if key == _DONE:
            self.undo_requested.emit()
        if key in offers:
            offers[key].emit(self._ids[key])
