"""`longscroll export`: a project of the library as a file."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from app.commands.common import paths_of
from app.commands.transfer import find_project, library
from app.db.manuscripts import load_manuscript
from app.db.transfer import load_generations
from app.formats.exporting import Exporter
from app.formats.options import DEFAULT_PRESET, PRESETS, ExportOptions, Format, PresetFile
from app.printing.pdf import write_pdf
from engine.types import UserError


def run(options: argparse.Namespace) -> int:
    """Exit code 0; what the user must mend is a `UserError`."""
    path = Path(options.output)
    preset = _preset(options)
    with library(options) as storage:
        project = find_project(storage, options.project)
        if project is None:
            raise UserError(
                "There is no project “{name}”.",
                "See longscroll projects for those there are.",
                name=options.project,
            )
        work = storage.submit(partial(load_manuscript, project_id=project.id)).result()
        load = partial(load_generations, project_id=project.id)
        made = storage.submit(load).result() if options.format == Format.OWN else {}
    Exporter(write_pdf).export(work, path, Format(options.format), preset, generations=made)
    print(f"wrote {path}")
    return 0


def _preset(options: argparse.Namespace) -> ExportOptions:
    name = options.preset or DEFAULT_PRESET
    known = {**PRESETS, **PresetFile(paths_of(options).export_presets).load()}
    if name not in known:
        raise UserError(
            "There is no preset “{name}”.",
            "There are: {names}.",
            name=name,
            names=", ".join(known),
        )
    return known[name]
