"""Whether a checkpoint has all tensors of its generation, in the right shapes, and no others.

Reads no weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod

from engine.architectures.base import Shape
from engine.architectures.tables import (
    FIVE_MIXES,
    OTHER_NAMES,
    Dims,
    free_sizes,
    layer_tensors,
    outer_tensors,
)
from engine.checkpoint.checkpoint import Checkpoint
from engine.checkpoint.errors import damaged, unsupported

_Check = Callable[[tuple[int, ...]], bool]
_Sizes = Mapping[str, int]
_UNUSED = {f"blocks.0.att.v{i}" for i in range(3)}
"""Layer 0 of RWKV-7 may have these, of any shape; nothing reads them."""


def check_model(checkpoint: Checkpoint, shape: Shape) -> None:
    """Every tensor is there with its shape, and no other. Raises `ModelLoadError`.

    Vectors may be [C] or [1, 1, C]. The sizes of the low-rank matrices and of the feed-forward
    block are the file's own.
    """
    expected = _expected(checkpoint, shape)
    for name, fits in expected.items():
        if name not in checkpoint:
            raise damaged(checkpoint.path, "tensor {tensor} is missing", tensor=name)
        if not fits(checkpoint.shape(name)):
            size = list(checkpoint.shape(name))
            raise damaged(
                checkpoint.path,
                "tensor {tensor} has the wrong shape {shape}",
                tensor=name,
                shape=size,
            )
    unused = _UNUSED if shape.generation == "rwkv7" else set()
    surplus = [name for name in checkpoint.names() if name not in expected.keys() | unused]
    if surplus:
        label = shape.generation.upper().replace("RWKV", "RWKV-")
        raise unsupported(
            checkpoint.path,
            "holds {count} tensors that {kind} does not have ({names})",
            "Use an unchanged copy of the model.",
            count=len(surplus),
            kind=label,
            names=", ".join(surplus[:3]),
        )


def _expected(checkpoint: Checkpoint, shape: Shape) -> dict[str, _Check]:
    sizes = {
        "V": shape.vocab_size,
        "C": shape.n_embd,
        "H": shape.n_head,
        "N": shape.head_size,
    }
    expected = {name: _fits(dims, sizes) for name, dims in outer_tensors().items()}
    for layer in range(shape.n_layer):
        p = f"blocks.{layer}."
        own = {**sizes, **_free_sizes(checkpoint, shape.generation, layer)}
        for name, dims in layer_tensors(shape.generation, layer).items():
            if shape.generation.startswith("rwkv5") and name in OTHER_NAMES:
                expected[p + _spelled(checkpoint, name)] = _bonus(own)
            else:
                expected[p + name] = _fits(dims, own)
    return expected


def _free_sizes(checkpoint: Checkpoint, generation: str, layer: int) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for letter, name in free_sizes(generation, layer).items():
        full = f"blocks.{layer}.{name}"
        shape = checkpoint.shape(full) if full in checkpoint else ()
        sizes[letter] = shape[1] if len(shape) > 1 else 0
    sizes[FIVE_MIXES] = 5 * sizes.get("mix", 0)
    return sizes


def _spelled(checkpoint: Checkpoint, name: str) -> str:
    """The first layer's spelling, which all others must have."""
    other = OTHER_NAMES[name]
    found = [known for known in (name, other) if f"blocks.0.{known}" in checkpoint]
    return other if found == [other] else name


def _fits(dims: Dims, sizes: _Sizes) -> _Check:
    exact = tuple(size if isinstance(size, int) else sizes[size] for size in dims)
    letters = [size for size in dims if size != 1]
    if len(letters) == 1:
        return _vector(max(exact))
    return lambda shape: shape == exact and all(shape)


def _bonus(sizes: _Sizes) -> _Check:
    """RWKV-5's: one number a head, or one a channel, whatever the decay has."""
    per_head, per_channel = _vector(sizes["H"]), _fits(("H", "N"), sizes)
    return lambda shape: per_head(shape) or per_channel(shape)


def _vector(size: int) -> _Check:
    return lambda shape: prod(shape) == size and max(shape, default=1) == size
