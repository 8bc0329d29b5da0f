"""Random checkpoints of every RWKV generation under BlinkDL's names, the same for a seed for ever.

All numbers are exact in float32, bfloat16 and float16, so that every file format holds the same
model. Scales keep activations sane. Knows the tensors' names and shapes, and no file format.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

VERSIONS = ("4", "5.0", "5.1", "5.2", "6", "7")

Shapes = dict[str, tuple[int, ...]]

_SMALLEST = np.float32(2.0**-14)
"""Below it float16 has fewer digits than bfloat16."""


@dataclass(frozen=True)
class Sizes:
    """Sizes of a model. `n_ffn` 0 is the generation's usual width."""

    n_layer: int = 3
    n_embd: int = 128
    head_size: int = 64
    vocab: int = 97
    n_ffn: int = 0
    ranks: dict[str, int] = field(default_factory=lambda: {"w": 32, "a": 24, "v": 16, "g": 40})
    """Of RWKV-7's low-rank matrices."""
    mix_rank: int = 16
    decay_rank: int = 24

    @property
    def n_head(self) -> int:
        """Heads of one layer."""
        return self.n_embd // self.head_size


def shapes_of(version: str, sizes: Sizes) -> Shapes:
    """Name and shape of every tensor, in the order of BlinkDL's files."""
    c = sizes.n_embd
    shapes: Shapes = {"emb.weight": (sizes.vocab, c)}
    for i in range(sizes.n_layer):
        p = f"blocks.{i}."
        for norm in (["ln0"] if i == 0 else []) + ["ln1", "ln2"]:
            shapes |= _norm(p + norm, c)
        shapes |= {p + "att." + name: shape for name, shape in _time_mix(version, sizes).items()}
        shapes |= {p + "ffn." + name: shape for name, shape in _channel_mix(version, sizes).items()}
    return shapes | _norm("ln_out", c) | {"head.weight": (sizes.vocab, c)}


def tensor(name: str, shape: tuple[int, ...], seed: int = 0) -> np.ndarray:
    """One tensor, float32."""
    rng = np.random.default_rng([seed, *name.encode("utf-8")])
    values = rng.standard_normal(shape, dtype=np.float32)
    offset, scale = _scale(name, shape)
    values *= np.float32(scale)
    values += np.float32(offset)
    if _is_mix(name):
        np.clip(values, 0.0, 1.0, out=values)
    return _exact(values)


def checkpoint(version: str, sizes: Sizes | None = None, seed: int = 0) -> dict[str, np.ndarray]:
    """A whole small model in memory, float32."""
    shapes = shapes_of(version, sizes or Sizes())
    return {name: tensor(name, shape, seed) for name, shape in shapes.items()}


def _norm(name: str, c: int) -> Shapes:
    return {f"{name}.weight": (c,), f"{name}.bias": (c,)}


def _time_mix(version: str, sizes: Sizes) -> Shapes:
    if version == "7":
        return _time_mix_7(sizes)
    c, h, n = sizes.n_embd, sizes.n_head, sizes.head_size
    vector, matrices = (1, 1, c), ["receptance", "key", "value", "output"]
    decay = {"4": (c,), "5.0": (h,), "5.1": (h,), "5.2": (h, n), "6": vector}[version]
    shapes: Shapes = {}
    if version == "6":
        shapes |= {f"time_maa_{letter}": vector for letter in "xwkvrg"}
        shapes |= {"time_maa_w1": (c, 5 * sizes.mix_rank), "time_maa_w2": (5, sizes.mix_rank, c)}
    else:
        letters = "kvr" if version in ("4", "5.0") else "kvrg"
        shapes |= {f"time_mix_{letter}": vector for letter in letters}
    shapes["time_decay"] = decay
    if version == "6":
        rank = sizes.decay_rank
        shapes |= {"time_decay_w1": (c, rank), "time_decay_w2": (rank, c)}
    first = "time_first" if version in ("4", "5.0") else "time_faaaa"
    shapes[first] = (h, n) if version == "6" else decay
    matrices += ["gate"] if version in ("5.1", "5.2", "6") else []
    shapes |= {f"{matrix}.weight": (c, c) for matrix in matrices}
    return shapes if version == "4" else shapes | _norm("ln_x", c)


def _time_mix_7(sizes: Sizes) -> Shapes:
    c, vector = sizes.n_embd, (1, 1, sizes.n_embd)
    shapes: Shapes = {f"x_{letter}": vector for letter in "rwkvag"}
    for letter, rank in sizes.ranks.items():
        shapes |= {f"{letter}0": vector} if letter != "g" else {}
        shapes |= {f"{letter}1": (c, rank), f"{letter}2": (rank, c)}
    shapes |= {"k_k": vector, "k_a": vector, "r_k": (sizes.n_head, sizes.head_size)}
    shapes |= {f"{matrix}.weight": (c, c) for matrix in ("receptance", "key", "value", "output")}
    return shapes | _norm("ln_x", c)


def _channel_mix(version: str, sizes: Sizes) -> Shapes:
    c, vector = sizes.n_embd, (1, 1, sizes.n_embd)
    wide = sizes.n_ffn or (4 * c if version in ("4", "7") else c * 7 // 2 // 32 * 32)
    shapes: Shapes = {"key.weight": (wide, c), "value.weight": (c, wide)}
    if version == "7":
        return {"x_k": vector, **shapes}
    mix = "time_maa" if version == "6" else "time_mix"
    mixes: Shapes = {f"{mix}_k": vector, f"{mix}_r": vector}
    return mixes | {"receptance.weight": (c, c)} | shapes


def _is_mix(name: str) -> bool:
    leaf = name.rpartition(".")[2]
    return leaf.startswith(("time_mix_", "x_")) or (leaf[:-1] == "time_maa_" and leaf[-1] in "xkr")


def _scale(name: str, shape: tuple[int, ...]) -> tuple[float, float]:
    """Mean and deviation of a tensor's numbers."""
    parent, _, leaf = name.rpartition(".")
    known = {
        "time_decay": (-1.5, 1.2), "time_first": (-0.5, 0.5), "time_faaaa": (0.3, 0.3),
        "time_decay_w1": (0.0, shape[0] ** -0.5), "time_decay_w2": (0.0, 0.1),
        "time_maa_w1": (0.0, shape[0] ** -0.5), "time_maa_w2": (0.0, 0.1),
        "w0": (-1.5, 1.5), "k_k": (0.85, 0.1), "k_a": (1.0, 0.1), "r_k": (0.0, 0.1),
    }  # fmt: skip
    if leaf in known:
        return known[leaf]
    if parent.rpartition(".")[2].startswith("ln"):
        return (1.0, 0.1) if leaf == "weight" else (0.0, 0.1)
    if _is_mix(name) or leaf.startswith("time_maa_"):
        return 0.5, 0.25
    if leaf == "weight":
        return 0.0, 1.0 if name == "emb.weight" else shape[1] ** -0.5
    return 0.0, 0.5 if leaf[-1] == "0" else shape[0] ** -0.5


def _exact(values: np.ndarray) -> np.ndarray:
    """Rounded in place to bfloat16's eight digits, with nothing that float16 would lose."""
    bits = values.view(np.uint32)
    bits += 0x7FFF + ((bits >> 16) & 1)
    bits &= 0xFFFF0000
    values[np.abs(values) < _SMALLEST] = 0.0
    return values
