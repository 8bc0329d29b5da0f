"""The whole window with a fake engine: for tests, pictures and measurements."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.controllers.backup_controller import BackupController
from app.controllers.context_controller import ContextController
from app.controllers.continuation_controller import ContinuationController
from app.controllers.documents_controller import DocumentsController
from app.controllers.engine_bridge import EngineBridge
from app.controllers.lore_controller import LoreController
from app.controllers.manuscript import Manuscript, build_manuscript
from app.controllers.model_controller import ModelController
from app.controllers.search_controller import SearchController
from app.controllers.settings_controller import SettingsController
from app.controllers.statistics_controller import StatisticsController
from app.controllers.storage_bridge import StorageBridge
from app.controllers.studio import Studio, build_studio
from app.controllers.styles_controller import StylesController
from app.controllers.training_controller import Surroundings, TrainingController
from app.controllers.transfer_controller import Formats, TransferController
from app.controllers.versions_controller import VersionsController
from app.db.contexts import Contexts
from app.db.tables import Base
from app.formats.exporting import Exporter
from app.formats.importing import read_work
from app.formats.options import PresetFile
from app.patterns import TimedPatterns
from app.printing.pdf import write_pdf
from app.program import lore_tools
from app.search_patterns import TimedEngine
from app.settings import SettingsFile
from app.ui.dialogs import Dialogs
from app.ui.language import Language
from app.ui.main_window import MainWindow
from app.ui.page_edits import PageEdits
from app.ui.theme import Theme
from app.wiring import Parts, connect
from app.wiring.care import Care, connect_care
from engine.types import (
    Finished,
    FinishReason,
    GenerationRequest,
    Measured,
    MeasureRequest,
    ModelInfo,
    ModelLoading,
    ModelReady,
    PrefillProgress,
    TextDelta,
    UserError,
    WarmRequest,
)
from tests.app import fake_trainer
from tests.app.care_rig import build_care

MODEL = ModelInfo("First Light", "rwkv7-1", "rwkv7", 8, 256, 8192, 9_400_000, "CPU", "int8")


class MemoryStorage:
    """Runs work at once on a library in memory. `error`, when set, makes the next work fail;
    while `held`, results wait for `release`."""

    def __init__(self) -> None:
        self._engine = create_engine("sqlite://")
        Base.metadata.create_all(self._engine)
        self.error: Exception | None = None
        self.held = False
        self._waiting: list = []

    def submit(self, work):
        future: Future = Future()
        if self.held:
            self._waiting.append((work, future))
        else:
            self._do(work, future)
        return future

    def submit_background(self, work):
        return self.submit(work)

    def release(self) -> None:
        self.held = False
        waiting, self._waiting = self._waiting, []
        for work, future in waiting:
            self._do(work, future)

    def run(self, work):
        with Session(self._engine) as session, session.begin():
            return work(session)

    def close(self) -> None:
        self._engine.dispose()

    def _do(self, work, future: Future) -> None:
        if self.error is not None:
            future.set_exception(self.error)
            return
        try:
            future.set_result(self.run(work))
        except UserError as error:
            future.set_exception(error)


class FakeEngine(QObject):
    """Keeps what it is asked for. A test speaks for it: `say`, `finish`; or it tells `story`
    by itself, a word each `interval` ms."""

    def __init__(self, bridge: EngineBridge, story: str = "", interval: int = 30) -> None:
        super().__init__()
        self._post = bridge.post
        self._words = story.split(" ")
        self._told = 0
        self.requests: list[GenerationRequest] = []
        self.cancelled: list[int] = []
        self.finishing: list[int] = []
        self.measures: list[MeasureRequest] = []
        self.warms: list[WarmRequest] = []
        self.loaded: list[str] = []
        self._timer = QTimer(self, interval=interval)
        self._timer.timeout.connect(self._tell)
        self._tells = bool(story)

    def load_model(self, path: str) -> None:
        self.loaded.append(path)
        if self._tells:
            self._post(ModelLoading("first-light", 1, 3))
            self._post(ModelReady(MODEL))

    def submit(self, request: GenerationRequest) -> None:
        self.requests.append(request)
        if self._tells:
            self._told = 0
            self._post(PrefillProgress(request.id, 100, 1240))
            self._timer.start()

    def cancel(self, request_id: int) -> None:
        self.cancelled.append(request_id)
        if self._timer.isActive():
            self.finish(FinishReason.CANCELLED)

    def finish_sentence(self, request_id: int) -> None:
        self.finishing.append(request_id)

    def measure(self, request: MeasureRequest) -> None:
        self.measures.append(request)
        if self._tells:
            self._post(Measured(request.id, 86_000, 84_760, 3.0))

    def warm(self, request: WarmRequest) -> None:
        self.warms.append(request)

    def stop_warming(self) -> None:
        self.warms.clear()

    def say(self, *texts: str) -> None:
        for text in texts:
            self._post(TextDelta(self.requests[-1].id, text))

    def finish(self, reason: FinishReason = FinishReason.LENGTH, request_id: int = 0) -> None:
        self._timer.stop()
        number = request_id or self.requests[-1].id
        self._post(Finished(number, reason, 1240, 1240, 42, 0.0, 2.3))

    def _tell(self) -> None:
        self.say(" " + self._words[self._told % len(self._words)])
        self._told += 1
        if self._told == min(len(self._words), self.requests[-1].sampling.max_tokens):
            self.finish()


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
    care: Care

    def close(self) -> None:
        self.storage.error = None
        self.window.close()
        self.app.processEvents()
        self.training.shut_down()
        self.care.control.shut_down()
        self.transfer.cancel()
        self.search.cancel()
        parts = (self.documents, self.continuation, self.studio.takes, self.studio.ahead)
        parts = (*parts, self.studio.words, self.studio.sampler, self.studio.provenance)
        more = (self.context, self.lore, self.statistics)
        for thing in (*parts, *more, self.styles, self.training, self.window):
            thing.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.storage.close()


def build(app: QApplication, folder: Path, story: str = "", theme: Theme | None = None) -> Rig:
    settings = SettingsController(SettingsFile(folder / "settings.json"))
    language = Language(app, settings.value.language)
    theme = theme or Theme(app, settings.value.theme)
    storage = MemoryStorage()
    bridge = EngineBridge()
    engine = FakeEngine(bridge, story)
    window = MainWindow(theme, settings.value)
    if not settings.value.window:
        # The screen that is not there is 800 pixels wide: the window would fill it.
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(1280, 800)
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
    dialogs = Dialogs(theme, window)
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
        dialogs,
        transfer,
        context,
        lore,
        studio,
        StatisticsController(storage_bridge),
        _search(storage_bridge, documents, manuscript, window),
        build_care(theme, window, folder),
    )
    _wire(rig, language, storage_bridge, folder)
    return rig


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
        training=rig.training,
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
    )
    connect(parts)
    connect_care(parts, rig.care)
