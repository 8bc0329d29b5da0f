"""Matrix products of torch tensors by numpy's BLAS. Knows nothing of layers.

torch comes with Intel's library, which on AMD's processors leaves a quarter of their speed unused;
numpy comes with OpenBLAS (on Apple's machines, Accelerate), which does not.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from engine.ops.torch_wkv import Context

Matmul = Callable[[Tensor, Tensor], Tensor]
"""x [..., K] times w [K, N]: [..., N]. Differentiable."""


def numpy_matmul(x: Tensor, w: Tensor) -> Tensor:
    """x @ w. Types and devices that numpy does not have, or not fast, go to torch."""
    if x.dtype != torch.float32 or w.dtype != torch.float32 or x.device.type != "cpu":
        return x @ w
    return _matmul(x, w)


class _NumpyMatmul(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Context, x: Tensor, w: Tensor) -> Tensor:
        ctx.save_for_backward(x, w)
        return _product(x.flatten(0, -2), w).view(*x.shape[:-1], w.shape[1])

    @staticmethod
    def backward(ctx: Context, grad: Tensor) -> tuple[Tensor | None, Tensor | None]:
        x, w = ctx.saved_tensors
        rows, grad_rows = x.flatten(0, -2), grad.flatten(0, -2)
        for_x, for_w = ctx.needs_input_grad
        grad_x = _product(grad_rows, w.T).view_as(x) if for_x else None
        return grad_x, _laid_out_as(w, rows, grad_rows) if for_w else None


_matmul: Matmul = _NumpyMatmul.apply


def _laid_out_as(w: Tensor, rows: Tensor, grad_rows: Tensor) -> Tensor:
    """rows.T @ grad_rows in the layout of `w`, so that nobody needs to copy it later."""
    if w.T.is_contiguous():
        return _product(grad_rows.T, rows).T
    return _product(rows.T, grad_rows)


def _product(a: Tensor, b: Tensor) -> Tensor:
    """Two matrices; transposed ones cost no copy. numpy lets go of the interpreter meanwhile."""
    out = torch.empty(a.shape[0], b.shape[1])
    np.matmul(a.detach().numpy(), b.detach().numpy(), out=out.numpy())
    return out
