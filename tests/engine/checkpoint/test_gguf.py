"""llama.cpp's files give BlinkDL's tensors; anything else is refused in plain words."""

from __future__ import annotations

import struct

import gguf
import numpy as np
import pytest
from gguf.quants import dequantize, quantize

from engine.checkpoint import DType, Format, check_model, model_shape, open_checkpoint
from engine.types import ModelLoadError
from tests.engine.checkpoint.gguf_writer import write_gguf
from tests.engine.checkpoint.random_models import random_model

# Half the largest step between neighbours, of numbers up to 2 in blocks, and a little.
ERRORS = {"Q4_0": 0.3, "Q5_1": 0.07, "Q8_0": 0.01}


def _assert_same(path, tensors, names=None):
    with open_checkpoint(path) as checkpoint:
        assert checkpoint.format is Format.GGUF
        assert set(checkpoint.names()) == set(tensors)
        for name in names or tensors:
            found = checkpoint.read_finite(name)
            assert found.shape == checkpoint.shape(name) == tensors[name].shape, name
            assert found.flags.c_contiguous
            np.testing.assert_array_equal(found, tensors[name], err_msg=name)


@pytest.mark.parametrize("kind", ["F32", "F16", "BF16"])
@pytest.mark.parametrize("version", ["6", "7"])
def test_plain_files_give_names_shapes_and_values(version, kind, tmp_path):
    tensors = random_model(version, layers=3)
    _assert_same(write_gguf(tmp_path / "m.gguf", tensors, kind=kind), tensors)


def test_mixing_vectors_that_were_not_fused_are_read(tmp_path):
    tensors = random_model("6")
    _assert_same(write_gguf(tmp_path / "m.gguf", tensors, fused=False), tensors)


def test_halved_output_matrices_are_doubled_again(tmp_path):
    tensors = random_model("6", layers=5)
    _assert_same(write_gguf(tmp_path / "m.gguf", tensors, rescale=2), tensors)


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("version", ["6", "7"])
def test_quantised_files_give_the_values_of_their_blocks(version, kind, tmp_path):
    tensors = random_model(version)
    path = write_gguf(tmp_path / "m.gguf", tensors, kind=kind)
    with open_checkpoint(path) as checkpoint:
        for name in ("emb.weight", "blocks.1.att.key.weight", "blocks.1.ffn.value.weight"):
            assert checkpoint.dtype(name) is DType(kind)
            assert np.abs(checkpoint.read(name) - tensors[name]).max() < ERRORS[kind]
    exact = [name for name in tensors if ".ln" in name or "_w" in name or "mix" in name]
    _assert_same(path, tensors, exact)


@pytest.mark.parametrize("kind", [t for t in DType if "Q" in t.value])
def test_every_block_format_is_as_large_as_ggml_says_and_is_read(kind, tmp_path):
    theirs = gguf.GGMLQuantizationType[kind.value]
    assert (kind.block, kind.block_nbytes) == gguf.GGML_QUANT_SIZES[theirs]
    rng = np.random.default_rng(3)
    blocks = rng.integers(0, 64, (2, 3 * kind.block_nbytes), np.uint8)
    path = tmp_path / "m.gguf"
    writer = gguf.GGUFWriter(path, "rwkv7")
    writer.add_tensor("output.weight", blocks, raw_dtype=theirs)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with np.errstate(all="ignore"):
        expected = dequantize(blocks, theirs)
    with open_checkpoint(path) as checkpoint:
        assert checkpoint.shape("head.weight") == (2, 3 * kind.block)
        np.testing.assert_array_equal(checkpoint.read("head.weight"), expected)


def test_the_vocabulary_and_other_lists_are_skipped_and_texts_kept(tmp_path):
    with open_checkpoint(write_gguf(tmp_path / "m.gguf", random_model("7"))) as checkpoint:
        assert checkpoint.metadata == {"general.architecture": "rwkv7"}
        check_model(checkpoint, model_shape(checkpoint))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"arch": "llama"}, r"another kind of model \(llama\)"),
        ({"arch": "rwkv6qwen2"}, r"mixture of RWKV and Qwen \(rwkv6qwen2\)"),
        ({"arch": "arwkv7"}, r"mixture of RWKV and Qwen \(arwkv7\)"),
        ({"arch": "a\nb"}, r"another kind of model \(a\\x0ab\)"),
        ({"split__count": 3}, "one part of a model that was split"),
    ],
)
def test_other_models_are_refused_in_plain_words(arguments, reason, tmp_path):
    path = write_gguf(tmp_path / "m.gguf", random_model("7"), **arguments)
    with pytest.raises(ModelLoadError, match=rf"m\.gguf.*{reason}") as caught:
        open_checkpoint(path)
    assert caught.value.hint


def _text(value: bytes) -> bytes:
    return struct.pack("<Q", len(value)) + value


def _key(name: bytes, kind: int, value: bytes) -> bytes:
    return _text(name) + struct.pack("<I", kind) + value


