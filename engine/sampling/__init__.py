"""Chooses the next token from logits. Knows nothing of text or models."""

from engine.sampling.processors import (
    Candidates,
    MinP,
    Penalties,
    Processor,
    Temperature,
    TopK,
    TopP,
)
from engine.sampling.sampler import Sampler, banned_tokens, default_chain

__all__ = [
    "Candidates",
    "MinP",
    "Penalties",
    "Processor",
    "Sampler",
    "Temperature",
    "TopK",
    "TopP",
    "banned_tokens",
    "default_chain",
]
