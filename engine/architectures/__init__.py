"""The mathematics of each RWKV generation, written once over `engine.ops.Ops`."""

from collections.abc import Mapping

from engine.architectures.base import Architecture, LayerState, Shape
from engine.architectures.rwkv4 import RWKV4
from engine.architectures.rwkv5 import RWKV5_0, RWKV5_1, RWKV5_2
from engine.architectures.rwkv6 import RWKV6
from engine.architectures.rwkv7 import RWKV7

__all__ = [
    "Architecture",
    "LayerState",
    "Shape",
    "architecture_of",
    "head",
    "state_shapes",
]

from engine.ops.base import A, Ops

_KNOWN: Mapping[str, Architecture] = {
    known.name: known for known in (RWKV4, RWKV5_0, RWKV5_1, RWKV5_2, RWKV6, RWKV7)
}


def architecture_of(shape: Shape) -> Architecture:
    """The mathematics that `shape.generation` names. Raises `KeyError` for an unknown one."""
    return _KNOWN[shape.generation]


def state_shapes(shape: Shape) -> dict[str, tuple[int, ...]]:
    """Shapes of the stacked state tensors of a model, all float32."""
    return architecture_of(shape).state_shapes(shape)


def head(ops: Ops[A], hidden: A) -> A:
    """Logits for each position of `hidden`."""
    return ops.linear(hidden, "head.weight")
