"""Training speed: `python tests/benchmarks/bench_training.py [--json]`.

Tokens a second for a model of 5 M parameters on two threads: a plain loop in torch over the
chunked recurrence, ours with it, ours with the compiled one, and a GPT and an LSTM of the same
size from torch's own modules, trained by our loop. Judges nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.architectures.base import Shape
from engine.ops.torch_native import build
from engine.ops.torch_ops import Kernels
from engine.training import making
from engine.training.checkpoint import Checkpoint
from engine.training.loop import parameters_of
from engine.training.memory import keep_freed_memory
from engine.training.model import LanguageModel
from engine.training.multiplying import choose
from engine.training.optimizer import make_optimizer
from engine.training.plans import Plan
from engine.training.settings import BLAS, TrainingSettings
from engine.training.team import Batch, Threads

SHAPE = Shape(5, 256, 4, 1024)  # 4.9 M


def main() -> None:
    """Print one line a way of training."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--steps", type=int, default=3, help="measured steps of each; the median counts"
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--context", type=int, default=512)
    numbers = parser.add_mutually_exclusive_group()
    numbers.add_argument("--float32", action="store_true", help="multiply in float32")
    numbers.add_argument("--bfloat16", action="store_true", help="multiply in bfloat16")
    parser.add_argument("--blas", choices=BLAS, help="library for float32")
    parser.add_argument("--json", action="store_true", help="a JSON object at the end")
    options = parser.parse_args()
    keep_freed_memory()
    options.chosen = choose(options)
    if not options.json:
        print(options.chosen)
    speeds = {}
    for name, train in ways(options):
        train()
        seconds = statistics.median(timed(train) for _ in range(options.steps))
        speeds[name] = options.batch * options.context / seconds
        if not options.json:
            print(f"{name:26} {speeds[name]:8,.0f} tokens/s", flush=True)
    if options.json:
        print(json.dumps(speeds))


def ways(options: argparse.Namespace) -> list[tuple[str, Callable[[], None]]]:
    """The ways of training, each a function that takes one step."""
    generator = torch.Generator().manual_seed(0)
    size = (options.batch, options.context + 1)
    windows = torch.randint(0, SHAPE.vocab_size, size, generator=generator)
    found = [
        ("RWKV-7, plain loop", plain(options, windows)),
        ("RWKV-7, ours, chunked", ours(options, windows, "rwkv7", "chunked")),
    ]
    if build() is not None:
        found.append(("RWKV-7, ours, native", ours(options, windows, "rwkv7", "native")))
    found += [
        (f"{model.upper()} of the same size", ours(options, windows, model, "chunked"))
        for model in ("gpt", "lstm")
    ]
    return found


def begin(options: argparse.Namespace, model: str, recurrence: str) -> Checkpoint:
    """A run before its first step."""
    settings = TrainingSettings(
        steps=1000,
        batch=options.batch,
        context=options.context,
        bfloat16=options.chosen.bfloat16,
        blas=options.chosen.blas,
        recurrence=recurrence,
    )
    return making.start(SHAPE, settings, Plan(model=model))


def plain(options: argparse.Namespace, windows: torch.Tensor) -> Callable[[], None]:
    """What one writes first: all logits, torch's own loss and threads."""
    saved = begin(options, "rwkv7", "chunked")
    parameters = parameters_of(saved, torch.device("cpu"))
    compute = torch.bfloat16 if saved.settings.bfloat16 else torch.float32
    model = LanguageModel(SHAPE, parameters, Kernels(compute))
    optimizer = torch.optim.AdamW(parameters.values(), lr=1e-3)

    def step() -> None:
        torch.set_num_threads(options.threads)
        logits, _ = model.forward(windows[:, :-1])
        loss = functional.cross_entropy(logits.flatten(0, 1).float(), windows[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters.values(), 1.0)
        optimizer.step()

    return step


def ours(
    options: argparse.Namespace, windows: torch.Tensor, model: str, recurrence: str
) -> Callable[[], None]:
    """One step as `engine.training.loop` takes it."""
    saved = begin(options, model, recurrence)
    parameters = parameters_of(saved, torch.device("cpu"))
    network = making.network_of(saved, parameters)
    optimizer = make_optimizer(parameters, saved.settings)
    team = Threads(options.threads)
    batch = Batch(windows, torch.ones(options.batch, options.context))

    def step() -> None:
        with team.at_work(network):
            team.gradient(batch)
            torch.nn.utils.clip_grad_norm_(parameters.values(), 1.0)
            optimizer.step()

    return step


def timed(function: Callable[[], None]) -> float:
    """Seconds that a call takes."""
    begun = time.perf_counter()
    function()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
