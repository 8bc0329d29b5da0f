"""Builds what works behind the window and shuts it down in order. The window is there before
(`app.front`); what leads to what stands in `app.wiring`.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Qt, Signal

from app.care_parts import build_care
from app.controllers.backup_controller import BackupController
from app.controllers.context_controller import ContextController
from app.controllers.documents_controller import DocumentsController
from app.controllers.engine_bridge import EngineBridge
from app.controllers.lesson_sizes import LessonSizes
from app.controllers.lore_controller import LoreController, LoreTools
from app.controllers.manuscript import build_manuscript
from app.controllers.model_controller import ModelController
from app.controllers.models import build_models
from app.controllers.people import build_people
from app.controllers.search_controller import SearchController
from app.controllers.spelling_controller import SpellingController
from app.controllers.statistics_controller import StatisticsController
from app.controllers.storage_bridge import StorageBridge
from app.controllers.studio import build_studio
from app.controllers.style_files import StyleFiles
from app.controllers.styles_controller import StylesController
from app.controllers.training_controller import Surroundings, TrainingController
from app.controllers.transfer_controller import Formats, TransferController
from app.controllers.versions_controller import VersionsController
from app.db.chat_contexts import ChatContexts
from app.db.contexts import Contexts
from app.db.snapshot_store import DatabaseSnapshotStore
from app.db.storage import Storage
from app.db.style_loader import StyleLoader
from app.domain.care import Bug, MovePlan
from app.formats.options import PresetFile
from app.formats.world_info import read_lorebook, write_lorebook
from app.front import Front
from app.lent import export_work, lesson_text, read_style, read_work, sample_story
from app.model_tools import model_tools
from app.paths import DataPaths, bundled_model, resource
from app.patterns import TimedPatterns
from app.people_tools import people_tools
from app.priority import stand_back
from app.program_log import log_crash, log_figures, log_model
from app.search_patterns import TimedEngine
from app.settings import Settings
from app.spelling import Speller, SpellingFiles
from app.style_format import style_format
from app.training_command import ROOT, can_train, training_command
from app.ui.care.welcome import FirstWishes
from app.ui.dialogs import Dialogs
from app.ui.page_edits import PageEdits
from app.wiring import Parts, connect
from app.wiring.care import connect_care
from engine.loading_types import LoadedModel
from engine.runtimes.base import ProgressCallback
from engine.types import UserError
from engine.worker import EngineWorker

ENGINE_SECONDS, STORAGE_SECONDS = 10.0, 30.0
"""How long leaving waits for what is under way."""

GIB = 1 << 30
_log = logging.getLogger(__name__)


class Problems(QObject):
    """Brings problems of other threads to the window: `found(key, UserError)`, `bug(Bug)`."""

    found = Signal(str, object)
    bug = Signal(object)


@dataclass(frozen=True)
class ExitWish:
    """What is to be done once the window has closed: start again, after a move of the data."""

    restart: bool = False
    move: MovePlan | None = None


class Program:
    """All parts of the running program. The engine waits for the storage, never the reverse.

    `wish` is what to do after `shut_down`.
    """

    def __init__(
        self, front: Front, paths: DataPaths, log_file: Path | None, *, may_move: bool = False
    ) -> None:
        self.wish = ExitWish()
        self._paths = paths
        self._log_file = log_file
        self._problems = Problems()
        self._storage = Storage(paths.library)
        self._store = DatabaseSnapshotStore(
            self._storage, on_problem=lambda error: self._problems.found.emit("states", error)
        )
        bridge = EngineBridge()
        self._worker = EngineWorker(
            self._load_model,
            self._store,
            bridge.post,
            log_crash,
            styles=StyleLoader(self._storage),
        )
        self._storage_bridge = StorageBridge(self._storage)
        self._speller = Speller(
            SpellingFiles((resource("dictionaries"), paths.dictionaries), paths.own_words),
            on_problem=lambda error: self._problems.found.emit("spelling", error),
        )
        self._parts = self._build(front, bridge)
        connect(self._parts)
        self._care = build_care(front, paths, log_file)
        self._care.ui.allow_move(may_move)
        connect_care(self._parts, self._care)
        self._connect_leaving()
        self._apply(front.settings.value)
        front.settings.changed.connect(self._apply)
        self._problems.found.connect(front.window.notices.show_problem)
        # Later: telling of a bug must not happen in the middle of it.
        self._telling = self._closed = False
        self._files: list[Path] | None = []  # until there is a work to bring them to
        for known in (self._parts.lore.book_shown, self._parts.lore.no_work):
            known.connect(self._open_waiting)
        self._problems.bug.connect(self._tell_bug, Qt.ConnectionType.QueuedConnection)
        self._parts.continuation.finished.connect(log_figures)
        self._parts.model.ready.connect(log_model)

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
        model = ModelController(self._worker)
        tools = model_tools(self._paths, lambda: settings.value)
        return Parts(
            theme=front.theme,
            language=front.language,
            settings=settings,
            window=front.window,
            bridge=bridge,
            documents=documents,
            continuation=studio.continuation,
            model=model,
            models=build_models(tools, storage, settings, model),
            styles=styles,
            style_files=StyleFiles(
                storage, style_format(lambda: _model_path(settings.value.model_path))
            ),
            training=TrainingController(storage, self._surroundings(front)),
            lesson_sizes=LessonSizes(storage, lesson_text),
            versions=VersionsController(storage, front.window.editor),
            backups=BackupController(storage, lambda: settings.value, self._paths.backups),
            statistics=StatisticsController(storage),
            dialogs=Dialogs(front.theme, front.window),
            transfer=TransferController(
                storage, Formats(read_work, export_work, PresetFile(self._paths.export_presets))
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
        if self._care.welcome is None:
            self._open_stories(FirstWishes(story=True, character=False))
        else:
            self._care.welcome.started.connect(self._open_stories)
        self._storage_bridge.run(
            lambda _session: None,
            lambda _none: self._parts.model.load(settings.value.model_path),
            lambda _error: None,  # the documents controller tells it
        )

    def open_files(self, paths: Sequence[Path]) -> None:
        """Takes files that the program was started with as if they were dropped on the window."""
        if self._files is not None:
            self._files += paths
        elif not self._parts.window.drops.take(paths):
            error = UserError(
                "Longscroll cannot read {files}.",
                "It imports texts, web pages, e-books, documents and its own works, and world "
                "info as JSON.",
                files=", ".join(path.name for path in paths),
            )
            self._problems.found.emit("files", error)

    def _open_waiting(self) -> None:
        waiting, self._files = self._files, None
        if waiting:
            self.open_files(waiting)

    def shut_down(self) -> bool:
        """The window has closed: ends a lesson, the engine, then the storage. Whether the
        library is closed."""
        self._closed = True
        self._parts.settings.flush()
        self._care.control.shut_down()
        self._parts.training.shut_down()
        self._speller.close()
        self._parts.transfer.cancel()
        self._parts.people.ahead.show(None)
        self._parts.people.characters.cancel()
        self._parts.people.chats.cancel()
        if not self._parts.models.shut_down():
            _log.warning("the work on models did not end in time")
        if not self._worker.shutdown(ENGINE_SECONDS):
            _log.warning("the engine did not end in time")
        closed = self._storage.close(STORAGE_SECONDS)
        if not closed:
            _log.warning("the storage did not end in time")
        return closed

    def bug_found(self, bug: Bug) -> None:
        """Tells the person that something broke; may be called on any thread."""
        self._problems.bug.emit(bug)

    def _tell_bug(self, bug: Bug) -> None:
        if self._telling or self._closed:
            return  # telling of a bug is broken itself, or has no window: the log has it
        self._telling = True
        if not self._care.ui.tell_bug(bug):
            error = UserError(
                "Something went wrong inside Longscroll. Your text is kept.",
                "Details are in {path}. If it happens again, please restart.",
                path=self._log_file or "stderr",
            )
            self._parts.window.notices.show_problem("bug", error)
        self._telling = False

    def _open_stories(self, wishes: FirstWishes) -> None:
        last = self._parts.settings.value.last_document
        self._parts.documents.start(last, sample_story(_language()) if wishes.story else None)
        if wishes.character:
            card = resource("samples", f"lantern-keeper.{_language()}.json")
            self._parts.people.characters.bring_in([card])

    def _apply(self, value: Settings) -> None:
        """What the settings say to parts that are no widgets."""
        self._store.budget_bytes = value.state_budget * GIB

    def _connect_leaving(self) -> None:
        ui, failed = self._care.ui, self._parts.documents.close_failed
        ui.restart_requested.connect(lambda: self._leave(ExitWish(restart=True)))
        ui.moving_made.connect(
            lambda dialog: dialog.move_requested.connect(
                lambda plan: self._leave(ExitWish(restart=True, move=plan))
            )
        )
        failed.connect(self._stay)

    def _stay(self, _error: UserError) -> None:
        self.wish = ExitWish()  # something could not be saved: the person decides anew

    def _leave(self, wish: ExitWish) -> None:
        self.wish = wish
        self._parts.window.close()

    def _surroundings(self, front: Front) -> Surroundings:
        return Surroundings(
            command=training_command,
            root=ROOT,
            folder=self._paths.training,
            read_style=read_style,
            read_text=lesson_text,
            model_path=lambda: _model_path(front.settings.value.model_path),
        )

    def _load_model(self, path: str, progress: ProgressCallback) -> LoadedModel:
        # On the engine thread: ONNX Runtime takes long to import, and the window is up already.
        from engine.loading import LoadOptions, load_model
        from engine.quantize import Quantization

        stand_back()  # before the model's own threads are there
        chosen = self._parts.settings.value
        options = LoadOptions(
            cache=self._paths.graphs,
            quantization=None
            if chosen.quantization == "auto"
            else Quantization(chosen.quantization),
            device=chosen.device,
            threads=chosen.threads or None,
        )
        return load_model(_model_path(path), options, progress)


def lore_tools(contexts: Contexts) -> LoreTools:
    """What the lorebook's controller is lent."""
    return LoreTools(read_lorebook, write_lorebook, contexts.scanning)


def _model_path(setting: str) -> Path:
    return Path(setting) if setting else bundled_model()


def _language() -> str:
    return "zh_CN" if QLocale().language() == QLocale.Language.Chinese else "en"
