"""RWKV-4's weighted average in torch, in parallel over chunks of tokens.

Knows nothing of layers or parameters. A triple (a, b, p) stands for the sums a exp(p) and
b exp(p); two of them are added at the larger p, so that no exponential exceeds 1.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

CHUNK = 16
EMPTY = -1e30
"""The exponent of a sum of nothing."""

Sums = tuple[Tensor, Tensor, Tensor]


def wkv4(log_w: Tensor, bonus: Tensor, k: Tensor, v: Tensor, state: Sums) -> tuple[Tensor, Sums]:
    """See `Ops.wkv4`. All chunks go through their tokens at once, each from an empty start."""
    dtype = state[0].dtype
    length = k.shape[1]
    log_w, bonus, k, v = (x.to(dtype) for x in (log_w, bonus, k, v))
    # -inf times no tokens would be NaN.
    log_w = log_w.clamp(min=EMPTY)
    chunk = min(CHUNK, length)
    padding = -length % chunk
    k = functional.pad(k, (0, 0, 0, padding), value=EMPTY).unflatten(1, (-1, chunk))
    v = functional.pad(v, (0, 0, 0, padding)).unflatten(1, (-1, chunk))
    count = torch.full((k.shape[1], 1), float(chunk)).to(k)
    count[-1] -= padding
    inside, whole = _inside(log_w, k, v, padding)
    starts, last = _carried(whole, count * log_w, state)
    steps = torch.arange(chunk).to(k).unsqueeze(-1)
    a, b, p = (x.unsqueeze(2) for x in starts)
    y_a, y_b, _ = _sum((a, b, p + steps * log_w), inside, (v, torch.ones_like(v), bonus + k))
    return (y_a / y_b).flatten(1, 2)[:, :length], last


def _inside(log_w: Tensor, k: Tensor, v: Tensor, padding: int) -> tuple[Sums, Sums]:
    """Of each chunk [B,n,chunk,C] alone: the sums before each token, and after the last."""
    nothing = torch.zeros_like(k[:, :, 0])
    sums = (nothing, nothing, nothing + EMPTY)
    before: list[Sums] = []
    real = torch.ones(k.shape[1:3]).to(k)
    if padding:
        real[-1, -padding:] = 0.0
    for t in range(k.shape[2]):
        before.append(sums)
        a, b, p = sums
        weight = real[:, t, None].expand_as(nothing)
        sums = _sum((a, b, p + weight * log_w), (v[:, :, t] * weight, weight, k[:, :, t]))
    a, b, p = (torch.stack(parts, 2) for parts in zip(*before, strict=True))
    return (a, b, p), sums


def _carried(whole: Sums, log_decay: Tensor, state: Sums) -> tuple[Sums, Sums]:
    """The sums at the start of each chunk [B,n,C], and those at the end."""
    starts: list[Sums] = []
    for i in range(log_decay.shape[0]):
        starts.append(state)
        a, b, p = state
        state = _sum((a, b, p + log_decay[i]), (whole[0][:, i], whole[1][:, i], whole[2][:, i]))
    a, b, p = (torch.stack(parts, 1) for parts in zip(*starts, strict=True))
    return (a, b, p), state


def _sum(*parts: Sums) -> Sums:
    top = parts[0][2]
    for _, _, p in parts[1:]:
        top = torch.maximum(top, p)
    a, b = torch.zeros_like(top), torch.zeros_like(top)
    for part_a, part_b, p in parts:
        weight = torch.exp(p - top)
        a, b = a + weight * part_a, b + weight * part_b
    return a, b, top
