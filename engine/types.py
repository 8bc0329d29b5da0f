"""Values that cross the engine's border: settings, requests, events and errors.

Everything here is frozen and may be handed between threads. This module knows nothing of
models, tokens on a device, Qt or storage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from engine.model_events import DeviceLost as DeviceLost
from engine.model_events import ModelInfo as ModelInfo
from engine.model_events import ModelLoading as ModelLoading
from engine.model_events import ModelReady as ModelReady
from engine.model_events import ModelUnloaded as ModelUnloaded
from engine.sampling_settings import DEFAULT_ORDER as DEFAULT_ORDER
from engine.sampling_settings import BannedPhrases as BannedPhrases
from engine.sampling_settings import Dry as Dry
from engine.sampling_settings import Grammar as Grammar
from engine.sampling_settings import Mirostat as Mirostat
from engine.sampling_settings import SamplingSettings as SamplingSettings
from engine.sampling_settings import Xtc as Xtc


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


@dataclass(frozen=True)
class Clause:
    """A part of an error's sentence that is one of several: a template with its fields, which
    the window translates as it does the sentence."""

    template: str
    params: Mapping[str, object]

    def __str__(self) -> str:
        return self.template.format(**self.params)


def _rebuild_error(
    kind: type[UserError], message: str, hint: str, params: dict[str, object]
) -> UserError:
    return kind(message, hint, **params)


class ModelLoadError(UserError):
    """A model file is missing, damaged, foreign, or of a kind that cannot be run."""


class BaseGoneError(UserError):
    """What was read of a marked text is gone: ask again with the whole of it and no base."""


@dataclass(frozen=True)
class TextMark:
    """A place in a text whose identity the caller chains (`engine.snapshot.chain_hash`).

    `chars` characters of `Prompt.stable` lie before it (0 for a base); `text_hash` and
    `text_bytes` are hash and UTF-8 length of the whole text up to it, with what lies before
    `stable`.
    """

    chars: int
    text_hash: bytes
    text_bytes: int


@dataclass(frozen=True)
class MarkedText:
    """Makes `Prompt.stable` the tail of a text that is known by a chain of hashes.

    `base` is what lies before the tail; `None` if the tail is the whole text. `marks`, rising,
    lie where a message ends. Snapshots are looked for and kept there alone, and nothing before
    the tail is needed. If there is none, not even of the base, a request ends in
    `BaseGoneError`. What is generated has the last mark's hash chained with the rest of the
    tail and the new text, but for spaces and tabs at its end.
    """

    base: TextMark | None
    marks: tuple[TextMark, ...]


@dataclass(frozen=True)
class Prompt:
    """Text for the model. `stable` only ever grows and its state is kept; `volatile` is
    injected after it for one generation and its state is never kept. `stop` are texts that
    end the generation and are not part of it. With `marked`, `stable` is the end of a text."""

    stable: str
    volatile: str = ""
    stop: tuple[str, ...] = ()
    marked: MarkedText | None = None


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
    `styles` make the state that the text begins with; without any it is the model's own.

    `alternatives` (1 to 8) texts are written side by side; the first has the seed of
    `sampling`, each next one the seed after it. With `top_tokens` each token is told too, with
    so many of the likeliest (`TokenChosen`).

    With `resume`, one text that reached its length or was cancelled where `prompt` ends goes on
    as if it never had ended, if the settings are the same (the seed may be `None`, `max_tokens`
    counts from there); else it begins as any other. And this one, should it end so, leaves out
    what is not certain yet: what may become a stop text, a banned phrase or a character, spaces
    at its end. Without it all but half a character is shown. Not for volatile text.
    """

    id: int
    prompt: Prompt
    sampling: SamplingSettings = field(default_factory=SamplingSettings)
    owner: str = ""
    alternatives: int = 1
    top_tokens: int = 0
    styles: tuple[StylePart, ...] = ()
    resume: bool = False


@dataclass(frozen=True)
class MeasureRequest:
    """Asks how much of `prompt` would have to be read again. Ends in `Measured` or `Failed`; one
    that still waits when the next comes gets no answer."""

    id: int
    prompt: Prompt
    styles: tuple[StylePart, ...] = ()


