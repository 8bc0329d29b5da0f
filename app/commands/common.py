"""What several commands share: the model and the files that the arguments name."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.paths import DataPaths, bundled_model, data_paths
from engine.error_lines import error_event
from engine.loading import LoadOptions
from engine.quantize import Quantization
from engine.runtimes.providers import fell_back
from engine.types import ModelInfo, UserError


def paths_of(options: argparse.Namespace) -> DataPaths:
    """The data folder of this run."""
    return data_paths(getattr(options, "data_dir", None))


def model_path(options: argparse.Namespace) -> Path:
    """The model that was asked for, else the bundled one."""
    return Path(options.model) if options.model else bundled_model()


def load_options(options: argparse.Namespace) -> LoadOptions:
    """How to run it."""
    return LoadOptions(
        cache=paths_of(options).graphs,
        runtime=options.runtime,
        quantization=None if options.quant == "auto" else Quantization(options.quant),
        device=options.device,
        threads=options.threads,
    )


def free_target(options: argparse.Namespace) -> Path:
    """The file to write, which must not be there yet without --force. Raises `UserError`."""
    target = Path(options.target)
    if target.exists() and not options.force:
        raise UserError(
            "{path} is there already.", "Choose another name, or add --force.", path=target
        )
    return target


def tell_fallback(info: ModelInfo) -> None:
    """One line on stderr if the model does not run where it was meant to run."""
    if fell_back(info.device_note):
        print(f"longscroll: {info.device_note}", file=sys.stderr)


def print_error(error: UserError) -> None:
    """One line of JSON for whoever started this as a process: templates and their fields."""
    print(json.dumps(error_event(error), ensure_ascii=False), flush=True)
