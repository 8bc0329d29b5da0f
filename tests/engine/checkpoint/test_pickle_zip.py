"""`.pth` files: what torch writes is read, and nothing in them is ever carried out."""

from __future__ import annotations

import io
import os
import pickle
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from engine.checkpoint import open_checkpoint
from engine.checkpoint.pickle_source import CodeInPickleError, PickleError
from engine.checkpoint.plain_pickle import read_tensor_table
from engine.types import ModelLoadError


class _Touch:
    """An object whose unpickling would create a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self):
        return (os.mkdir, (str(self._path),))


class _Evaluate:
    def __reduce__(self):
        return (eval, ("1",))


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_a_file_that_wants_to_run_code_is_refused_by_name(protocol, tmp_path, zipped, write):
    trap = tmp_path / "trap"
    path = write(zipped(pickle.dumps({"emb.weight": _Touch(trap)}, protocol), {}), "evil.pth")
    with pytest.raises(ModelLoadError, match=r"evil\.pth wants to run code \((posix|nt)\.mkdir\)"):
        open_checkpoint(path)
    assert not trap.exists()
    pickle.loads(pickle.dumps(_Touch(trap), protocol))
    assert trap.exists(), "the trap must be a real one"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (pickle.dumps(_Evaluate(), 2), "__builtin__.eval"),
        (pickle.dumps(_Evaluate(), 4), "builtins.eval"),
        (b"\x80\x02cos\nsystem\nX\x02\x00\x00\x00ls\x85R.", "os.system"),
        (b"(X\x02\x00\x00\x00lsios\nsystem\n.", "os.system"),
        (b"(cos\nsystem\nX\x02\x00\x00\x00lso.", "os.system"),
        (b"\x80\x02csubprocess\nPopen\nX\x02\x00\x00\x00ls\x85\x81.", "subprocess.Popen"),
        (b"\x80\x02ctorch\nload\nX\x01\x00\x00\x00x\x85R.", "torch.load"),
        (b"\x80\x02ctorch._utils\n_rebuild_tensor_v2.__globals__\n.", "torch._utils._rebuild"),
        (b"\x80\x02ccollections\nnamedtuple\n.", "collections.namedtuple"),
        (b"\x80\x02c__main__\nModel\n)\x81}b.", "__main__.Model"),
        (b"\x80\x04\x8c\x02os\x94\x8c\x06system\x94\x93.", "os.system"),
        (b"\x80\x02cposix\nsystem\n.", "posix.system"),
        (b"\x80\x02ccopy_reg\n_reconstructor\n.", "copy_reg._reconstructor"),
    ],
)
def test_every_way_to_name_a_callable_is_refused(data, name):
    with pytest.raises(CodeInPickleError) as caught:
        read_tensor_table(data)
    assert caught.value.callable_name.startswith(name)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b".",
        b"\x80\x02.",
        b"\x80\x09}.",
        b"\x80\x02N.",
        b"\x80\x02h\x00.",
        b"\x80\x02(.",
        b"\x80\x02t.",
        b"\x80\x02X\xff\xff\xff\xffa.",
        b"\x80\x02\x8d\xff\xff\xff\xff\xff\xff\xff\xffa.",
        b"\x80\x02X\x01\x00\x00\x00\xff.",
        b"\x80\x02\x8a\xff" + b"\x01" * 255 + b".",
        b"\x80\x02\x8b\xff\xff\xff\x7f.",
        b"\x80\x02}K\x01K\x02s.",
        b"\x80\x02}(K\x01u.",
        b"\x80\x02]K\x01K\x02s.",
        b"\x80\x02}K\x01a.",
        b"\x80\x02NNb.",
        b"\x80\x02X\x02\x00\x00\x00osQ.",
        b"\x80\x02Pos.system\n.",
        b"\x80\x02\x82\x01.",
        b"\x80\x02ccollections\nOrderedDict\n(K\x01tR.",
        b"\x80\x02ccollections\nOrderedDict\nNR.",
        b"\x80\x02ctorch\nHalfStorage\n)R.",
        b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n)R.",
        b"\x80\x02ctorch._utils\n_rebuild_parameter\n(}tR.",
        b"\x80\x02cos",
        b"\x80\x05\x96\xff\xff\xff\xff\xff\xff\xff\x7f.",
        b"\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.",
        b"\x80\x04\x8f(K\x01\x90.",
    ],
)
def test_a_jumbled_pickle_is_refused(data):
    with pytest.raises(PickleError):
        read_tensor_table(data)


@pytest.mark.parametrize(
    "data",
    [
        # A memo index that would make a list of 32 GB.
        b"\x80\x02}r\xff\xff\xff\xff.",
        # A tuple of 2**200 leaves, as a key: hashing it would never end.
        b"\x80\x02})" + b"q\x00h\x00\x86" * 200 + b"Ns.",
        b"\x80\x02}" + b")" + b"\x85" * 200_000 + b"0.",
        b"\x80\x02]q\x00h\x00a" * 10 + b".",
        b"\x80\x02" + b"N" * 1_100_000 + b".",
        b"\x80\x02(" + b"(" * 500_000 + b".",
    ],
)
@pytest.mark.timeout(20)
def test_bombs_end_quickly(data):
    try:
        table = read_tensor_table(data)
    except PickleError:
        return
    assert table == {}


def test_state_beside_the_table_is_ignored(pickled_tensor):
    tensor = pickled_tensor("0", 4, (4,), (1,))
    data = b"\x80\x02ccollections\nOrderedDict\n)RX\x01\x00\x00\x00x" + tensor
    data += b"s}X\x09\x00\x00\x00__class__Nsb."
    assert list(read_tensor_table(data)) == ["x"]


def test_views_are_read_in_order(pickled_table, pickled_tensor, zipped, write):
    values = np.arange(12, dtype=np.float16)
    items = {
        "plain": pickled_tensor("0", 12, (3, 4), (4, 1)),
        "transposed": pickled_tensor("0", 12, (4, 3), (1, 4)),
        "shifted": pickled_tensor("0", 12, (2, 2), (4, 1), offset=5),
        "scalar": pickled_tensor("0", 12, (), (), offset=3),
        "odd_stride_of_one": pickled_tensor("0", 12, (1, 4), (99, 1)),
        "empty": pickled_tensor("0", 12, (0, 4), (4, 1)),
    }
    path = write(zipped(pickled_table(items), {"0": values.tobytes()}))
    table = values.astype(np.float32).reshape(3, 4)
    with open_checkpoint(path) as checkpoint:
        np.testing.assert_array_equal(checkpoint.read("plain"), table)
        transposed = checkpoint.read("transposed")
        np.testing.assert_array_equal(transposed, table.T)
        assert transposed.flags.c_contiguous
        np.testing.assert_array_equal(checkpoint.read("shifted"), [[5, 6], [9, 10]])
        assert checkpoint.read("scalar") == 3
        assert checkpoint.read("odd_stride_of_one").shape == (1, 4)
        assert checkpoint.read("empty").shape == (0, 4)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"shape": (5,), "strides": (1,)}, "outside its data"),
        ({"shape": (4,), "strides": (1,), "offset": 1}, "outside its data"),
        ({"shape": (4,), "strides": (1,), "offset": -1}, "outside its data"),
        ({"shape": (2, 2), "strides": (3, 1)}, "outside its data"),
        ({"shape": (2, 2), "strides": (2,)}, "outside its data"),
        ({"shape": (1 << 30,), "strides": (0,)}, "repeats its data"),
        ({"shape": (-1,), "strides": (1,)}, "impossible shape"),
        ({"shape": (1,) * 9, "strides": (1,) * 9}, "impossible shape"),
        ({"shape": (5,), "strides": (1,), "count": 5}, "wrong size"),
        ({"shape": (4,), "strides": (1,), "key": "1"}, "part data/1 is missing"),
        ({"shape": (4,), "strides": (1,), "key": "../data.pkl"}, "missing"),
        ({"shape": (4,), "strides": (1,), "storage": "FloatStorage"}, "wrong size"),
        ({"shape": (4,), "strides": (1,), "storage": "EvilStorage"}, "torch.EvilStorage"),
    ],
)
def test_tensors_outside_their_data_are_refused(
    arguments, reason, pickled_table, pickled_tensor, zipped, write
):
    tensor = pickled_tensor(**{"key": "0", "count": 4} | arguments)
    path = write(zipped(pickled_table({"x": tensor}), {"0": bytes(8)}))
    with pytest.raises(ModelLoadError, match=reason):
        open_checkpoint(path)


def test_a_packed_table_is_refused_unread(zipped, write):
    path = write(zipped(bytes(15 << 20), {}, zipfile.ZIP_DEFLATED))
    with pytest.raises(ModelLoadError, match="packed"):
        open_checkpoint(path)


def test_an_impossibly_large_table_is_refused(zipped, write):
    with pytest.raises(ModelLoadError, match="impossibly large"):
        open_checkpoint(write(zipped(bytes((16 << 20) + 1), {})))


def test_a_directory_of_impossible_size_is_refused(zipped, write):
    data = bytearray(zipped(b"\x80\x02}.", {}))
    end = data.rindex(b"PK\x05\x06")
    struct.pack_into("<I", data, end + 12, 0xFFFFFF0)
    with pytest.raises(ModelLoadError, match="directory"):
        open_checkpoint(write(bytes(data)))


def test_a_table_that_does_not_match_its_checksum_is_refused(zipped, write):
    data = zipped(b"\x80\x02}(u.", {})
    with pytest.raises(ModelLoadError, match="checksum"):
        open_checkpoint(write(data.replace(b"\x80\x02}(u.", b"\x80\x02})a.")))


@pytest.mark.parametrize("names", [["a.txt"], ["a/data.pkl", "b/data.pkl"], ["a/b/data.pkl"]])
def test_a_zip_that_is_no_model_is_foreign(names, write):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"\x80\x02}.")
    with pytest.raises(ModelLoadError, match="not a model file"):
        open_checkpoint(write(buffer.getvalue()))


def test_big_endian_files_are_refused(write):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a/data.pkl", b"\x80\x02}.")
        archive.writestr("a/byteorder", b"big")
    with pytest.raises(ModelLoadError, match="byte order"):
        open_checkpoint(write(buffer.getvalue()))


@pytest.mark.parametrize("protocol", [2, 4])
def test_what_torch_saves_is_read_back(protocol, tmp_path):
    torch = pytest.importorskip("torch", reason="torch is an extra")
    generator = torch.Generator().manual_seed(1)
    weight = torch.randn(6, 4, generator=generator)
    saved = {
        "float": weight,
        "half": weight.half(),
        "bfloat": weight.bfloat16(),
        "double": weight.double(),
        "transposed": weight.T,
        "slice": weight[1:3, ::2],
        "tied": weight,
        "parameter": torch.nn.Parameter(weight * 2),
        "step": 3,
    }
    path = tmp_path / "model.pth"
    torch.save(saved, path, pickle_protocol=protocol)
    with open_checkpoint(path) as checkpoint:
        assert checkpoint.names() == tuple(name for name in saved if name != "step")
        for name in checkpoint.names():
            expected = saved[name].detach().float().numpy()
            np.testing.assert_array_equal(checkpoint.read(name), expected)


def test_a_state_dict_of_a_torch_module_is_read(tmp_path):
    torch = pytest.importorskip("torch", reason="torch is an extra")
    module = torch.nn.Linear(3, 2)
    torch.save(module.state_dict(), tmp_path / "linear.pth")
    with open_checkpoint(tmp_path / "linear.pth") as checkpoint:
        assert checkpoint.names() == ("weight", "bias")
    torch.save(module, tmp_path / "module.pth")
    with pytest.raises(ModelLoadError, match=r"run code \(torch\.nn\.modules\.linear\.Linear\)"):
        open_checkpoint(tmp_path / "module.pth")
