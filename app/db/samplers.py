"""How the model chooses its words in a project, as plain functions on a Session."""

from __future__ import annotations

import json

from sqlalchemy.orm import Session

from app.db.projects import change_project, project_row
from app.db.tables import DocumentRow
from app.domain.samplers import SamplerChoice, from_json, to_json

_NAME = "sampler"


def load_sampler(session: Session, document_id: int) -> SamplerChoice | None:
    """The choice of the project that a document belongs to; `None` if it has none."""
    project = _project(session, document_id)
    if project is None:
        return None
    return from_json(json.loads(project_row(session, project).settings_json).get(_NAME))


def save_sampler(session: Session, document_id: int, choice: SamplerChoice) -> None:
    """Keeps the choice with that project; nothing happens if the document is gone."""
    project = _project(session, document_id)
    if project is not None:
        change_project(session, project, settings={_NAME: to_json(choice)})


def _project(session: Session, document_id: int) -> int | None:
    row = session.get(DocumentRow, document_id)
    return None if row is None else row.project_id
