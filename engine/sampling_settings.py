"""What a user may ask of the choice of tokens. Values only; `engine.sampling` gives them their
meaning and refuses those out of range.
"""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_ORDER = (
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
"""The links of the chain, by name, in the order in which they are used unless the user says so."""

GRAMMAR_KINDS = ("json", "json_schema", "regex", "lark")


@dataclass(frozen=True)
class Dry:
    """Against repeating what was written: a token that would continue a repeat of
    `allowed_length` tokens or more loses `multiplier * base ** (length - allowed_length)`.

    Looked for in the last `range` tokens, with the end of the prompt. No repeat runs across
    one of the texts in `breakers`.
    """

    multiplier: float = 0.8
    base: float = 1.75
    allowed_length: int = 2
    range: int = 1024
    breakers: tuple[str, ...] = ("\n", ":", '"', "*")


@dataclass(frozen=True)
class Xtc:
    """With `probability`, all tokens at least as likely as `threshold` go, but the last of them."""

    threshold: float = 0.1
    probability: float = 0.5


@dataclass(frozen=True)
class Mirostat:
    """Version 2: keeps the surprise of the text near `tau` bits a token; `eta` is how fast it
    learns. It works on what the links before it leave: alone with `top_p` 1."""

    tau: float = 5.0
    eta: float = 0.1


@dataclass(frozen=True)
class Grammar:
    """A form that the text has to have. `kind` is one of `GRAMMAR_KINDS`; "json" is any JSON
    object and needs no `text`."""

    kind: str
    text: str = ""


@dataclass(frozen=True)
class BannedPhrases:
    """Texts that must never be in the output, however it is cut into tokens."""

    phrases: tuple[str, ...] = ()
    ignore_case: bool = True


@dataclass(frozen=True)
class SamplingSettings:
    """How the next token is chosen, and how long the text may be.

    What changes or narrows the choice is a link of a chain, used in `order`; a link whose name
    is left out of it is not used. Bans, `grammar` and `min_tokens` always come first. At
    `temperature` 0 the best token is taken, and links that narrow the choice are skipped.

    These say "off": `top_k` 0, `top_p` 1, `min_p` 0, `typical_p` 1, `top_n_sigma` 0, `tfs` 1,
    `top_a` 0, `temperature_spread` 0 (else the temperature goes from that much below to that
    much above `temperature`, as the choice is sure or open),
    `repetition_penalty` 1 and penalties of 0. The presence and frequency penalties count
    generated tokens only, and their counts fade by `penalty_decay` a token; the repetition
    penalty looks at the last `repetition_range` tokens, with the end of the prompt.

    The model cannot end the text before `min_tokens`, and is stopped after `max_tokens`. With
    `finish_sentence` it may then go on to the end of the sentence, for `finish_tokens` at most.
    """

    temperature: float = 0.7
    top_k: int = 0
    top_p: float = 0.85
    min_p: float = 0.0
    presence_penalty: float = 0.2
    frequency_penalty: float = 0.2
    penalty_decay: float = 0.996
    seed: int | None = None
    max_tokens: int = 160
    min_tokens: int = 0
    typical_p: float = 1.0
    top_n_sigma: float = 0.0
    repetition_penalty: float = 1.0
    repetition_range: int = 1024
    mirostat: Mirostat | None = None
    xtc: Xtc | None = None
    dry: Dry | None = None
    logit_bias: tuple[tuple[int, float], ...] = ()
    banned_tokens: tuple[int, ...] = ()
    banned: BannedPhrases = BannedPhrases()
    finish_sentence: bool = False
    finish_tokens: int = 64
    grammar: Grammar | None = None
    order: tuple[str, ...] = DEFAULT_ORDER
    temperature_spread: float = 0.0
    tfs: float = 1.0
    top_a: float = 0.0
