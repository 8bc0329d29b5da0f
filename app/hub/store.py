"""The models that are on this computer: in the models folder, or registered where they lie.

Reads headers of model files, no weights. Knows no network and no running model. What a caller
still has open may not be deletable on Windows; that is an error in plain words.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.formats.json_file import read_json
from app.hub.download_values import is_usable_name
from app.hub.failures import cannot_write
from app.hub.json_fields import JsonFields
from app.hub.moving import after, copy_checked, folder_size
from app.hub.part_file import require_room, taken
from engine.checkpoint import (
    SUFFIXES,
    Checkpoint,
    check_model,
    find_model_file,
    model_shape,
    open_checkpoint,
)
from engine.checkpoint.sharded_files import INDEX_SUFFIX, index_of_part, is_index, parts_of
from engine.types import UserError

FORMAT = 1
REGISTER = "registered.json"
COPYING = ".copying"
COMPANIONS = ("tokenizer.json", "config.json", "README.md")
"""What belongs to a model besides its weights, the vocabulary first."""


@dataclass(frozen=True)
class InstalledModel:
    """A model that is there. `path` is a file, or a folder with the parts of one model; `file`
    the one that is opened. `numbers` is how its large matrices are stored ("bf16", "int8",
    "Q8_0"…), `registered` whether it lies outside of the models folder. With a `problem` it
    cannot be used, and nothing but name, path and size is known."""

    name: str
    path: Path
    file: Path
    size: int
    generation: str = ""
    layers: int = 0
    width: int = 0
    vocab_size: int = 0
    parameters: int = 0
    numbers: str = ""
    registered: bool = False
    problem: UserError | None = None


class ModelStore:
    """The models folder. Its methods read and write the disk: call them off the window's
    thread, one at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def installed(self) -> tuple[InstalledModel, ...]:
        """All models, by name. What cannot be read is among them, with the reason."""
        own = [(path, False) for path in self._own_paths()]
        others = [(path, True) for path in self._registered()]
        models = [inspect(path, registered=registered) for path, registered in own + others]
        return tuple(sorted(models, key=lambda model: model.name.lower()))

    def find(self, name: str) -> InstalledModel:
        """The model of this name or path. Raises `UserError`."""
        for model in self.installed():
            if name in (model.name, str(model.path), str(model.file)):
                return model
        raise UserError("There is no model “{name}”.", "Look at the list of models.", name=name)

    def register(self, path: Path) -> InstalledModel:
        """Adds a file or folder that stays where it is. Raises `UserError` if it is no model."""
        model = require_usable(path.absolute())
        if not model.path.is_relative_to(self.folder):
            known = self._registered()
            if model.path not in known:
                self._write_register([*known, model.path])
        return inspect(model.path, registered=not model.path.is_relative_to(self.folder))

    def copy(
        self, path: Path, report: Callable[[int, int], None] = lambda done, total: None
    ) -> InstalledModel:
        """Adds a copy of a file or folder. `report` is told (bytes, all bytes); what it raises
        stops the copy, and nothing of it stays. Raises `UserError`."""
        model = require_usable(path.absolute())
        files = _files_of(model)
        alone = len(files) == 1 and model.path.is_file()
        target = self.folder / (model.path.name if alone else _folder_name(model.path))
        if target.exists():
            raise taken(target)
        total, done = sum(file.stat().st_size for file in files), 0
        require_room(self.folder, total)
        half = target.with_name(target.name + COPYING)
        try:
            for file in files:
                place = half if alone else half / file.name
                done += copy_checked(file, place, after(report, done, total))
            os.replace(half, target)
        except OSError as error:
            raise cannot_write(self.folder, error) from error
        finally:
            _remove(half)
        return inspect(target)

    def rename(self, model: InstalledModel, name: str) -> InstalledModel:
        """Gives a model in the models folder another name; its ending stays. Raises `UserError`."""
        if model.registered:
            raise UserError(
                "{name} lies outside of the models folder and is not renamed from here.",
                "Rename the file itself, then add it again.",
                name=model.name,
            )
        ending = "" if model.path.is_dir() else model.path.suffix
        wanted = name.removesuffix(ending) + ending
        # The parts of a model in several files know each other by name.
        if not is_usable_name(wanted) or name.startswith(".") or is_index(model.path) or not name:
            raise UserError("“{name}” cannot be the name of a model.", "Choose another.", name=name)
        target = model.path.with_name(wanted)
        if target.exists() and not target.samefile(model.path):
            raise taken(target)
        try:
            os.replace(model.path, target)
        except OSError as error:
            raise cannot_write(self.folder, error) from error
        return inspect(target)

    def delete(self, model: InstalledModel) -> int:
        """Deletes a model of the models folder, or forgets one that lies elsewhere; how many
        bytes are free by that. Other files of its folder stay, and what a link leads to.
        Raises `UserError`, for instance while it is in use."""
        if model.registered:
            self._write_register([path for path in self._registered() if path != model.path])
            return 0
        try:
            size = _delete(model.path)
        except OSError as error:
            raise UserError(
                "{name} cannot be deleted: {reason}.",
                "If it is in use, choose another model first.",
                name=model.name,
                reason=error.strerror or type(error).__name__,
            ) from error
        return size

    # What lies there

    def _own_paths(self) -> Iterator[Path]:
        try:
            entries = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        except OSError as error:
            raise cannot_read(self.folder, error) from error
        yield from _weights_in(entries)
        yield from _models_below(entries, {self.folder.resolve()})

    def _registered(self) -> list[Path]:
        file = self.folder / REGISTER
        if not file.exists():
            return []
        fields = JsonFields(read_json(file), "it", _unusable)
        if fields.get("format", int, 0) != FORMAT:
            raise _unusable("it is of another version of Longscroll")
        return [Path(each) for each in fields.words("paths")]

    def _write_register(self, paths: list[Path]) -> None:
        file = self.folder / REGISTER
        beside = file.with_name(file.name + ".tmp")
        values = {"format": FORMAT, "paths": [str(path) for path in paths]}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(values, ensure_ascii=False, indent=1), "utf-8")
            os.replace(beside, file)
        except OSError as error:
            raise cannot_write(self.folder, error) from error


