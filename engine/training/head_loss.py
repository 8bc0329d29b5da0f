"""Cross-entropy of the head's logits without ever holding all logits. Knows only arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional

from engine.ops.torch_wkv import Context

ROWS = 512
"""Rows of logits at a time: with 4,096 entries 8 MB, which stay in the cache."""


class _Context(Context, Protocol):
    count: int


class _HeadLoss(torch.autograd.Function):
    """The gradients are computed in the forward pass, while the logits are at hand."""

    @staticmethod
    def forward(
        ctx: _Context, hidden: Tensor, weight: Tensor, targets: Tensor, compute: torch.dtype
    ) -> Tensor:
        narrow = weight.to(compute)
        loss = hidden.new_zeros(())
        grad_hidden = torch.empty_like(hidden)
        grad_weight = torch.zeros_like(weight)
        parts = (hidden.split(ROWS), targets.split(ROWS), grad_hidden.split(ROWS))
        for rows, wanted_row, grad_rows in zip(*parts, strict=True):
            h, wanted = rows.to(compute), wanted_row.unsqueeze(1)
            log_p = functional.log_softmax(h @ narrow.T, 1, dtype=hidden.dtype)
            loss -= log_p.gather(1, wanted).sum()
            grad = log_p.exp_()
            grad.scatter_add_(1, wanted, -torch.ones_like(wanted, dtype=grad.dtype))
            narrow_grad = grad.to(compute)
            grad_rows.copy_(narrow_grad @ narrow)
            grad_weight += narrow_grad.T @ h
        ctx.save_for_backward(grad_hidden, grad_weight)
        ctx.count = len(targets)
        loss /= ctx.count
        return loss

    @staticmethod
    def backward(ctx: _Context, grad: Tensor) -> tuple[Tensor | None, ...]:
        grad_hidden, grad_weight = ctx.saved_tensors
        grad = grad / ctx.count
        return grad * grad_hidden, grad * grad_weight, None, None


head_loss: Callable[[Tensor, Tensor, Tensor, torch.dtype], Tensor] = _HeadLoss.apply
"""head_loss(hidden [M, C], weight [V, C], targets [M] int64, compute): mean nats, a scalar.

The loss of `targets` under softmax(hidden @ weight.T), multiplied in the type `compute`.
"""
