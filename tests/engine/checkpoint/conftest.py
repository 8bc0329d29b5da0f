"""Small valid model files of every format, made without torch."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from tests.engine.checkpoint.gguf_writer import write_gguf
from tests.engine.checkpoint.rwkvcpp_writer import rwkv_cpp

N_LAYER, N_EMBD, N_HEAD, VOCAB, HIDDEN = 2, 8, 2, 16, 12
RANKS = {"w": 3, "a": 2, "g": 4, "v": 1}
Tensors = dict[str, np.ndarray]


def _rwkv7_tensors() -> Tensors:
    c, rng = N_EMBD, np.random.default_rng(7)
    shapes: dict[str, tuple[int, ...]] = {"emb.weight": (VOCAB, c)}
    for i in range(N_LAYER):
        block, att = f"blocks.{i}.", f"blocks.{i}.att."
        for norm in (["ln0"] if i == 0 else []) + ["ln1", "ln2"]:
            shapes |= {f"{block}{norm}.weight": (c,), f"{block}{norm}.bias": (c,)}
        shapes |= {f"{att}x_{letter}": (1, 1, c) for letter in "rwkvag"}
        for letter, rank in RANKS.items():
            if letter == "v" and i == 0:
                continue
            shapes |= {f"{att}{letter}1": (c, rank), f"{att}{letter}2": (rank, c)}
            shapes |= {f"{att}{letter}0": (1, 1, c)} if letter != "g" else {}
        shapes |= {f"{att}k_k": (1, 1, c), f"{att}k_a": (1, 1, c), f"{att}r_k": (N_HEAD, c // 2)}
        for name in ("receptance", "key", "value", "output"):
            shapes[f"{att}{name}.weight"] = (c, c)
        shapes |= {f"{att}ln_x.weight": (c,), f"{att}ln_x.bias": (c,)}
        shapes |= {f"{block}ffn.x_k": (1, 1, c), f"{block}ffn.key.weight": (HIDDEN, c)}
        shapes[f"{block}ffn.value.weight"] = (c, HIDDEN)
    shapes |= {"ln_out.weight": (c,), "ln_out.bias": (c,), "head.weight": (VOCAB, c)}
    return {n: rng.standard_normal(s).astype(np.float16) for n, s in shapes.items()}


def _text(value: str) -> bytes:
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def _int(value: int) -> bytes:
    return b"J" + struct.pack("<i", value)


def _sizes(values: tuple[int, ...]) -> bytes:
    return b"(" + b"".join(map(_int, values)) + b"t"


def _pickled_tensor(
    key: str,
    count: int,
    shape: tuple[int, ...],
    strides: tuple[int, ...],
    offset: int = 0,
    storage: str = "HalfStorage",
) -> bytes:
    """What torch.save writes for one tensor."""
    reference = b"(" + _text("storage") + f"ctorch\n{storage}\n".encode() + _text(key)
    reference += _text("cpu") + _int(count) + b"tQ"
    hooks = b"ccollections\nOrderedDict\n)R"
    arguments = b"(" + reference + _int(offset) + _sizes(shape) + _sizes(strides) + b"\x89"
    return b"ctorch._utils\n_rebuild_tensor_v2\n" + arguments + hooks + b"tR"


def _pickled_table(items: dict[str, bytes]) -> bytes:
    body = b"".join(_text(name) + value for name, value in items.items())
    return b"\x80\x02}(" + body + b"u."


def _row_major(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(int(np.prod(shape[i + 1 :], dtype=int)) for i in range(len(shape)))


def _zipped(pickled: bytes, storages: dict[str, bytes], compression: int = 0) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        archive.writestr("archive/data.pkl", pickled)
        archive.writestr("archive/byteorder", "little", zipfile.ZIP_STORED)
        for key, data in storages.items():
            archive.writestr(f"archive/data/{key}", data, zipfile.ZIP_STORED)
    return buffer.getvalue()


def _pth(tensors: Tensors) -> bytes:
    items = {
        name: _pickled_tensor(str(i), array.size, array.shape, _row_major(array.shape))
        for i, (name, array) in enumerate(tensors.items())
    }
    storages = {str(i): array.tobytes() for i, array in enumerate(tensors.values())}
    return _zipped(_pickled_table(items), storages)


@pytest.fixture
def rwkv7_tensors() -> Tensors:
    """A whole RWKV-7 of two layers, float16, under BlinkDL's names."""
    return _rwkv7_tensors()


@pytest.fixture
def pickled_tensor() -> Callable[..., bytes]:
    return _pickled_tensor


@pytest.fixture
def pickled_table() -> Callable[[dict[str, bytes]], bytes]:
    return _pickled_table


@pytest.fixture
def zipped() -> Callable[..., bytes]:
    return _zipped


@pytest.fixture
def pth_bytes() -> Callable[[Tensors], bytes]:
    return _pth


@pytest.fixture(params=["safetensors", "pth", "rwkv.cpp", "gguf"])
def model_bytes(request: pytest.FixtureRequest, tmp_path: Path) -> bytes:
    """The same small RWKV-7 in each format."""
    tensors = _rwkv7_tensors()
    if request.param == "gguf":
        size = N_EMBD // N_HEAD
        return write_gguf(tmp_path / "source", tensors, head_size=size).read_bytes()
    writers = {"safetensors": safetensors.numpy.save, "pth": _pth, "rwkv.cpp": rwkv_cpp}
    return writers[request.param](tensors)


@pytest.fixture(params=["safetensors", "pth"])
def state_bytes(request: pytest.FixtureRequest) -> bytes:
    """A tuned state of two layers and two heads of four."""
    rng = np.random.default_rng(3)
    state = rng.standard_normal((2, 2, 4, 4)).astype(np.float16)
    tensors = {f"blocks.{i}.att.time_state": matrix for i, matrix in enumerate(state)}
    return {"safetensors": safetensors.numpy.save, "pth": _pth}[request.param](tensors)


@pytest.fixture
def shared_folder() -> Path:
    """Real files made by others, beside the repository."""
    folder = Path(__file__).resolve().parents[3].parent / "shared" / "testdata"
    if not folder.is_dir():
        pytest.skip("../shared is absent: no model files made by others")
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Callable[[bytes, str], Path]:
    def _write(data: bytes, name: str = "model.bin") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return _write
