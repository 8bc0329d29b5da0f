"""Writes a trained model as other programs read it. Knows no training.

`model.safetensors` has BlinkDL's names and layout; layer 0 has no v0, v1 and v2, which no
program uses. `README.md` is the model card, `training.json` says which runs made the weights.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor

from engine.checkpoint import content_key
from engine.tokenizer_hf import HfTokenizer
from engine.training import ancestry, data
from engine.training.ancestry import PastRun
from engine.training.checkpoint import Checkpoint
from engine.training.evaluate import bits_per_byte
from engine.training.model import LanguageModel
from engine.training.plans import Plan
from engine.training.sample import continue_text
from engine.types import SamplingSettings, UserError

PROMPTS = (
    "Once upon a time, there was a little girl named Lily.",
    "The old fox looked up at the moon and",
    '"Where are you going?" asked the bear.',
)
SAMPLE = SamplingSettings(seed=1, max_tokens=160)
TYPES = {"bf16": torch.bfloat16, "fp16": torch.float16}


def write(
    saved: Checkpoint,
    model: LanguageModel,
    data_folder: Path,
    folder: Path,
    name: str,
    number_type: str,
    notes: str,
) -> None:
    """Write weights, tokenizer and card to `folder`. Raises `UserError` if it cannot be done."""
    counts = data.read_counts(data_folder)
    tokenizer = HfTokenizer(data_folder / "tokenizer.json")
    losses = {h.name: bits_per_byte(model, h) for h in data.read_heldout(data_folder)}
    samples = [prompt + continue_text(model, tokenizer, prompt, SAMPLE) for prompt in PROMPTS]
    past = past_of(saved.plan)
    card = model_card(saved, counts, losses, samples, name, notes, past)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_weights(saved.parameters, folder / "model.safetensors", TYPES[number_type])
        shutil.copyfile(data_folder / "tokenizer.json", folder / "tokenizer.json")
        (folder / "README.md").write_text(card, encoding="utf-8")
        key = content_key(folder / "model.safetensors")
        ancestry.write_past(folder, key, [*past, _run_of(saved, counts)])
    except OSError as error:
        raise UserError(
            "The model could not be written to {folder}: {reason}.",
            "Free some disk space or choose another folder.",
            folder=folder,
            reason=error.strerror or error,
        ) from error


def past_of(plan: Plan) -> tuple[PastRun, ...]:
    """The runs before this one. Raises `UserError` if what is written of them is damaged."""
    file = Path(plan.base)
    if plan.past or not plan.base or not file.is_file() or content_key(file) != plan.base_key:
        return plan.past
    # The run began when runs did not take this down yet.
    return ancestry.read_past(file, plan.base_key)


def _run_of(saved: Checkpoint, counts: Mapping[str, Any]) -> PastRun:
    settings = saved.settings
    return PastRun(
        saved.step,
        settings.batch,
        settings.context,
        settings.learning_rate,
        settings.warmup,
        settings.schedule,
        settings.decay_fraction,
        settings.seed,
        saved.shape.n_layer,
        saved.shape.n_embd,
        saved.seconds,
        counts["sources"],
    )


def _write_weights(parameters: Mapping[str, Tensor], path: Path, kind: torch.dtype) -> None:
    tensors = {name: value.detach().to(kind).contiguous() for name, value in parameters.items()}
    if not all(bool(value.isfinite().all()) for value in tensors.values()):
        raise UserError(
            "The weights do not fit into 16-bit numbers of this type.", "Export with --type bf16."
        )
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(save(tensors, {"format": "pt"}))
    temporary.replace(path)


def model_card(
    saved: Checkpoint,
    counts: Mapping[str, Any],
    losses: Mapping[str, float],
    samples: Sequence[str],
    name: str,
    notes: str,
    past: Sequence[PastRun] = (),
) -> str:
    """The card in Markdown."""
    shape, settings = saved.shape, saved.settings
    n_parameters = sum(value.numel() for value in saved.parameters.values())
    runs = [*past, _run_of(saved, counts)]
    lines = [
        f"# {name}",
        "",
        notes.strip() or "A small RWKV-7 language model, trained from scratch.",
        "",
        "## Facts",
        "",
        f"- RWKV-7 (x070), {shape.n_layer} layers of {shape.n_embd} channels with {shape.n_head} "
        f"heads, {shape.vocab_size:,} tokens (byte-level BPE), {n_parameters / 1e6:.1f} million "
        "parameters",
        *ancestry.facts(runs, complete=bool(past) or not saved.plan.base),
        f"- AdamW, weight decay {settings.weight_decay:g} on matrices, gradients clipped at "
        f"{settings.clip:g}",
        "",
        "## Text",
        "",
        "| source | times in the data |",
        "| --- | --- |",
        *(f"| {source} | {times:g} |" for source, times in counts["sources"].items()),
        "",
        f"{counts['train']['tokens'] / 1e6:.1f} million tokens in all, read in shuffled windows.",
        "",
        "## Loss on text that it was not trained on",
        "",
        "| text | bits per byte |",
        "| --- | --- |",
        *(f"| {text} | {value:.3f} |" for text, value in losses.items()),
        "",
        "## Samples, not edited",
        "",
        f"Temperature {SAMPLE.temperature:g}, top-p {SAMPLE.top_p:g}, seed {SAMPLE.seed}; at most "
        f"{SAMPLE.max_tokens} new tokens.",
    ]
    for sample in samples:
        lines += ["", *(f"> {line}".rstrip() for line in sample.splitlines())]
    return "\n".join(lines) + "\n"
