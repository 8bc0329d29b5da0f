"""What sampling costs at 65,536 entries: `python tests/benchmarks/bench_sampler.py [--json]`.

The goal is 5 % of a token's time: under 0.5 ms beside a model of 0.1B (13 ms a token).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.sampling import Sampler
from engine.snapshot import FloatArray
from engine.types import Dry, Mirostat, SamplingSettings, Xtc

VOCABULARY = 65_536
ROUNDS = 300

PLAIN = SamplingSettings(top_p=1.0, presence_penalty=0.0, frequency_penalty=0.0, seed=1)
SETTINGS = {
    "default": SamplingSettings(seed=1),
    "greedy": SamplingSettings(temperature=0.0),
    "no truncation": PLAIN,
    "top-k 40": replace(PLAIN, top_k=40),
    "top-k 500, top-p 0.5": SamplingSettings(top_k=500, top_p=0.5, seed=1),
    "top-p 0.5": replace(PLAIN, top_p=0.5),
    "top-p 0.95": replace(PLAIN, top_p=0.95),
    "min-p 0.05": replace(PLAIN, min_p=0.05),
    "typical 0.9": replace(PLAIN, typical_p=0.9),
    "top-n-sigma 1": replace(PLAIN, top_n_sigma=1.0),
    "mirostat 5, 0.1": replace(PLAIN, mirostat=Mirostat()),
    "xtc 0.1, 0.5": replace(PLAIN, xtc=Xtc()),
    "dry 0.8": replace(PLAIN, dry=Dry()),
    "repetition 1.1": replace(PLAIN, repetition_penalty=1.1),
    "logit bias of 100": replace(PLAIN, logit_bias=tuple((i, -1.0) for i in range(1, 101))),
    "default, min-p, DRY, XTC": SamplingSettings(min_p=0.05, dry=Dry(), xtc=Xtc(), seed=1),
}


def peaked() -> FloatArray:
    """Logits with the shape of a trained model's: a few likely tokens, a long tail."""
    random = np.random.default_rng(0)
    logits = random.standard_normal(VOCABULARY) * 3.0 - 12.0
    likely = random.integers(0, VOCABULARY, 300)
    logits[likely] = random.standard_normal(300) * 3.0 + 4.0
    return logits.astype(np.float32)


def flat() -> FloatArray:
    """Logits of random weights: every token is about as likely. The worst case."""
    return np.random.default_rng(0).standard_normal(VOCABULARY).astype(np.float32)


def median_ms(settings: SamplingSettings, logits: FloatArray) -> float:
    """Median time of one `sample` in milliseconds, 1,024 tokens into a text."""
    sampler = Sampler(settings, VOCABULARY)
    sampler.read(np.random.default_rng(1).integers(0, 300, 1024).tolist())
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        sampler.sample(logits)
        times.append(time.perf_counter() - started)
    return float(np.median(times) * 1000)


def main() -> None:
    """Prints one line per kind of logits and settings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    as_json = parser.parse_args().json
    figures = {
        f"{kind}, {name}": round(median_ms(settings, logits), 4)
        for kind, logits in (("peaked", peaked()), ("flat", flat()))
        for name, settings in SETTINGS.items()
    }
    if as_json:
        print(json.dumps(figures, indent=1))
        return
    for name, figure in figures.items():
        print(f"{name:32} {figure:7.3f} ms")


if __name__ == "__main__":
    main()
