"""Prints what 8-bit weights cost the bundled model on text that it was not trained on.

    python -m tests.benchmarks.bench_quantization TEXT.txt.xz [--documents 12]

Reads the first half of each document as a prompt and measures the second, in bits per byte.
"""

from __future__ import annotations

import argparse
import lzma
import math
import tempfile
from pathlib import Path

import numpy as np

from app.paths import bundled_model
from engine.loading import LoadOptions, load_model
from engine.quantize import Quantization
from engine.tokenizers import END_OF_TEXT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path, help="documents parted by <|endoftext|>, xz")
    parser.add_argument("--documents", type=int, default=12)
    options = parser.parse_args()
    with lzma.open(options.text, "rt", encoding="utf-8") as file:
        documents = file.read().split("<|endoftext|>")
    for quantization in Quantization:
        with tempfile.TemporaryDirectory() as folder:
            chosen = LoadOptions(Path(folder), quantization=quantization, device="cpu")
            bits = bits_per_byte(chosen, documents[: options.documents])
        print(f"{quantization.value:6} {bits:.4f} bits per byte")


def bits_per_byte(options: LoadOptions, documents: list[str]) -> float:
    """Of the second halves, after the first were read as prompts."""
    loaded = load_model(bundled_model(), options)
    nats, count = 0.0, 0
    for document in documents:
        tokens = [END_OF_TEXT, *loaded.tokenizer.encode(document.strip())]
        half = len(tokens) // 2
        loaded.model.load_state(None)
        logits = loaded.model.prefill(tokens[:half])
        for token in tokens[half:]:
            shifted = logits.astype(np.float64) - logits.max()
            nats += float(np.log(np.exp(shifted).sum()) - shifted[token])
            count += len(loaded.tokenizer.token_bytes(token))
            logits = loaded.model.step(token)
    loaded.model.close()
    return nats / count / math.log(2)


if __name__ == "__main__":
    main()
