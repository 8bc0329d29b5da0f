"""From settings to the links of a chain, in the user's order."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.sampling.link import Processor
from engine.sampling.penalties import Dry, LogitBias, Penalties, Repetition
from engine.sampling.processors import (
    MinP,
    Mirostat,
    Temperature,
    TopK,
    TopNSigma,
    TopP,
    Typical,
    Xtc,
)
from engine.sampling.tails import DynamicTemperature, TailFree, TopA
from engine.sampling_settings import SamplingSettings

COLDEST = 0.01
"""Below this only the best token is drawn anyway, and dividing by it could overflow."""

TokenBytes = Callable[[int], bytes]
Links = list[tuple[str, Processor]]

_REWEIGH = ("logit_bias", "repetition_penalty", "presence_frequency", "dry")


def build_chain(
    settings: SamplingSettings,
    vocab_size: int,
    random: np.random.Generator,
    token_bytes: TokenBytes | None = None,
) -> Links:
    """The links that `settings` switch on, with their names, in `settings.order`.

    `token_bytes` is needed for DRY's breakers; without it there are none.
    """
    known = _reweighing(settings, vocab_size, token_bytes)
    if settings.temperature > 0.0:
        known |= _narrowing(settings, random)
    return [(name, known[name]) for name in settings.order if name in known]


def _reweighing(
    settings: SamplingSettings, vocab_size: int, token_bytes: TokenBytes | None
) -> dict[str, Processor]:
    links: dict[str, Processor] = {}
    if settings.logit_bias:
        links["logit_bias"] = LogitBias(settings.logit_bias)
    if settings.repetition_penalty != 1.0:
        links["repetition_penalty"] = Repetition(
            settings.repetition_penalty, settings.repetition_range
        )
    if settings.presence_penalty or settings.frequency_penalty:
        links["presence_frequency"] = Penalties(
            settings.presence_penalty,
            settings.frequency_penalty,
            settings.penalty_decay,
            vocab_size,
        )
    dry = settings.dry
    if dry is not None and dry.multiplier > 0.0:
        breakers = dry.breakers if token_bytes is not None else ()
        links["dry"] = Dry(
            dry.multiplier,
            dry.base,
            dry.allowed_length,
            dry.range,
            breakers,
            token_bytes or bytes,
        )
    return links


def _temperature(settings: SamplingSettings) -> Processor:
    if settings.temperature_spread <= 0.0:
        return Temperature(max(settings.temperature, COLDEST))
    low = max(settings.temperature - settings.temperature_spread, COLDEST)
    return DynamicTemperature(low, settings.temperature + settings.temperature_spread)


def _narrowing(settings: SamplingSettings, random: np.random.Generator) -> dict[str, Processor]:
    links: dict[str, Processor] = {"temperature": _temperature(settings)}
    if settings.tfs < 1.0:
        links["tfs"] = TailFree(settings.tfs)
    if settings.top_a > 0.0:
        links["top_a"] = TopA(settings.top_a)
    if settings.top_n_sigma > 0.0:
        links["top_n_sigma"] = TopNSigma(settings.top_n_sigma)
    if settings.top_k > 0:
        links["top_k"] = TopK(settings.top_k)
    if settings.typical_p < 1.0:
        links["typical"] = Typical(settings.typical_p)
    if settings.top_p < 1.0:
        links["top_p"] = TopP(settings.top_p)
    if settings.min_p > 0.0:
        links["min_p"] = MinP(settings.min_p)
    if settings.xtc is not None and settings.xtc.probability > 0.0:
        links["xtc"] = Xtc(settings.xtc.threshold, settings.xtc.probability, random)
    if settings.mirostat is not None:
        links["mirostat"] = Mirostat(settings.mirostat.tau, settings.mirostat.eta)
    return links
