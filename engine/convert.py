"""A model file of any format as one `.safetensors` under BlinkDL's names, tensor by tensor.

At any time one tensor lies in memory as float32. Knows no runtime and no window.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.checkpoint import (
    Checkpoint,
    DType,
    check_model,
    find_model_file,
    model_shape,
    open_checkpoint,
    require_supported,
)
from engine.checkpoint.blocked_file import BITS, BLOCKS_KEY, ORIGIN_KEY, QUANTIZATION_KEY
from engine.checkpoint.errors import unsupported
from engine.checkpoint.safetensors_writer import SafetensorsWriter
from engine.convert_plan import Step, plan
from engine.quantize import Quantization, quantize_blocks
from engine.snapshot import FloatArray
from engine.tokenizer_world import WORLD_VOCAB_SIZE
from engine.tokenizers import TOKENIZER_FILE
from engine.types import UserError

SUFFIX = ".safetensors"
_PIECE_NUMBERS = 1 << 20


@dataclass(frozen=True)
class ConvertProgress:
    """`done` of `total` numbers are written; `tensor` is next."""

    done: int
    total: int
    tensor: str


@dataclass(frozen=True)
class Converted:
    """What a conversion made. `tokenizer` is the vocabulary that was copied, if any."""

    path: Path
    architecture: str
    tensors: int
    parameters: int
    nbytes_before: int
    nbytes_after: int
    tokenizer: Path | None


def convert(
    source: Path,
    target: Path,
    quantization: Quantization,
    report: Callable[[ConvertProgress], None] = lambda progress: None,
    *,
    overwrite: bool = False,
) -> Converted:
    """Writes the model in `source` (a file or folder) to `target`.

    Nothing is left behind when it fails or is interrupted. Raises `ModelLoadError` for a model
    that cannot be used, and `UserError` for a target that is taken or cannot be written.
    """
    file = find_model_file(source)
    _require_target(file, target, overwrite=overwrite)
    with open_checkpoint(file) as checkpoint:
        architecture = require_supported(checkpoint)
        check_model(checkpoint, model_shape(checkpoint))
        vocabulary = _vocabulary(file, target, checkpoint, overwrite=overwrite)
        steps = plan(checkpoint, quantization)
        _write(checkpoint, steps, target, quantization, report)
        before, parameters = checkpoint.raw_nbytes, checkpoint.parameters
    copied = target.parent / TOKENIZER_FILE
    if vocabulary is not None:
        _copy(vocabulary, copied)
    return Converted(
        target,
        architecture.value,
        len(steps),
        parameters,
        before,
        target.stat().st_size,
        copied if vocabulary is not None else None,
    )


def _require_target(source: Path, target: Path, *, overwrite: bool) -> None:
    if target.suffix.lower() != SUFFIX:
        raise UserError(
            "Models are converted to .safetensors only, not to {file}.",
            "Choose a name that ends in .safetensors.",
            file=target.name,
        )
    if not target.exists():
        return
    if source.exists() and target.samefile(source):
        raise UserError(
            "A model cannot be converted into itself: {file}.",
            "Choose another name for the result.",
            file=str(target),
        )
    if not overwrite or target.is_dir():
        raise _taken(target)


def _vocabulary(
    source: Path, target: Path, checkpoint: Checkpoint, *, overwrite: bool
) -> Path | None:
    """The `tokenizer.json` that must come along: the World's vocabulary is in the program."""
    found, wanted = source.parent / TOKENIZER_FILE, target.parent / TOKENIZER_FILE
    is_world = "emb.weight" in checkpoint and checkpoint.shape("emb.weight")[:1] == (
        WORLD_VOCAB_SIZE,
    )
    if is_world or not found.is_file():
        return None
    if not wanted.exists():
        return found
    if wanted.samefile(found) or wanted.read_bytes() == found.read_bytes():
        return None
    if not overwrite:
        raise _taken(wanted)
    return found


def _taken(path: Path) -> UserError:
    return UserError(
        "{file} is there already.",
        "Choose another name, or use --force to replace it.",
        file=str(path),
    )


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise UserError(
            "The vocabulary could not be copied to {file}: {reason}.",
            "Copy {source} there yourself.",
            file=str(target),
            source=str(source),
            reason=error.strerror or type(error).__name__,
        ) from error


def _write(
    checkpoint: Checkpoint,
    steps: list[Step],
    target: Path,
    quantization: Quantization,
    report: Callable[[ConvertProgress], None],
) -> None:
    stored = [tensor for step in steps for tensor in step.stored()]
    total, done = sum(step.count for step in steps), 0
    with SafetensorsWriter(target, stored, _metadata(checkpoint, steps, quantization)) as writer:
        for step in steps:
            report(ConvertProgress(done, total, step.name))
            for piece in _encoded(checkpoint, step):
                writer.write(piece)
            done += step.count
    report(ConvertProgress(total, total, ""))


def _metadata(
    checkpoint: Checkpoint, steps: list[Step], quantization: Quantization
) -> dict[str, str]:
    metadata = {"format": "pt", ORIGIN_KEY: checkpoint.origin.value}
    blocks = {step.name: step.dtype.value for step in steps if step.dtype in BITS}
    if blocks:
        metadata[QUANTIZATION_KEY] = quantization.value
        metadata[BLOCKS_KEY] = json.dumps(blocks)
    return metadata


def _encoded(checkpoint: Checkpoint, step: Step) -> Iterator[bytes | memoryview]:
    numbers = checkpoint.read_finite(step.name)
    if step.dtype in BITS:
        blocks = quantize_blocks(numbers, BITS[step.dtype], step.dtype.block)
        yield blocks.values.data.cast("B")
        yield blocks.scales.data.cast("B")
        return
    flat = numbers.reshape(-1)
    for start in range(0, flat.size, _PIECE_NUMBERS):
        yield _as_stored(checkpoint, step, flat[start : start + _PIECE_NUMBERS])


def _as_stored(checkpoint: Checkpoint, step: Step, numbers: FloatArray) -> bytes:
    if step.dtype is DType.F32:
        return numbers.astype("<f4").tobytes()
    if step.dtype is DType.BF16:
        return _bfloat16(numbers).tobytes()
    with np.errstate(over="ignore"):
        half = numbers.astype("<f2")
    if not np.isfinite(half).all():
        hint = "Use a bfloat16 or float32 version of the model."
        what = "holds numbers in tensor {tensor} that are too large for float16"
        raise unsupported(checkpoint.path, what, hint, tensor=step.name)
    return half.tobytes()


def _bfloat16(numbers: FloatArray) -> np.ndarray:
    """The upper halves, rounded to the nearest even."""
    bits = np.ascontiguousarray(numbers).view(np.uint32)
    bits = bits + np.uint32(0x7FFF) + ((bits >> np.uint32(16)) & np.uint32(1))
    return (bits >> np.uint32(16)).astype("<u2")
