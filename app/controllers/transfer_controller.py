"""Works in and out of the library, as the person wishes it in two dialogs.

Reads and writes files on a thread of its own and the library on the storage thread. Knows formats
only as the functions it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.controllers.background import Background
from app.controllers.first_statuses import first_statuses
from app.controllers.storage_bridge import StorageBridge
from app.db.transfer import WholeWork, load_for_export, load_project_of, store_and_find
from app.domain.documents import Generation
from app.domain.manuscript import Manuscript
from app.domain.projects import Project
from app.formats.files import Progress
from app.formats.imported import Imported, ImportOptions
from app.formats.options import ExportOptions, Format, PresetFile
from engine.types import UserError

ReadWork = Callable[[Sequence[Path], ImportOptions, Progress], Imported]
ExportWork = Callable[
    [Manuscript, Path, Format, ExportOptions, Progress, Mapping[int, Generation]], None
]


@dataclass(frozen=True)
class Formats:
    """How files are read and written."""

    read: ReadWork
    export: ExportWork
    presets: PresetFile


class TransferController(QObject):
    """Signals. Of import: `previewed(Imported)`, `preview_failed(UserError)`,
    `imported(project id)`, and then `scene_ready(id)` of its first scene. Of export:
    `offered(Project)`, `presets_changed(dict)`, `exported(path)`. Of both: `failed(UserError)`,
    `progressed(done, total)`, `working(bool)`; `problem(key, UserError)`, `solved(key)` where no
    dialog is open."""

    previewed = Signal(object)
    preview_failed = Signal(object)
    imported = Signal(object)
    scene_ready = Signal(object)
    offered = Signal(object)
    presets_changed = Signal(object)
    exported = Signal(str)
    failed = Signal(object)
    progressed = Signal(int, int)
    working = Signal(bool)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self, storage: StorageBridge, formats: Formats, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._storage, self._formats = storage, formats
        self._read: Imported | None = None
        self._background = Background(self)
        self._background.progressed.connect(self.progressed)
        self._background.ended.connect(lambda: self.working.emit(False))

    def preview(self, paths: Sequence[Path], options: ImportOptions) -> None:
        """Reads files, so that the person sees what they would become."""
        self._read = None
        self.working.emit(True)
        read = partial(self._formats.read, list(paths), options)
        self._background.run(read, self._on_read, self.preview_failed.emit)

    def store(self, title: str, author: str) -> None:
        """Makes a work of what was read last."""
        if self._read is None:
            return
        read = self._read
        work = replace(
            read.manuscript,
            title=title or read.manuscript.title,
            author=author,
            statuses=read.manuscript.statuses or first_statuses(),
        )

        self.working.emit(True)
        keep = partial(store_and_find, manuscript=work, generations=read.generations)
        self._storage.run(keep, self._on_stored, self._on_store_failed)

    def offer_export(self, document_id: int | None) -> None:
        """Loads the work of a document, so that the person chooses from it."""
        if document_id is None:
            return

        load = partial(load_project_of, document_id=document_id)
        self._storage.run(load, self._on_offered, partial(self.problem.emit, "export"))

    def export(
        self,
        project_id: int,
        chosen: Collection[int] | None,
        kind: Format,
        options: ExportOptions,
        path: Path,
    ) -> None:
        """Writes a work, or the `chosen` items of it, as a file."""
        self.working.emit(True)
        load = partial(load_for_export, project_id=project_id, with_generations=kind is Format.OWN)

        def write(loaded: WholeWork) -> None:
            numbers = None
            if chosen is not None:
                numbers = frozenset(n for n, each in enumerate(loaded.ids) if each in chosen)
            options_now = replace(options, items=numbers)

            def act(progress: Progress) -> str:
                self._formats.export(
                    loaded.manuscript, path, kind, options_now, progress, loaded.generations
                )
                return str(path)

            self._background.run(act, self.exported.emit, self.failed.emit)

        self._storage.run(load, write, self._on_store_failed)

    def cancel(self) -> None:
        """Ends what is under way; a file that was there stays as it was."""
        self._background.cancel()

    def keep_preset(self, name: str, options: ExportOptions) -> None:
        """Adds one of the person's presets, or replaces it."""
        self._change_presets(lambda: self._formats.presets.keep(name, options))

    def remove_preset(self, name: str) -> None:
        """Forgets one of the person's presets."""
        self._change_presets(lambda: self._formats.presets.remove(name))

    def _change_presets(self, change: Callable[[], None]) -> None:
        def act(_session: object) -> dict[str, ExportOptions]:
            change()
            return self._formats.presets.load()

        # On the storage thread only because that one may wait for a disk.
        self._storage.run(act, self.presets_changed.emit, self.failed.emit)

    def _on_read(self, read: Imported) -> None:
        self._read = read
        self.previewed.emit(read)

    def _on_stored(self, ids: tuple[int, int | None]) -> None:
        self.working.emit(False)
        self._read = None
        project_id, scene = ids
        self.imported.emit(project_id)
        if scene is not None:
            self.scene_ready.emit(scene)

    def _on_store_failed(self, error: UserError) -> None:
        self.working.emit(False)
        self.failed.emit(error)

    def _on_offered(self, project: Project) -> None:
        self.solved.emit("export")
        self.offered.emit(project)
        self._change_presets(lambda: None)
