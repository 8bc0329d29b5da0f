"""Prints how long a long document takes from opening to its first new token.

    python tests/benchmarks/resume.py [--tokens 50000] [--model PATH]

The state lies on disk, in a library made beforehand; the model is the bundled one.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from app.db.snapshot_store import DatabaseSnapshotStore
from app.db.storage import Storage
from app.paths import bundled_model
from engine.generate import generate
from engine.loading import LoadOptions, load_model
from engine.loading_types import LoadedModel
from engine.state_cache import StateCache
from engine.types import Finished, GenerationRequest, Prompt, SamplingSettings, TextDelta

SENTENCES = "The old man walked to the river. He saw a small boat. “Who are you?” he asked.\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=50_000)
    parser.add_argument("--model", type=Path, default=bundled_model())
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), arguments.model, arguments.tokens)


def measure(folder: Path, path: Path, tokens: int) -> None:
    options = LoadOptions(folder / "graphs")
    loaded = load_model(path, options)
    per_line = len(loaded.tokenizer.encode(SENTENCES))
    text = SENTENCES * (tokens // per_line)
    started = time.perf_counter()
    first = press(folder, loaded, text)
    seconds = time.perf_counter() - started
    print(f"first reading of {first.prompt_tokens:,} tokens   {seconds:.2f} s")
    loaded.model.close()
    started = time.perf_counter()
    loaded = load_model(path, options)
    print(f"loading the model again            {time.perf_counter() - started:.3f} s")
    for name, changed in (("as it was", text), ("with a new last line", text + "She ran home.\n")):
        started = time.perf_counter()
        again = press(folder, loaded, changed)
        seconds = time.perf_counter() - started
        unread = again.prompt_tokens - again.reused_tokens
        print(f"{name:22} to first token {seconds:.3f} s, read again {unread:,} tokens")


def press(folder: Path, loaded: LoadedModel, text: str) -> Finished:
    """Opens the library, continues `text` by one token, and closes the library."""
    storage = Storage(folder / "library.sqlite3")
    store = DatabaseSnapshotStore(storage, on_problem=lambda error: print(error))
    cache = StateCache(store, 0, loaded.state_shapes)
    sampling = SamplingSettings(max_tokens=1, seed=1)
    request = GenerationRequest(1, Prompt(text), sampling, "document:1")
    finished = None
    for event in generate(loaded.model, loaded.tokenizer, cache, request, lambda: False):
        if isinstance(event, Finished):
            finished = event
        elif not isinstance(event, TextDelta):
            continue
    storage.close(60)
    assert finished is not None
    return finished


if __name__ == "__main__":
    main()
