"""The spellings of tensor names that are about, turned into BlinkDL's. Knows no files.

Sources: BlinkDL's RWKV-LM; transformers-rwkv (prefix `model.`); torch.compile's leftovers;
flash-linear-attention, utils/convert_from_rwkv7.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WHOLE_NAMES = {
    "embeddings.weight": "emb.weight",
    "norm.weight": "ln_out.weight",
    "norm.bias": "ln_out.bias",
    "lm_head.weight": "head.weight",
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
    name = stored.replace("_orig_mod.", "").removeprefix("model.")
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
