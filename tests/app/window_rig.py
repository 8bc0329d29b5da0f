"""The whole window with a fake engine: for tests, pictures and measurements."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.controllers.backup_controller import BackupController
from app.controllers.context_controller import ContextController
from app.controllers.continuation_controller import ContinuationController
from app.controllers.documents_controller import DocumentsController
from app.controllers.engine_bridge import EngineBridge
from app.controllers.lesson_sizes import LessonSizes
from app.controllers.lore_controller import LoreController
from app.controllers.manuscript import Manuscript, build_manuscript
from app.controllers.model_controller import ModelController
from app.controllers.model_terms import ModelTools
from app.controllers.models import Models, build_models
from app.controllers.people import People, build_people
from app.controllers.search_controller import SearchController
from app.controllers.settings_controller import SettingsController
from app.controllers.statistics_controller import StatisticsController
from app.controllers.storage_bridge import StorageBridge
from app.controllers.studio import Studio, build_studio
from app.controllers.style_files import StyleFiles
from app.controllers.styles_controller import StylesController
from app.controllers.training_controller import Surroundings, TrainingController
from app.controllers.transfer_controller import Formats, TransferController
from app.controllers.versions_controller import VersionsController
from app.db.chat_contexts import ChatContexts
from app.db.contexts import Contexts
from app.formats.exporting import Exporter
from app.formats.importing import read_work
from app.formats.lesson_text import lesson_text
from app.formats.options import PresetFile
from app.model_tools import CATALOGUE, model_tools
from app.paths import DataPaths
from app.patterns import TimedPatterns
from app.people_tools import people_tools
from app.printing.pdf import write_pdf
from app.program import lore_tools
from app.search_patterns import TimedEngine
from app.settings import SettingsFile
from app.style_format import style_format
from app.ui.dialogs import Dialogs
from app.ui.language import Language
from app.ui.main_window import MainWindow
from app.ui.page_edits import PageEdits
from app.ui.theme import Theme
from app.wiring import Parts, connect
from app.wiring.care import Care, connect_care
from tests.app import fake_trainer
from tests.app.care_rig import build_care
from tests.app.window_fakes import MODEL as MODEL
from tests.app.window_fakes import FakeEngine as FakeEngine
from tests.app.window_fakes import MemoryStorage as MemoryStorage


class FakeTrainer:
    """Starts the stand-in for the trainer; `behaviour` is what it does."""

    def __init__(self) -> None:
        self.behaviour = "learn"
        self.asked: list[str] = []

    def command(self, arguments: Sequence[str]) -> list[str]:
        self.asked = list(arguments)
        return [sys.executable, fake_trainer.__file__, self.behaviour, *arguments]

    def surroundings(self, folder: Path) -> Surroundings:
        return Surroundings(
            command=self.command,
            root=folder,
            folder=folder / "training",
            model_path=lambda: folder / "model",
            read_style=self._read,
            read_text=lesson_text,
        )

    def _read(self, path: Path, model: Path) -> tuple[str, bytes]:
        return path.name, path.read_bytes()


@dataclass
class Rig:
    """Everything, connected as in the program."""

    app: QApplication
    theme: Theme
    language: Language
    storage: MemoryStorage
    engine: FakeEngine
    engine_bridge: EngineBridge
    settings: SettingsController
    documents: DocumentsController
    continuation: ContinuationController
    model: ModelController
    styles: StylesController
    trainer: FakeTrainer
    training: TrainingController
    manuscript: Manuscript
    window: MainWindow
    dialogs: Dialogs
    transfer: TransferController
    context: ContextController
    lore: LoreController
    studio: Studio
    statistics: StatisticsController
    search: SearchController
    people: People
    models: Models
    care: Care

    def close(self) -> None:
        self.storage.error = None
        self.window.close()
        self.app.processEvents()
        self.training.shut_down()
        self.care.control.shut_down()
        self.transfer.cancel()
        self.search.cancel()
        assert self.models.shut_down()
        parts = (self.documents, self.continuation, self.studio.takes, self.studio.ahead)
        parts = (*parts, self.studio.words, self.studio.sampler, self.studio.provenance)
        people = self.people
        people.ahead.show(None)
        more = (self.context, self.lore, self.statistics, people.characters, people.editing)
        more = (*more, people.personas, people.chats, people.conversation, people.replies)
        more = (*more, people.ahead, people.reports, people.formats, people.recall)
        more = (*more, people.character_style, people.chat_style)
        for thing in (*parts, *more, self.styles, self.training, self.window):
            thing.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.storage.close()


def discard(widget: QWidget) -> None:
    """Deletes a window of a test at once: a later one may change the language or the theme."""
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def build(
    app: QApplication,
    folder: Path,
    story: str = "",
    theme: Theme | None = None,
    catalogue: Path | None = None,
) -> Rig:
    settings = SettingsController(SettingsFile(folder / "settings.json"))
    language = Language(app, settings.value.language)
    theme = theme or Theme(app, settings.value.theme)
    storage = MemoryStorage()
    bridge = EngineBridge()
    engine = FakeEngine(bridge, story)
    window = _window(theme, settings)
    storage_bridge = StorageBridge(storage)
    documents = DocumentsController(storage_bridge, window.editor)
    styles = StylesController(storage_bridge)
    contexts = Contexts(TimedPatterns)
    context = ContextController(storage_bridge, contexts.assembling)
    lore = LoreController(storage_bridge, lore_tools(contexts))
    studio = build_studio(
        engine, storage_bridge, window.studio.desk, settings, styles.parts, context
    )
    model = ModelController(engine)
    trainer = FakeTrainer()
    training = TrainingController(storage_bridge, trainer.surroundings(folder))
    transfer = TransferController(
        storage_bridge,
        Formats(read_work, Exporter(write_pdf).export, PresetFile(folder / "presets.json")),
    )
    manuscript = build_manuscript(storage_bridge, documents)
    rig = Rig(
        app,
        theme,
        language,
        storage,
        engine,
        bridge,
        settings,
        documents,
        studio.continuation,
        model,
        styles,
        trainer,
        training,
        manuscript,
        window,
        Dialogs(theme, window),
        transfer,
        context,
        lore,
        studio,
        StatisticsController(storage_bridge),
        _search(storage_bridge, documents, manuscript, window),
        _people(engine, storage, storage_bridge, studio),
        build_models(_model_tools(folder, settings, catalogue), storage_bridge, settings, model),
        build_care(theme, window, folder),
    )
    _wire(rig, language, storage_bridge, folder)
    return rig


def _people(
    engine: FakeEngine, storage: MemoryStorage, bridge: StorageBridge, studio: Studio
) -> People:
    tools = people_tools(storage, studio.sampler.sampling_of)
    return build_people(engine, bridge, ChatContexts(TimedPatterns), tools)


def _model_tools(folder: Path, settings: SettingsController, catalogue: Path | None) -> ModelTools:
    """As in the program, but nobody waits for a measurement: see `measured` in the tests."""
    return model_tools(
        DataPaths(folder), lambda: settings.value, catalogue or CATALOGUE, lambda _paths: None
    )


def _window(theme: Theme, settings: SettingsController) -> MainWindow:
    window = MainWindow(theme, settings.value)
    if not settings.value.window:
        # The screen that is not there is 800 pixels wide: the window would fill it.
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(1280, 800)
    return window


def _search(
    storage: StorageBridge,
    documents: DocumentsController,
    manuscript: Manuscript,
    window: MainWindow,
) -> SearchController:
    page = PageEdits(window.editor)
    return SearchController(storage, (documents, manuscript.project), page, TimedEngine, documents)


def _wire(rig: Rig, language: Language, storage: StorageBridge, folder: Path) -> None:
    parts = Parts(
        theme=rig.theme,
        language=language,
        settings=rig.settings,
        window=rig.window,
        bridge=rig.engine_bridge,
        documents=rig.documents,
        continuation=rig.continuation,
        model=rig.model,
        styles=rig.styles,
        style_files=StyleFiles(storage, style_format(lambda: folder / "model")),
        training=rig.training,
        lesson_sizes=LessonSizes(StorageBridge(rig.storage, rig.window), lesson_text, rig.window),
        versions=VersionsController(storage, rig.window.editor),
        backups=BackupController(storage, lambda: rig.settings.value, folder / "backups"),
        statistics=rig.statistics,
        dialogs=rig.dialogs,
        transfer=rig.transfer,
        context=rig.context,
        lore=rig.lore,
        studio=rig.studio,
        manuscript=rig.manuscript,
        search=rig.search,
        people=rig.people,
        models=rig.models,
    )
    connect(parts)
    connect_care(parts, rig.care)
