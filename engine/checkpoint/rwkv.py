"""Which RWKV a checkpoint is, and whether it is whole. Reads no weights, computes nothing.

Detection by names: BlinkDL's RWKV-LM and the pip package `rwkv`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import prod

from engine.architectures.base import Shape
from engine.checkpoint.checkpoint import Checkpoint
from engine.checkpoint.errors import damaged, printable, unsupported
from engine.checkpoint.types import Architecture
from engine.types import ModelLoadError

_BLOCK = re.compile(r"blocks\.(\d{1,4})\.")
_LOW_RANK = ("w", "a", "g", "v")
_Check = Callable[[tuple[int, ...]], bool]


def detect_architecture(checkpoint: Checkpoint) -> Architecture:
    """The generation of RWKV. Raises `ModelLoadError` when the tensors are of no RWKV."""
    names = checkpoint.names()
    att = "blocks.0.att."
    if att + "r_k" in checkpoint:
        if "blocks.0.ffn.s_emb.weight" in checkpoint:
            return Architecture.RWKV7A
        has_attention = any(re.match(r"blocks\.\d+\.qkv\.", name) for name in names)
        return Architecture.RWKV7B if has_attention else Architecture.RWKV7
    if any("time_maa_" in name for name in names):
        return Architecture.RWKV6
    if att + "gate.weight" in checkpoint:
        return _with_gate(checkpoint)
    if att + "ln_x.weight" in checkpoint:
        return Architecture.RWKV5_0
    if att + "time_mix_k" in checkpoint or att + "time_first" in checkpoint:
        return Architecture.RWKV4
    raise unsupported(checkpoint.path, "holds no RWKV model", "Longscroll runs RWKV models only.")


def _with_gate(checkpoint: Checkpoint) -> Architecture:
    decay = "blocks.0.att.time_decay"
    shape = checkpoint.shape(decay) if decay in checkpoint else ()
    per_channel = len(shape) > 1 and shape[1] > 1
    return Architecture.RWKV5_2 if per_channel else Architecture.RWKV5_1


def require_supported(checkpoint: Checkpoint) -> Architecture:
    """The architecture, if this version runs it. Raises `ModelLoadError` otherwise."""
    architecture = detect_architecture(checkpoint)
    if architecture is not Architecture.RWKV7:
        raise ModelLoadError(
            "{file} is an {kind} model; this version of Longscroll runs RWKV-7 models.",
            "Choose an RWKV-7 model, for instance one named rwkv7-g1.",
            file=checkpoint.path.name,
            kind=architecture.label,
        )
    return architecture


def rwkv7_shape(checkpoint: Checkpoint) -> Shape:
    """Sizes, from the embedding, the heads' `r_k` and the layers' numbers.

    Raises `ModelLoadError` when one of these is missing or they contradict each other.
    """
    vocab_size, n_embd = _matrix(checkpoint, "emb.weight")
    n_head, head_size = _matrix(checkpoint, "blocks.0.att.r_k")
    if n_head * head_size != n_embd:
        detail = f"blocks.0.att.r_k has {n_head} heads of {head_size}, the embedding {n_embd}"
        raise damaged(checkpoint.path, detail)
    found = (_BLOCK.match(name) for name in checkpoint.names())
    layers = {int(match[1]) for match in found if match}
    if layers != set(range(len(layers))):
        raise damaged(checkpoint.path, "some of its layers are missing")
    return Shape(len(layers), n_embd, n_head, vocab_size)


def check_rwkv7(checkpoint: Checkpoint, shape: Shape) -> None:
    """Every tensor is there with its shape, and no other. Raises `ModelLoadError`.

    Vectors may be [C] or [1, 1, C]. Layer 0's v0, v1 and v2, which nothing uses, may be
    missing or of any shape. The sizes of the low-rank matrices are the file's own.
    """
    expected = _globals(shape)
    for layer in range(shape.n_layer):
        expected |= _block(checkpoint, shape, layer)
    for name, fits in expected.items():
        if name not in checkpoint:
            raise damaged(checkpoint.path, f"tensor {name} is missing")
        if not fits(checkpoint.shape(name)):
            size = list(checkpoint.shape(name))
            raise damaged(checkpoint.path, f"tensor {name} has the wrong shape {size}")
    unused = {f"blocks.0.att.v{i}" for i in range(3)}
    surplus = [name for name in checkpoint.names() if name not in expected.keys() | unused]
    if surplus:
        shown = printable(", ".join(surplus[:3]))
        what = f"holds {len(surplus)} tensors that RWKV-7 does not have ({shown})"
        raise unsupported(checkpoint.path, what, "Use an unchanged RWKV-7 model.")


def _globals(shape: Shape) -> dict[str, _Check]:
    expected: dict[str, _Check] = {
        "emb.weight": _exactly(shape.vocab_size, shape.n_embd),
        "head.weight": _exactly(shape.vocab_size, shape.n_embd),
    }
    return expected | _norms(("blocks.0.ln0", "ln_out"), shape.n_embd)


def _block(checkpoint: Checkpoint, shape: Shape, layer: int) -> dict[str, _Check]:
    c = shape.n_embd
    block, att, ffn = (f"blocks.{layer}{part}" for part in ("", ".att.", ".ffn."))
    expected = _norms((f"{block}.ln1", f"{block}.ln2", f"{att}ln_x"), c)
    vectors = [f"{att}x_{letter}" for letter in "rwkvag"]
    vectors += [f"{att}k_k", f"{att}k_a", f"{ffn}x_k"]
    for letter in _LOW_RANK[: 4 if layer else 3]:
        rank = _second_size(checkpoint, f"{att}{letter}1")
        expected |= {f"{att}{letter}1": _exactly(c, rank), f"{att}{letter}2": _exactly(rank, c)}
        vectors += [f"{att}{letter}0"] if letter != "g" else []
    hidden = _second_size(checkpoint, f"{ffn}value.weight")
    for name in ("receptance", "key", "value", "output"):
        expected[f"{att}{name}.weight"] = _exactly(c, c)
    expected[f"{att}r_k"] = _exactly(shape.n_head, shape.head_size)
    expected[f"{ffn}value.weight"] = _exactly(c, hidden)
    expected[f"{ffn}key.weight"] = _exactly(hidden, c)
    return expected | dict.fromkeys(vectors, _vector(c))


def _norms(names: tuple[str, ...], size: int) -> dict[str, _Check]:
    return {f"{name}.{part}": _vector(size) for name in names for part in ("weight", "bias")}


def _vector(size: int) -> _Check:
    return lambda shape: prod(shape) == size and max(shape, default=1) == size


def _exactly(*sizes: int) -> _Check:
    return lambda shape: shape == sizes and all(shape)


def _second_size(checkpoint: Checkpoint, name: str) -> int:
    shape = checkpoint.shape(name) if name in checkpoint else ()
    return shape[1] if len(shape) == 2 else 0


def _matrix(checkpoint: Checkpoint, name: str) -> tuple[int, int]:
    if name not in checkpoint:
        raise damaged(checkpoint.path, f"tensor {name} is missing")
    shape = checkpoint.shape(name)
    if len(shape) != 2 or 0 in shape:
        raise damaged(checkpoint.path, f"tensor {name} has the wrong shape {list(shape)}")
    return shape[0], shape[1]