@dataclass(frozen=True)
class WarmRequest:
    """Asks to read the stable part of `prompt` ahead while nothing else is to be done. Replaces
    the one before it. Answered with `Warmed` as it goes on; a failure is silent. With `pin` the
    state at its end belongs to `owner` and is never dropped until the store unpins it."""

    id: int
    prompt: Prompt
    owner: str = ""
    styles: tuple[StylePart, ...] = ()
    pin: bool = False


@dataclass(frozen=True)
class CountRequest:
    """Asks how many tokens each of `texts` has on its own. Ends in `Counted` or `Failed`."""

    id: int
    texts: tuple[str, ...]


class FinishReason(Enum):
    """Why a generation ended."""

    END_OF_TEXT = "end_of_text"
    LENGTH = "length"
    STOP_TEXT = "stop_text"
    CANCELLED = "cancelled"
    SENTENCE = "sentence"
    """The length was reached, and then the end of the sentence."""
    NOTHING_LEFT = "nothing_left"
    """Every way on leads to something banned."""


@dataclass(frozen=True)
class PrefillProgress:
    """The model is reading: `done` of `total` tokens that had to be read."""

    request_id: int
    done: int
    total: int


@dataclass(frozen=True)
class Measured:
    """Of `prompt_tokens` the model remembers `reused_tokens`; `seconds` is how long the rest
    will take, 0.0 where nothing was read yet that tells."""

    request_id: int
    prompt_tokens: int
    reused_tokens: int
    seconds: float


@dataclass(frozen=True)
class Counted:
    """The number of tokens of each text that was asked about."""

    request_id: int
    tokens: tuple[int, ...]


@dataclass(frozen=True)
class Warmed:
    """The background reader has read `done` of the `total` tokens it had to; equal at its end."""

    request_id: int
    done: int
    total: int


@dataclass(frozen=True)
class TextDelta:
    """New text. Never ends inside a character. `alternative` counts from 0."""

    request_id: int
    text: str
    alternative: int = 0


@dataclass(frozen=True)
class TokenChance:
    """A token, its bytes (b"" for the end of a text), and its probability in the model's
    logits and after all samplers."""

    token: int
    piece: bytes
    before: float
    after: float


@dataclass(frozen=True)
class TokenChosen:
    """A token was chosen for good. Sent before its text, if `GenerationRequest.top_tokens` asks.

    The likeliest tokens come first; `top_after` holds only those that could be drawn. A token
    whose text turns out to belong to a stop text is told all the same.
    """

    request_id: int
    chosen: TokenChance
    top_before: tuple[TokenChance, ...]
    top_after: tuple[TokenChance, ...]
    alternative: int = 0


@dataclass(frozen=True)
class AlternativeEnd:
    """How one alternative ended. The same prompt and settings with this `seed` give its text."""

    reason: FinishReason
    generated_tokens: int
    seed: int


@dataclass(frozen=True)
class Finished:
    """A generation ended well, or was cancelled; its text stays valid.

    `prompt_tokens` counts all tokens of the prompt; `reused_tokens` of them came from a
    snapshot and were not read again. Seconds are wall time. `alternatives` says how each ended
    (none was begun if it is empty); `reason` is that of the first, or that all was cancelled,
    and `generated_tokens` is the sum.
    """

    request_id: int
    reason: FinishReason
    prompt_tokens: int
    reused_tokens: int
    generated_tokens: int
    prefill_seconds: float
    decode_seconds: float
    alternatives: tuple[AlternativeEnd, ...] = ()

    @property
    def tokens_per_second(self) -> float:
        """Decode speed, 0.0 when nothing was generated."""
        return self.generated_tokens / self.decode_seconds if self.decode_seconds > 0 else 0.0


@dataclass(frozen=True)
class Failed:
    """A generation or a model load (`request_id` 0) could not be done; `error` says why."""

    request_id: int
    error: UserError


GenerationEvent = PrefillProgress | TokenChosen | TextDelta | Finished
ModelEvent = ModelLoading | ModelReady | ModelUnloaded | DeviceLost
EngineEvent = GenerationEvent | Measured | Counted | Warmed | Failed | ModelEvent
