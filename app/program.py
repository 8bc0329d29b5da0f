"""Builds what works behind the window and shuts it down in order. The window is there before
(`app.front`); what leads to what stands in `app.wiring`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.controllers.backup_controller import BackupController
from app.controllers.context_controller import ContextController
from app.controllers.documents_controller import DocumentsController
from app.controllers.engine_bridge import EngineBridge
from app.controllers.lore_controller import LoreController, LoreTools
from app.controllers.manuscript import build_manuscript
from app.controllers.model_controller import ModelController
from app.controllers.people import build_people
from app.controllers.search_controller import SearchController
from app.controllers.spelling_controller import SpellingController
from app.controllers.statistics_controller import StatisticsController
from app.controllers.storage_bridge import StorageBridge
from app.controllers.studio import build_studio
from app.controllers.styles_controller import StylesController
from app.controllers.training_controller import Surroundings, TrainingController
from app.controllers.transfer_controller import Formats, TransferController
from app.controllers.versions_controller import VersionsController
from app.db.chat_contexts import ChatContexts
from app.db.contexts import Contexts
from app.db.snapshot_store import DatabaseSnapshotStore
from app.db.storage import Storage
from app.db.style_loader import StyleLoader
from app.domain.documents import Generation
from app.domain.manuscript import Manuscript
from app.formats.files import Progress
from app.formats.imported import Imported, ImportOptions
from app.formats.options import ExportOptions, Format, PresetFile
from app.formats.world_info import read_lorebook, write_lorebook
from app.front import Front
from app.paths import DataPaths, bundled_model, resource
from app.patterns import TimedPatterns
from app.people_tools import people_tools
from app.priority import stand_back
from app.search_patterns import TimedEngine
from app.spelling import Speller, SpellingFiles
from app.training_command import ROOT, can_train, training_command
from app.ui.dialogs import Dialogs
from app.ui.page_edits import PageEdits
from app.wiring import Parts, connect
from engine.beginnings import style_bytes
from engine.loading_types import LoadedModel
from engine.runtimes.base import ProgressCallback
from engine.types import Finished, ModelInfo, UserError
from engine.worker import EngineWorker

ENGINE_SECONDS, STORAGE_SECONDS = 10.0, 30.0
"""How long leaving waits for what is under way."""

_log = logging.getLogger(__name__)


class Problems(QObject):
    """Brings problems of other threads to the window: `found(key, UserError)`."""

    found = Signal(str, object)


class Program:
    """All parts of the running program. The engine waits for the storage, never the reverse."""

    def __init__(self, front: Front, paths: DataPaths, log_file: Path | None) -> None:
        self._paths = paths
        self._log_file = log_file
        self._problems = Problems()
        self._storage = Storage(paths.library)
        store = DatabaseSnapshotStore(
            self._storage, on_problem=lambda error: self._problems.found.emit("states", error)
        )
        bridge = EngineBridge()
        self._worker = EngineWorker(
            self._load_model, store, bridge.post, _log_crash, styles=StyleLoader(self._storage)
        )
        self._storage_bridge = StorageBridge(self._storage)
        self._speller = Speller(
            SpellingFiles((resource("dictionaries"), paths.dictionaries), paths.own_words),
            on_problem=lambda error: self._problems.found.emit("spelling", error),
        )
        self._parts = self._build(front, bridge)
        connect(self._parts)
        self._problems.found.connect(front.window.notices.show_problem)
        self._parts.continuation.finished.connect(_log_figures)
        self._parts.model.ready.connect(_log_model)

    def _build(self, front: Front, bridge: EngineBridge) -> Parts:
        storage, settings = self._storage_bridge, front.settings
        styles = StylesController(storage)
        contexts = Contexts(TimedPatterns)
        context = ContextController(storage, contexts.assembling)
        studio = build_studio(
            self._worker, storage, front.window.studio.desk, settings, styles.parts, context
        )
        documents = DocumentsController(storage, front.window.editor)
        manuscript = build_manuscript(storage, documents)
        page = PageEdits(front.window.editor)
        return Parts(
            theme=front.theme,
            language=front.language,
            settings=settings,
            window=front.window,
            bridge=bridge,
            documents=documents,
            continuation=studio.continuation,
            model=ModelController(self._worker),
            styles=styles,
            training=TrainingController(storage, self._surroundings(front)),
            versions=VersionsController(storage, front.window.editor),
            backups=BackupController(storage, lambda: settings.value, self._paths.backups),
            statistics=StatisticsController(storage),
            dialogs=Dialogs(front.theme, front.window),
            transfer=TransferController(
                storage, Formats(_read_work, _export_work, PresetFile(self._paths.export_presets))
            ),
            context=context,
            lore=LoreController(storage, lore_tools(contexts)),
            studio=studio,
            manuscript=manuscript,
            search=SearchController(
                storage, (documents, manuscript.project), page, TimedEngine, documents
            ),
            spelling=SpellingController(self._speller),
            people=build_people(
                self._worker,
                storage,
                ChatContexts(TimedPatterns),
                people_tools(self._storage, studio.sampler.sampling_of),
            ),
        )

    def start(self) -> None:
        """Opens the library, then loads the model, behind the window.

        Without its library nothing can be written, so that problem is the one to show.
        """
        settings = self._parts.settings
        settings.report()
        self._worker.start()
        self._parts.window.style_page.form.allow_training(can_train())
        self._parts.styles.start()
        self._parts.backups.start()
        self._parts.people.chats.start()
        self._parts.people.formats.refresh()
        self._parts.documents.start(settings.value.last_document, _welcome())
        self._storage_bridge.run(
            lambda _session: None,
            lambda _none: self._parts.model.load(settings.value.model_path),
            lambda _error: None,  # the documents controller tells it
        )

    def shut_down(self) -> None:
        """The window has closed: ends a lesson, the engine, then the storage."""
        self._parts.settings.flush()
        self._parts.training.shut_down()
        self._speller.close()
        self._parts.transfer.cancel()
        self._parts.people.ahead.show(None)
        self._parts.people.characters.cancel()
        self._parts.people.chats.cancel()
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

    def _surroundings(self, front: Front) -> Surroundings:
        return Surroundings(
            command=training_command,
            root=ROOT,
            folder=self._paths.training,
            read_style=_read_style,
            model_path=lambda: _model_path(front.settings.value.model_path),
        )

    def _load_model(self, path: str, progress: ProgressCallback) -> LoadedModel:
        # On the engine thread: ONNX Runtime takes long to import, and the window is up already.
        from engine.loading import LoadOptions, load_model

        stand_back()  # before the model's own threads are there
        options = LoadOptions(cache=self._paths.graphs)
        return load_model(_model_path(path), options, progress)


def lore_tools(contexts: Contexts) -> LoreTools:
    """What the lorebook's controller is lent."""
    return LoreTools(read_lorebook, write_lorebook, contexts.scanning)


