"""The composition root: builds what works behind the window, connects every signal in one block,
and shuts down in order. The window itself is there before: see `app.application`.
"""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.controllers.continuation_controller import IDLE, ContinuationController
from app.controllers.documents_controller import DocumentsController
from app.controllers.engine_bridge import EngineBridge
from app.controllers.model_controller import ModelController
from app.controllers.storage_bridge import StorageBridge
from app.db.snapshot_store import DatabaseSnapshotStore
from app.db.storage import Storage
from app.domain.documents import Document
from app.front import Front
from app.paths import DataPaths, bundled_model, resource
from app.settings import Settings
from app.ui.status_bar import Task
from engine.loading_types import LoadedModel
from engine.runtimes.base import ProgressCallback
from engine.types import Finished, ModelInfo, UserError
from engine.worker import EngineWorker

SMALLEST_TEXT, LARGEST_TEXT = 12, 40
ENGINE_SECONDS, STORAGE_SECONDS = 10.0, 30.0
"""How long leaving waits for what is under way."""

_log = logging.getLogger(__name__)


class Problems(QObject):
    """Brings problems of other threads to the window: `found(key, UserError)`."""

    found = Signal(str, object)


class Program:
    """All parts of the running program. The engine waits for the storage, never the reverse."""

    def __init__(self, front: Front, paths: DataPaths, log_file: Path | None) -> None:
        self._settings = front.settings
        self._theme = front.theme
        self._language = front.language
        self._window = front.window
        self._paths = paths
        self._log_file = log_file
        self._problems = Problems()
        self._bridge = EngineBridge()
        self._storage = Storage(paths.library)
        store = DatabaseSnapshotStore(
            self._storage, on_problem=lambda error: self._problems.found.emit("states", error)
        )
        self._worker = EngineWorker(self._load_model, store, self._bridge.post, _log_crash)
        storage = self._storage_bridge = StorageBridge(self._storage)
        self._documents = DocumentsController(storage, self._window.editor)
        self._model = ModelController(self._worker)
        self._continuation = ContinuationController(
            self._worker,
            storage,
            self._window.editor,
            lambda seed: self._settings.value.sampling(seed),
        )
        self._connect()

    def start(self) -> None:
        """Opens the library, then loads the model, behind the window.

        Without its library nothing can be written, so that problem is the one to show.
        """
        self._settings.report()
        self._worker.start()
        self._documents.start(self._settings.value.last_document, _welcome())
        self._storage_bridge.run(
            lambda _session: None,
            lambda _none: self._model.load(self._settings.value.model_path),
            lambda _error: None,  # the documents controller tells it
        )

    def shut_down(self) -> None:
        """The window has closed: ends the engine, then the storage."""
        self._settings.flush()
        if not self._worker.shutdown(ENGINE_SECONDS):
            _log.warning("the engine did not end in time")
        if not self._storage.close(STORAGE_SECONDS):
            _log.warning("the storage did not end in time")

    def bug_found(self) -> None:
        """Tells the person that something broke; may be called on any thread."""
        error = UserError(
            "Something went wrong inside Longscroll. Your text is kept.",
            "Details are in {path}. If it happens again, please restart.",
            path=self._log_file or "stderr",
        )
        self._problems.found.emit("bug", error)

    def _connect(self) -> None:
        window, documents, continuation = self._window, self._documents, self._continuation
        editor, status, inspector = window.editor, window.status, window.inspector
        # The engine's events
        self._bridge.arrived.connect(self._model.on_event)
        self._bridge.arrived.connect(continuation.on_event)
        # Stories
        window.documents.open_requested.connect(documents.open)
        window.documents.create_requested.connect(lambda: documents.create())
        window.documents.rename_requested.connect(documents.rename)
        window.documents.delete_requested.connect(documents.delete)
        window.restore_requested.connect(documents.restore)
        documents.listed.connect(window.documents.show_documents)
        documents.deleted.connect(window.show_deleted)
        documents.leaving.connect(continuation.abandon)
        documents.opened.connect(self._show_document)
        documents.closed.connect(window.show_no_document)
        documents.retitled.connect(window.show_story)
        # Saving and leaving
        editor.edited.connect(documents.note_edit)
        window.save_requested.connect(documents.save_now)
        documents.save_state_changed.connect(status.show_saving)
        window.close_requested.connect(self._close)
        window.close_anyway_requested.connect(window.finish_close)
        documents.ready_to_close.connect(window.finish_close)
        documents.close_failed.connect(window.ask_to_lose_changes)
        # Continuing
        inspector.continue_requested.connect(continuation.start)
        inspector.stop_requested.connect(continuation.stop)
        inspector.retry_requested.connect(continuation.retry)
        editor.stop_requested.connect(continuation.stop)
        editor.retry_possible.connect(inspector.allow_retry)
        continuation.state_changed.connect(lambda state: window.show_running(state != IDLE))
        continuation.identified.connect(editor.begin_generation)
        continuation.text_generated.connect(editor.insert_generated)
        continuation.ended.connect(editor.end_generation)
        continuation.progress.connect(window.show_reading)
        continuation.finished.connect(self._show_figures)
        # The model
        self._model.described.connect(status.show_model)
        self._model.loading.connect(lambda text, n, of: status.show_task(Task(text, n, of)))
        self._model.loading_ended.connect(lambda: status.show_task(None))
        self._model.ready.connect(_log_model)
        # Settings
        self._settings.changed.connect(self._use_settings)
        inspector.max_tokens_chosen.connect(lambda n: self._settings.change(max_tokens=n))
        inspector.temperature_chosen.connect(lambda t: self._settings.change(temperature=t))
        window.rail.theme_chosen.connect(lambda name: self._settings.change(theme=name))
        window.rail.language_chosen.connect(lambda code: self._settings.change(language=code))
        window.rail.size_step.connect(self._change_text_size)
        # Problems
        for source in (documents, continuation, self._model, self._settings):
            source.problem.connect(window.show_problem)
            source.solved.connect(window.messages.solve)
        self._problems.found.connect(window.show_problem)

    def _show_document(self, document: Document) -> None:
        self._settings.change(last_document=document.id)
        self._window.show_document(document)

    def _show_figures(self, end: Finished) -> None:
        again = end.prompt_tokens - end.reused_tokens
        self._window.status.show_last(end.tokens_per_second, again, end.prompt_tokens)
        _log.info(
            "continued: %s, read again %d of %d tokens, wrote %d at %.0f tok/s",
            end.reason.value,
            again,
            end.prompt_tokens,
            end.generated_tokens,
            end.tokens_per_second,
        )

    def _use_settings(self, settings: Settings) -> None:
        self._theme.use(settings.theme)
        self._language.use(settings.language)
        self._window.show_settings(settings)

    def _change_text_size(self, step: int) -> None:
        size = self._settings.value.font_size + step if step else Settings().font_size
        self._settings.change(font_size=min(max(size, SMALLEST_TEXT), LARGEST_TEXT))

    def _close(self) -> None:
        self._continuation.abandon()
        self._settings.change(**self._window.layout_changes())
        self._documents.close()

    def _load_model(self, path: str, progress: ProgressCallback) -> LoadedModel:
        # On the engine thread: ONNX Runtime takes long to import, and the window is up already.
        from engine.loading import LoadOptions, load_model

        options = LoadOptions(cache=self._paths.graphs)
        return load_model(Path(path) if path else bundled_model(), options, progress)


def _log_model(info: ModelInfo) -> None:
    _log.info("the model is ready: %s on %s, %s", info.name, info.device, info.device_note)


def _log_crash(error: Exception) -> None:
    _log.critical("the engine met a bug", exc_info=error)


def _welcome() -> tuple[str, str]:
    """Title and text of the story in a new library."""
    title, _, text = (
        resource("samples", "the-lantern-boat.en.txt").read_text("utf-8").partition("\n")
    )
    return title, text.strip()
