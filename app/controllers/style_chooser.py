"""With which styles one thing is written: chosen, told at once, and kept when the hand rests.

Knows nothing of widgets, nor what the thing is: who builds it says how a choice is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.storage_bridge import StorageBridge
from app.db.storage import Work
from app.domain.styles import Style, StyleChoice
from engine.types import UserError

PROBLEM = "styles"
_REST_MS = 400

Keeping = Callable[[int, StyleChoice | None], Work[None]]
"""Of the id of the thing and its choice. `None`: it has that of what it belongs to."""


class StyleChooser(QObject):
    """Signals: `chosen(StyleChoice or None)`, without styles that are not in the library;
    `kept(id)` when the library has it; `problem(key, UserError)` and `solved(key)`."""

    chosen = Signal(object)
    kept = Signal(object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self, storage: StorageBridge, keeping: Keeping, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._keeping = keeping
        self._owner: int | None = None
        self._known: tuple[int, ...] = ()
        self._unsaved = False
        self._on_the_way = 0
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.flush)
        self.choice: StyleChoice | None = StyleChoice()

    def show(self, owner: int | None, choice: StyleChoice | None) -> None:
        """This is chosen for a thing, or for none. What was chosen since for the same one, and
        is not kept yet, stays."""
        if owner == self._owner and (self._unsaved or self._on_the_way):
            return
        self.flush()
        self._unsaved = False  # of another thing, which can be chosen for no longer
        self._owner, self.choice = owner, choice
        self._tell()

    def show_styles(self, styles: Sequence[Style]) -> None:
        """These are in the library."""
        self._known = tuple(style.id for style in styles)
        self._tell()

    def toggle(self, style_id: int) -> None:
        """With this style too, or no longer."""
        self._choose(self._own().toggled(style_id))

    def use(self, style_id: int) -> None:
        """With this style, whatever it was before."""
        self._choose(replace(self._own(), shares=()).toggled(style_id))

    def clear(self) -> None:
        """Without a style."""
        self._choose(replace(self._own(), shares=()))

    def inherit(self) -> None:
        """With the styles of what it belongs to."""
        self._choose(None)

    def set_strength(self, strength: float) -> None:
        """How strongly it keeps to its styles, 0 to 1."""
        self._choose(replace(self._own(), strength=strength))

    def set_weight(self, style_id: int, weight: float) -> None:
        """How much one style counts beside the others."""
        self._choose(self._own().weighted(style_id, weight))

    def flush(self) -> None:
        """Keeps the choice in the library, if it changed."""
        self._rest.stop()
        if not self._unsaved or self._owner is None:
            return
        self._unsaved = False
        self._on_the_way += 1
        owner = self._owner
        work = self._keeping(owner, self.choice)
        self._storage.run(work, partial(self._on_kept, owner), partial(self._on_not_kept, owner))

    def _on_kept(self, owner: int, _none: None) -> None:
        self._on_the_way -= 1
        self.solved.emit(PROBLEM)
        self.kept.emit(owner)

    def _on_not_kept(self, owner: int, error: UserError) -> None:
        self._on_the_way -= 1
        self._unsaved |= owner == self._owner  # for the next attempt
        self.problem.emit(PROBLEM, error)

    def _own(self) -> StyleChoice:
        return StyleChoice() if self.choice is None else self.choice

    def _choose(self, choice: StyleChoice | None) -> None:
        if self._owner is None or choice == self.choice:
            return
        self.choice = choice
        self._unsaved = True
        self._rest.start()
        self._tell()

    def _tell(self) -> None:
        self.chosen.emit(None if self.choice is None else self.choice.only(self._known))
