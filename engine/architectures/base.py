"""What all generations of RWKV have in common: their sizes, their state, how one is described.

Knows no mathematics and no tensors' names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from engine.ops.base import Ops

A = TypeVar("A", bound=Any)

LayerState = Mapping[str, A]
"""What one layer remembers, by name; every array has the batch as its first axis."""

Dimensions = tuple[int, ...]


@dataclass(frozen=True)
class Shape:
    """Sizes of a model. `n_head * head_size == n_embd`.

    `generation` names the mathematics ("rwkv7", see `engine.architectures.architecture_of`).
    `head_norm_eps` is the epsilon of the norm over each head; it belongs to the checkpoint's
    origin. None is the generation's own. `embedding_rounding` ("float16", "bfloat16") is where
    embeddings are rounded once more after `ln0`, as the reference does for RWKV-4 to 6.
    """

    n_layer: int
    n_embd: int
    n_head: int
    vocab_size: int
    generation: str = "rwkv7"
    head_norm_eps: float | None = None
    embedding_rounding: str | None = None

    @property
    def head_size(self) -> int:
        """Channels of one head."""
        return self.n_embd // self.n_head


class Body(Protocol):
    """All layers and the final norm of a generation."""

    def __call__(
        self, ops: Ops[A], shape: Shape, x: A, state: Sequence[LayerState[A]]
    ) -> tuple[A, list[LayerState[A]]]:
        """Hidden states [B,T,C] for the head, and each layer's state after the last token.

        `x` [B,T,C] are embeddings after `ln0`.
        """


@dataclass(frozen=True)
class Architecture:
    """One generation.

    `layer_dims` gives the shape of each state tensor of one layer and one text: vectors [C] or
    matrices [H,N,N], all float32. They start at zero, but for those in `fresh`.
    """

    name: str
    layer_dims: Callable[[Shape], Mapping[str, Dimensions]]
    body: Body
    fresh: Mapping[str, float] = field(default_factory=dict)

    def state_shapes(self, shape: Shape) -> dict[str, Dimensions]:
        """Shapes of the stacked state tensors of a model, [L, ...]."""
        return {name: (shape.n_layer, *dims) for name, dims in self.layer_dims(shape).items()}
