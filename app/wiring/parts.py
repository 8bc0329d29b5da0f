"""What is connected. Builds nothing and connects nothing."""

from __future__ import annotations

from dataclasses import dataclass

from app.controllers.backup_controller import BackupController
from app.controllers.context_controller import ContextController
from app.controllers.continuation_controller import ContinuationController
from app.controllers.documents_controller import DocumentsController
from app.controllers.engine_bridge import EngineBridge
from app.controllers.lesson_sizes import LessonSizes
from app.controllers.lore_controller import LoreController
from app.controllers.manuscript import Manuscript
from app.controllers.model_controller import ModelController
from app.controllers.models import Models
from app.controllers.people import People
from app.controllers.search_controller import SearchController
from app.controllers.settings_controller import SettingsController
from app.controllers.spelling_controller import SpellingController
from app.controllers.statistics_controller import StatisticsController
from app.controllers.studio import Studio
from app.controllers.style_files import StyleFiles
from app.controllers.styles_controller import StylesController
from app.controllers.training_controller import TrainingController
from app.controllers.transfer_controller import TransferController
from app.controllers.versions_controller import VersionsController
from app.ui.dialogs import Dialogs
from app.ui.language import Language
from app.ui.main_window import MainWindow
from app.ui.theme import Theme


@dataclass(frozen=True)
class Parts:
    """What is connected."""

    theme: Theme
    language: Language
    settings: SettingsController
    window: MainWindow
    bridge: EngineBridge
    documents: DocumentsController
    continuation: ContinuationController
    model: ModelController
    styles: StylesController
    style_files: StyleFiles
    training: TrainingController
    lesson_sizes: LessonSizes
    versions: VersionsController
    backups: BackupController
    statistics: StatisticsController
    dialogs: Dialogs
    transfer: TransferController
    context: ContextController
    lore: LoreController
    studio: Studio
    manuscript: Manuscript
    search: SearchController
    people: People
    models: Models
    spelling: SpellingController | None = None
