"""Chooses the next token from logits. Knows nothing of text or models."""

from engine.sampling.candidates import Candidates, IntArray
from engine.sampling.checking import check_order, check_request, check_settings
from engine.sampling.link import LinkState, Processor
from engine.sampling.penalties import Dry, LogitBias, Penalties, Repetition
from engine.sampling.probabilities import Distribution, Share
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
from engine.sampling.sampler import NothingLeftError, Sampler, SamplerState, new_seed
from engine.sampling.vocabulary import Vocabulary, banned_tokens

__all__ = [
    "Candidates",
    "Distribution",
    "Dry",
    "IntArray",
    "LinkState",
    "LogitBias",
    "MinP",
    "Mirostat",
    "NothingLeftError",
    "Penalties",
    "Processor",
    "Repetition",
    "Sampler",
    "SamplerState",
    "Share",
    "Temperature",
    "TopK",
    "TopNSigma",
    "TopP",
    "Typical",
    "Vocabulary",
    "Xtc",
    "banned_tokens",
    "check_order",
    "check_request",
    "check_settings",
    "new_seed",
]
