"""The recurrence of RWKV-5 and 6 in torch: token by token, and in parallel over chunks.

Knows nothing of layers or parameters. Source: Yang et al. 2023, arXiv:2312.06635 (gated linear
attention); how decays inside a chunk stay exact is told in `engine.ops.halving`.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from engine.ops.halving import LOWEST_LOG_DECAY, Halving

CHUNK = 16
SHORT = 4
"""Up to so many tokens the serial form is the faster one."""


def linear_serial(
    r: Tensor, log_w: Tensor, k: Tensor, v: Tensor, bonus: Tensor, state: Tensor
) -> tuple[Tensor, Tensor]:
    """The definition, one token after the other. Shapes as in `Ops.wkv_linear`."""
    r, k, v = (x.to(state.dtype) for x in (r, k, v))
    w = log_w.to(state.dtype).exp().expand(*r.shape[:3], -1)
    outputs = []
    for r_t, w_t, k_t, v_t in zip(*(x.unbind(1) for x in (r, w, k, v)), strict=True):
        written = k_t.unsqueeze(-1) * v_t.unsqueeze(-2)
        seen = state + bonus.unsqueeze(-1) * written
        outputs.append((r_t.unsqueeze(-2) @ seen).squeeze(-2))
        state = state * w_t.unsqueeze(-1) + written
    return torch.stack(outputs, 1), state


def linear_chunked(
    r: Tensor, log_w: Tensor, k: Tensor, v: Tensor, bonus: Tensor, state: Tensor
) -> tuple[Tensor, Tensor]:
    """The same function in parallel over time, in the type of `state`."""
    length = r.shape[1]
    if length <= SHORT:
        return linear_serial(r, log_w, k, v, bonus, state)
    log_w = log_w.clamp(min=LOWEST_LOG_DECAY).expand(*r.shape[:3], -1)
    r, log_w, k, v = (_to_chunks(x.to(state.dtype)) for x in (r, log_w, k, v))
    halving = Halving(CHUNK)
    decays = (torch.as_tensor(halving.sums()).to(state) @ log_w).exp()
    parts, before, after, total = decays.split([halving.levels * CHUNK, CHUNK, CHUNK, 1], -2)
    parts = parts.unflatten(-2, (halving.levels, CHUNK))
    products = (r.unsqueeze(-3) * parts) @ (k.unsqueeze(-3) * parts).mT
    earlier = (products * torch.as_tensor(halving.masks()).to(state)).sum(-3)
    own = (r * k * bonus.unsqueeze(-2)).sum(-1, keepdim=True)
    starts, last = _recurrence(total.mT, (k * after).mT @ v, state)
    y = earlier @ v + own * v + (r * before) @ starts
    return y.transpose(2, 3).flatten(1, 2)[:, :length], last


def _to_chunks(x: Tensor) -> Tensor:
    """[B,T,H,N] to [B,n,H,chunk,N], padded with zeros: they leave the state alone."""
    x = functional.pad(x, (0, 0, 0, 0, 0, -x.shape[1] % CHUNK))
    chunks: Tensor = x.unflatten(1, (-1, CHUNK)).transpose(2, 3)
    return chunks


def _recurrence(keep: Tensor, add: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
    """S <- keep_i * S + add_i over the chunks; every S before its chunk, and the last."""
    starts = []
    for keep_i, add_i in zip(keep.unbind(1), add.unbind(1), strict=True):
        starts.append(state)
        state = keep_i * state + add_i
    return torch.stack(starts, 1), state
