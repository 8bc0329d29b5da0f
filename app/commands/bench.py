"""`longscroll bench`: how fast a model is here. Prints figures and judges nothing."""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from app.commands.common import load_options
from app.commands.memory import peak_memory_mb
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.checkpoint import find_model_file
from engine.loading import LoadOptions, load_weights, start_model
from engine.quantize import Quantization
from engine.runtimes.base import Model
from engine.runtimes.providers import usable_cores
from engine.types import ModelInfo, UserError

T = TypeVar("T")

SHAPES = {
    "0.1B": Shape(12, 768, 12, 65536),
    "0.4B": Shape(24, 1024, 16, 65536),
    "1.5B": Shape(24, 2048, 32, 65536),
}
PREFILL_TOKENS = 512
DECODE_SECONDS = 3.0


@dataclass(frozen=True)
class Figures:
    """Medians; `load_s` with prepared graphs, `prepare_s` what preparing them took.

    `batch_steps_s` is how often each of `--batch` alternatives gets a token.
    """

    prepare_s: float
    load_s: float
    prefill_tok_s: float
    decode_tok_s: float
    peak_memory_mb: float
    batch_steps_s: float | None = None


def run(options: argparse.Namespace) -> int:
    """Measures in this process; preparing happens in a child, so that its memory is not counted."""
    with tempfile.TemporaryDirectory(prefix="longscroll-bench-") as folder:
        chosen = load_options(options)
        chosen = replace(chosen, threads=chosen.threads or usable_cores())
        if options.shape:
            chosen = replace(chosen, cache=Path(folder))
        prepare_s = _seconds(lambda: _in_child(options.model, options.shape, chosen))
        started = time.perf_counter()
        model, vocab_size = _load(options.model, options.shape, chosen)
        load_s = time.perf_counter() - started
        figures = Figures(
            prepare_s,
            load_s,
            PREFILL_TOKENS / _prefill_seconds(model, vocab_size),
            1.0 / _decode_seconds(model.step, _tokens(vocab_size)),
            peak_memory_mb(),
            _batch_steps_s(model, vocab_size, options.batch),
        )
        info = model.info
        model.close()
    _print(figures, info, options)
    return 0


def _in_child(model: str | None, shape: str | None, options: LoadOptions) -> None:
    child = multiprocessing.get_context("spawn").Process(
        target=_prepare, args=(model, shape, options)
    )
    child.start()
    child.join()


def _prepare(model: str | None, shape: str | None, options: LoadOptions) -> None:
    # What the user must mend, the parent process meets again and tells.
    with contextlib.suppress(UserError):
        _load(model, shape, options)[0].close()


def _load(model: str | None, shape: str | None, options: LoadOptions) -> tuple[Model, int]:
    if model is not None:
        loaded, sizes = load_weights(find_model_file(Path(model)), options)
        return loaded, sizes.vocab_size
    sizes = SHAPES[shape or ""]
    quantization = options.quantization or Quantization.INT8
    source = RandomTensors(sizes)
    count = sum(int(np.prod(source.shape(name))) for name in source.names())
    key = f"random-{shape}"
    info = ModelInfo(
        key, key, "rwkv7", sizes.n_layer, sizes.n_embd, sizes.vocab_size, count, "cpu",
        quantization.value,
    )  # fmt: skip
    return start_model(source, sizes, info, options), sizes.vocab_size


def _prefill_seconds(model: Model, vocab_size: int) -> float:
    tokens = np.random.default_rng(0).integers(1, vocab_size, PREFILL_TOKENS).tolist()

    def read() -> None:
        model.load_state(None)
        model.prefill(tokens)

    read()
    return statistics.median(_seconds(read) for _ in range(5))


def _batch_steps_s(model: Model, vocab_size: int, rows: int | None) -> float | None:
    if rows is None:
        return None
    batch = model.batch(rows)
    tokens = _tokens(vocab_size)
    seconds = _decode_seconds(batch.step, [tokens[i : i + rows] for i in range(len(tokens) - rows)])
    batch.close()
    return 1.0 / seconds


def _tokens(vocab_size: int) -> list[int]:
    tokens: list[int] = np.random.default_rng(1).integers(1, vocab_size, 4096).tolist()
    return tokens


def _decode_seconds(step: Callable[[T], object], inputs: Sequence[T]) -> float:
    for each in inputs[:10]:
        step(each)
    times: list[float] = []
    while sum(times) < DECODE_SECONDS or len(times) < 20:
        each = inputs[len(times) % len(inputs)]
        started = time.perf_counter()
        step(each)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _print(figures: Figures, info: ModelInfo, options: argparse.Namespace) -> None:
    measured = {name: value for name, value in vars(figures).items() if value is not None}
    values = {name: round(value, 3) for name, value in measured.items()}
    about = {"model": info.name, "runtime": options.runtime, "device": info.device}
    about |= {"quantization": info.quantization, "threads": options.threads or usable_cores()}
    if options.json:
        print(json.dumps(about | values))
        return
    for name, value in (about | values).items():
        print(f"{name:16} {value}")
