"""How well a model foretells text that it was not trained on. Knows no files."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch.nn import functional

from engine.training.data import HeldOut
from engine.training.model import LanguageModel

SEGMENT = 512


def bits_per_byte(
    model: LanguageModel, heldout: HeldOut, max_tokens: int | None = None, streams: int = 8
) -> float:
    """Bits that `heldout` takes per byte of text when the model foretells every token.

    The text is cut in `streams` equal parts that are read side by side, each from an empty
    state that is carried on to its end; ends of documents are foretold too. With `max_tokens`
    only the beginning is read.
    """
    tokens = np.asarray(heldout.tokens[:max_tokens]).astype(np.int64)
    streams = max(1, min(streams, len(tokens) // SEGMENT))
    rows = torch.from_numpy(tokens[: len(tokens) // streams * streams].reshape(streams, -1))
    bits, state = 0.0, None
    with torch.no_grad():
        for start in range(0, rows.shape[1] - 1, SEGMENT):
            part = rows[:, start : start + SEGMENT + 1]
            logits, state = model.forward(part[:, :-1], state)
            nats = functional.cross_entropy(
                logits.flatten(0, 1).float(), part[:, 1:].flatten(), reduction="sum"
            )
            bits += nats.item() / math.log(2)
    foretold = streams * (rows.shape[1] - 1)
    return bits / (foretold * heldout.n_bytes / len(heldout.tokens))
