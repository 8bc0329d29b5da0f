"""Changes texts of items so that it can be taken back. Knows nothing of trees or widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from app.controllers.documents_controller import DocumentsController
from app.db.item_undo import Step, take_back, with_step
from app.db.storage import Work


def rework(
    documents: DocumentsController,
    project_id: int,
    ids: Sequence[int],
    work: Work[int],
    done: Callable[[Callable[[], None]], None],
) -> None:
    """Does `work` on the texts of items and opens the one whose id it returns. `done` gets what
    takes it back."""
    steps: list[Step] = []

    def finish() -> None:
        done(lambda: documents.rework(partial(take_back, step=steps[-1])))

    act = partial(with_step, project_id=project_id, ids=ids, work=work, steps=steps)
    documents.rework(act, finish)
