"""Whether a model runs here: against what the runtime really makes, and on invented machines."""

import json
from dataclasses import replace

import pytest

from app.hub.catalogue import read_catalogue
from app.hub.fit import (
    ModelSize,
    Verdict,
    best_fit,
    judge,
    needed_memory,
    size_of,
    tokens_per_second,
)
from app.hub.machine import (
    Machine,
    available_memory,
    measure_machine,
    memory_bandwidth,
    remembered_machine,
)
from app.paths import resource
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.loading import LoadOptions, start_model
from engine.quantize import Quantization
from engine.runtimes.onnx_speed import EngineSpeed, measure_engine
from engine.types import ModelInfo

GB = 10**9
DESKTOP = Machine("Fast", 8, 32 * GB, 60e9, 12e9, 50e9, 90e9, 30e-6, 7)
LAPTOP = Machine("Slow", 4, 8 * GB, 15e9, 3e9, 10e9, 18e9, 60e-6, 3)
SPEED = EngineSpeed(1e9, 5e9, 8e9, 3e-5, 2)


def entry(name):
    return next(
        e for e in read_catalogue(resource("models", "catalogue.json")).models if name in e.id
    )


@pytest.mark.parametrize("quantization", list(Quantization))
def test_the_weights_are_those_that_the_runtime_makes(tmp_path, quantization):
    shape = Shape(2, 512, 8, 2048)
    info = ModelInfo("m", "m", "rwkv7", 2, 512, 2048, 0, "cpu", quantization.value)
    options = LoadOptions(tmp_path, quantization=quantization, device="cpu", threads=1)
    start_model(RandomTensors(shape), shape, info, options).close()
    made = sum(path.stat().st_size for path in tmp_path.rglob("weights.bin"))
    table = sum(path.stat().st_size for path in tmp_path.rglob("embedding.npy"))
    need = needed_memory(ModelSize("rwkv7", 2, 512, 2048), quantization)
    assert need.weights == pytest.approx(made, rel=0.07)
    assert need.disk == pytest.approx(made + table, rel=0.07)


def test_a_desktop_and_a_laptop():
    assert best_fit(size_of(entry("g1k-2.9b")), DESKTOP).verdict is Verdict.COMFORTABLE
    large = best_fit(size_of(entry("g1k-7.2b-2026")), DESKTOP)
    assert (large.verdict, large.quantization) == (Verdict.SLOW, Quantization.INT8)
    assert 4 < large.tokens_per_second < 8
    assert best_fit(size_of(entry("g1d-0.4b")), LAPTOP).verdict is Verdict.COMFORTABLE
    assert best_fit(size_of(entry("g1k-2.9b")), LAPTOP).verdict is Verdict.SLOW
    assert best_fit(size_of(entry("g1k-13.3b")), LAPTOP).verdict is Verdict.TOO_LARGE


def test_four_bits_where_eight_do_not_fit():
    size = size_of(entry("g1k-7.2b-2026"))
    middle = replace(DESKTOP, memory=7 * GB)
    assert judge(size, middle).verdict is Verdict.TOO_LARGE
    fit = best_fit(size, middle)
    assert fit.quantization is Quantization.INT4
    assert fit.verdict is not Verdict.TOO_LARGE


@pytest.mark.parametrize("model", read_catalogue(resource("models", "catalogue.json")).models)
def test_every_model_of_the_catalogue_can_be_judged(model):
    size = size_of(model)
    eight, four = (needed_memory(size, q) for q in (Quantization.INT8, Quantization.INT4))
    assert four.weights < eight.weights < needed_memory(size, Quantization.NONE).weights
    assert 0.7 < eight.weights / model.parameters < 1.1
    assert needed_memory(size, Quantization.INT8, 4).states == 4 * eight.states
    assert tokens_per_second(size, Quantization.INT8, DESKTOP) > tokens_per_second(
        size, Quantization.INT8, LAPTOP
    )


def test_the_machine_is_measured_once(tmp_path):
    calls = []

    def measure():
        calls.append(1)
        return SPEED

    file = tmp_path / "data" / "machine.json"
    first = measure_machine(measure, file)
    assert (first.int8, first.threads) == (5e9, 2)
    assert first.memory > available_memory() > 0
    assert measure_machine(measure, file) == first
    assert len(calls) == 1
    measure_machine(measure, file, again=True)
    assert len(calls) == 2


@pytest.mark.parametrize(
    "change", [{"processor": "Other"}, {"cores": 999}, {"memory": 1}, {"format": 9}, {"int8": "x"}]
)
def test_another_machine_is_measured_anew(tmp_path, change):
    file = tmp_path / "machine.json"
    measure_machine(lambda: SPEED, file)
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    faster = replace(SPEED, int8=9e9)
    assert measure_machine(lambda: faster, file).int8 == 9e9


def test_a_folder_that_cannot_be_written_costs_a_second_next_time(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    assert measure_machine(lambda: SPEED, tmp_path / "file" / "machine.json").int8 == 5e9


def test_the_bandwidth_of_this_machine():
    assert 1e8 < memory_bandwidth(1) < 1e13


def test_the_engine_measures_itself(tmp_path):
    speed = measure_engine(tmp_path, 1)
    assert min(speed.none, speed.int8, speed.int4) > 1e7
    assert 0 < speed.layer_seconds < 0.1
    assert speed.threads == 1


def test_what_was_measured_is_remembered_for_this_machine_only(tmp_path):
    file = tmp_path / "machine.json"
    assert remembered_machine(file) is None
    machine = measure_machine(lambda: SPEED, file)
    assert remembered_machine(file) == machine
    file.write_text(file.read_text("utf-8").replace(machine.processor, "another"), "utf-8")
    assert remembered_machine(file) is None
    file.write_text("{", "utf-8")
    assert remembered_machine(file) is None
