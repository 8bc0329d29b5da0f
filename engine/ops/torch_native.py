"""The compiled parts of RWKV-7, for processors of machines that have a C compiler.

Calls functions on torch tensors through their addresses; knows nothing of layers.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor

from engine.ops.torch_wkv import Context, wkv7_chunked

SOURCES = ("wkv7.c", "rwkv7_core.c", "head_softmax.c")
HEAD_SIZE = 64
FLAGS = (
    *("-O3", "-march=native", "-shared", "-fPIC"),
    *("-fno-math-errno", "-fno-trapping-math", "-fno-signed-zeros", "-fassociative-math"),
)

Argument = Tensor | int | float | Sequence[Tensor] | None


class NativeLibrary:
    """The functions in `SOURCES`, which say what arrays they take."""

    def __init__(self, library: ctypes.CDLL) -> None:
        library.wkv7_span.restype = ctypes.c_int64
        self._library = library
        self.span = int(library.wkv7_span())
        """Every so many tokens the forward pass keeps a state."""

    def call(self, name: str, *arguments: Argument) -> None:
        """Arrays must be contiguous, and of the sizes and types that the function is told."""
        getattr(self._library, name)(*(_native(value) for value in arguments))


def _native(value: Argument) -> object:
    if isinstance(value, Tensor):
        return ctypes.c_void_p(value.data_ptr())
    if isinstance(value, int):
        return ctypes.c_int64(value)
    if isinstance(value, float):
        return ctypes.c_float(value)
    if value is None:
        return ctypes.c_void_p(None)
    return (ctypes.c_void_p * len(value))(*(tensor.data_ptr() for tensor in value))


class NativeWkv7:
    """A function like `wkv7_chunked`; calls with other types or sizes go to that one.

    Three times as fast as the chunked form on a processor, and equal to it up to rounding.
    """

    def __init__(self, library: NativeLibrary) -> None:
        self._library = library

    def __call__(
        self,
        r: Tensor,
        log_w: Tensor,
        k: Tensor,
        v: Tensor,
        kappa: Tensor,
        b: Tensor,
        state: Tensor,
    ) -> tuple[Tensor, Tensor]:
        fits = state.dtype == torch.float32 and state.device.type == "cpu"
        if not fits or state.shape[-1] != HEAD_SIZE:
            return wkv7_chunked(r, log_w, k, v, kappa, b, state)
        return _wkv7(self, *(x.float().contiguous() for x in (r, log_w, k, v, kappa, b, state)))

    def forward(self, inputs: Sequence[Tensor], state: Tensor) -> tuple[Tensor, Tensor]:
        """Changes `state` [B,H,N,N] in place. Returns y and the states to keep for backward."""
        batch, length, heads, width = inputs[0].shape
        kept = state.new_empty(batch, heads, -(-length // self._library.span), width, width)
        y = torch.empty_like(inputs[0])
        self._library.call("wkv7_forward", batch, length, heads, *inputs, state, kept, y)
        return y, kept

    def backward(
        self, inputs: Sequence[Tensor], kept: Tensor, grad_y: Tensor, grad_state: Tensor
    ) -> list[Tensor]:
        """Gradients of the inputs, but of log w; `grad_state` becomes that of the first state."""
        grads = [torch.zeros_like(x) for x in inputs]  # to which rows add theirs, group by group
        sizes = grad_y.shape[:3]
        self._library.call("wkv7_backward", *sizes, *inputs, kept, grad_y, grad_state, *grads)
        return grads


class _NativeContext(Context, Protocol):
    native: NativeWkv7


class _Wkv7(torch.autograd.Function):
    @staticmethod
    def forward(ctx: _NativeContext, native: NativeWkv7, *arrays: Tensor) -> tuple[Tensor, Tensor]:
        r, log_w, *others, state = arrays
        inputs = [r, log_w.exp(), *others]
        last = state.clone()
        y, kept = native.forward(inputs, last)
        ctx.native = native
        ctx.save_for_backward(*inputs, kept)
        return y, last

    @staticmethod
    def backward(
        ctx: _NativeContext, grad_y: Tensor, grad_last: Tensor
    ) -> tuple[Tensor | None, ...]:
        *inputs, kept = ctx.saved_tensors
        grad_state = grad_last.clone(memory_format=torch.contiguous_format)
        grads = ctx.native.backward(inputs, kept, grad_y.contiguous(), grad_state)
        return (None, *grads, grad_state)


_wkv7: Callable[..., tuple[Tensor, Tensor]] = _Wkv7.apply


def build() -> NativeLibrary | None:
    """Compile and load the functions; None where that cannot be done.

    The library is made anew for this processor and kept by nobody: compiling takes a second.
    """
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None or sys.platform == "win32":
        return None
    sources = (str(Path(__file__).with_name(name)) for name in SOURCES)
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "kernels.so"
        command = [compiler, *FLAGS, *sources, "-o", str(library), "-lm"]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode != 0:
            return None
        # Loaded libraries stay mapped after their file is gone.
        return NativeLibrary(ctypes.CDLL(str(library)))
