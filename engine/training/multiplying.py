"""In which numbers, and by which library, matrices are multiplied fastest here. Knows no model."""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.ops.torch_matmul import numpy_matmul

ROWS, WIDTH = 1024, 512
"""About what one thread multiplies at a time."""

CLEARLY = 1.1
"""So much faster must numpy be: one measurement on a busy machine says no more."""


@dataclass(frozen=True)
class Multiplying:
    """`bfloat16` or else float32; `blas` is the library for the latter, torch or numpy."""

    bfloat16: bool
    blas: str = "torch"


def choose(options: argparse.Namespace) -> Multiplying:
    """What the options say; where they are silent, what is faster."""
    if torch.cuda.is_available():
        fast = not options.float32 and torch.cuda.is_bf16_supported()
        return Multiplying(options.bfloat16 or fast)
    if options.bfloat16:
        return Multiplying(bfloat16=True)
    if options.blas:
        return Multiplying(bfloat16=False, blas=options.blas)
    with one_thread():
        seconds = {Multiplying(bfloat16=False): _seconds(torch.matmul, torch.float32)}
        if _numpy_can_be_limited():
            numpy = Multiplying(bfloat16=False, blas="numpy")
            seconds[numpy] = CLEARLY * _seconds(numpy_matmul, torch.float32)
        if not options.float32:  # without instructions for it, bfloat16 crawls
            seconds[Multiplying(bfloat16=True)] = _seconds(torch.matmul, torch.bfloat16)
    return min(seconds, key=seconds.__getitem__)


@contextmanager
def one_thread() -> Iterator[None]:
    """Products are made by the thread that asks for them: others have work of their own."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with _one_thread_in_numpy():
            yield
    finally:
        torch.set_num_threads(before)


def _numpy_can_be_limited() -> bool:
    return importlib.util.find_spec("threadpoolctl") is not None


def _one_thread_in_numpy() -> AbstractContextManager[object]:
    if not _numpy_can_be_limited():
        return nullcontext()
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(1, "blas")
    return limits


def _seconds(matmul: Callable[[Tensor, Tensor], Tensor], number_type: torch.dtype) -> float:
    rows = torch.ones(ROWS, WIDTH, dtype=number_type)
    matrix = torch.ones(WIDTH, WIDTH, dtype=number_type)
    times = []
    for _ in range(4):
        begun = time.perf_counter()
        matmul(rows, matrix)
        times.append(time.perf_counter() - begun)
    return min(times)
