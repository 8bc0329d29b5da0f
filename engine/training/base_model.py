"""The model that a tuning starts from: its weights, its vocabulary and what it is known by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from engine.architectures.base import Shape
from engine.checkpoint import (
    Checkpoint,
    DType,
    check_model,
    content_key,
    find_model_file,
    model_shape,
    open_checkpoint,
)
from engine.tokenizers import Tokenizer, load_tokenizer
from engine.types import UserError

_UNUSED = ("blocks.0.att.v0", "blocks.0.att.v1", "blocks.0.att.v2")
"""In some files, used by no program, and so without a gradient."""


@dataclass(frozen=True)
class BaseModel:
    """Weights are float32; `key` identifies the file by content, `number_type` how it keeps
    its matrices."""

    file: Path
    key: str
    shape: Shape
    weights: Mapping[str, Tensor]
    tokenizer: Tokenizer
    number_type: torch.dtype


def load_base(path: Path, key: str = "") -> BaseModel:
    """The model in a file or folder.

    Raises `ModelLoadError` if it cannot be read or trained, and `UserError` if a `key` is given
    and the file is another one by now.
    """
    file = find_model_file(path)
    found = content_key(file)
    if key and found != key:
        raise UserError(
            "{file} is not the model that this run began with.",
            "Put the model back, or start anew without --resume.",
            file=file,
        )
    with open_checkpoint(file) as checkpoint:
        shape = model_shape(checkpoint)
        if shape.generation != "rwkv7":
            raise UserError(
                "{file} is an older RWKV; only RWKV-7 models can be taught.",
                "Choose an RWKV-7 model.",
                file=file,
            )
        check_model(checkpoint, shape)
        return BaseModel(
            file,
            found,
            shape,
            _weights(checkpoint),
            load_tokenizer(file, shape.vocab_size),
            _number_type(checkpoint),
        )


def _weights(checkpoint: Checkpoint) -> dict[str, Tensor]:
    names = [name for name in checkpoint.names() if name not in _UNUSED]
    weights = {name: torch.from_numpy(checkpoint.read_finite(name)) for name in names}
    # Vectors may be [1, 1, C] in a file; norms want [C].
    return {name: w.reshape(-1) if w.numel() == max(w.shape) else w for name, w in weights.items()}


def _number_type(checkpoint: Checkpoint) -> torch.dtype:
    kinds = {DType.F16: torch.float16, DType.F32: torch.float32}
    return kinds.get(checkpoint.dtype("emb.weight"), torch.bfloat16)
