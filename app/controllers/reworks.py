"""Changes texts of items so that it can be taken back. Knows nothing of trees or widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy.orm import Session

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

    def act(session: Session) -> int:
        result, step = with_step(session, project_id, ids, work)
        steps.append(step)
        return result

    def finish() -> None:
        done(lambda: documents.rework(partial(take_back, step=steps[-1])))

    documents.rework(act, finish)
