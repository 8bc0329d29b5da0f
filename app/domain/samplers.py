"""How the model chooses its words, as plain values by name: what they may be, and presets.

Knows nothing of engines: what a value means is theirs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Value = float | int | bool | str | tuple[str, ...]
Values = Mapping[str, Value]

ORDER = (
    "logit_bias",
    "repetition_penalty",
    "presence_frequency",
    "dry",
    "temperature",
    "top_n_sigma",
    "top_k",
    "tfs",
    "typical",
    "top_p",
    "min_p",
    "top_a",
    "xtc",
    "mirostat",
)
"""The links of the chain in their usual order."""

RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "temperature": (0.0, 5.0),
        "temperature_spread": (0.0, 5.0),
        "top_k": (0, 1000),
        "top_p": (0.0, 1.0),
        "min_p": (0.0, 1.0),
        "typical_p": (0.0, 1.0),
        "top_a": (0.0, 1.0),
        "tfs": (0.0, 1.0),
        "top_n_sigma": (0.0, 10.0),
        "presence_penalty": (-2.0, 5.0),
        "frequency_penalty": (-2.0, 5.0),
        "penalty_decay": (0.9, 1.0),
        "repetition_penalty": (0.5, 2.0),
        "repetition_range": (1, 16384),
        "mirostat_tau": (0.0, 10.0),
        "mirostat_eta": (0.01, 1.0),
        "xtc_threshold": (0.0, 0.5),
        "xtc_probability": (0.0, 1.0),
        "dry_multiplier": (0.0, 5.0),
        "dry_base": (1.0, 4.0),
        "dry_allowed_length": (1, 20),
        "dry_range": (1, 16384),
        "max_tokens": (16, 2048),
        "min_tokens": (0, 1024),
        "finish_tokens": (0, 400),
        "seed": (-1, 2**31 - 1),
    }
)
"""The numbers that may be set, with their limits."""

NEUTRAL: Values = MappingProxyType(
    {
        "temperature": 1.0,
        "temperature_spread": 0.0,
        "top_k": 0,
        "top_p": 1.0,
        "min_p": 0.0,
        "typical_p": 1.0,
        "top_a": 0.0,
        "tfs": 1.0,
        "top_n_sigma": 0.0,
        "presence_penalty": 0.0,
        "frequency_penalty": 0.0,
        "penalty_decay": 0.996,
        "repetition_penalty": 1.0,
        "repetition_range": 1024,
        "mirostat": False,
        "mirostat_tau": 5.0,
        "mirostat_eta": 0.1,
        "xtc_threshold": 0.1,
        "xtc_probability": 0.0,
        "dry_multiplier": 0.0,
        "dry_base": 1.75,
        "dry_allowed_length": 2,
        "dry_range": 1024,
        "order": ORDER,
    }
)
"""Nothing is narrowed or reweighed: the model's own probabilities."""

LENGTHS: Values = MappingProxyType(
    {
        "max_tokens": 160,
        "min_tokens": 24,
        "finish_sentence": False,
        "finish_tokens": 64,
        "seed": -1,
        "banned": (),
        "stop": (),
    }
)
"""What no preset touches: how long a text is, what it must not say, and where it begins."""


def _preset(
    temperature: float, top_p: float, presence: float, frequency: float, decay: float
) -> Values:
    return MappingProxyType(
        {
            "temperature": temperature,
            "top_p": top_p,
            "presence_penalty": presence,
            "frequency_penalty": frequency,
            "penalty_decay": decay,
        }
    )


PRESETS: Mapping[str, Values] = MappingProxyType(
    {
        "default": _preset(0.7, 0.85, 0.2, 0.2, 0.996),
        "creative": _preset(1.0, 0.6, 2.0, 0.2, 0.99),
        "balanced": _preset(1.0, 0.5, 2.0, 0.2, 0.99),
        "comprehensive": _preset(1.0, 0.3, 2.0, 0.2, 0.99),
        "conservative": _preset(0.4, 0.4, 1.0, 0.1, 0.99),
        "fixed": _preset(0.2, 0.0, 0.0, 0.0, 0.99),
        "novel": _preset(0.95, 0.7, 2.0, 0.2, 0.99),
        "chapters": _preset(1.0, 0.5, 0.3, 0.8, 0.996),
        "kongfu": _preset(1.1, 0.7, 0.3, 0.3, 0.996),
        "facts": _preset(0.3, 0.3, 0.0, 0.0, 0.996),
        "min_p": MappingProxyType(
            {"temperature": 1.1, "min_p": 0.02, "xtc_probability": 0.5, "dry_multiplier": 0.8}
        ),
        "neutral": MappingProxyType({}),
    }
)
"""What is different from `NEUTRAL`, by the key of the preset."""

