"""The oracle backend: plain numpy float32, written for clarity. Knows no architecture.

Arrays split in heads are [B, T, H, N].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.snapshot import FloatArray

NORMALIZE_EPS = np.float32(1e-12)


class NumpyOps:
    """`engine.ops.base.Ops` over a mapping of name to float32 tensor."""

    def __init__(self, tensors: Mapping[str, FloatArray]) -> None:
        self._tensors = tensors

    def has(self, name: str) -> bool:
        return name in self._tensors

    def param(self, name: str) -> FloatArray:
        return self._tensors[name].reshape(-1)

    def head_param(self, name: str, n_head: int) -> FloatArray:
        return self._tensors[name].reshape(n_head, -1)

    def linear(self, x: FloatArray, name: str, bias: str | None = None) -> FloatArray:
        return self._add_bias(x @ self._tensors[name].T, bias)

    def low_rank(self, x: FloatArray, name: str, bias: str | None = None) -> FloatArray:
        return self._add_bias(x @ self._tensors[name], bias)

    def shifted_linears(
        self, x: FloatArray, delta: FloatArray, pairs: Sequence[tuple[str, str]]
    ) -> list[FloatArray]:
        outputs = []
        for mix, weight in pairs:
            mixed = x + delta * self.param(mix)
            project = self.linear if weight.endswith(".weight") else self.low_rank
            outputs.append(project(mixed, weight))
        return outputs

    def steered_mixes(
        self, x: FloatArray, delta: FloatArray, steer: FloatArray, weight: str, mixes: Sequence[str]
    ) -> list[FloatArray]:
        parts = np.split(steer, len(mixes), axis=-1)
        return [
            x + delta * (self.param(mix) + part @ matrix)
            for mix, part, matrix in zip(mixes, parts, self._tensors[weight], strict=True)
        ]

    def token_shift(self, x: FloatArray, previous: FloatArray) -> FloatArray:
        return np.concatenate([previous[:, None], x[:, :-1]], axis=1)

    def last(self, x: FloatArray) -> FloatArray:
        return x[:, -1]

    def layer_norm(self, x: FloatArray, name: str, eps: float = 1e-5) -> FloatArray:
        weight, bias = self._tensors[f"{name}.weight"], self._tensors[f"{name}.bias"]
        return _standardize(x, eps) * weight + bias

    def add_layer_norm(
        self, x: FloatArray, delta: FloatArray, name: str, eps: float = 1e-5
    ) -> tuple[FloatArray, FloatArray]:
        total = x + delta
        return total, self.layer_norm(total, name, eps)

    def group_norm(self, x: FloatArray, name: str, n_head: int, eps: float) -> FloatArray:
        weight, bias = (self.head_param(f"{name}.{part}", n_head) for part in ("weight", "bias"))
        return _standardize(x, eps) * weight + bias

    def normalize(self, x: FloatArray) -> FloatArray:
        norm: FloatArray = np.sqrt(self.dot_heads(x, x))
        return (x / np.maximum(norm, NORMALIZE_EPS)).astype(np.float32, copy=False)

    def heads(self, x: FloatArray, n_head: int) -> FloatArray:
        return x.reshape(*x.shape[:-1], n_head, -1)

    def merge_heads(self, x: FloatArray) -> FloatArray:
        return x.reshape(*x.shape[:-2], -1)

    def dot_heads(self, x: FloatArray, y: FloatArray) -> FloatArray:
        products: FloatArray = np.sum(x * y, axis=-1, keepdims=True)
        return products

    def sigmoid(self, x: FloatArray) -> FloatArray:
        # tanh does not overflow for large negative x, unlike exp(-x).
        half: FloatArray = np.tanh(0.5 * x)
        return 0.5 * (1.0 + half)

    def silu(self, x: FloatArray) -> FloatArray:
        return x * self.sigmoid(x)

    def tanh(self, x: FloatArray) -> FloatArray:
        return np.tanh(x)

    def exp(self, x: FloatArray) -> FloatArray:
        # An infinite rate of decay is right: nothing is left after one token.
        with np.errstate(over="ignore"):
            return np.exp(x)

    def relu_squared(self, x: FloatArray) -> FloatArray:
        return np.square(np.maximum(x, 0.0))

    def wkv7(
        self,
        r: FloatArray,
        log_w: FloatArray,
        k: FloatArray,
        v: FloatArray,
        kappa: FloatArray,
        b: FloatArray,
        state: FloatArray,
    ) -> tuple[FloatArray, FloatArray]:
        w = np.exp(log_w)
        y = np.empty_like(v)
        for t in range(r.shape[1]):
            removed = np.einsum("bhvk,bhk->bhv", state, kappa[:, t])
            state = (
                state * w[:, t, :, None, :]
                - removed[..., None] * b[:, t, :, None, :]
                + v[:, t, :, :, None] * k[:, t, :, None, :]
            )
            y[:, t] = np.einsum("bhvk,bhk->bhv", state, r[:, t])
        return y, state

    def wkv4(
        self,
        log_w: FloatArray,
        bonus: FloatArray,
        k: FloatArray,
        v: FloatArray,
        state: tuple[FloatArray, FloatArray, FloatArray],
    ) -> tuple[FloatArray, tuple[FloatArray, FloatArray, FloatArray]]:
        a, b, p = state
        y = np.empty_like(v)
        for t in range(k.shape[1]):
            now = bonus + k[:, t]
            top = np.maximum(p, now)
            old, new = np.exp(p - top), np.exp(now - top)
            y[:, t] = (old * a + new * v[:, t]) / (old * b + new)
            top = np.maximum(p + log_w, k[:, t])
            old, new = np.exp(p + log_w - top), np.exp(k[:, t] - top)
            a, b, p = old * a + new * v[:, t], old * b + new, top
        return y, (a, b, p)

    def wkv_linear(
        self,
        r: FloatArray,
        log_w: FloatArray,
        k: FloatArray,
        v: FloatArray,
        bonus: FloatArray,
        state: FloatArray,
    ) -> tuple[FloatArray, FloatArray]:
        w = np.broadcast_to(np.exp(log_w), r.shape)
        y = np.empty_like(v)
        for t in range(r.shape[1]):
            written = k[:, t, :, :, None] * v[:, t, :, None, :]
            y[:, t] = np.einsum("bhk,bhkv->bhv", r[:, t], state + bonus[..., None] * written)
            state = state * w[:, t, :, :, None] + written
        return y, state

    def _add_bias(self, x: FloatArray, bias: str | None) -> FloatArray:
        return x if bias is None else x + self._tensors[bias].reshape(-1)


def _standardize(x: FloatArray, eps: float) -> FloatArray:
    centered = x - x.mean(axis=-1, keepdims=True)
    variance = np.mean(centered * centered, axis=-1, keepdims=True)
    result: FloatArray = centered / np.sqrt(variance + np.float32(eps))
    return result