def _model_path(setting: str) -> Path:
    return Path(setting) if setting else bundled_model()


def _read_style(path: Path, model: Path) -> tuple[str, bytes]:
    # On the storage thread: what it needs takes a moment to import.
    from engine.checkpoint import find_model_file, model_shape, open_checkpoint
    from engine.styles import read_style

    with open_checkpoint(find_model_file(model)) as checkpoint:
        shape = model_shape(checkpoint)
    return style_bytes(read_style(path, shape).matrices)


def _read_work(paths: Sequence[Path], options: ImportOptions, progress: Progress) -> Imported:
    # Away from the GUI thread: the readers take a moment to import.
    from app.formats.importing import read_work

    return read_work(paths, options, progress)


def _export_work(
    work: Manuscript,
    path: Path,
    kind: Format,
    options: ExportOptions,
    progress: Progress,
    generations: Mapping[int, Generation],
) -> None:
    # Away from the GUI thread: the writers take a moment to import.
    from app.formats.exporting import Exporter
    from app.printing.pdf import write_pdf

    Exporter(write_pdf).export(work, path, kind, options, progress, generations)


def _log_figures(end: Finished) -> None:
    _log.info(
        "continued: %s, read again %d of %d tokens, wrote %d at %.0f tok/s",
        end.reason.value,
        end.prompt_tokens - end.reused_tokens,
        end.prompt_tokens,
        end.generated_tokens,
        end.tokens_per_second,
    )


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
