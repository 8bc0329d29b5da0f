"""Continues a text with a model in training, token by token. Knows no files."""

from __future__ import annotations

import torch

from engine.sampling import Sampler
from engine.tokenizers import END_OF_TEXT, Tokenizer
from engine.training.networks import Network
from engine.types import SamplingSettings


def continue_text(
    network: Network, tokenizer: Tokenizer, prompt: str, settings: SamplingSettings
) -> str:
    """What the model writes after `prompt`, up to the end of the document.

    An empty prompt is read as the end of the document before. As the program's own generation,
    but without its states, alternatives and stop texts.
    """
    written: list[int] = []
    with torch.no_grad():
        tokens = tokenizer.encode(prompt) or [END_OF_TEXT]
        logits, state = network.forward(torch.tensor([tokens]))
        sampler = Sampler(settings, logits.shape[-1])
        while len(written) < settings.max_tokens:
            token = sampler.sample(logits[0, -1].float().numpy())
            if token == END_OF_TEXT:
                break
            written.append(token)
            logits, state = network.forward(torch.tensor([[token]]), state)
    return tokenizer.decode(written).decode("utf-8", errors="replace")
