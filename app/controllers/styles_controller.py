"""The styles: lists, renames and deletes them, and keeps with which of them a story is written.

Knows nothing of widgets, nor of how a style is learnt.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.controllers.storage_bridge import StorageBridge
from app.controllers.style_chooser import PROBLEM as PROBLEM
from app.controllers.style_chooser import StyleChooser
from app.db import styles as library
from app.db.storage import Work
from app.domain.documents import Document
from app.domain.styles import Style, StyleChoice, StyleUsers
from engine.types import ModelInfo, StylePart

T = TypeVar("T")


class StylesController(QObject):
    """Signals: `listed(list of Style, model key)`; `chosen(StyleChoice)` for the story on the
    page; `deleted(id, name, StyleUsers)` who used it; `problem(key, UserError)` and
    `solved(key)`."""

    listed = Signal(object, str)
    chosen = Signal(object)
    deleted = Signal(object, str, object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(self, storage: StorageBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._storage = storage
        self._styles: list[Style] = []
        self._model_key = ""
        self._story = story = StyleChooser(storage, _keep, self)
        story.chosen.connect(self.chosen)
        story.problem.connect(self.problem)
        story.solved.connect(self.solved)
        self.toggle, self.use, self.clear = story.toggle, story.use, story.clear
        self.set_strength, self.set_weight = story.set_strength, story.set_weight
        self.flush = story.flush

    def start(self) -> None:
        """Lists the styles; those deleted before this start are forgotten for good."""
        self._run(library.empty_style_trash, lambda _none: None)
        self.refresh()

    def refresh(self) -> None:
        """Lists the styles again."""
        self._run(library.list_styles, self._show_list)

    def show_model(self, info: ModelInfo) -> None:
        """Another model is in use: only its own styles fit."""
        self._model_key = info.model_key
        self._show_list(self._styles)

    def parts(self) -> tuple[StylePart, ...]:
        """What the story on the page begins with, in the order of choosing. Styles that are
        deleted, or of another model, add nothing."""
        usable = {s.id: s for s in self._styles if s.model_key == self._model_key}
        mixture = (self._story.choice or StyleChoice()).only(usable).mixture()
        return tuple(StylePart(usable[number].key, part) for number, part in mixture.items())

    def show_document(self, document: Document | None) -> None:
        """Another story is on the page, or none."""
        if document is None:
            self._story.show(None, StyleChoice())
        else:
            self._story.show(document.id, document.style)

    # The list

    def rename(self, style_id: int, name: str) -> None:
        """Gives a style another name."""
        name = " ".join(name.split())
        if name:
            work = partial(library.rename_style, style_id=style_id, name=name)
            self._run(work, lambda _none: self.refresh())

    def delete(self, style_id: int) -> None:
        """Moves a style to the trash; whoever used it goes on without."""
        name = next((style.name for style in self._styles if style.id == style_id), "")

        def go_on(users: StyleUsers) -> None:
            self.refresh()
            self.deleted.emit(style_id, name, users)

        self.flush()
        self._run(partial(library.delete_style, style_id=style_id), go_on)

    def restore(self, style_id: int) -> None:
        """Takes a style out of the trash; whoever used it uses it again."""
        work = partial(library.restore_style, style_id=style_id)
        self._run(work, lambda _none: self.refresh())

    def _show_list(self, styles: list[Style]) -> None:
        self._styles = styles
        self.listed.emit(styles, self._model_key)
        self._story.show_styles(styles)

    def _run(self, work: Work[T], done: Callable[[T], None]) -> None:
        def go_on(result: T) -> None:
            self.solved.emit(PROBLEM)
            done(result)

        self._storage.run(work, go_on, partial(self.problem.emit, PROBLEM))


def _keep(document_id: int, choice: StyleChoice | None) -> Work[None]:
    return partial(library.save_choice, document_id=document_id, choice=choice or StyleChoice())
