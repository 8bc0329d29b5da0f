"""What rwkv.cpp's converter changes in each generation of RWKV, undone. Reads no files.

Source: https://github.com/RWKV/rwkv.cpp, python/convert_pytorch_to_ggml.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import prod

from engine.checkpoint.recipes import (
    Recipe,
    StoredTensor,
    as_stored,
    as_vector,
    log_log,
    log_negative,
    log_positive,
    reshaped,
    swapped,
)

_Stored = Mapping[str, StoredTensor]
_Undo = Callable[[_Stored, str, StoredTensor], Recipe]

STACK = "att.x_rwkvag"
STACK_ORDER = ("x_r", "x_w", "x_k", "x_v", "x_a", "x_g")
_DECAY = "att.time_decay"
_BONUSES = ("att.time_first", "att.time_faaaa")
_SWAPPED_V7 = tuple(f"att.{name}" for name in ("w1", "w2", "a1", "a2", "v1", "v2", "g1", "g2"))
_SWAPPED_V6 = tuple(f"att.time_{name}" for name in ("maa_w1", "maa_w2", "decay_w1", "decay_w2"))


def recipes(stored: _Stored) -> Iterator[tuple[str, Recipe]]:
    """How each tensor is had under BlinkDL's name, in his shape and with his values."""
    undo = _undo_of(stored)
    for name, tensor in stored.items():
        if undo is _rwkv7 and name.endswith(STACK):
            yield from _unstacked(name.removesuffix("x_rwkvag"), tensor)
        else:
            yield name, undo(stored, name, tensor)


def _undo_of(stored: _Stored) -> _Undo:
    if any(name.endswith((STACK, "att.r_k")) for name in stored):
        return _rwkv7
    if any("time_maa_" in name for name in stored):
        return _rwkv6
    return _rwkv5 if any(name.endswith("att.ln_x.weight") for name in stored) else _rwkv4


def _rwkv4(_stored: _Stored, name: str, tensor: StoredTensor) -> Recipe:
    if name.endswith(_DECAY):
        return Recipe(tensor, tensor.info.shape, change=log_negative)
    return as_vector(tensor) if "time_mix_" in name else as_stored(tensor)


def _rwkv5(stored: _Stored, name: str, tensor: StoredTensor) -> Recipe:
    if name.endswith(_DECAY):
        return Recipe(tensor, _per_head(tensor), change=log_log)
    if name.endswith(_BONUSES):
        change = log_positive if name.endswith(_BONUSES[0]) else None
        return Recipe(tensor, _like_decay(stored, name, tensor), change=change)
    return as_vector(tensor) if "time_mix_" in name else as_stored(tensor)


def _rwkv6(stored: _Stored, name: str, tensor: StoredTensor) -> Recipe:
    if name.endswith(_SWAPPED_V6):
        return swapped(tensor)
    if name.endswith(_DECAY):
        return as_vector(tensor)
    if name.endswith(_BONUSES):
        return reshaped(tensor, *_like_decay(stored, name, tensor))
    return as_vector(tensor) if "time_maa_" in name else as_stored(tensor)


def _rwkv7(_stored: _Stored, name: str, tensor: StoredTensor) -> Recipe:
    return swapped(tensor) if name.endswith(_SWAPPED_V7) else as_stored(tensor)


def _unstacked(prefix: str, tensor: StoredTensor) -> Iterator[tuple[str, Recipe]]:
    parts = len(STACK_ORDER)
    shape = (1, 1, tensor.info.count // parts)
    for part, name in enumerate(STACK_ORDER):
        yield prefix + name, Recipe(tensor, shape, part, parts)


def _per_head(tensor: StoredTensor) -> tuple[int, ...]:
    """[heads] or [heads, head size] of a tensor to which the converter hung axes of one."""
    heads, *rest = tensor.info.shape
    size = prod(rest)
    return (heads, size) if size > 1 else (heads,)


def _like_decay(stored: _Stored, name: str, tensor: StoredTensor) -> tuple[int, ...]:
    """The decay's shape where the numbers are as many: squeezing has lost that of one head."""
    decay = stored.get(name.rpartition("att.")[0] + _DECAY)
    if decay is not None and decay.info.count == tensor.info.count:
        return _per_head(decay)
    return _per_head(tensor)
