"""The protocol in which the architectures are written. Knows no architecture and no file.

An `Ops` object is bound to one model's tensors; a *name* is the tensor's name in BlinkDL's
files. Activations are [B, T, C] (batch, time, channel). Once split in heads their layout is
the backend's own (so that it may put time in chunks); the last axis is always one head's
channels. Arrays overload `+ - *` with broadcasting, in every backend.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

A = TypeVar("A", bound=Any)


class Ops(Protocol[A]):
    """What a backend gives to an architecture."""

    def has(self, name: str) -> bool:
        """Whether the model has this tensor: some generations are about in two spellings."""

    def param(self, name: str) -> A:
        """The vector `name` of C values, shaped to broadcast against [B, T, C]."""

    def head_param(self, name: str, n_head: int) -> A:
        """C values, or one a head, shaped to broadcast against arrays split in heads."""

    def linear(self, x: A, name: str, bias: str | None = None) -> A:
        """x @ W.T for a matrix stored [out, in]; the backend may hold it quantised."""

    def low_rank(self, x: A, name: str, bias: str | None = None) -> A:
        """x @ W (+ bias) for a small matrix stored [in, out]."""

    def shifted_linears(self, x: A, delta: A, pairs: Sequence[tuple[str, str]]) -> list[A]:
        """For each (mix, weight): (x + delta * mix) @ weight.

        Weights whose name ends in ".weight" are stored [out, in], others [in, out]. The
        backend may fold the mixing into the matrices.
        """

    def steered_mixes(self, x: A, delta: A, steer: A, weight: str, mixes: Sequence[str]) -> list[A]:
        """For each mix i: x + delta * (mix + steer_i @ W_i).

        `steer` [B, T, G*R] holds a part for each of the G mixes; `weight` is stored [G, R, C].
        """

    def token_shift(self, x: A, previous: A) -> A:
        """The sequence delayed by one: `previous` [B, C] first, x[:, :-1] after it."""

    def last(self, x: A) -> A:
        """x[:, -1], [B, C]: the last *real* position where a backend pads."""

    def layer_norm(self, x: A, name: str, eps: float = 1e-5) -> A:
        """LayerNorm over the last axis with `name`.weight and `name`.bias."""

    def add_layer_norm(self, x: A, delta: A, name: str, eps: float = 1e-5) -> tuple[A, A]:
        """(x + delta, LayerNorm(x + delta)): one fused step where a backend has it."""

    def group_norm(self, x: A, name: str, n_head: int, eps: float) -> A:
        """LayerNorm over each head's channels; weight and bias are [C]."""

    def normalize(self, x: A) -> A:
        """x / max(|x|, 1e-12) over the last axis."""

    def heads(self, x: A, n_head: int) -> A:
        """[B, T, C] split in heads."""

    def merge_heads(self, x: A) -> A:
        """The inverse of `heads`: [B, T, C]."""

    def dot_heads(self, x: A, y: A) -> A:
        """The dot product of two arrays over each head's channels; the axis stays, length 1."""

    def sigmoid(self, x: A) -> A: ...

    def silu(self, x: A) -> A:
        """x * sigmoid(x)."""

    def tanh(self, x: A) -> A: ...

    def exp(self, x: A) -> A: ...

    def relu_squared(self, x: A) -> A:
        """max(x, 0) squared."""

    def wkv7(self, r: A, log_w: A, k: A, v: A, kappa: A, b: A, state: A) -> tuple[A, A]:
        """The RWKV-7 recurrence over T tokens.

        All but `state` [B, H, V, K] are split in heads. Per token
        S = S diag(exp(log_w)) - (S kappa) b^T + v k^T;  y = S r.
        Returns y, split in heads, and the state after the last token.
        """

    def wkv4(
        self, log_w: A, bonus: A, k: A, v: A, state: tuple[A, A, A]
    ) -> tuple[A, tuple[A, A, A]]:
        """The RWKV-4 recurrence over T tokens: an average of all v so far, weighted by exp(k).

        k and v are [B, T, C], log_w and bonus as from `param`; `state` is (a, b, p), [B, C]
        each, and stands for a exp(p) and b exp(p). Per token, without the scaling by p,
        y = (a + exp(bonus + k) v) / (b + exp(bonus + k));
        a = exp(log_w) a + exp(k) v;  b = exp(log_w) b + exp(k).
        Returns y and the state after the last token; its p is the largest exponent so far.
        """

    def wkv_linear(self, r: A, log_w: A, k: A, v: A, bonus: A, state: A) -> tuple[A, A]:
        """The recurrence of RWKV-5 and 6 over T tokens.

        r, k and v are split in heads; log_w too, or it is the same for all tokens, as from
        `head_param`; `state` is [B, H, K, V]. Per token
        y = r (S + (bonus * k)^T v);  S = diag(exp(log_w)) S + k^T v.
        Returns y, split in heads, and the state after the last token.
        """
