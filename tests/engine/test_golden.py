"""Every runtime gives the stored numbers of small random models of every generation.

`tests/tools/golden.py` made them with the numpy oracle, which agrees with pip's `rwkv`.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from engine.loading import LoadOptions, load_weights
from engine.quantize import Quantization
from engine.runtimes import onnx_model
from tests.tools.golden import FOLDER, KEPT, VERSIONS, digest, read_serially, tokens, write_model

TOLERANCE = 1e-4


@pytest.fixture(scope="module", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def expected(version: str) -> dict[str, np.ndarray]:
    with np.load(FOLDER / f"rwkv-{version}.npz") as stored:
        return dict(stored)


@pytest.fixture(scope="module", params=["numpy", "onnx", "torch"])
def model(request: pytest.FixtureRequest, version: str, tmp_path_factory):
    if request.param == "torch" and importlib.util.find_spec("torch") is None:
        pytest.skip("torch is an extra")
    folder: Path = tmp_path_factory.mktemp("golden")
    options = LoadOptions(folder, request.param, Quantization.NONE, "cpu", 1)
    loaded, _ = load_weights(write_model(version, folder), options)
    yield loaded
    loaded.close()


def test_token_by_token(model, expected):
    logits, state = read_serially(model)
    assert np.abs(logits - expected["logits"]).max() < TOLERANCE
    assert_digest(digest(state), expected["state"])


def test_many_tokens_at_once(model, expected, monkeypatch):
    monkeypatch.setattr(onnx_model, "SHORT_PROMPT", 0)
    for row, position in enumerate(KEPT):
        model.load_state(None)
        logits = model.prefill(tokens()[: position + 1])
        assert np.abs(logits - expected["logits"][row]).max() < TOLERANCE, position
    assert_digest(digest(model.save_state()), expected["state"])


def assert_digest(found: np.ndarray, expected: np.ndarray) -> None:
    assert np.abs(found - expected).max() < TOLERANCE * max(1.0, float(np.abs(expected).max()))
