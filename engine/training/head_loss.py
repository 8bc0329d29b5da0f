"""Cross-entropy of the head's logits without ever holding all logits. Knows only arrays."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from engine.ops.torch_ops import Kernels
from engine.ops.torch_wkv import Context

ROWS = 512
"""Rows of logits at a time: with 4,096 entries 8 MB, which stay in the cache."""


class _HeadLoss(torch.autograd.Function):
    """The gradients are computed in the forward pass, while the logits are at hand."""

    @staticmethod
    def forward(
        ctx: Context,
        hidden: Tensor,
        weight: Tensor,
        targets: Tensor,
        importance: Tensor,
        kernels: Kernels,
    ) -> Tensor:
        compute, matmul = kernels.compute, kernels.matmul
        narrow = weight.to(compute)
        loss = hidden.new_zeros(())
        grad_hidden = torch.empty_like(hidden)
        grad_weight = torch.zeros_like(weight)
        parts = (x.split(ROWS) for x in (hidden, targets, importance, grad_hidden))
        for rows, wanted, share, grad_rows in zip(*parts, strict=True):
            h = rows.to(compute)
            nats, grad = kernels.softmax(matmul(h, narrow.T), wanted, share)
            loss += nats
            grad_rows.copy_(matmul(grad, narrow))
            grad_weight += matmul(grad.T, h)
        ctx.save_for_backward(grad_hidden, grad_weight)
        return loss

    @staticmethod
    def backward(ctx: Context, grad: Tensor) -> tuple[Tensor | None, ...]:
        grad_hidden, grad_weight = ctx.saved_tensors
        return grad * grad_hidden, grad * grad_weight, None, None, None


head_loss: Callable[[Tensor, Tensor, Tensor, Tensor, Kernels], Tensor] = _HeadLoss.apply
"""head_loss(hidden [M, C], weight [V, C], targets [M] int64, importance [M], kernels): a scalar.

The sum of importance * nats of `targets` under softmax(hidden @ weight.T).
"""
