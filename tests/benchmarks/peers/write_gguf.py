"""Writes RWKV-6 and RWKV-7 weights as GGUF in the layout that llama.cpp reads, one at a time.

Names, orders and types: llama.cpp's converter (conversion/rwkv.py) and loader (src/models). Needs
the package `gguf`. Quantised files are made from these by llama.cpp itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from gguf import GGUFWriter, LlamaFileType, TokenType

from tests.tools.random_checkpoints import Shapes, Sizes

Read = Callable[[str], np.ndarray]
Entry = tuple[str, tuple[int, ...], Callable[[], np.ndarray]]
"""A tensor of the file: name, shape in row-major order, and its numbers when their turn comes."""

_NORMS = {"ln1": "attn_norm", "ln2": "attn_norm_2", "att.ln_x": "time_mix_ln"}
_TOP = {
    "emb": "token_embd", "blocks.0.ln0": "token_embd_norm", "ln_out": "output_norm",
    "head": "output",
}  # fmt: skip
_RENAMED = {
    "att.time_maa_x": "time_mix_lerp_x", "att.time_faaaa": "time_mix_first",
    "att.time_maa_w1": "time_mix_w1", "att.time_maa_w2": "time_mix_w2",
    "att.time_decay": "time_mix_decay", "att.time_decay_w1": "time_mix_decay_w1",
    "att.time_decay_w2": "time_mix_decay_w2", "ffn.time_maa_k": "channel_mix_lerp_k",
    "ffn.time_maa_r": "channel_mix_lerp_r", "ffn.x_k": "channel_mix_lerp_k",
}  # fmt: skip
_FLOAT32 = ("first", "_w1", "_w2", "lerp_fused")
"""llama.cpp never stores these smaller, nor vectors."""


def write_gguf(
    path: Path, version: str, sizes: Sizes, shapes: Shapes, read: Read, *, half: bool = True
) -> None:
    """Writes a model; `read` gives each tensor as float32. Without `half` all stays float32."""
    entries = list(_entries(version, sizes, shapes, read))
    writer = GGUFWriter(path, f"rwkv{version}")
    _add_metadata(writer, version, sizes, shapes, half=half)
    for name, shape, _ in entries:
        dtype = np.dtype(np.float16 if half and _may_be_half(name, shape) else np.float32)
        writer.add_tensor_info(name, shape, dtype, int(np.prod(shape)) * dtype.itemsize)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    for name, shape, numbers in entries:
        dtype = np.float16 if half and _may_be_half(name, shape) else np.float32
        writer.write_tensor_data(np.ascontiguousarray(numbers().reshape(shape), dtype))
    writer.close()


def _may_be_half(name: str, shape: tuple[int, ...]) -> bool:
    stem = name.removesuffix(".weight")
    return len(shape) > 1 and not stem.endswith(_FLOAT32)


def _entries(version: str, sizes: Sizes, shapes: Shapes, read: Read) -> Iterator[Entry]:
    for name, shape in shapes.items():
        match = re.fullmatch(r"blocks\.(\d+)\.(.+)", name)
        if match is None or ".ln0." in name:
            stem, _, part = name.rpartition(".")
            yield f"{_TOP[stem]}.{part}", shape, _same(read, name)
            continue
        layer, rest = int(match[1]), match[2]
        if version == "7" and layer == 0 and rest in ("att.v0", "att.v1", "att.v2"):
            continue
        yield from _layer_entries(f"blk.{layer}.", layer, name, rest, shape, version, read)


def _layer_entries(
    p: str, layer: int, name: str, rest: str, shape: tuple[int, ...], version: str, read: Read
) -> Iterator[Entry]:
    stem, _, part = rest.rpartition(".")
    c = shape[-1]
    if stem in _NORMS:
        yield f"{p}{_NORMS[stem]}.{part}", shape, _same(read, name)
    elif (letters := _fused(version)) and re.fullmatch(letters[1], rest):
        if rest.endswith(letters[0][0]):
            prefix = name[:-1]
            names = [prefix + letter for letter in letters[0]]
            numbers = _stacked(read, names)
            yield f"{p}time_mix_lerp_fused.weight", (len(names), 1, 1, c), numbers
    elif part == "weight":
        kind, _, matrix = stem.partition(".")
        place = "time_mix" if kind == "att" else "channel_mix"
        yield f"{p}{place}_{matrix}.weight", shape, _same(read, name)
    else:
        new = _RENAMED.get(rest, "time_mix_" + rest.removeprefix("att."))
        turned, numbers = _turned(rest, shape, _same(read, name))
        yield f"{p}{new}.weight", turned, numbers
        if version == "7" and layer == 0 and rest in ("att.a0", "att.a1", "att.a2"):
            # llama.cpp wants v0, v1 and v2 in layer 0 too, with the ranks of a; nothing uses them.
            yield f"{p}{new.replace('_a', '_v')}.weight", turned, numbers


def _fused(version: str) -> tuple[str, str]:
    """The mixes that become one tensor, in its order, and which names they have."""
    return ("rwkvag", r"att\.x_.") if version == "7" else ("wkvrg", r"att\.time_maa_[wkvrg]")


def _turned(
    rest: str, shape: tuple[int, ...], numbers: Callable[[], np.ndarray]
) -> tuple[tuple[int, ...], Callable[[], np.ndarray]]:
    """As llama.cpp has it: matrices [out, in], and vectors with one dimension."""
    if len(shape) == 3 and shape[0] == 1:
        return (shape[-1],), numbers
    if rest == "att.r_k":
        return (shape[0] * shape[1],), numbers
    if rest == "att.time_faaaa":
        return shape, numbers
    axes = (0, 2, 1) if len(shape) == 3 else (1, 0)
    return tuple(shape[axis] for axis in axes), lambda: numbers().transpose(axes)


def _same(read: Read, name: str) -> Callable[[], np.ndarray]:
    return lambda: read(name)


def _stacked(read: Read, names: list[str]) -> Callable[[], np.ndarray]:
    return lambda: np.stack([read(name).reshape(-1) for name in names])


def _add_metadata(
    writer: GGUFWriter, version: str, sizes: Sizes, shapes: Shapes, *, half: bool
) -> None:
    writer.add_name(f"random RWKV-{version}")
    writer.add_context_length(1048576)
    writer.add_embedding_length(sizes.n_embd)
    writer.add_block_count(sizes.n_layer)
    writer.add_layer_norm_eps(1e-5)
    writer.add_wkv_head_size(sizes.head_size)
    if version == "7":
        writer.add_decay_lora_rank(sizes.ranks["w"])
        writer.add_iclr_lora_rank(sizes.ranks["a"])
        writer.add_value_residual_mix_lora_rank(sizes.ranks["v"])
        writer.add_gate_lora_rank(sizes.ranks["g"])
    else:
        writer.add_time_mix_extra_dim(sizes.mix_rank)
        writer.add_time_decay_extra_dim(sizes.decay_rank)
        writer.add_rescale_every_n_layers(0)
    writer.add_feed_forward_length(shapes["blocks.0.ffn.key.weight"][0])
    writer.add_file_type(LlamaFileType.MOSTLY_F16 if half else LlamaFileType.ALL_F32)
    writer.add_head_count(0)
    _add_tokens(writer, sizes.vocab)


def _add_tokens(writer: GGUFWriter, vocab: int) -> None:
    """Token 0, every byte, and unused ones, spelled as llama.cpp does: enough for speed."""
    names = [b"<s>"] + [repr(bytes([i]))[2:-1].encode("ascii") for i in range(256)]
    names += [f"[PAD{i}]".encode("ascii") for i in range(len(names), vocab)]
    kinds = [TokenType.CONTROL] + [TokenType.NORMAL] * 256
    kinds += [TokenType.UNUSED] * (vocab - len(kinds))
    writer.add_tokenizer_model("rwkv")
    writer.add_token_list(names[:vocab])
    writer.add_token_types(kinds[:vocab])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(0)
    writer.add_eot_token_id(0)
