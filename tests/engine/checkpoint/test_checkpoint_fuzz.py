"""Whatever the bytes are: tensors or a `ModelLoadError`, never another exception, never long."""

from __future__ import annotations

import contextlib
import json
import struct
import subprocess

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.architectures.base import Shape
from engine.checkpoint import (
    check_model,
    content_key,
    model_shape,
    open_checkpoint,
    read_state_file,
    require_supported,
)
from engine.checkpoint.pickle_source import PickleError
from engine.checkpoint.plain_pickle import read_tensor_table
from engine.types import ModelLoadError

BOUNDED = settings(
    max_examples=80,
    deadline=2000,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
GGUF_HEAD = b"GGUF" + struct.pack("<IQQ", 3, 1, 1) + struct.pack("<Q", 20)
GGUF_HEAD += b"general.architecture" + struct.pack("<IQ", 8, 5) + b"rwkv7"
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["set", "insert", "delete", "cut"]),
        st.floats(0, 1),
        st.one_of(st.binary(min_size=1, max_size=9), st.sampled_from([b"\xff" * 8, b"\0" * 8])),
    ),
    min_size=1,
    max_size=4,
)
INTERESTING = st.sampled_from(["start", "anywhere", "end"])
STATE_SHAPE = Shape(n_layer=2, n_embd=8, n_head=2, vocab_size=16)


def _edited(data: bytes, edits: list[tuple[str, float, bytes]], where: str) -> bytes:
    """Applies edits; positions lie in the first or last 2 kB, where the directories are."""
    for kind, fraction, patch in edits:
        window = len(data) if where == "anywhere" else min(2000, len(data))
        position = int(fraction * window) + (len(data) - window if where == "end" else 0)
        rest = {
            "set": data[position + len(patch) :],
            "insert": data[position:],
            "delete": data[position + len(patch) :],
            "cut": b"",
        }[kind]
        data = data[:position] + (patch if kind in ("set", "insert") else b"") + rest
    return data


def _read_everything(path) -> None:
    with open_checkpoint(path) as checkpoint:
        for name in checkpoint.names():
            assert checkpoint.read(name).shape == checkpoint.shape(name)
        require_supported(checkpoint)
        check_model(checkpoint, model_shape(checkpoint))


def _refusal(path, read=_read_everything) -> ModelLoadError | None:
    """Why the file is refused, or None when all of it could be read."""
    try:
        read(path)
    except ModelLoadError as error:
        return error
    return None


@pytest.fixture
def no_processes(monkeypatch):
    """Starting a program fails the test."""

    def _forbidden(*args: object, **kwargs: object) -> None:
        raise AssertionError("a program was started")

    monkeypatch.setattr(subprocess, "Popen", _forbidden)
    monkeypatch.setattr("os.system", _forbidden)


@BOUNDED
@given(edits=EDITS, where=INTERESTING)
@example(edits=[("cut", 0.0, b"x")], where="anywhere")
@example(edits=[("cut", 0.5, b"x")], where="anywhere")
def test_damaged_files_are_read_or_refused(model_bytes, write, no_processes, edits, where):
    error = _refusal(write(_edited(model_bytes, edits, where)))
    assert error is None or (error.hint and "model.bin" in error.message)
    assert str(error).isprintable()


HEADS = [
    b"",
    b"PK\x03\x04",
    b"fmgg" + struct.pack("<5i", 101, 1, 1, 1, 8),
    b"\x20\0\0\0\0\0\0\0{",
    b"GGUF" + struct.pack("<IQQ", 3, 2, 2),
    GGUF_HEAD,
]


@BOUNDED
@given(st.sampled_from(HEADS), st.binary())
def test_random_bytes_are_refused(write, head, data):
    assert isinstance(_refusal(write(head + data)), ModelLoadError)


@BOUNDED
@given(edits=EDITS, where=INTERESTING)
def test_damaged_states_are_read_or_refused(state_bytes, write, no_processes, edits, where):
    path = write(_edited(state_bytes, edits, where))
    error = _refusal(path, lambda file: read_state_file(file, STATE_SHAPE))
    assert error is None or "model.bin" in error.message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("part.safetensors"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)


@BOUNDED
@given(JSON | st.builds(lambda table: {"weight_map": table}, JSON), st.binary(max_size=9))
def test_any_index_is_read_or_refused(write, no_processes, index, garbage):
    write(garbage, "part.safetensors")
    path = write(json.dumps(index).encode(), "model.safetensors.index.json")
    assert isinstance(_refusal(path), ModelLoadError)
    with contextlib.suppress(ModelLoadError):
        content_key(path)


@BOUNDED
@given(st.binary(max_size=60))
def test_an_index_of_random_bytes_is_refused(write, data):
    assert isinstance(_refusal(write(data, "model.safetensors.index.json")), ModelLoadError)


PIECES = st.sampled_from(
    [
        b"}", b"]", b")", b"(", b"t", b"\x85", b"\x86", b"\x87", b"R", b"Q", b"s", b"u", b"a",
        b"e", b"b", b"o", b"\x81", b"\x93", b"q\x01", b"h\x01", b"N", b"K\x03", b"0", b"2", b"1",
        b"X\x01\x00\x00\x00x", b"X\x07\x00\x00\x00storage", b"ccollections\nOrderedDict\n",
        b"ctorch._utils\n_rebuild_tensor_v2\n", b"ctorch\nHalfStorage\n", b"cos\nsystem\n",
        b"ios\nsystem\n",
    ]
)  # fmt: skip


@BOUNDED
@given(st.lists(st.one_of(PIECES, st.binary(min_size=1, max_size=3)), max_size=40))
def test_any_sequence_of_instructions_is_read_or_refused(no_processes, pieces):
    try:
        table = read_tensor_table(b"\x80\x02" + b"".join(pieces) + b".")
    except PickleError:
        return
    assert all(isinstance(name, str) for name in table)
