"""Refuses settings that mean nothing, in plain words. Knows no models."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from engine.sampling_settings import DEFAULT_ORDER, GRAMMAR_KINDS, SamplingSettings
from engine.types import GenerationRequest, UserError

MOST_ALTERNATIVES = 8
LONGEST_PHRASE = 256
"""Characters: a state is kept for each token where a banned phrase may have begun."""

_FAR = 1_000_000
_LONGEST_RANGE = 16_384


@dataclass(frozen=True)
class _Number:
    """A setting with its value and what it may be, the ends included unless `above`."""

    name: str
    value: float
    low: float
    high: float
    above: bool = False


def check_request(request: GenerationRequest) -> None:
    """Raises `UserError` if a value of `request` is out of range or unknown."""
    for number in (
        _Number("alternatives", request.alternatives, 1, MOST_ALTERNATIVES),
        _Number("top_tokens", request.top_tokens, 0, 1000),
    ):
        _check_number(number)
    check_settings(request.sampling)


def check_settings(settings: SamplingSettings) -> None:
    """Raises `UserError` if a value of `settings` is out of range or unknown."""
    for number in (*_numbers(settings), *_numbers_of_groups(settings)):
        _check_number(number)
    check_order(settings.order)
    _check_phrases(settings.banned.phrases)
    if settings.grammar is not None and settings.grammar.kind not in GRAMMAR_KINDS:
        raise UserError(
            "“{kind}” is not a kind of grammar.",
            "The kinds are: {known}.",
            kind=settings.grammar.kind,
            known=", ".join(GRAMMAR_KINDS),
        )


def check_order(order: tuple[str, ...]) -> None:
    """Raises `UserError` for a name that is unknown or there twice."""
    known = ", ".join(DEFAULT_ORDER)
    for place, name in enumerate(order):
        if name not in DEFAULT_ORDER:
            raise UserError(
                "There is no sampler named “{name}”.",
                "The samplers are: {known}.",
                name=name,
                known=known,
            )
        if name in order[:place]:
            raise UserError(
                "The sampler “{name}” is in the order twice.",
                "Name each once. The samplers are: {known}.",
                name=name,
                known=known,
            )


def check_tokens(settings: SamplingSettings, vocab_size: int) -> None:
    """Raises `UserError` if `settings` name a token that is not in the vocabulary."""
    named = (*settings.banned_tokens, *(token for token, _ in settings.logit_bias))
    outside = [token for token in named if not 0 <= token < vocab_size]
    if outside:
        raise UserError(
            "Token {token} is not in this model's vocabulary.",
            "Its tokens are 0 to {last}.",
            token=outside[0],
            last=vocab_size - 1,
        )


def _check_number(number: _Number) -> None:
    low = number.value > number.low if number.above else number.value >= number.low
    if low and number.value <= number.high:
        return
    values = {
        "name": number.name,
        "value": number.value,
        "low": f"{number.low:g}",
        "high": f"{number.high:g}",
    }
    if number.above:
        raise UserError(
            "{name} cannot be {value}.", "It has to be above {low} and at most {high}.", **values
        )
    raise UserError("{name} cannot be {value}.", "It has to be between {low} and {high}.", **values)


def _numbers(settings: SamplingSettings) -> Iterator[_Number]:
    yield _Number("temperature", settings.temperature, 0, 100)
    yield _Number("top_k", settings.top_k, 0, _FAR)
    yield _Number("top_p", settings.top_p, 0, 1)
    yield _Number("min_p", settings.min_p, 0, 1)
    yield _Number("typical_p", settings.typical_p, 0, 1)
    yield _Number("tfs", settings.tfs, 0, 1)
    yield _Number("top_a", settings.top_a, 0, 1)
    yield _Number("temperature_spread", settings.temperature_spread, 0, 100)
    yield _Number("top_n_sigma", settings.top_n_sigma, 0, 1000)
    yield _Number("presence_penalty", settings.presence_penalty, -100, 100)
    yield _Number("frequency_penalty", settings.frequency_penalty, -100, 100)
    yield _Number("penalty_decay", settings.penalty_decay, 0, 1)
    yield _Number("repetition_penalty", settings.repetition_penalty, 0, 100, above=True)
    yield _Number("repetition_range", settings.repetition_range, 1, _LONGEST_RANGE)
    yield _Number("min_tokens", settings.min_tokens, 0, math.inf)
    yield _Number("max_tokens", settings.max_tokens, 0, math.inf)
    yield _Number("finish_tokens", settings.finish_tokens, 0, math.inf)
    for _, bias in settings.logit_bias:
        yield _Number("logit_bias", bias, -1000, 1000)


def _numbers_of_groups(settings: SamplingSettings) -> Iterator[_Number]:
    if settings.mirostat is not None:
        yield _Number("mirostat tau", settings.mirostat.tau, 0, 100)
        yield _Number("mirostat eta", settings.mirostat.eta, 0, 1)
    if settings.xtc is not None:
        yield _Number("xtc threshold", settings.xtc.threshold, 0, 1)
        yield _Number("xtc probability", settings.xtc.probability, 0, 1)
    if settings.dry is not None:
        yield _Number("dry multiplier", settings.dry.multiplier, 0, 100)
        yield _Number("dry base", settings.dry.base, 1, 10)
        yield _Number("dry allowed length", settings.dry.allowed_length, 1, _LONGEST_RANGE)
        yield _Number("dry range", settings.dry.range, 1, _LONGEST_RANGE)


def _check_phrases(phrases: tuple[str, ...]) -> None:
    for phrase in phrases:
        if not phrase:
            raise UserError("A banned phrase is empty.", "Leave it out.")
        if len(phrase) > LONGEST_PHRASE:
            raise UserError(
                "The banned phrase “{phrase}…” is too long.",
                "At most {most} characters can be looked for.",
                phrase=phrase[:20],
                most=LONGEST_PHRASE,
            )
