"""The styles: lists, renames and deletes them, and keeps with which of them a story is written.

Knows nothing of widgets, nor of how a style is learnt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.storage_bridge import StorageBridge
from app.db import styles as library
from app.db.storage import Work
from app.domain.documents import Document
from app.domain.styles import Style, StyleChoice
from engine.types import ModelInfo, StylePart, UserError

T = TypeVar("T")

PROBLEM = "styles"
_REST_MS = 400


class StylesController(QObject):
    """Signals: `listed(list of Style, model key)`; `chosen(StyleChoice)` for the story on the
    page; `deleted(id, name, number of stories that used it)`; `problem(key, UserError)` and
    `solved(key)`."""

    listed = Signal(object, str)
    chosen = Signal(object)
    deleted = Signal(object, str, int)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(self, storage: StorageBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._storage = storage
        self._styles: list[Style] = []
        self._model_key = ""
        self._document: int | None = None
        self._choice = StyleChoice()
        self._unsaved = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.flush)

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
        mixture = self._choice.only(usable).mixture()
        return tuple(StylePart(usable[number].key, part) for number, part in mixture.items())

    # The story on the page

    def show_document(self, document: Document | None) -> None:
        """Another story is on the page, or none."""
        self.flush()
        self._document = document.id if document else None
        self._choice = document.style if document else StyleChoice()
        self._show_choice()

    def toggle(self, style_id: int) -> None:
        """Writes the story with this style too, or no longer."""
        self._choose(self._choice.toggled(style_id))

    def use(self, style_id: int) -> None:
        """Writes the story with this style, whatever it was written with before."""
        self._choose(replace(self._choice, shares=()).toggled(style_id))

    def clear(self) -> None:
        """Writes the story without a style."""
        self._choose(replace(self._choice, shares=()))

    def set_strength(self, strength: float) -> None:
        """How strongly the story keeps to its styles, 0 to 1."""
        self._choose(replace(self._choice, strength=strength))

    def set_weight(self, style_id: int, weight: float) -> None:
        """How much one style counts beside the others."""
        self._choose(self._choice.weighted(style_id, weight))

    def flush(self) -> None:
        """Keeps the choice in the library, if it changed."""
        self._rest.stop()
        if not self._unsaved or self._document is None:
            return
        self._unsaved = False
        document = self._document
        work = partial(library.save_choice, document_id=document, choice=self._choice)
        self._storage.run(
            work,
            lambda _none: self.solved.emit(PROBLEM),
            partial(self._on_not_kept, document),
        )

    def _on_not_kept(self, document: int, error: UserError) -> None:
        self._unsaved |= document == self._document  # for the next attempt
        self.problem.emit(PROBLEM, error)

    def _choose(self, choice: StyleChoice) -> None:
        if self._document is None or choice == self._choice:
            return
        self._choice = choice
        self._unsaved = True
        self._rest.start()
        self._show_choice()

    def _show_choice(self) -> None:
        self.chosen.emit(self._choice.only(style.id for style in self._styles))

    # The list

    def rename(self, style_id: int, name: str) -> None:
        """Gives a style another name."""
        name = " ".join(name.split())
        if name:
            work = partial(library.rename_style, style_id=style_id, name=name)
            self._run(work, lambda _none: self.refresh())

    def delete(self, style_id: int) -> None:
        """Moves a style to the trash; stories that used it go on without."""
        name = next((style.name for style in self._styles if style.id == style_id), "")

        def go_on(users: int) -> None:
            self.refresh()
            self.deleted.emit(style_id, name, users)

        self.flush()
        self._run(partial(library.delete_style, style_id=style_id), go_on)

    def restore(self, style_id: int) -> None:
        """Takes a style out of the trash; the stories use it again."""
        work = partial(library.restore_style, style_id=style_id)
        self._run(work, lambda _none: self.refresh())

    def _show_list(self, styles: list[Style]) -> None:
        self._styles = styles
        self.listed.emit(styles, self._model_key)
        self._show_choice()

    def _run(self, work: Work[T], done: Callable[[T], None]) -> None:
        def go_on(result: T) -> None:
            self.solved.emit(PROBLEM)
            done(result)

        self._storage.run(work, go_on, partial(self.problem.emit, PROBLEM))