def inspect(path: Path, *, registered: bool = False) -> InstalledModel:
    """What a file or folder is, from headers alone; what is wrong with it is its `problem`."""
    name = path.name if path.is_dir() else path.stem
    size = sum(folder_size(each) for each in _belongings(path))
    try:
        file = find_model_file(path)
        with open_checkpoint(file) as checkpoint:
            shape = model_shape(checkpoint)
            check_model(checkpoint, shape)
            return InstalledModel(
                name,
                path,
                file,
                size,
                shape.generation,
                shape.n_layer,
                shape.n_embd,
                shape.vocab_size,
                checkpoint.parameters,
                numbers_of(checkpoint),
                registered,
            )
    except UserError as error:
        return InstalledModel(name, path, path, size, registered=registered, problem=error)


def require_usable(path: Path) -> InstalledModel:
    """The model in a file or folder. Raises the `UserError` that says why it is none."""
    model = inspect(path)
    if model.problem is not None:
        raise model.problem
    return model


def numbers_of(checkpoint: Checkpoint) -> str:
    """How the large matrices are stored, for instance "bf16", "f16", "f32", "int8" or "Q4_K"."""
    if checkpoint.quantization is not None:
        return checkpoint.quantization.value
    name = next(
        (n for n in checkpoint.names() if n.endswith("ffn.key.weight")), checkpoint.names()[0]
    )
    stored = checkpoint.dtype(name)
    return stored.value if stored.block > 1 else stored.value.lower()


def cannot_read(path: Path, error: OSError) -> UserError:
    """The system refused to read."""
    return UserError(
        "{path} cannot be read: {reason}.",
        "Check that it is there and that you may read it.",
        path=path,
        reason=error.strerror or type(error).__name__,
    )


def _models_below(entries: list[Path], seen: set[Path]) -> Iterator[Path]:
    """The models in folders: a folder that holds the files of one, else its files, and what lies
    deeper. `seen` are the folders that were looked through, as links may lead back to them."""
    for folder in entries:
        if not folder.is_dir() or folder.name.startswith(".") or folder.name.endswith(COPYING):
            continue
        if folder.resolve() in seen:
            continue
        seen.add(folder.resolve())
        try:
            inner = sorted(folder.iterdir())
        except OSError:
            continue  # a corner of the system's own, as each disk has one
        models = _weights_in(inner)
        yield from [folder] if len(models) == 1 else models
        yield from _models_below(inner, seen)


def _weights_in(entries: list[Path]) -> list[Path]:
    """The model files among these; the parts of one in several files are one: their index."""
    files = [each for each in entries if each.name.lower().endswith(SUFFIXES) and each.is_file()]
    return sorted({index_of_part(file) or file for file in files})


def _belongings(path: Path) -> list[Path]:
    """The files of the model at `path`: of a folder its weights, its vocabulary, and what
    describes it if nothing else is in the folder."""
    if not path.is_dir():
        return _with_parts(path)
    try:
        entries = list(path.iterdir())
    except OSError:
        return []  # who opens it says why
    weights = [each for model in _weights_in(entries) for each in _with_parts(model)]
    beside = [each for each in entries if each.name in COMPANIONS and each.is_file()]
    alone = len(entries) == len(weights) + len(beside)
    return weights + [each for each in beside if alone or each.name == COMPANIONS[0]]


def _delete(path: Path) -> int:
    """Deletes a model; the bytes that are free by that. Raises `OSError`."""
    if path.is_symlink():
        path.unlink()
        return 0
    files = _belongings(path)
    freed = sum(folder_size(file) for file in files)
    for file in files:
        file.unlink(missing_ok=True)
    if path.is_dir() and not any(path.iterdir()):
        path.rmdir()
    return freed


def _folder_name(path: Path) -> str:
    """What the folder of a copied model is called."""
    plain = Path(path.name.removesuffix(INDEX_SUFFIX))
    return plain.name if path.is_dir() else plain.stem


def _files_of(model: InstalledModel) -> list[Path]:
    """The files that make up a model, with its vocabulary if one lies beside it."""
    parts = _with_parts(model.file)
    names = COMPANIONS if model.path.is_dir() else COMPANIONS[:1]
    beside = [model.file.with_name(name) for name in names]
    return parts + [file for file in beside if file.is_file()]


def _with_parts(path: Path) -> list[Path]:
    """The path itself; after an index, the files that it names."""
    try:
        return [path, *(parts_of(path) if is_index(path) else ())]
    except UserError:
        return [path]  # a damaged index names nothing


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _unusable(reason: str) -> UserError:
    return UserError(
        "The list of models that lie elsewhere cannot be used: {reason}.",
        "Delete the file registered.json in the models folder, then add those models again.",
        reason=reason,
    )
