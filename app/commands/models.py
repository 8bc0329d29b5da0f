"""`longscroll models`: what is here, what there is, what will run, and fetching it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from app.commands.common import paths_of, print_error
from app.commands.models_download import run_download, run_files
from app.commands.models_places import (
    catalogue,
    entry_named,
    models_folder,
    plain,
    print_json,
    store_of,
)
from app.hub.catalogue import CatalogueEntry
from app.hub.fit import Fit, best_fit, size_of
from app.hub.machine import Machine, measure_machine
from app.hub.selftest import case_for, read_cases, run_selftest
from app.hub.space import Places, space
from app.hub.store import InstalledModel
from app.paths import resource
from engine.loading import LoadOptions, load_model
from engine.types import UserError

_GB = 1e9


def run(options: argparse.Namespace) -> int:
    """Exit code 0; what the user must mend is a `UserError`."""
    actions: Mapping[str, Callable[[argparse.Namespace], int]] = {
        "list": _list,
        "catalogue": _catalogue,
        "files": run_files,
        "download": run_download,
        "add": _add,
        "remove": _remove,
        "fit": _fit,
        "space": _space,
        "test": _test,
    }
    return actions[options.action](options)


def _list(options: argparse.Namespace) -> int:
    models = store_of(options).installed()
    if options.json:
        print_json(models)
        return 0
    for model in models:
        print(_line(model))
    return 0


def _line(model: InstalledModel) -> str:
    what = f"{model.generation} {model.parameters / 1e6:,.0f} M {model.numbers}"
    return f"{model.size / _GB:7.2f} GB  {model.name}  {model.problem or what}"


def _catalogue(options: argparse.Namespace) -> int:
    models = catalogue().models
    if options.json:
        print_json(models)
        return 0
    for entry in models:
        mark = "*" if entry.recommended else " "
        good_for = ", ".join(entry.good_for).replace("_", " ")
        print(f"{mark} {entry.size / _GB:6.2f} GB  {entry.id:45}  {good_for}")
    return 0


def _add(options: argparse.Namespace) -> int:
    store, path = store_of(options), Path(options.path)
    _tell_model(options, store.copy(path) if options.copy else store.register(path))
    return 0


def _tell_model(options: argparse.Namespace, model: InstalledModel) -> None:
    if options.json:
        print_json(model)
    else:
        print(f"{model.path}: {_line(model).strip()}")


def _remove(options: argparse.Namespace) -> int:
    store = store_of(options)
    model = store.find(options.name)
    freed = store.delete(model)
    if options.json:
        print_json({"name": model.name, "path": model.path, "freed": freed})
    else:
        done = "is forgotten, and left where it is" if model.registered else "is deleted"
        print(f"{model.name} {done}; {freed / _GB:.2f} GB are free by that.")
    return 0


def _fit(options: argparse.Namespace) -> int:
    # ONNX Runtime is heavy: only this action measures.
    from engine.runtimes.onnx_speed import measure_engine

    entries = (entry_named(options.name),) if options.name else catalogue().models
    paths = paths_of(options)
    machine = measure_machine(
        partial(measure_engine, paths.graphs), paths.machine, again=options.again
    )
    fits = [(entry, best_fit(size_of(entry), machine)) for entry in entries]
    if options.json:
        rows = [_fit_fields(entry, fit) for entry, fit in fits]
        print_json({"machine": vars(machine), "models": rows})
        return 0
    print(_machine_line(machine))
    for entry, fit in fits:
        need = f"{fit.need.total / _GB:5.1f} GB, {fit.tokens_per_second:6.1f} tokens/s"
        words = fit.verdict.value.replace("_", " ")
        print(f"{words:12} {need} ({fit.quantization.value})  {entry.id}")
    return 0


def _machine_line(machine: Machine) -> str:
    speeds = f"{machine.bandwidth / _GB:.1f} GB/s, {machine.int8 / _GB:.1f} G weights/s at 8 bits"
    return f"{machine.processor}, {machine.memory / _GB:.1f} GB memory, {speeds}"


def _fit_fields(entry: CatalogueEntry, fit: Fit) -> dict[str, object]:
    need = {**vars(fit.need), "running": fit.need.running, "total": fit.need.total}
    fields = {name: plain(value) for name, value in vars(fit).items() if name != "need"}
    return {"id": entry.id, **fields, "need": need}


def _space(options: argparse.Namespace) -> int:
    paths = paths_of(options)
    places = Places(models_folder(options), paths.graphs, paths.library, paths.backups)
    found = space(places)
    values = {**vars(found), "total": found.total}
    if options.json:
        print_json(values)
        return 0
    for name, value in values.items():
        if value is not None:
            print(f"{name:10} {value / _GB:9.3f} GB")
    return 0


def _test(options: argparse.Namespace) -> int:
    found = store_of(options).find(options.name)
    if found.problem is not None:
        raise found.problem
    case = case_for(read_cases(resource("models", "greedy.json")), found.file.name)
    if case is None:
        raise UserError(
            "No results are known for {file}.",
            "That says nothing against it; try longscroll generate --model.",
            file=found.file.name,
        )
    try:
        loaded = load_model(found.path, LoadOptions(paths_of(options).graphs))
    except UserError as error:
        if options.json:
            print_error(error)
        raise
    try:
        result = run_selftest(loaded.model, case)
    finally:
        loaded.model.close()
    if options.json:
        print_json(
            {"event": "tested"} | vars(result) | {"passed": result.passed, "agreed": result.agreed}
        )
    else:
        words = "computes what it should" if result.passed else "does not compute what it should"
        print(f"{found.name} {words}: {result.agreed} of {len(result.expected)} tokens are right.")
    return 0 if result.passed else 1