def _tensor(name: bytes = b"x", sizes: tuple[int, ...] = (1,), kind: int = 0, at: int = 0) -> bytes:
    shape = struct.pack(f"<I{len(sizes)}Q", len(sizes), *sizes)
    return _text(name) + shape + struct.pack("<IQ", kind, at)


RWKV7 = _key(b"general.architecture", 8, _text(b"rwkv7"))


def _file(keys=(RWKV7,), tensors=(), *, version=3, n_keys=None, n_tensors=None, data=b""):
    counts = (
        len(tensors) if n_tensors is None else n_tensors,
        len(keys) if n_keys is None else n_keys,
    )
    head = b"GGUF" + struct.pack("<IQQ", version, *counts) + b"".join(keys) + b"".join(tensors)
    return head + bytes(-len(head) % 32) + data


FOUR = bytes(4)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"GGUF", "ends inside its directory"),
        (_file(version=1), "GGUF version 1"),
        (_file(version=0x03000000), "GGUF version"),
        (_file(n_tensors=1 << 60), "claims to have"),
        (_file(n_keys=1 << 60), "claims to have"),
        (_file(n_keys=99_999), "ends inside its directory"),
        (_file(n_tensors=99_999), "has 0 dimensions"),
        (_file(keys=()), "another kind of model"),
        (_file((RWKV7, RWKV7)), "twice"),
        (_file((RWKV7, _key(b"a", 99, b""))), "unknown kind 99"),
        (_file((RWKV7, _key(b"a", 8, struct.pack("<Q", 1 << 50)))), "claims"),
        (_file((RWKV7, _key(b"a", 8, _text(b"\xff")))), "not text"),
        (_file((struct.pack("<Q", 1 << 63),)), "claims"),
        (_file((RWKV7, _key(b"a", 9, struct.pack("<IQ", 4, 1 << 62)))), "ends inside"),
        (_file((RWKV7, _key(b"a", 9, struct.pack("<IQ", 8, 1 << 62)))), "ends inside"),
        (_file((RWKV7, _key(b"a", 9, struct.pack("<IQ", 9, 1 << 62)))), "unknown kind 9"),
        (_file((RWKV7, _key(b"general.alignment", 4, bytes(4)))), "aligned to 0"),
        (_file((RWKV7, _key(b"general.alignment", 8, _text(b"{x}")))), r"aligned to \{x\}"),
        (_file(tensors=(_tensor(), _tensor()), data=FOUR), "twice"),
        (_file(tensors=(_tensor(),), data=b""), "before the end of tensor x"),
        (_file(tensors=(_tensor(at=1 << 63),), data=FOUR), "before the end of tensor x"),
        (_file(tensors=(_tensor(sizes=(0,)),), data=FOUR), "impossible shape"),
        (_file(tensors=(_tensor(sizes=(1 << 40, 1 << 40)),), data=FOUR), "impossible shape"),
        (_file(tensors=(_tensor(sizes=(1,) * 5),), data=FOUR), "5 dimensions"),
        (_file(tensors=(_tensor(sizes=(33,), kind=8),), data=bytes(68)), "impossible shape"),
        (_file(tensors=(_tensor(kind=29),), data=FOUR), "number format 29"),
        (
            _file(tensors=(_tensor(b"emb.weight"), _tensor(b"token_embd.weight")), data=FOUR),
            r"tensor emb\.weight is in it twice",
        ),
        (
            _file(tensors=(_tensor(b"blk.0.time_mix_lerp_fused.weight", (7,)),), data=bytes(28)),
            r"blocks\.0\.att\.x_r has an impossible shape",
        ),
        (
            _file((RWKV7, _key(b"rwkv7.attention.layer_norm_epsilon", 6, FOUR))),
            r"epsilon 0\.0",
        ),
    ],
)
def test_faults_are_named(data, reason, write):
    path = write(data, "model.gguf")
    with pytest.raises(ModelLoadError, match=reason) as caught:
        open_checkpoint(path)
    assert "model.gguf" in caught.value.message
    assert caught.value.hint


@pytest.mark.timeout(20)
def test_a_list_of_endless_empty_texts_ends_with_the_file(write):
    keys = (RWKV7, _key(b"a", 9, struct.pack("<IQ", 8, 1 << 40) + bytes(1 << 20)))
    with pytest.raises(ModelLoadError, match="ends inside its directory"):
        open_checkpoint(write(_file(keys), "model.gguf"))


def test_a_scale_that_is_not_finite_is_refused_by_name(tmp_path):
    path = write_gguf(tmp_path / "m.gguf", random_model("7"), kind="Q8_0")
    data = path.read_bytes()
    blocks = quantize(random_model("7")["head.weight"], gguf.GGMLQuantizationType.Q8_0).tobytes()
    where = data.index(blocks)
    path.write_bytes(data[:where] + b"\x00\x7e" + data[where + 2 :])
    with (
        open_checkpoint(path) as checkpoint,
        pytest.raises(ModelLoadError, match=r"m\.gguf.*head\.weight"),
    ):
        checkpoint.read_finite("head.weight")
