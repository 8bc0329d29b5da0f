"""Which RWKV a checkpoint is, and its sizes. Reads no weights, computes nothing.

Detection by names: BlinkDL's RWKV-LM and the pip package `rwkv`.
"""

from __future__ import annotations

import re
from math import prod

from engine.architectures.base import Shape
from engine.checkpoint.checkpoint import Checkpoint
from engine.checkpoint.errors import damaged, unsupported
from engine.checkpoint.types import Architecture, DType, Format
from engine.types import ModelLoadError

RWKV_CPP_HEAD_NORM_EPS = 1e-5
"""rwkv.cpp's norm over the heads of RWKV-5; in training it came to 64e-5."""

_BLOCK = re.compile(r"blocks\.(\d{1,4})\.")
_ATT = "blocks.0.att."
_EXTENDED = (Architecture.RWKV7A, Architecture.RWKV7B)
_FIFTH = (Architecture.RWKV5_0, Architecture.RWKV5_1, Architecture.RWKV5_2)
_ROUNDED = {DType.F16: "float16", DType.BF16: "bfloat16"}


def detect_architecture(checkpoint: Checkpoint) -> Architecture:
    """The generation of RWKV. Raises `ModelLoadError` when the tensors are of no RWKV."""
    names = checkpoint.names()
    if _ATT + "r_k" in checkpoint:
        if "blocks.0.ffn.s_emb.weight" in checkpoint:
            return Architecture.RWKV7A
        has_attention = any(re.match(r"blocks\.\d+\.qkv\.", name) for name in names)
        return Architecture.RWKV7B if has_attention else Architecture.RWKV7
    if any("time_maa_" in name for name in names):
        return Architecture.RWKV6
    if _ATT + "gate.weight" in checkpoint:
        return _with_gate(checkpoint)
    if _ATT + "ln_x.weight" in checkpoint:
        return Architecture.RWKV5_0
    if _ATT + "time_mix_k" in checkpoint or _ATT + "time_first" in checkpoint:
        return Architecture.RWKV4
    raise unsupported(checkpoint.path, "holds no RWKV model", "Longscroll runs RWKV models only.")


def _with_gate(checkpoint: Checkpoint) -> Architecture:
    decay = _ATT + "time_decay"
    shape = checkpoint.shape(decay) if decay in checkpoint else ()
    per_channel = len(shape) > 1 and shape[1] > 1
    return Architecture.RWKV5_2 if per_channel else Architecture.RWKV5_1


def require_supported(checkpoint: Checkpoint) -> Architecture:
    """The architecture, if this version runs it. Raises `ModelLoadError` otherwise."""
    architecture = detect_architecture(checkpoint)
    if architecture in _EXTENDED:
        raise ModelLoadError(
            "{file} is an {kind} model; Longscroll runs RWKV-4, 5, 6 and 7.",
            "Choose another model, for instance one named rwkv7-g1.",
            file=checkpoint.path.name,
            kind=architecture.label,
        )
    return architecture


def model_shape(checkpoint: Checkpoint) -> Shape:
    """Sizes, from the embedding, the tensors that have a row a head, and the layers' numbers.

    Raises `ModelLoadError` when one of these is missing, when they contradict each other, or
    when this version does not run such a model.
    """
    architecture = require_supported(checkpoint)
    vocab_size, n_embd = _matrix(checkpoint, "emb.weight")
    n_head = _heads(checkpoint, architecture, n_embd)
    _check_width(checkpoint, n_embd)
    found = (_BLOCK.match(name) for name in checkpoint.names())
    layers = {int(match[1]) for match in found if match}
    if layers != set(range(len(layers))):
        raise damaged(checkpoint.path, "some of its layers are missing")
    return Shape(
        len(layers),
        n_embd,
        n_head,
        vocab_size,
        architecture.value,
        _head_norm_eps(checkpoint, architecture),
        _embedding_rounding(checkpoint, architecture),
    )


def _heads(checkpoint: Checkpoint, architecture: Architecture, n_embd: int) -> int:
    if architecture is Architecture.RWKV4:
        return 1
    if architecture in (Architecture.RWKV5_0, Architecture.RWKV5_1):
        name = _ATT + "time_decay"
        n_head = prod(_shape(checkpoint, name))
        if n_head == 0 or n_embd % n_head:
            raise damaged(
                checkpoint.path,
                "tensor {tensor} is for {count} heads, the embedding has {width} channels",
                tensor=name,
                count=n_head,
                width=n_embd,
            )
        return n_head
    tables = {Architecture.RWKV5_2: "time_decay", Architecture.RWKV6: "time_faaaa"}
    name = _ATT + tables.get(architecture, "r_k")
    n_head, head_size = _matrix(checkpoint, name)
    if n_head * head_size != n_embd:
        told = "tensor {tensor} is for {count} heads of {size}, the embedding has {width} channels"
        raise damaged(
            checkpoint.path, told, tensor=name, count=n_head, size=head_size, width=n_embd
        )
    return n_head


def _check_width(checkpoint: Checkpoint, n_embd: int) -> None:
    """No released model has another width inside its attention, and none is run."""
    shapes = {_shape(checkpoint, f"{_ATT}{name}.weight") for name in ("key", "receptance")}
    shape = shapes.pop()
    if not shapes and len(shape) == 2 and shape[0] != n_embd == shape[1]:
        what = "attends with {count} channels ({tensor}), its embedding has {width}"
        hint = "Longscroll runs models in which both are the same."
        raise unsupported(
            checkpoint.path, what, hint, count=shape[0], tensor=f"{_ATT}key.weight", width=n_embd
        )


def _head_norm_eps(checkpoint: Checkpoint, architecture: Architecture) -> float | None:
    from_cpp = checkpoint.origin is Format.RWKV_CPP and architecture in _FIFTH
    return RWKV_CPP_HEAD_NORM_EPS if from_cpp else None


def _embedding_rounding(checkpoint: Checkpoint, architecture: Architecture) -> str | None:
    """The reference applies `ln0` in the number format of BlinkDL's file, but for RWKV-7."""
    is_original = checkpoint.origin in (Format.PTH, Format.SAFETENSORS)
    if architecture is Architecture.RWKV7 or not is_original:
        return None
    return _ROUNDED.get(checkpoint.dtype("emb.weight"))


def _matrix(checkpoint: Checkpoint, name: str) -> tuple[int, int]:
    shape = _shape(checkpoint, name)
    if len(shape) != 2 or 0 in shape:
        raise damaged(
            checkpoint.path,
            "tensor {tensor} has the wrong shape {shape}",
            tensor=name,
            shape=list(shape),
        )
    return shape[0], shape[1]


def _shape(checkpoint: Checkpoint, name: str) -> tuple[int, ...]:
    if name not in checkpoint:
        raise damaged(checkpoint.path, "tensor {tensor} is missing", tensor=name)
    return checkpoint.shape(name)
