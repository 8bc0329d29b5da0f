"""The RWKV-7 recurrence in torch: token by token, and in parallel over chunks of tokens.

Knows nothing of layers or parameters. The chunked form writes the whole effect of a chunk on
the state as an affine map S' = S P + Q, so that everything but the short recurrence over chunks
is batched. Algebra: Yang et al. 2024, arXiv:2406.06484, extended to a diagonal decay.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional

CHUNK = 32
"""Tokens per chunk. exp(0.6065 * 32) is far inside float32, so no rescaling is needed."""

SHORT = 4
"""Up to so many tokens the serial form is the faster one."""


class Context(Protocol):
    """What torch hands to both passes of a function with a gradient of its own."""

    saved_tensors: tuple[Tensor, ...]
    needs_input_grad: tuple[bool, ...]

    def save_for_backward(self, *tensors: Tensor) -> None: ...


def wkv7_serial(
    r: Tensor, log_w: Tensor, k: Tensor, v: Tensor, kappa: Tensor, b: Tensor, state: Tensor
) -> tuple[Tensor, Tensor]:
    """The definition, one token after the other. Shapes as in `Ops.wkv7`."""
    outputs = []
    inputs = (x.to(state.dtype).unbind(1) for x in (r, log_w.exp(), k, v, kappa, b))
    tokens = zip(*inputs, strict=True)
    for r_t, w_t, k_t, v_t, kappa_t, b_t in tokens:
        removed = state @ kappa_t.unsqueeze(-1)
        state = state * w_t.unsqueeze(-2) - removed * b_t.unsqueeze(-2)
        state = state + v_t.unsqueeze(-1) * k_t.unsqueeze(-2)
        outputs.append((state @ r_t.unsqueeze(-1)).squeeze(-1))
    return torch.stack(outputs, 1), state


def wkv7_chunked(
    r: Tensor,
    log_w: Tensor,
    k: Tensor,
    v: Tensor,
    kappa: Tensor,
    b: Tensor,
    state: Tensor,
    chunk: int = CHUNK,
) -> tuple[Tensor, Tensor]:
    """The same function in parallel over time. `chunk` must be a power of two.

    Computes in the type of `state`; y comes in that type too. A few tokens take the serial
    form: they would be padded to a chunk.
    """
    batch, length, heads, width = r.shape
    if length <= SHORT:
        return wkv7_serial(r, log_w, k, v, kappa, b, state)
    r, log_w, k, v, kappa, b = (
        _to_chunks(x.to(state.dtype), chunk) for x in (r, log_w, k, v, kappa, b)
    )
    # `total` sums log w up to and including a token: decays between tokens are differences.
    total = log_w.cumsum(-2)
    grow, decay_all = (-total).exp(), total[:, :, -1:].exp()
    left = torch.cat([-kappa * (total - log_w).exp(), r * total.exp()], -2)
    right = torch.cat([k * grow, b * grow], -2)
    products = (left @ right.mT) * _causal_mask(chunk, left)
    erase, read = products.split(chunk, -2)
    zk, zb = erase.split(chunk, -1)
    z, q = left.split(chunk, -2)
    # What the chunk erases: u = u0 + z_s S^T for the state S at its start.
    solved = _unit_lower_inverse(zb) @ torch.cat([zk @ v, z], -1)
    u0, z_s = solved.split(width, -1)
    written = torch.cat([v, u0], -2)
    end = right * decay_all
    # A whole chunk: S' = S P + Q.
    maps = torch.diag_embed(decay_all.squeeze(-2)) + z_s.mT @ end.split(chunk, -2)[1]
    starts, last = _recurrence(maps, written.mT @ end, state.reshape(batch * heads, width, width))
    y = read @ written + (q + read.split(chunk, -1)[1] @ z_s) @ starts.mT
    y = y.unflatten(1, (batch, heads)).permute(1, 0, 3, 2, 4)
    y = y.reshape(batch, -1, heads, width)[:, :length]
    return y, last.view_as(state)


def _to_chunks(x: Tensor, chunk: int) -> Tensor:
    """[B,T,H,N] to [T/chunk, B*H, chunk, N], padded with zeros: they leave the state alone."""
    batch, length, heads, width = x.shape
    x = functional.pad(x, (0, 0, 0, 0, 0, -length % chunk))
    x = x.view(batch, -1, chunk, heads, width).permute(1, 0, 3, 2, 4)
    return x.reshape(x.shape[0], batch * heads, chunk, width)


def _causal_mask(chunk: int, like: Tensor) -> Tensor:
    """What may look at what: erasing sees only earlier tokens, reading also its own."""
    ones = like.new_ones(chunk, chunk)
    erase, read = ones.tril(-1), ones.tril()
    return torch.cat([torch.cat([erase, erase], 1), torch.cat([read, read], 1)], 0)


class _UnitLowerInverse(torch.autograd.Function):
    """(I - A)^-1 for strictly lower triangular A, by doubling the inverted diagonal blocks.

    A product of powers of A would cost the same and explodes on repeated keys.
    """

    @staticmethod
    def forward(ctx: Context, a: Tensor) -> Tensor:
        size = a.shape[-1]
        index = torch.arange(size, device=a.device)
        inverse = torch.eye(size, dtype=a.dtype, device=a.device)
        span = 1
        while span < size:
            block = index // span
            mask = (block[:, None] == block[None, :] + 1) & (block[:, None] % 2 == 1)
            corner = a * mask.to(a.dtype)
            inverse = inverse + (corner if span == 1 else inverse @ corner @ inverse)
            span *= 2
        ctx.save_for_backward(inverse)
        return inverse

    @staticmethod
    def backward(ctx: Context, grad: Tensor) -> Tensor:
        transposed: Tensor = ctx.saved_tensors[0].mT
        return transposed @ grad @ transposed


_unit_lower_inverse: Callable[[Tensor], Tensor] = _UnitLowerInverse.apply


class _Recurrence(torch.autograd.Function):
    """S_{c+1} = S_c P_c + Q_c. Returns all S_c and the last state.

    maps, adds: [chunks, B*H, N, N]; state [B*H, V, K].
    """

    @staticmethod
    def forward(ctx: Context, maps: Tensor, adds: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        starts = torch.empty_like(maps)
        for start, p, q in zip(starts.unbind(0), maps.unbind(0), adds.unbind(0), strict=True):
            start.copy_(state)
            state = torch.baddbmm(q, state, p)
        ctx.save_for_backward(maps, starts)
        return starts, state

    @staticmethod
    def backward(
        ctx: Context, grad_starts: Tensor, grad_last: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        maps, starts = ctx.saved_tensors
        grads = torch.empty_like(maps)
        grad = grad_last
        rows = zip(grads.unbind(0), maps.unbind(0), grad_starts.unbind(0), strict=True)
        for row, p, direct in reversed(list(rows)):
            row.copy_(grad)
            grad = torch.baddbmm(direct, grad, p.mT)
        return starts.mT @ grads, grads, grad


_recurrence: Callable[[Tensor, Tensor, Tensor], tuple[Tensor, Tensor]] = _Recurrence.apply
