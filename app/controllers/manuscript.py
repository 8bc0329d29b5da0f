"""The controllers of a manuscript, built together. Knows nothing of who hears them."""

from __future__ import annotations

from dataclasses import dataclass

from app.controllers.documents_controller import DocumentsController
from app.controllers.project_controller import ProjectController
from app.controllers.storage_bridge import StorageBridge
from app.controllers.works_controller import WorksController


@dataclass(frozen=True)
class Manuscript:
    """The open work and the shelf it stands on."""

    project: ProjectController
    works: WorksController


def build_manuscript(storage: StorageBridge, documents: DocumentsController) -> Manuscript:
    """All of them; the page is that of `documents`."""
    project = ProjectController(storage, documents, documents)
    works = WorksController(storage, documents, project, documents)
    return Manuscript(project, works)
