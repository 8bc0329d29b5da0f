"""How well a network foretells text that it was not trained on. Knows no files."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch.nn import functional

from engine.training.data import HeldOut
from engine.training.networks import Network
from engine.training.rows import Rows


def bits_per_byte(
    network: Network, heldout: HeldOut, max_tokens: int | None = None, streams: int = 8
) -> float:
    """Bits that `heldout` takes per byte of text when the network foretells every token.

    The text is cut in `streams` equal parts that are read side by side, each from an empty
    state that is carried on to its end; ends of documents are foretold too. With `max_tokens`
    only the beginning is read.
    """
    length = network.evaluated_at_once
    tokens = np.asarray(heldout.tokens[:max_tokens]).astype(np.int64)
    streams = max(1, min(streams, len(tokens) // length))
    rows = torch.from_numpy(tokens[: len(tokens) // streams * streams].reshape(streams, -1))
    rows = rows.to(_device(network))
    bits, state = 0.0, None
    with torch.no_grad():
        for start in range(0, rows.shape[1] - 1, length):
            part = rows[:, start : start + length + 1]
            logits, state = network.forward(part[:, :-1], state)
            nats = functional.cross_entropy(
                logits.flatten(0, 1).float(), part[:, 1:].flatten(), reduction="sum"
            )
            bits += nats.item() / math.log(2)
    foretold = streams * (rows.shape[1] - 1)
    return bits / (foretold * heldout.n_bytes / len(heldout.tokens))


def bits_per_byte_of_rows(network: Network, rows: Rows, batch: int = 4) -> float:
    """Bits per byte of the tokens that count in `rows`, each row read from the first state."""
    bits, device = 0.0, _device(network)
    with torch.no_grad():
        for start in range(0, len(rows.windows), batch):
            windows, weights = rows.trimmed(np.arange(start, min(start + batch, len(rows.windows))))
            parts = (torch.from_numpy(array).to(device) for array in (windows, weights))
            bits += network.loss_sum(*parts).item() / math.log(2)
    return bits / max(1, rows.n_bytes)


def _device(network: Network) -> torch.device:
    return next(iter(network.parameters.values())).device
