"""What a model was trained with before: the runs from whose weights each next one began.

`training.json` lies beside a model's weights; `export` writes it, and a run that begins with the
model carries it on. Knows no tensors.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from engine.types import UserError

FILE = "training.json"


@dataclass(frozen=True)
class PastRun:
    """A run that is over. `sources` says how often each text is in its data; `seconds` is 0
    where nobody wrote it down."""

    steps: int
    batch: int
    context: int
    learning_rate: float
    warmup: int
    schedule: str
    decay_fraction: float
    seed: int
    layers: int
    width: int
    seconds: float
    sources: Mapping[str, float]

    @property
    def tokens(self) -> int:
        """Tokens learnt from."""
        return self.steps * self.batch * self.context


def runs_from(values: Sequence[Mapping[str, Any]]) -> tuple[PastRun, ...]:
    """Runs from plain values. Raises `KeyError` or `TypeError` if something is missing."""
    names = [field.name for field in fields(PastRun)]
    return tuple(PastRun(**{name: run[name] for name in names}) for run in values)


def read_past(weights: Path, key: str) -> tuple[PastRun, ...]:
    """The runs that made the model file whose content is `key`, first to last; none where
    nothing is written beside it, or that of another model.

    Raises `UserError` if what is written is damaged.
    """
    path = weights.parent / FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return runs_from(values["runs"]) if values["model"] == key else ()
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UserError(
            "{path} does not say how the model was trained.",
            "Put the file back that came with the model, or remove it.",
            path=path,
        ) from error


def write_past(folder: Path, key: str, runs: Sequence[PastRun]) -> None:
    """Write `training.json` beside the model whose content is `key`. Raises `OSError`."""
    told = [{"tokens": run.tokens} | asdict(run) for run in runs]
    values = {"model": key, "runs": told}
    (folder / FILE).write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


def facts(runs: Sequence[PastRun], *, complete: bool) -> list[str]:
    """Lines of a model card about its runs; not `complete` if there were others before."""
    lines = []
    if not complete:
        lines.append("- It began with the weights of a model whose own training is not recorded.")
    if len(runs) > 1:
        total = sum(run.tokens for run in runs)
        lines.append(
            f"- {total / 1e6:.1f} million tokens seen in {len(runs)} runs, each from the weights "
            "of the one before and with a fresh optimiser:"
        )
        return lines + [f"  - Run {n}: {_fact(run, told=True)}" for n, run in enumerate(runs, 1)]
    return lines + [f"- {_fact(run, told=False)}" for run in runs]


def _fact(run: PastRun, *, told: bool) -> str:
    """One run; its model and its texts are `told` where another line does not."""
    falling = (
        "a tenth, by a cosine"
        if run.schedule == "cosine"
        else f"zero over the last {run.decay_fraction:.0%}"
    )
    text = (
        f"{run.tokens / 1e6:.1f} million tokens seen in {run.steps:,} steps of {run.batch} windows "
        f"of {run.context} tokens{_minutes(run)}; learning rate {run.learning_rate:g} after "
        f"{run.warmup} steps of warm-up, falling to {falling}; seed {run.seed}"
    )
    if told:
        sources = ", ".join(f"{name} × {times:g}" for name, times in run.sources.items())
        text += f"; {run.layers} layers of {run.width} channels; texts: {sources}"
    return text


def _minutes(run: PastRun) -> str:
    return f", {run.seconds / 60:.0f} minutes" if run.seconds else ""
