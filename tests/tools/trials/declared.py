"""What is to be tried, read from a TOML file. Values only."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("declared.toml")


@dataclass(frozen=True)
class Stage:
    """A part of a trial's tokens, on one mix. Each but the first begins with the weights of the
    one before."""

    mix: str
    part: float


@dataclass(frozen=True)
class Trial:
    """A training. `equal` "bytes" counts bytes of text instead of tokens, `long` takes the
    number of tokens for comparisons, and `best_rate_of` the rate that was best in a group."""

    name: str
    groups: tuple[str, ...]
    model: str
    layers: int
    width: int
    context: int
    batch: int
    lr: float
    warmup: int
    schedule: str
    seed: int
    mix: str
    entries: int
    stages: tuple[Stage, ...] = ()
    equal: str = "tokens"
    long: bool = False
    best_rate_of: str = ""

    @property
    def parts(self) -> tuple[Stage, ...]:
        """Its stages; one if it has none of its own."""
        return self.stages or (Stage(self.mix, 1.0),)

    @property
    def folder(self) -> str:
        """Its name as that of a folder."""
        return "-".join("".join(c if c.isalnum() else " " for c in self.name.lower()).split())


@dataclass(frozen=True)
class Group:
    """Trials that are shown together."""

    name: str
    title: str
    about: str


@dataclass(frozen=True)
class Declared:
    """All that is to be tried. Texts are FILE or FILE:REPEAT, with `{texts}` and `{corpus}`."""

    tokenizer: tuple[str, ...]
    heldout: tuple[str, ...]
    mixes: Mapping[str, Sequence[str]]
    usual: Mapping[str, Any]
    groups: tuple[Group, ...]
    trials: tuple[Trial, ...]


def read_declared(path: Path = FILE, folders: Mapping[str, Path] | None = None) -> Declared:
    """The declaration in a file. Raises `ValueError` if it contradicts itself."""
    values = tomllib.loads(path.read_text(encoding="utf-8"))

    def places(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(text.format(**folders) if folders else text for text in texts)

    usual = values["usual"]
    declared = Declared(
        tokenizer=places(values["tokenizer"]["texts"]),
        heldout=places(values["heldout"]["texts"]),
        mixes={name: places(texts) for name, texts in values["mixes"].items()},
        usual=usual,
        groups=tuple(Group(**group) for group in values["groups"]),
        trials=tuple(_trial({**usual, **trial}) for trial in values["trials"]),
    )
    _check(declared)
    return declared


def _trial(values: dict[str, Any]) -> Trial:
    trial = Trial(**{**values, "groups": tuple(values["groups"])})
    return replace(trial, stages=tuple(Stage(**stage) for stage in values.get("stages", ())))


def _check(declared: Declared) -> None:
    known = {group.name for group in declared.groups}
    seen: set[str] = set()
    for trial in declared.trials:
        groups = {*trial.groups, *([trial.best_rate_of] if trial.best_rate_of else [])}
        if groups - known:
            raise ValueError(f"{trial.name}: there is no group {sorted(groups - known)[0]!r}")
        if missing := [part.mix for part in trial.parts if part.mix not in declared.mixes]:
            raise ValueError(f"{trial.name}: there is no mix {missing[0]!r}")
        if trial.folder in seen:
            raise ValueError(f"{trial.name}: there are two of this name")
        if abs(sum(part.part for part in trial.parts) - 1) > 1e-6:
            raise ValueError(f"{trial.name}: the parts of its stages are not 1 together")
        if trial.equal not in ("tokens", "bytes"):
            raise ValueError(f"{trial.name}: equal is tokens or bytes")
        if len(trial.parts) > 1 and trial.model != "rwkv7":
            raise ValueError(f"{trial.name}: only an RWKV-7 goes on from a model")
        seen.add(trial.folder)
