"""A model made deeper without a change of what it says. Knows no files and no loop.

New layers come last and add nothing at first, for the matrices that lead out of their two blocks
start at zero, as in a fresh model. Source: Chen et al. 2015,
"Net2Net", arXiv:1511.05641.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from torch import Tensor

from engine.architectures.base import Shape
from engine.training.model import initial_parameters
from engine.types import UserError


def deeper(
    shape: Shape, weights: Mapping[str, Tensor], layers: int, seed: int
) -> tuple[Shape, dict[str, Tensor]]:
    """The model with `layers` layers in all; what `seed` decides is how the new ones start.

    Raises `UserError` if it has more already.
    """
    if layers < shape.n_layer:
        raise UserError(
            "The model has {layers} layers; they can become more, but not fewer.",
            layers=shape.n_layer,
        )
    larger = replace(shape, n_layer=layers)
    new = tuple(f"blocks.{layer}." for layer in range(shape.n_layer, layers))
    fresh = initial_parameters(larger, seed) if new else {}
    added = {name: value for name, value in fresh.items() if name.startswith(new)}
    return larger, dict(weights) | added
