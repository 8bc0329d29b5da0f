"""The spellings of tensor names that are about, turned into BlinkDL's. Knows no files.

Sources: BlinkDL's RWKV-LM; transformers-rwkv (prefix `model.`); torch.compile's leftovers;
flash-linear-attention, utils/convert_from_rwkv7.py; transformers, models/rwkv, and the code that
comes with the RWKV-5 and RWKV-6 World models on Hugging Face (prefix `rwkv.`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WHOLE_NAMES = {
    "embeddings.weight": "emb.weight",
    "norm.weight": "ln_out.weight",
    "norm.bias": "ln_out.bias",
    "lm_head.weight": "head.weight",
    "pre_ln.weight": "blocks.0.ln0.weight",
    "pre_ln.bias": "blocks.0.ln0.bias",
}
_BLOCK = re.compile(r"blocks\.(\d+)\.(.+)")
_BLOCK_PARTS = {
    "pre_ln": "ln0",
    "attention": "att",
    "feed_forward": "ffn",
    "time_mix_key": "time_mix_k",
    "time_mix_value": "time_mix_v",
    "time_mix_receptance": "time_mix_r",
    "time_mix_gate": "time_mix_g",
}
_PARTS = {
    "attn": "att",
    "pre_norm": "ln0",
    "attn_norm": "ln1",
    "ffn_norm": "ln2",
    "r_proj": "receptance",
    "k_proj": "key",
    "v_proj": "value",
    "o_proj": "output",
    "g_norm": "ln_x",
}
_FLA_LAYER = re.compile(r"layers\.(\d+)\.(.+)")
_FLA_LORA = re.compile(r"(.+\.)([wavg])_lora\.lora\.(0\.weight|2\.weight|2\.bias)")
_LORA_INDEX = {"2.bias": "0", "0.weight": "1", "2.weight": "2"}


@dataclass(frozen=True)
class CanonicalName:
    """BlinkDL's name of a tensor, and whether it is stored transposed to BlinkDL's."""

    name: str
    transposed: bool = False


def canonical_name(stored: str) -> CanonicalName:
    """BlinkDL's name for the tensor that a file calls `stored`; unknown names stay."""
    name = stored.replace("_orig_mod.", "").removeprefix("model.").removeprefix("rwkv.")
    block = _BLOCK.fullmatch(name)
    if block is not None:
        parts = [_BLOCK_PARTS.get(part, part) for part in block[2].split(".")]
        return CanonicalName(f"blocks.{block[1]}." + ".".join(parts))
    layer = _FLA_LAYER.fullmatch(name)
    if layer is None:
        return CanonicalName(_WHOLE_NAMES.get(name, name))
    parts = [_PARTS.get(part, part) for part in layer[2].split(".")]
    name = f"blocks.{layer[1]}." + ".".join(parts)
    lora = _FLA_LORA.fullmatch(name)
    if lora is None:
        return CanonicalName(name)
    index = _LORA_INDEX[lora[3]]
    return CanonicalName(f"{lora[1]}{lora[2]}{index}", transposed=index != "0")
