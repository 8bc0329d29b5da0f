"""Writes RWKV-6 and RWKV-7 as llama.cpp's converter does, with the library `gguf`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter
from gguf.quants import quantize

Tensors = dict[str, np.ndarray]

WHOLE = {
    "emb.weight": "token_embd.weight",
    "blocks.0.ln0.weight": "token_embd_norm.weight",
    "blocks.0.ln0.bias": "token_embd_norm.bias",
    "ln_out.weight": "output_norm.weight",
    "ln_out.bias": "output_norm.bias",
    "head.weight": "output.weight",
}
PARTS = {
    "ln1.": "attn_norm.",
    "ln2.": "attn_norm_2.",
    "att.ln_x.": "time_mix_ln.",
    "att.time_maa_w": "time_mix_w",
    "att.time_maa_": "time_mix_lerp_",
    "ffn.time_maa_": "channel_mix_lerp_",
    "ffn.x_k": "channel_mix_lerp_k",
    "att.time_faaaa": "time_mix_first",
    "att.time_": "time_mix_",
    "att.": "time_mix_",
    "ffn.": "channel_mix_",
}
TURNED = ("w1", "w2", "a1", "a2", "v1", "v2", "g1", "g2")


def write_gguf(
    path: Path,
    tensors: Tensors,
    *,
    kind: str = "F32",
    arch: str | None = None,
    rescale: int = 0,
    fused: bool = True,
    head_size: int = 32,
    **keys: object,
) -> Path:
    """`kind` is the format of the big matrices; `keys` are added, dots as double underscores."""
    version = "rwkv7" if "blocks.0.att.r_k" in tensors else "rwkv6"
    arch = arch or version
    writer = GGUFWriter(path, arch)
    writer.add_layer_norm_eps(1e-5)
    writer.add_wkv_head_size(head_size)
    writer.add_token_list([b"<s>", b"\xff", b"two"])
    writer.add_array("tests.numbers", [1, 2, 3])
    if rescale:
        writer.add_rescale_every_n_layers(rescale)
    for key, value in keys.items():
        add = writer.add_uint32 if isinstance(value, int) else writer.add_float32
        add(key.replace("__", "."), value)
    for name, array in _converted(tensors, version, rescale, fused=fused).items():
        _add(writer, name, array, kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add(writer: GGUFWriter, name: str, array: np.ndarray, kind: str) -> None:
    big = array.ndim == 2 and not any(word in name for word in ("_w1", "_w2", "first"))
    dtype = GGMLQuantizationType[kind if big else "F32"]
    data = quantize(np.ascontiguousarray(array, np.float32), dtype)
    writer.add_tensor(name, data, raw_dtype=dtype)


def _converted(tensors: Tensors, version: str, rescale: int, *, fused: bool) -> Tensors:
    out: Tensors = {}
    for name, array in tensors.items():
        if name in WHOLE:
            out[WHOLE[name]] = array
            continue
        _, layer, rest = name.split(".", 2)
        block = f"blk.{layer}."
        letters = "rwkvag" if version == "rwkv7" else "wkvrg"
        stem = "att.x_" if version == "rwkv7" else "att.time_maa_"
        if fused and rest in [stem + letter for letter in letters]:
            stack = [
                tensors[f"blocks.{layer}.{stem}{letter}"].reshape(1, 1, -1) for letter in letters
            ]
            out[f"{block}time_mix_lerp_fused.weight"] = np.stack(stack)
            continue
        if rescale and rest in ("att.output.weight", "ffn.value.weight"):
            array = array / 2 ** (int(layer) // rescale)
        new, array = _renamed(rest), _turned(rest, array)
        out[block + new] = array
        if version == "rwkv7" and layer == "0" and new.startswith("time_mix_a"):
            out[block + new.replace("_a", "_v")] = array
    return out


def _renamed(rest: str) -> str:
    if rest == "att.time_maa_w":
        return "time_mix_lerp_w.weight"
    for ours, theirs in PARTS.items():
        if rest.startswith(ours):
            new = theirs + rest.removeprefix(ours)
            return new if new.endswith((".weight", ".bias")) else f"{new}.weight"
    raise KeyError(rest)


def _turned(rest: str, array: np.ndarray) -> np.ndarray:
    if rest.endswith(TURNED):
        return np.swapaxes(array, -1, -2)
    if rest == "att.time_faaaa":
        return array
    return array.reshape(-1) if array.ndim == 3 or rest == "att.r_k" else array
