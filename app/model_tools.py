"""Models on this computer and on the hub, as the controllers are lent them.

Makes plain values of what `app.hub` knows. Everything is imported when it is used first: the
libraries take a moment, and most people open the page of models once. Knows nothing of widgets.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.controllers.model_terms import ModelTools
from app.domain.model_shelf import (
    BUNDLED,
    Expected,
    Offer,
    OwnModel,
    RemoteFile,
    SpaceUse,
    title_of,
)
from app.formats.files import Progress
from app.model_downloads import HubDownloads
from app.paths import DataPaths, bundled_model, resource
from app.settings import Settings
from app.training_command import ROOT, own_command
from engine.types import UserError

if TYPE_CHECKING:
    from app.hub.catalogue import Catalogue, CatalogueEntry
    from app.hub.fit import ModelSize
    from app.hub.machine import Machine
    from app.hub.store import InstalledModel, ModelStore

CATALOGUE = resource("models", "catalogue.json")
_BUNDLED_TITLE = "Longscroll First Light"


def model_tools(
    paths: DataPaths,
    settings: Callable[[], Settings],
    catalogue: Path = CATALOGUE,
    measure: Callable[[DataPaths], None] | None = None,
) -> ModelTools:
    """What the controllers of models are lent. `measure` says how this machine is measured."""
    downloads = HubDownloads(paths, settings, catalogue)
    shelf = HubShelf(paths, settings, catalogue, downloads, measure or _measure)
    return ModelTools(shelf, downloads, partial(_command, paths), ROOT)


def models_folder(paths: DataPaths, settings: Settings) -> Path:
    """Where models lie."""
    return Path(settings.models_folder) if settings.models_folder else paths.models


class HubShelf:
    """See `app.controllers.model_terms.Shelf`."""

    def __init__(
        self,
        paths: DataPaths,
        settings: Callable[[], Settings],
        catalogue: Path,
        downloads: HubDownloads,
        measure: Callable[[DataPaths], None],
    ) -> None:
        self._paths, self._settings, self._measure = paths, settings, measure
        self._catalogue_file, self._downloads = catalogue, downloads

    def own(self) -> tuple[OwnModel, ...]:
        """The bundled model first, then those that are here, by name."""
        from app.hub.selftest import case_for, read_cases
        from app.hub.store import inspect

        catalogue, machine = self._catalogue(), self._machine()
        cases = read_cases(resource("models", "greedy.json"))
        bundled = inspect(bundled_model())
        models = [replace(_own(bundled, None, machine), key=BUNDLED, title=_BUNDLED_TITLE)]
        for found in self._here():
            model = _own(found, catalogue.find(found.file.name), machine)
            known = case_for(cases, found.file.name) is not None and found.problem is None
            models.append(replace(model, testable=known))
        return tuple(models)

    def offers(self) -> tuple[Offer, ...]:
        """The catalogue, judged for this machine if that was measured."""
        machine = self._machine()
        return tuple(_offer(entry, machine) for entry in self._catalogue().models)

    def measured(self) -> bool:
        """Whether this machine was measured."""
        return self._machine() is not None

    def measure(self) -> None:
        """Measures this machine."""
        self._measure(self._paths)

    def add(self, path: Path, copy: bool, progress: Progress) -> str:
        """Adds a file or folder; its key."""
        store = self._store()
        model = store.copy(path, progress) if copy else store.register(path)
        return str(model.path)

    def rename(self, key: str, name: str) -> str:
        """Another name; the key that it has by that."""
        store = self._store()
        return str(store.rename(store.find(key), name).path)

    def delete(self, key: str) -> int:
        """Deletes a model, or forgets one that lies elsewhere."""
        store = self._store()
        return store.delete(store.find(key))

    def move(self, target: Path, progress: Progress) -> None:
        """Moves all models into another folder. Downloads stop, and are taken up from there."""
        from app.hub.moving import move_folder

        self._downloads.close()
        source = self._folder()
        if source.is_dir():
            move_folder(source, target, progress)

    def moved(self, key: str, target: Path) -> str:
        """The key that a model has once the models folder is `target`."""
        folder = self._folder().absolute()
        path = Path(key).absolute()
        if key == BUNDLED or not path.is_relative_to(folder):
            return key
        return str(target.absolute() / path.relative_to(folder))

    def remote(self, repo: str) -> tuple[str, tuple[RemoteFile, ...]]:
        """A repository as it is called, and its files."""
        return self._downloads.remote(repo)

    def space(self, states: int, loose: int) -> SpaceUse:
        """Where the disk goes."""
        from app.hub.moving import folder_size
        from app.hub.space import Places, space, unused_graphs

        paths, folder = self._paths, self._folder()
        backups = Path(self._settings().backup_folder or paths.backups)
        found = space(Places(folder, paths.graphs, paths.library, backups), states)
        unused = unused_graphs(paths.graphs, self._graphs_in_use())
        return SpaceUse(
            folder,
            found.models,
            found.downloads,
            found.prepared,
            sum(folder_size(path) for path in unused),
            found.library,
            states,
            loose,
            found.backups,
            found.free,
        )

    def clean_graphs(self) -> int:
        """Deletes prepared models that nothing here needs."""
        from app.hub.space import clean_up

        return clean_up(self._paths.graphs, self._graphs_in_use())

    def there(self, key: str) -> bool:
        """Whether a model is there."""
        return key == BUNDLED or Path(key).exists()

    def has_room(self, key: str) -> bool:
        """Whether the memory that is free now holds a model besides all else."""
        from app.hub.fit import needed_memory
        from app.hub.machine import available_memory
        from engine.quantize import Quantization

        model = self._store().find(key)
        return needed_memory(_size(model), Quantization.INT8).total <= available_memory()

    def target(self, key: str, quantization: str) -> Path:
        """Where a converted model goes; nothing is there yet."""
        stem = bundled_model().name if key == BUNDLED else self._store().find(key).name
        ending = "" if quantization == "none" else f"-{quantization}"
        names = (f"{stem}{ending}{n}.safetensors" for n in ("", *(f"-{i}" for i in range(2, 100))))
        folder = self._folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                "{path} cannot be written: {reason}.",
                "Choose another models folder.",
                path=folder,
                reason=error.strerror or type(error).__name__,
            ) from error
        free = [folder / name for name in names if not (folder / name).exists()]
        return free[0]

    def discard(self, target: Path) -> None:
        """Deletes what an interrupted conversion left beside its target."""
        from engine.checkpoint.safetensors_writer import UNFINISHED

        half = target.with_name(target.name + UNFINISHED)
        try:
            half.unlink(missing_ok=True)
        except OSError as error:
            raise UserError(
                "{path} cannot be deleted: {reason}.",
                "It is of no use; delete it by hand.",
                path=half,
                reason=error.strerror or type(error).__name__,
            ) from error

    def _here(self) -> list[InstalledModel]:
        """Those of the store, and the one in use if it lies elsewhere and was never added."""
        from app.hub.store import inspect

        models = list(self._store().installed())
        chosen = self._settings().model_path
        if chosen and all(str(model.path) != chosen for model in models):
            models.append(replace(inspect(Path(chosen)), registered=True))
        return models

    def _folder(self) -> Path:
        return models_folder(self._paths, self._settings())

    def _store(self) -> ModelStore:
        from app.hub.store import ModelStore

        return ModelStore(self._folder())

    def _catalogue(self) -> Catalogue:
        from app.hub.catalogue import read_catalogue

        return read_catalogue(self._catalogue_file)

    def _machine(self) -> Machine | None:
        from app.hub.machine import remembered_machine

        return remembered_machine(self._paths.machine)

    def _graphs_in_use(self) -> Iterable[str]:
        from app.hub.store import inspect
        from engine.loading import model_key
        from engine.runtimes.graph_cache import folders_of

        models = [inspect(bundled_model()), *self._here()]
        keys = {model_key(m.file, m.generation) for m in models if m.problem is None}
        return frozenset[str]().union(*map(folders_of, keys))


def _measure(paths: DataPaths) -> None:
    from app.hub.machine import measure_machine
    from engine.runtimes.onnx_speed import measure_engine

    measure_machine(partial(measure_engine, paths.graphs), paths.machine, again=True)


def _offer(entry: CatalogueEntry, machine: Machine | None) -> Offer:
    from app.hub.fit import size_of

    return Offer(
        entry.id,
        title_of(entry.file),
        entry.repo,
        entry.file,
        entry.size,
        entry.size_is_exact,
        entry.parameters,
        entry.date,
        entry.context,
        entry.languages,
        entry.good_for,
        entry.licence,
        entry.recommended,
        _expected(size_of(entry), machine),
    )


def _own(model: InstalledModel, entry: CatalogueEntry | None, machine: Machine | None) -> OwnModel:
    sized = model.problem is None
    return OwnModel(
        str(model.path),
        title_of(model.name),
        model.path,
        model.file,
        model.size,
        model.generation,
        model.parameters,
        model.numbers,
        model.registered,
        languages=entry.languages if entry else (),
        good_for=entry.good_for if entry else (),
        expected=_expected(_size(model), machine, model.numbers) if sized else None,
        problem=model.problem,
    )


def _size(model: InstalledModel) -> ModelSize:
    from app.hub.fit import ModelSize

    return ModelSize(model.generation, model.layers, model.width, model.vocab_size)


def _expected(size: ModelSize, machine: Machine | None, numbers: str = "") -> Expected | None:
    if machine is None:
        return None
    from app.hub.fit import best_fit, judge
    from engine.quantize import Quantization

    # A file that was quantised is run as it is; others with 8 bits.
    stored = next((q for q in Quantization if q.value == numbers), None)
    fit = best_fit(size, machine) if stored is None else judge(size, machine, stored)
    return Expected(
        fit.verdict.value,
        fit.tokens_per_second,
        fit.need.total,
        machine.memory,
        fit.quantization.value,
    )


def _command(paths: DataPaths, arguments: Sequence[str]) -> list[str]:
    """The command of a model's own process, which uses the same data folder."""
    command, *rest = arguments
    return own_command([command, "--data-dir", os.fspath(paths.root), *rest])
