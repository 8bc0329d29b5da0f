"""What keeping ten other words for each word costs: `python tests/benchmarks/bench_top_tokens.py`.

Texts of the same length with and without, in turns; medians of tokens a second.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.paths import bundled_model
from engine.generate import generate
from engine.loading import LoadOptions, load_model
from engine.sampling import Vocabulary
from engine.state_cache import StateCache
from engine.types import Finished, GenerationRequest, Prompt, SamplingSettings

TEXT = "Every evening her grandfather lit a lantern and hung it on the old blue boat.\n"
ROUNDS, TOKENS = 9, 160


def main() -> None:
    """Prints both speeds and the difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", type=Path, default=bundled_model())
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        loaded = load_model(options.model, LoadOptions(Path(folder)), lambda _stage, _n: None)
        cache = StateCache(None, 1 << 28, loaded.state_shapes)
        vocabulary = Vocabulary(loaded.tokenizer, loaded.model.info.vocab_size)
        speeds: dict[int, list[float]] = {0: [], 10: []}
        settings = SamplingSettings(max_tokens=TOKENS, min_tokens=TOKENS, seed=1)
        for number in range(2 * ROUNDS + 2):
            top = 10 if number % 2 else 0
            request = GenerationRequest(number, Prompt(TEXT), settings, top_tokens=top)
            events = generate(
                loaded.model, loaded.tokenizer, cache, request, lambda: False, vocabulary
            )
            end = list(events)[-1]
            assert isinstance(end, Finished)
            if number >= 2:
                speeds[top].append(end.tokens_per_second)
        loaded.model.close()
    without, with_ten = (statistics.median(speeds[top]) for top in (0, 10))
    print(f"{loaded.model.info.name}: {without:.0f} tok/s without, {with_ten:.0f} tok/s with ten")
    print(f"cost: {100 * (without / with_ten - 1):.1f} %")


if __name__ == "__main__":
    main()
