"""The reference implementation, pip's `rwkv`, gives the same logits and states on random models."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.loading import LoadOptions, load_weights
from engine.quantize import Quantization
from engine.runtimes import onnx_model
from tests.tools.random_checkpoints import VERSIONS, checkpoint
from tests.tools.write_pth import write_arrays

ROOT = Path(__file__).resolve().parents[2]
RUNTIMES = ("numpy", "onnx", "torch")
TOKENS = [*np.random.default_rng(3).integers(0, 97, 40).tolist(), 5, 5, 5, 5, 0, 96]
TOLERANCE = 1e-4

missing = [name for name in ("rwkv", "torch") if importlib.util.find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> Path:
    """A folder with a checkpoint of each version and what the package said to it."""
    folder = tmp_path_factory.mktemp("pip_rwkv")
    for version in VERSIONS:
        write_arrays(folder / f"v{version}.pth", checkpoint(version))
    # The package knows either RWKV-7 or the older models, from the moment it is imported.
    run_package(folder, [version for version in VERSIONS if version != "7"], "0")
    run_package(folder, ["7"], "1")
    return folder


def run_package(folder: Path, versions: list[str], seven: str) -> None:
    """Leaves one .npz a version; in a process of its own, as torch's scripting warns and prints."""
    files = [str(folder / f"v{version}.pth") for version in versions]
    command = [sys.executable, "-m", "tests.tools.pip_rwkv", json.dumps(TOKENS), str(folder)]
    environment = {**os.environ, "RWKV_V7_ON": seven}
    done = subprocess.run(
        command + files, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module", params=VERSIONS)
def reference(models: Path, request: pytest.FixtureRequest) -> tuple[Path, dict[str, np.ndarray]]:
    """A checkpoint and the package's numbers for it."""
    file = models / f"v{request.param}.pth"
    with np.load(file.with_suffix(".npz")) as numbers:
        return file, dict(numbers)


@pytest.fixture(scope="module", params=RUNTIMES)
def runtime(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def model(reference, runtime: str, tmp_path_factory):
    options = LoadOptions(tmp_path_factory.mktemp("g"), runtime, Quantization.NONE, "cpu", 1)
    loaded, _ = load_weights(reference[0], options)
    yield loaded
    loaded.close()


def assert_states(model, numbers: dict[str, np.ndarray], way: str) -> None:
    expected = [numbers[name] for name in sorted(numbers) if name.startswith(f"{way}_state")]
    state = model.save_state()
    layers = next(iter(state.values())).shape[0]
    for layer in range(layers):
        for offset, (name, array) in enumerate(state.items()):
            found, wanted = array[layer], expected[layer * len(state) + offset]
            scale = max(1.0, float(np.abs(wanted).max()))
            difference = np.abs(found - wanted.reshape(found.shape)).max()
            assert difference < TOLERANCE * scale, (layer, name)


def test_the_package_agrees_with_itself(reference):
    _, numbers = reference
    assert np.abs(numbers["serial"] - numbers["sequence"]).max() < TOLERANCE
    assert numbers["serial"].std() > 0.5


def test_token_by_token(model, reference):
    _, numbers = reference
    model.load_state(None)
    for i, token in enumerate(TOKENS):
        assert np.abs(model.step(token) - numbers["serial"][i]).max() < TOLERANCE, i
    assert_states(model, numbers, "serial")


@pytest.mark.parametrize("length", [3, 16, 17, len(TOKENS)])
def test_many_tokens_at_once(model, reference, monkeypatch, length: int):
    monkeypatch.setattr(onnx_model, "SHORT_PROMPT", 0)
    _, numbers = reference
    model.load_state(None)
    logits = model.prefill(TOKENS[:length])
    assert np.abs(logits - numbers["sequence"][length - 1]).max() < TOLERANCE
    if length == len(TOKENS):
        assert_states(model, numbers, "sequence")
