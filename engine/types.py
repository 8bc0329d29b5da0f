"""Values that cross the engine's border: settings, requests, events and errors.

Everything here is frozen and may be handed between threads. This module knows nothing of
models, tokens on a device, Qt or storage.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class UserError(Exception):
    """Something outside the program is wrong, and the user can mend it.

    `message` says what happened and `hint` what to do. Both are English templates with
    `{name}` fields filled from `params`, kept apart so that the window can translate them.
    """

    def __init__(self, message: str, hint: str = "", **params: object) -> None:
        self.template = message
        self.hint_template = hint
        self.params = params
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The English message with its fields filled in."""
        return self.template.format(**self.params)

    @property
    def hint(self) -> str:
        """The English advice with its fields filled in; may be empty."""
        return self.hint_template.format(**self.params)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_error, (type(self), self.template, self.hint_template, self.params))


def _rebuild_error(
    kind: type[UserError], message: str, hint: str, params: dict[str, object]
) -> UserError:
    return kind(message, hint, **params)


class ModelLoadError(UserError):
    """A model file is missing, damaged, foreign, or of a kind that cannot be run."""


@dataclass(frozen=True)
class SamplingSettings:
    """How the next token is chosen. Order: penalties, temperature, top-k, top-p, min-p.

    The model cannot end the text before `min_tokens`, and is stopped after `max_tokens`.
    """

    temperature: float = 0.9
    top_k: int = 0
    top_p: float = 0.85
    min_p: float = 0.0
    presence_penalty: float = 0.2
    frequency_penalty: float = 0.2
    penalty_decay: float = 0.996
    seed: int | None = None
    max_tokens: int = 160
    min_tokens: int = 0


@dataclass(frozen=True)
class Prompt:
    """Text for the model. `stable` only ever grows and its state is kept; `volatile` is
    injected after it for one generation and its state is never kept. `stop` are texts that
    end the generation and are not part of it."""

    stable: str
    volatile: str = ""
    stop: tuple[str, ...] = ()


@dataclass(frozen=True)
class StylePart:
    """A style that a text begins with: `key` finds it in the worker's store and identifies its
    content, `weight` (above 0) is what its state is multiplied with before all are added."""

    key: str
    weight: float


@dataclass(frozen=True)
class GenerationRequest:
    """One press of "Continue". `owner` names whose text it is (for instance "document:12"),
    and groups the snapshots that are kept for it; the engine gives it no other meaning.
    `styles` make the state that the text begins with; without any it is the model's own."""

    id: int
    prompt: Prompt
    sampling: SamplingSettings = field(default_factory=SamplingSettings)
    owner: str = ""
    styles: tuple[StylePart, ...] = ()


class FinishReason(Enum):
    """Why a generation ended."""

    END_OF_TEXT = "end_of_text"
    LENGTH = "length"
    STOP_TEXT = "stop_text"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class PrefillProgress:
    """The model is reading: `done` of `total` tokens that had to be read."""

    request_id: int
    done: int
    total: int


@dataclass(frozen=True)
class TextDelta:
    """New text. Never ends inside a character."""

    request_id: int
    text: str


@dataclass(frozen=True)
class Finished:
    """A generation ended well, or was cancelled; its text stays valid.

    `prompt_tokens` counts all tokens of the prompt; `reused_tokens` of them came from a
    snapshot and were not read again. Seconds are wall time.
    """

    request_id: int
    reason: FinishReason
    prompt_tokens: int
    reused_tokens: int
    generated_tokens: int
    prefill_seconds: float
    decode_seconds: float

    @property
    def tokens_per_second(self) -> float:
        """Decode speed, 0.0 when nothing was generated."""
        return self.generated_tokens / self.decode_seconds if self.decode_seconds > 0 else 0.0


@dataclass(frozen=True)
class Failed:
    """A generation or a model load (`request_id` 0) could not be done; `error` says why."""

    request_id: int
    error: UserError


@dataclass(frozen=True)
class ModelInfo:
    """What a loaded model is. `model_key` identifies architecture, weights and state layout,
    never the device; `device_note` says why this device was chosen, in plain English."""

    name: str
    model_key: str
    architecture: str
    n_layer: int
    n_embd: int
    vocab_size: int
    parameters: int
    device: str
    quantization: str
    device_note: str = ""


@dataclass(frozen=True)
class ModelLoading:
    """A model is being loaded: `stage` of `stages` is under way."""

    name: str
    stage: int
    stages: int


@dataclass(frozen=True)
class ModelReady:
    """A model is loaded and takes requests."""

    info: ModelInfo


EngineEvent = PrefillProgress | TextDelta | Finished | Failed | ModelLoading | ModelReady
