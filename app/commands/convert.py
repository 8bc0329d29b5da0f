"""`longscroll convert`: a model file of any format as `.safetensors`, quantised if wanted."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from app.commands.common import print_error
from engine.convert import Converted, ConvertProgress, convert
from engine.quantize import Quantization
from engine.types import UserError

_MEGABYTE = 1_000_000


def run(options: argparse.Namespace) -> int:
    """Converts, telling how far it is: a line on stderr, or JSON lines on stdout."""
    try:
        converted = convert(
            Path(options.source),
            Path(options.target),
            Quantization(options.quant),
            _each_percent(_print_json_progress if options.json else _print_progress),
            overwrite=options.force,
        )
    except UserError as error:
        if options.json:
            print_error(error)
        raise
    if options.json:
        print(json.dumps({"event": "converted"} | _fields(converted), ensure_ascii=False))
    else:
        print(_summary(converted))
    return 0


def _each_percent(
    show: Callable[[ConvertProgress, int], None],
) -> Callable[[ConvertProgress], None]:
    """Lets through the first report of each percent."""
    last = -1

    def report(progress: ConvertProgress) -> None:
        nonlocal last
        percent = 100 * progress.done // max(1, progress.total)
        if percent != last:
            last = percent
            show(progress, percent)

    return report


def _print_progress(progress: ConvertProgress, percent: int) -> None:
    end = "\n" if percent == 100 else ""
    print(f"\r{percent:3} %  {progress.tensor:48.48}", end=end, file=sys.stderr, flush=True)


def _print_json_progress(progress: ConvertProgress, percent: int) -> None:
    fields = {"event": "progress", "percent": percent} | vars(progress)
    print(json.dumps(fields, ensure_ascii=False), flush=True)


def _fields(converted: Converted) -> dict[str, object]:
    paths = ("path", "tokenizer")
    return {
        name: str(value) if name in paths and value is not None else value
        for name, value in vars(converted).items()
    }


def _summary(converted: Converted) -> str:
    before, after = converted.nbytes_before, converted.nbytes_after
    sizes = f"{before / _MEGABYTE:.1f} MB -> {after / _MEGABYTE:.1f} MB"
    kind = f"{converted.architecture}, {converted.parameters:,} parameters"
    vocabulary = f"\n{converted.tokenizer}" if converted.tokenizer else ""
    return f"{converted.path}: {kind}, {sizes}{vocabulary}"
