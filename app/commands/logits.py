"""`longscroll logits`: the numbers behind the next token, for comparing with other programs."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from app.commands.common import load_options, model_path
from engine.checkpoint import find_model_file
from engine.loading import load_weights
from engine.types import UserError


def run(options: argparse.Namespace) -> int:
    """Writes float32 logits [vocab]. Exact weights are the default here."""
    if options.quant == "auto":
        options.quant = "none"
    model, shape = load_weights(find_model_file(model_path(options)), load_options(options))
    outside = [token for token in options.tokens if not 0 <= token < shape.vocab_size]
    if outside:
        raise UserError(
            "Token {token} is not in this model's vocabulary.",
            "Its tokens are 0 to {last}.",
            token=outside[0],
            last=shape.vocab_size - 1,
        )
    if options.serial:
        for token in options.tokens:
            logits = model.step(token)
    else:
        logits = model.prefill(options.tokens)
    _save(Path(options.output), np.asarray(logits, np.float32))
    return 0


def _save(path: Path, logits: np.ndarray) -> None:
    try:
        with path.open("wb") as file:
            np.save(file, logits)
    except OSError as error:
        raise UserError(
            "{path} could not be written: {reason}.",
            "Choose another place for the output.",
            path=path,
            reason=error.strerror or error,
        ) from error
