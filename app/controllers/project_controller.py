"""The open work and its tree: what is done to items, and how it is taken back.

Follows the page: the work that is open is that of the document on it. Knows nothing of widgets,
and of texts only that `DocumentsController` saves the page before somebody else changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.controllers.documents_controller import DocumentsController
from app.controllers.kept_settings import KeptSettings
from app.controllers.reworks import rework
from app.controllers.storage_bridge import StorageBridge
from app.db import item_texts, items, statuses, works
from app.db.items import Node
from app.db.projects import ItemRow, change_project, load_project
from app.db.storage import Work
from app.domain.documents import Document, DocumentSummary
from app.domain.projects import Item, Kind, Project, Section, Tree, section_of
from app.domain.tree_places import neighbour, new_place, step_target
from engine.types import UserError

T = TypeVar("T")
PROJECT_PROBLEM = "project"


class ProjectController(QObject):
    """Signals: `opened(Project)` for another work, `changed(Project)` when its tree is another
    one, `item_changed(Item)` for one item, `closed` when no work is open; `name_wanted(id)`
    after an item was made that wants a title; `done(str, bool)`: a sentence about what was
    done, and whether `undo` takes it back; `problem(key, UserError)` and `solved(key)`.
    """

    opened = Signal(object)
    changed = Signal(object)
    item_changed = Signal(object)
    closed = Signal()
    name_wanted = Signal(object)
    done = Signal(str, bool)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self, storage: StorageBridge, documents: DocumentsController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._documents = documents
        self._items: dict[int, Item] = {}
        self._tree: Tree | None = None
        self._undo: Callable[[], None] | None = None
        self._reopen: int | None = None
        self._to_name: int | None = None
        self._kept = KeptSettings(storage)
        self.project: Project | None = None

    # What is open

    @property
    def tree(self) -> Tree:
        """The items as they are now."""
        if self._tree is None:
            self._tree = Tree(self._items.values())
        return self._tree

    @property
    def items(self) -> dict[int, Item]:
        """The items of the open work by id."""
        return self._items

    def follow(self, document: Document) -> None:
        """A document is on the page: its work is the open one."""
        number = document.project_id
        self._run(partial(change_project, project_id=number, last_item=document.id))
        if self.project is None or number != self.project.id or document.id not in self._items:
            self._load(number)

    def open_work(self, project_id: int) -> None:
        """Opens a work at the item it was left at, or at the first with a text."""

        def go_on(project: Project) -> None:
            self._show(project)
            live = sorted(self.tree.reading_order(), key=lambda item: not item.characters)
            last = self._items.get(project.last_item or 0)
            if last is not None and not last.trashed:
                self._documents.open(last.id)
            elif live:
                self._documents.open(live[0].id)
            else:
                self._documents.leave()

        self._documents.save()
        self._run(partial(load_project, project_id=project_id), go_on)

    def close_work(self) -> None:
        """No work is open any more."""
        self._documents.leave()
        self.project, self._items, self._tree = None, {}, None
        self.closed.emit()

    def refresh(self) -> None:
        """Reads the tree again."""
        if self.project is not None:
            self._load(self.project.id)

    def note_saved(self, summary: DocumentSummary) -> None:
        """A text was saved: its counts may be others."""
        self._note(
            summary.id,
            words=summary.words,
            characters=summary.characters,
            updated_at=summary.updated_at,
        )

    def note_renamed(self, item_id: int, title: str) -> None:
        """An item has another title. A work without a name takes that of its first text."""
        self._note(item_id, title=title)
        project = self.project
        if project is not None and not project.title and item_id in self._items and title:
            self.project = replace(project, title=title)
            self._run(partial(change_project, project_id=project.id, title=title))
            self.changed.emit(self.project)

    def note_synopsis(self, item_id: int, synopsis: str) -> None:
        """An item has another synopsis."""
        self._note(item_id, synopsis=synopsis)

    # New items

    def create(self, kind: Kind = Kind.SCENE, near: int | None = None) -> None:
        """Makes an item near another one, or near the one on the page, and opens it."""
        project = self.project
        if project is None:
            self._documents.create()
            return
        place = new_place(self.tree, kind, self._documents.current if near is None else near)
        row = ItemRow(project.id, kind, parent_id=place.parent_id)

        def go_on(item_id: int) -> None:
            self._to_name = None if kind is Kind.SCENE else item_id
            self._documents.open(item_id)  # it is not in the tree yet: `follow` reads that anew
            self._documents.refresh()

        self._run(partial(items.create_item, item=row, after=place.after), go_on)

    def duplicate(self, ids: Sequence[int]) -> None:
        """Copies items with all below them."""
        live = self._live(ids)
        if not live:
            return
        name, copies = self.tr("{0} (copy)"), list[int]()
        self._change(
            lambda session: copies.extend(item_texts.duplicate_items(session, live, name)),
            self.tr("Copied.") if len(live) == 1 else self.tr("Copied several items."),
            back=partial(items.trash_items, ids=copies),
        )

    # Moving

    def move(
        self, ids: Sequence[int], section: Section, parent_id: int | None, before: int | None
    ) -> None:
        """Moves items under another one or to the top of a section."""
        work = partial(
            items.move_items, ids=list(ids), section=section, parent_id=parent_id, before=before
        )
        self._change(work, self._named(ids, self.tr("“{0}” was moved."), self.tr("Moved.")))

    def step(self, ids: Sequence[int], step: int) -> None:
        """Moves siblings up (-1) or down (1) by one place."""
        target = step_target(self.tree, ids, step)
        if target is not None:
            section = section_of(self._items[ids[0]].kind)
            work = partial(
                items.move_items,
                ids=list(ids),
                section=section,
                parent_id=target.parent_id,
                before=target.before,
            )
            self._change(work, "")

    def trash(self, ids: Sequence[int]) -> None:
        """Moves items with all below them to the trash; a neighbour comes on the page."""
        live = self._live(ids)
        if not live:
            return
        gone = {number for top in live for number in (top, *(i.id for i in self.tree.below(top)))}
        page = self._documents.current
        after = neighbour(self.tree, page, list(gone)) if page in gone and page else None

        def go_on() -> None:
            if page in gone:
                self._reopen = page
                if after is not None:
                    self._documents.open(after)
                else:
                    self._documents.leave()

        one, many = self.tr("“{0}” is in the trash."), self.tr("The items are in the trash.")
        self._change(partial(items.trash_items, ids=live), self._named(live, one, many), then=go_on)

    def restore(self, ids: Sequence[int]) -> None:
        """Takes items out of the trash."""
        chosen = [number for number in ids if number in self._items]
        if chosen:
            one, many = self.tr("“{0}” is back."), self.tr("The items are back.")
            work = partial(items.restore_items, ids=chosen)
            self._change(work, self._named(chosen, one, many))

    def delete(self, ids: Sequence[int]) -> None:
        """Deletes items of the trash for ever."""
        self._change(partial(items.delete_items, ids=list(ids)), "", undoable=False)

    def empty_trash(self) -> None:
        """Deletes all that lies in the trash of the open work for ever."""
        if self.project is not None:
            work = partial(items.empty_trash, project_id=self.project.id)
            self._change(work, self.tr("The trash is empty."), undoable=False)

    def undo(self) -> None:
        """Puts the tree back as it was before what was done last."""
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()

    # Texts

    def split(self, position: int) -> None:
        """What stands behind `position` in the text on the page becomes an item of its own."""
        page = self._documents.current
        if page is not None:
            work = partial(item_texts.split_item, item_id=page, position=position)
            self._rework([page], work, self.tr("Split in two."))

    def merge(self, ids: Sequence[int]) -> None:
        """Joins the texts of items into the first of them."""
        live = self._live(ids)
        if len(live) > 1:
            words = self.tr("Joined. The others lie in the trash as they were.")
            self._rework(live, partial(item_texts.merge_items, ids=live), words)

    # Statuses and marks

    def mark(
        self, ids: Sequence[int], *, status_id: int | None = None, included: bool | None = None
    ) -> None:
        """Gives items a status (0: none), or says whether they are exported."""
        work = partial(items.change_items, ids=list(ids), status_id=status_id, included=included)
        self._run(work, lambda _none: self.refresh())

    def arrange_statuses(self, wanted: Sequence[tuple[int, str, str]]) -> None:
        """Makes the statuses of the open work exactly these (id or 0, name, colour)."""
        if self.project is not None:
            work = partial(
                statuses.arrange_statuses, project_id=self.project.id, wanted=list(wanted)
            )
            self._run(work, lambda _none: self.refresh())

    def keep_settings(self, settings: dict[str, object]) -> None:
        """Remembers how the open work was left."""
        if self.project is not None:
            merged = {**self.project.settings, **settings}
            self.project = replace(self.project, settings=merged)
            self._kept.keep(self.project.id, settings)

    # How it goes

    def _change(
        self,
        work: Work[object],
        words: str,
        *,
        undoable: bool = True,
        then: Callable[[], None] = lambda: None,
        back: Work[object] | None = None,
    ) -> None:
        project = self.project
        if project is None:
            return
        self._documents.save()
        number = project.id

        def go_on(before: tuple[Node, ...]) -> None:
            undo = back or partial(works.put_back, project_id=number, before=before)
            self._undo = lambda: self._run(undo, lambda _none: self._after_undo())
            then()
            self.refresh()
            self._documents.refresh()
            if words:
                self.done.emit(words, undoable)

        self._run(partial(works.with_places, project_id=number, work=work), go_on)

    def _rework(self, ids: Sequence[int], work: Work[int], words: str) -> None:
        def go_on(undo: Callable[[], None]) -> None:
            self._undo = undo
            self.done.emit(words, True)

        if self.project is not None:
            rework(self._documents, self.project.id, ids, work, go_on)

    def _after_undo(self) -> None:
        self.refresh()
        back, self._reopen = self._reopen, None
        if back is not None:
            self._documents.open(back)

    def _load(self, project_id: int) -> None:
        self._run(partial(load_project, project_id=project_id), self._show)

    def _show(self, project: Project) -> None:
        another = self.project is None or self.project.id != project.id
        if another:
            self._kept.forget()
        self.project = project
        self._items = {item.id: item for item in project.items}
        self._tree = None
        (self.opened if another else self.changed).emit(project)
        if self._to_name in self._items:
            wanted, self._to_name = self._to_name, None
            self.name_wanted.emit(wanted)

    def _note(self, item_id: int, **changes: object) -> None:
        item = self._items.get(item_id)
        if item is not None:
            self._items[item_id] = replace(item, **changes)  # type: ignore[arg-type]
            self._tree = None
            if self.project is not None:
                self.project = replace(self.project, items=tuple(self._items.values()))
            self.item_changed.emit(self._items[item_id])

    def _live(self, ids: Sequence[int]) -> list[int]:
        return [n for n in ids if n in self._items and not self._items[n].trashed]

    def _named(self, ids: Sequence[int], one: str, many: str) -> str:
        if len(ids) != 1 or ids[0] not in self._items:
            return many
        return one.format(self._items[ids[0]].title or self.tr("Untitled"))

    def _run(self, work: Work[T], done: Callable[[T], object] = lambda _: None) -> None:
        def go_on(result: T) -> None:
            self.solved.emit(PROJECT_PROBLEM)
            done(result)

        def fail(error: UserError) -> None:
            self.problem.emit(PROJECT_PROBLEM, error)

        self._storage.run(work, go_on, fail)
