"""Compiled operations in the place of torch's, for `Kernels`: each saves passes over whole arrays.

Knows no architecture but by what such networks compute.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import torch
from torch import Tensor

from engine.ops.torch_native import HEAD_SIZE, NativeLibrary
from engine.ops.torch_ops import Kernels, plain_relu_squared
from engine.ops.torch_wkv import Context


def compiled(kernels: Kernels, library: NativeLibrary) -> Kernels:
    """`kernels` with what is compiled here; the recurrence stays."""
    return replace(
        kernels,
        mixes=NativeMixes(library, kernels.compute),
        softmax=NativeSoftmax(library),
        relu_squared=NativeReluSquared(library),
    )


class NativeMixes:
    """x + delta * mix for each of `mixes` [C], of x and delta [B,T,C], in one go.

    They come in `made`, float32 or bfloat16, which saves a pass over each.
    """

    def __init__(self, library: NativeLibrary, made: torch.dtype = torch.float32) -> None:
        self.library = library
        self.made = made

    def __call__(self, x: Tensor, delta: Tensor, mixes: Sequence[Tensor]) -> Sequence[Tensor]:
        return _mixes(self, x.contiguous(), delta.contiguous(), torch.stack(list(mixes)))

    def sizes(self, mixes: Tensor, x: Tensor) -> tuple[int, int, int, int]:
        """Rows, channels, count, and whether they are bfloat16."""
        count, channels = mixes.shape
        return x.shape[:-1].numel(), channels, count, int(self.made == torch.bfloat16)


class _MixesContext(Context, Protocol):
    native: NativeMixes


class _Mixes(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: _MixesContext, native: NativeMixes, x: Tensor, delta: Tensor, mixes: Tensor
    ) -> tuple[Tensor, ...]:
        out = [torch.empty_like(x, dtype=native.made) for _ in mixes]
        native.library.call("rwkv7_mix", *native.sizes(mixes, x), x, delta, mixes, out)
        ctx.native = native
        ctx.save_for_backward(delta, mixes)
        return tuple(out)

    @staticmethod
    def backward(ctx: _MixesContext, *grads: Tensor) -> tuple[Tensor | None, ...]:
        delta, mixes = ctx.saved_tensors
        d_x, d_delta = torch.empty_like(delta), torch.empty_like(delta)
        d_mixes = torch.zeros_like(mixes)
        kept = [grad.contiguous() for grad in grads]
        sizes = ctx.native.sizes(mixes, delta)
        call = ctx.native.library.call
        call("rwkv7_mix_back", *sizes, delta, mixes, kept, d_x, d_delta, d_mixes)
        return None, d_x, d_delta, d_mixes


_mixes: Callable[..., Sequence[Tensor]] = _Mixes.apply


class NativeSoftmax:
    """See `engine.ops.torch_ops.Softmax`; the gradient takes the place of the logits."""

    def __init__(self, library: NativeLibrary) -> None:
        self.library = library

    def __call__(
        self, logits: Tensor, targets: Tensor, importance: Tensor
    ) -> tuple[Tensor, Tensor]:
        logits = logits.contiguous()
        loss, powers = torch.empty(1, dtype=torch.float64), torch.empty(logits.shape[1])
        self.library.call(
            *("head_softmax", *logits.shape, int(logits.dtype == torch.bfloat16), logits),
            *(targets.contiguous(), importance.contiguous(), powers, loss),
        )
        return loss[0].to(importance.dtype), logits


class NativeReluSquared:
    """max(x, 0) squared; other types and lengths go to torch's operations."""

    def __init__(self, library: NativeLibrary) -> None:
        self.library = library

    def __call__(self, x: Tensor) -> Tensor:
        if x.dtype not in (torch.float32, torch.bfloat16) or x.numel() % HEAD_SIZE:
            return plain_relu_squared(x)
        return _relu_squared(self.library, x.contiguous())


class _ReluContext(Context, Protocol):
    library: NativeLibrary


class _ReluSquared(torch.autograd.Function):
    @staticmethod
    def forward(ctx: _ReluContext, library: NativeLibrary, x: Tensor) -> Tensor:
        out = torch.empty_like(x)
        library.call("relu_squared", x.numel(), int(x.dtype == torch.bfloat16), x, out)
        ctx.library = library
        ctx.save_for_backward(x)
        return out

    @staticmethod
    def backward(ctx: _ReluContext, grad: Tensor) -> tuple[None, Tensor]:
        (x,) = ctx.saved_tensors
        d_x, narrow = torch.empty_like(x), int(x.dtype == torch.bfloat16)
        ctx.library.call("relu_squared_back", x.numel(), narrow, x, grad.contiguous(), d_x)
        return None, d_x


_relu_squared: Callable[[NativeLibrary, Tensor], Tensor] = _ReluSquared.apply
