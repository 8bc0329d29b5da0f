"""Makes the expected numbers of small random models, one file a generation.

    python -m tests.tools.golden

Reads them with the numpy oracle and writes `tests/engine/golden/`. Weights come from a seed, so
only tokens, logits and a digest of the state are stored. Run it only after a change of the
mathematics that pip's `rwkv` agrees with (`tests/engine/test_pip_rwkv.py`).
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from engine.loading import LoadOptions, load_weights
from engine.runtimes.base import Model
from engine.snapshot import State
from tests.tools.random_checkpoints import Sizes, checkpoint
from tests.tools.write_pth import write_arrays

FOLDER = Path(__file__).resolve().parents[1] / "engine" / "golden"
VERSIONS = ("4", "5.0", "5.1", "5.2", "6", "7")
SIZES = Sizes(n_layer=2, n_embd=96, head_size=32, vocab=53)
SEED = 11
LENGTH = 20
KEPT = (0, 1, 2, 15, 16, 19)
"""Positions whose logits are stored."""


def write_model(version: str, folder: Path) -> Path:
    """The checkpoint that the numbers belong to."""
    file = folder / f"golden-{version}.pth"
    write_arrays(file, checkpoint(version, SIZES, SEED))
    return file


def tokens() -> list[int]:
    """What is read; the last five are the same token."""
    chosen = np.random.default_rng(SEED).integers(0, SIZES.vocab, LENGTH - 4)
    return [*chosen.tolist(), *[int(chosen[-1])] * 4]


def digest(state: State) -> np.ndarray:
    """Two weighted sums per layer and state tensor: small, and different for swapped axes."""
    found = []
    for array in state.values():
        flat = array.reshape(len(array), -1)
        weights = np.random.default_rng(flat.shape[1]).standard_normal((flat.shape[1], 2))
        found.append(np.clip(flat, -1e4, 1e4) @ weights / np.sqrt(flat.shape[1]))
    return np.stack(found).astype(np.float32)


def read_serially(model: Model) -> tuple[np.ndarray, State]:
    """Logits at the kept positions, and the state at the end."""
    model.load_state(None)
    logits = [model.step(token).copy() for token in tokens()]
    return np.stack([logits[i] for i in KEPT]), model.save_state()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for version in VERSIONS:
        with tempfile.TemporaryDirectory() as folder:
            options = LoadOptions(Path(folder), "numpy")
            model, _ = load_weights(write_model(version, Path(folder)), options)
            logits, state = read_serially(model)
        target = FOLDER / f"rwkv-{version}.npz"
        np.savez_compressed(target, logits=logits, state=digest(state))
        print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
