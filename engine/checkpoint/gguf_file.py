"""Reads `.gguf` of llama.cpp's RWKV-6 and RWKV-7 under BlinkDL's names.

Blocks (Q8_0, Q4_K, …) become numbers when a tensor is read. Nothing here knows the vocabulary
in the file: RWKV's is told from its size, as with every other format.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.checkpoint.errors import unsupported
from engine.checkpoint.gguf_directory import GgufDirectory, Value, read_directory
from engine.checkpoint.gguf_names import ARCHITECTURES, GgufKind, recipes
from engine.checkpoint.raw_file import RawFile
from engine.checkpoint.recipes import checked
from engine.checkpoint.types import Format, TensorInfo
from engine.snapshot import FloatArray

_HYBRIDS = ("rwkv6qwen2", "arwkv7")
_EPSILON = 1e-5
"""Of every layer norm in RWKV; llama.cpp reads it from the file."""


class GgufFile:
    """A `TensorFile` over one `.gguf` file."""

    format = Format.GGUF

    def __init__(self, path: Path) -> None:
        self._raw = RawFile(path)
        try:
            directory = read_directory(self._raw)
            kind = _kind(path, directory)
            self._recipes = checked(path, recipes(directory.tensors, kind))
        except BaseException:
            self._raw.close()
            raise
        self.metadata: Mapping[str, str] = {
            key: value for key, value in directory.keys.items() if isinstance(value, str) and value
        }
        self.tensors: Mapping[str, TensorInfo] = {
            name: recipe.info for name, recipe in self._recipes.items()
        }

    def read(self, name: str) -> FloatArray:
        """See `TensorFile.read`."""
        return self._recipes[name].read(self._raw)

    def close(self) -> None:
        """See `TensorFile.close`."""
        self._raw.close()


def _kind(path: Path, directory: GgufDirectory) -> GgufKind:
    keys = directory.keys
    name = str(keys.get("general.architecture", ""))
    if name in _HYBRIDS:
        what = "is a mixture of RWKV and Qwen ({kind}), which Longscroll does not run"
        raise unsupported(path, what, "Use a pure RWKV-6 or RWKV-7 model.", kind=name)
    if name not in ARCHITECTURES:
        what = "is a GGUF of another kind of model ({kind})"
        raise unsupported(path, what, "Longscroll runs RWKV models only.", kind=name or "?")
    if _number(keys, "split.count", 1) > 1:
        hint = "Join the parts first, with llama-gguf-split --merge."
        raise unsupported(path, "is one part of a model that was split", hint)
    epsilon = keys.get(f"{name}.attention.layer_norm_epsilon", _EPSILON)
    if not isinstance(epsilon, float) or not 0.99 < epsilon / _EPSILON < 1.01:
        what = "wants layer norms with the epsilon {number}, which no RWKV has"
        raise unsupported(path, what, "Use an unchanged RWKV model.", number=str(epsilon))
    return GgufKind(
        name,
        head_size=max(1, _number(keys, f"{name}.wkv.head_size", 64)),
        rescale_every=max(0, _number(keys, f"{name}.rescale_every_n_layers", 0)),
    )


def _number(keys: Mapping[str, Value], name: str, otherwise: int) -> int:
    value = keys.get(name, otherwise)
    return value if isinstance(value, int) else otherwise
