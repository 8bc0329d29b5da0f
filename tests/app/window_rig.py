"""The whole window with a fake engine: for tests, pictures and measurements."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.controllers.continuation_controller import IDLE, ContinuationController
from app.controllers.documents_controller import DocumentsController
from app.controllers.engine_bridge import EngineBridge
from app.controllers.model_controller import ModelController
from app.controllers.settings_controller import SettingsController
from app.controllers.storage_bridge import StorageBridge
from app.db.tables import Base
from app.settings import SettingsFile
from app.ui.language import Language
from app.ui.main_window import MainWindow
from app.ui.status_bar import Task
from app.ui.theme import Theme
from engine.types import (
    Finished,
    FinishReason,
    GenerationRequest,
    ModelInfo,
    ModelLoading,
    ModelReady,
    PrefillProgress,
    TextDelta,
    UserError,
)

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
    window: MainWindow

    def close(self) -> None:
        self.storage.error = None
        self.window.close()
        self.app.processEvents()
        self.window.deleteLater()
        self.storage.close()


def build(app: QApplication, folder: Path, story: str = "", theme: Theme | None = None) -> Rig:
    settings = SettingsController(SettingsFile(folder / "settings.json"))
    language = Language(app, settings.value.language)
    theme = theme or Theme(app, settings.value.theme)
    storage = MemoryStorage()
    bridge = EngineBridge()
    engine = FakeEngine(bridge, story)
    window = MainWindow(theme, settings.value)
    storage_bridge = StorageBridge(storage)
    documents = DocumentsController(storage_bridge, window.editor)
    continuation = ContinuationController(
        engine, storage_bridge, window.editor, lambda seed: settings.value.sampling(seed)
    )
    model = ModelController(engine)
    rig = Rig(
        app,
        theme,
        language,
        storage,
        engine,
        bridge,
        settings,
        documents,
        continuation,
        model,
        window,
    )
    connect(rig)
    return rig


def connect(rig: Rig) -> None:
    """All signals."""
    _connect_person(rig)
    _connect_stories(rig)
    _connect_engine(rig)
    _connect_rest(rig)


def _connect_person(rig: Rig) -> None:
    window, settings = rig.window, rig.settings
    documents, continuation = rig.documents, rig.continuation
    window.documents.open_requested.connect(documents.open)
    window.documents.create_requested.connect(lambda: documents.create())
    window.documents.rename_requested.connect(documents.rename)
    window.documents.delete_requested.connect(documents.delete)
    window.restore_requested.connect(documents.restore)
    window.save_requested.connect(documents.save_now)
    window.editor.edited.connect(documents.note_edit)
    window.inspector.continue_requested.connect(continuation.start)
    window.inspector.stop_requested.connect(continuation.stop)
    window.inspector.retry_requested.connect(continuation.retry)
    window.inspector.max_tokens_chosen.connect(lambda n: settings.change(max_tokens=n))
    window.inspector.temperature_chosen.connect(lambda t: settings.change(temperature=t))
    window.rail.theme_chosen.connect(lambda name: settings.change(theme=name))
    window.rail.language_chosen.connect(lambda code: settings.change(language=code))
    window.rail.size_step.connect(settings.step_font_size)


def _connect_stories(rig: Rig) -> None:
    window, documents = rig.window, rig.documents
    documents.listed.connect(window.documents.show_documents)
    documents.summary_changed.connect(window.documents.show_summary)
    documents.leaving.connect(rig.continuation.abandon)
    documents.opened.connect(window.show_document)
    documents.closed.connect(window.show_no_document)
    documents.retitled.connect(window.show_story)
    documents.deleted.connect(window.show_deleted)
    documents.save_state_changed.connect(window.status.show_saving)


def _connect_engine(rig: Rig) -> None:
    window, editor, status = rig.window, rig.window.editor, rig.window.status
    continuation, model = rig.continuation, rig.model
    rig.engine_bridge.arrived.connect(model.on_event)
    rig.engine_bridge.arrived.connect(continuation.on_event)
    continuation.began.connect(editor.begin_generation)
    continuation.identified.connect(editor.identify_generation)
    continuation.text_generated.connect(editor.insert_generated)
    continuation.ended.connect(editor.end_generation)
    continuation.state_changed.connect(lambda state: window.show_running(state != IDLE))
    continuation.progress.connect(window.show_reading)
    continuation.text_generated.connect(lambda _text: status.show_task(None))
    continuation.ended.connect(lambda: status.show_task(None))
    continuation.finished.connect(
        lambda end: status.show_last(
            end.tokens_per_second, end.prompt_tokens - end.reused_tokens, end.prompt_tokens
        )
    )
    model.described.connect(status.show_model)
    model.loading.connect(lambda words, stage, n: status.show_task(Task(words, stage, n)))
    model.loading_ended.connect(lambda: status.show_task(None))


def _connect_rest(rig: Rig) -> None:
    window, documents, settings = rig.window, rig.documents, rig.settings
    for controller in (documents, rig.continuation, rig.model, settings):
        controller.problem.connect(window.show_problem)
        controller.solved.connect(window.messages.solve)
    settings.changed.connect(lambda value: rig.theme.use(value.theme))
    settings.changed.connect(lambda value: rig.language.use(value.language))
    settings.changed.connect(window.show_settings)
    window.close_requested.connect(rig.continuation.abandon)
    window.close_requested.connect(lambda: _keep_layout(rig))
    window.close_requested.connect(documents.close)
    documents.ready_to_close.connect(window.finish_close)
    documents.close_failed.connect(window.ask_to_lose_changes)
    window.close_anyway_requested.connect(window.finish_close)


def _keep_layout(rig: Rig) -> None:
    rig.settings.change(last_document=rig.documents.current or 0, **rig.window.layout_changes())
    rig.settings.flush()
