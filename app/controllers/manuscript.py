"""The controllers of a manuscript, built together. Knows nothing of who hears them."""

from __future__ import annotations

from dataclasses import dataclass

from app.controllers.details_controller import DetailsController
from app.controllers.documents_controller import DocumentsController
from app.controllers.project_controller import ProjectController
from app.controllers.storage_bridge import StorageBridge
from app.controllers.tabs_controller import TabsController
from app.controllers.works_controller import WorksController


@dataclass(frozen=True)
class Manuscript:
    """The open work, its details and tabs, and the shelf it stands on."""

    project: ProjectController
    works: WorksController
    details: DetailsController
    tabs: TabsController

    def speakers(self) -> tuple[ProjectController, WorksController, DetailsController]:
        """Those with problems to tell of."""
        return self.project, self.works, self.details


def build_manuscript(storage: StorageBridge, documents: DocumentsController) -> Manuscript:
    """All of them; the page is that of `documents`."""
    project = ProjectController(storage, documents, documents)
    works = WorksController(storage, documents, project, documents)
    details = DetailsController(storage, project, documents)
    return Manuscript(project, works, details, TabsController(documents, project, documents))