KINDS: Mapping[str, type] = MappingProxyType(
    {name: type(value) for name, value in {**NEUTRAL, **LENGTHS}.items()}
)


@dataclass(frozen=True)
class SamplerChoice:
    """A project's choice: the preset it began with, and all values. A name that is no key of
    `PRESETS` is one of the writer's own."""

    preset: str = "default"
    values: Values = field(default_factory=lambda: full("default"))

    def with_values(self, changes: Values) -> SamplerChoice:
        """The same with some values changed."""
        return SamplerChoice(self.preset, usable({**self.values, **changes}))

    def with_preset(self, name: str, values: Values) -> SamplerChoice:
        """Another preset; length, bans and seed stay."""
        kept = {key: self.values[key] for key in LENGTHS}
        return SamplerChoice(name, usable({**NEUTRAL, **values, **kept}))

    def number(self, name: str) -> float:
        """One of the values that are numbers."""
        value = self.values[name]
        return value if isinstance(value, int | float) else 0.0

    @property
    def changed(self) -> bool:
        """Whether values differ from those of a preset that came with the program."""
        preset = PRESETS.get(self.preset)
        return preset is not None and any(
            self.values[name] != {**NEUTRAL, **preset}[name] for name in NEUTRAL
        )


def full(preset: str) -> Values:
    """All values of a preset that came with the program."""
    return usable({**NEUTRAL, **LENGTHS, **PRESETS[preset]})


def of_preset(values: Values) -> Values:
    """Those values that make a preset."""
    return {name: values[name] for name in NEUTRAL}


def usable(values: Mapping[str, Any]) -> Values:
    """All values there are: those given where they can be used, and otherwise the usual ones."""
    base = {**NEUTRAL, **LENGTHS}
    return MappingProxyType(
        {name: _usable(name, values.get(name, usual), usual) for name, usual in base.items()}
    )


def to_json(choice: SamplerChoice) -> dict[str, Any]:
    """For a project's settings."""
    return {"preset": choice.preset, "values": _plain(choice.values)}


def from_json(data: object) -> SamplerChoice | None:
    """What `to_json` made; `None` for anything else."""
    if not isinstance(data, dict) or not isinstance(data.get("values"), dict):
        return None
    return SamplerChoice(str(data.get("preset", "")), usable(data["values"]))


def presets_to_json(presets: Mapping[str, Values]) -> str:
    """The writer's own presets as one text."""
    plain = {name: _plain(values) for name, values in presets.items()}
    return json.dumps(plain, ensure_ascii=False) if plain else ""


def presets_from_json(text: str) -> dict[str, Values]:
    """What `presets_to_json` made; what is damaged is left out."""
    try:
        data = json.loads(text) if text else {}
    except ValueError:
        return {}
    items = data.items() if isinstance(data, dict) else ()
    return {name: of_preset(usable(one)) for name, one in items if isinstance(one, dict)}


def _plain(values: Values) -> dict[str, Any]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def _usable(name: str, value: object, usual: Value) -> Value:
    if name == "order":
        return _order(value)
    if isinstance(usual, tuple):
        texts = value if isinstance(value, list | tuple) else ()
        return tuple(text for text in texts if isinstance(text, str) and text)
    if isinstance(usual, bool):
        return value if isinstance(value, bool) else usual
    if isinstance(value, bool) or not isinstance(value, int | float):
        return usual
    low, high = RANGES[name]
    number = min(max(value, low), high)
    return number if isinstance(usual, float) else int(number)


def _order(value: object) -> tuple[str, ...]:
    """Every link once: those that are named first, then the others as usual."""
    named = value if isinstance(value, list | tuple) else ()
    known = list(dict.fromkeys(name for name in named if name in ORDER))
    return (*known, *(name for name in ORDER if name not in known))
