"""All that works behind the page of models, built together. Knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass

from app.controllers.downloads_controller import DownloadsController
from app.controllers.model_choice import ModelChoice
from app.controllers.model_controller import ModelController
from app.controllers.model_jobs import ModelJobs
from app.controllers.model_rest import ModelRest
from app.controllers.model_terms import ModelTools
from app.controllers.models_controller import ModelsController
from app.controllers.settings_controller import SettingsController
from app.controllers.storage_bridge import StorageBridge
from app.controllers.task_queue import TaskQueue

EXIT_SECONDS = 2.0


@dataclass(frozen=True)
class Models:
    """`shelf` lists and changes what is here, `downloads` fetches, `jobs` converts and tests,
    `choice` knows which one is in use, `rest` frees its memory."""

    shelf: ModelsController
    downloads: DownloadsController
    jobs: ModelJobs
    choice: ModelChoice
    rest: ModelRest

    def shut_down(self) -> bool:
        """The program ends; whether all threads have ended."""
        self.jobs.shut_down()
        ended = self.shelf.shut_down(EXIT_SECONDS)
        self.downloads.shut_down()
        return ended


def build_models(
    tools: ModelTools, storage: StorageBridge, settings: SettingsController, model: ModelController
) -> Models:
    """The controllers, not yet connected to anything."""

    def used() -> str:
        return settings.value.model_path

    # One thread for all that touches the models folder.
    tasks = TaskQueue("models")
    shelf = ModelsController(tools.shelf, storage, tasks, used)
    return Models(
        shelf,
        DownloadsController(tools.downloads, tasks),
        ModelJobs(tools, tasks),
        ModelChoice(tools.shelf, tasks, storage, used),
        ModelRest(model.rest),
    )
