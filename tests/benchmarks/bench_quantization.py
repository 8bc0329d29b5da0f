"""Prints what 8-bit and 4-bit weights cost a model on text that it was not trained on.

    python -m tests.benchmarks.bench_quantization TEXT.txt.xz [--documents 12] [--model FILE]

For each choice, in a process of its own: bits per byte token by token and in prefill, and the
peak memory with graphs prepared before. Documents are parted by <|endoftext|>.
"""

from __future__ import annotations

import argparse
import lzma
import math
import multiprocessing
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from app.commands.memory import peak_memory_mb
from app.paths import bundled_model
from engine.loading import LoadOptions, load_model
from engine.loading_types import LoadedModel
from engine.perplexity import measure
from engine.quantize import Quantization
from engine.tokenizers import END_OF_TEXT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path, help="documents parted by <|endoftext|>, xz")
    parser.add_argument("--documents", type=int, default=12)
    parser.add_argument("--model", type=Path, default=bundled_model())
    options = parser.parse_args()
    with lzma.open(options.text, "rt", encoding="utf-8") as file:
        documents = file.read().split("<|endoftext|>")[: options.documents]
    print("weights  bits/byte in steps  in prefill  peak MiB")
    for quantization in Quantization:
        with tempfile.TemporaryDirectory() as folder:
            chosen = LoadOptions(Path(folder), quantization=quantization, device="cpu")
            in_child(options.model, chosen, [])
            steps, prefill, peak = in_child(options.model, chosen, documents)
        print(f"{quantization.value:7}  {steps:18.4f}  {prefill:10.4f}  {peak:8.0f}", flush=True)


def in_child(model: Path, options: LoadOptions, documents: list[str]) -> tuple[float, ...]:
    """Without documents the model is only prepared."""
    here, there = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    child = context.Process(target=report, args=(there, model, options, documents))
    child.start()
    there.close()
    found: tuple[float, ...] = here.recv()
    child.join()
    return found


def report(pipe: Connection, model: Path, options: LoadOptions, documents: list[str]) -> None:
    loaded = load_model(model, options)
    bits, count = 0.0, 0
    for document in documents:
        result = measure(loaded.model, loaded.tokenizer, [document.strip()])
        bits, count = bits + result.bits, count + result.bytes
    steps = in_steps(loaded, documents) if documents else 0.0
    loaded.model.close()
    pipe.send((steps, bits / max(count, 1), peak_memory_mb()))


def in_steps(loaded: LoadedModel, documents: list[str]) -> float:
    """Bits per byte, each token read by a step of its own."""
    nats, count = 0.0, 0
    for document in documents:
        loaded.model.load_state(None)
        logits = loaded.model.step(END_OF_TEXT)
        for token in loaded.tokenizer.encode(document.strip()):
            shifted = logits.astype(np.float64) - logits.max()
            nats += float(np.log(np.exp(shifted).sum()) - shifted[token])
            count += len(loaded.tokenizer.token_bytes(token))
            logits = loaded.model.step(token)
    return nats / count / math.log(2)


if __name__ == "__main__":
    main()
