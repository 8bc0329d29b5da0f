"""Names, detection and completeness."""

from __future__ import annotations

import numpy as np
import pytest
import safetensors.numpy

from engine.checkpoint import (
    Architecture,
    check_model,
    detect_architecture,
    model_shape,
    open_checkpoint,
    require_supported,
)
from engine.types import ModelLoadError
from tests.engine.checkpoint.random_models import HEADS, LAYERS, VERSIONS, VOCAB, C, random_model

FLA_PARTS = {
    ".ln0.": ".pre_norm.",
    ".ln1.": ".attn_norm.",
    ".ln2.": ".ffn_norm.",
    ".att.receptance.": ".att.r_proj.",
    ".att.key.": ".att.k_proj.",
    ".att.value.": ".att.v_proj.",
    ".att.output.": ".att.o_proj.",
    ".ln_x.": ".g_norm.",
    ".att.": ".attn.",
    "blocks.": "model.layers.",
    "emb.weight": "model.embeddings.weight",
    "ln_out.": "model.norm.",
    "head.weight": "lm_head.weight",
}
FLA_LORA = {"0": "2.bias", "1": "0.weight", "2": "2.weight"}


def _fla(name: str, array: np.ndarray) -> tuple[str, np.ndarray]:
    """Name and array as flash-linear-attention's converter stores them."""
    for ours, theirs in FLA_PARTS.items():
        name = name.replace(ours, theirs)
    head, _, last = name.rpartition(".")
    if len(last) == 2 and last[0] in "wavg" and last[1] in "012":
        name = f"{head}.{last[0]}_lora.lora.{FLA_LORA[last[1]]}"
        array = array.T if last[1] != "0" else array
    vector = array.shape[:2] == (1, 1) and ".attn.x_" not in name
    return name, np.ascontiguousarray(array.reshape(-1) if vector else array)


def _spelled(tensors: dict[str, np.ndarray], spelling: str) -> dict[str, np.ndarray]:
    if spelling == "fla":
        return dict(_fla(name, array) for name, array in tensors.items())
    if spelling == "compiled":
        return {f"_orig_mod.{name}": array for name, array in tensors.items()}
    heads = {"head.weight"}
    return {n if n in heads else f"model.{n}": array for n, array in tensors.items()}


@pytest.mark.parametrize("spelling", ["fla", "compiled", "transformers"])
def test_every_spelling_of_the_names_gives_blinkdl_names(spelling, rwkv7_tensors, write):
    path = write(safetensors.numpy.save(_spelled(rwkv7_tensors, spelling)))
    with open_checkpoint(path) as checkpoint:
        assert set(checkpoint.names()) == set(rwkv7_tensors)
        check_model(checkpoint, model_shape(checkpoint))
        for name, expected in rwkv7_tensors.items():
            array = checkpoint.read(name)
            assert array.shape == checkpoint.shape(name)
            assert array.flags.c_contiguous
            np.testing.assert_array_equal(array.reshape(expected.shape), expected)


def test_two_spellings_of_one_tensor_are_refused(write):
    one = np.ones(1, np.float32)
    path = write(safetensors.numpy.save({"emb.weight": one, "model.emb.weight": one}))
    with pytest.raises(ModelLoadError, match=r"emb\.weight is in it twice"):
        open_checkpoint(path)


ATT = "blocks.0.att."


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({ATT + "time_mix_k": (4,)}, Architecture.RWKV4),
        ({ATT + "time_first": (4,)}, Architecture.RWKV4),
        ({ATT + "ln_x.weight": (4,), ATT + "time_decay": (2,)}, Architecture.RWKV5_0),
        ({ATT + "gate.weight": (4, 4), ATT + "time_decay": (2,)}, Architecture.RWKV5_1),
        ({ATT + "gate.weight": (4, 4), ATT + "time_decay": (2, 1, 1)}, Architecture.RWKV5_1),
        ({ATT + "gate.weight": (4, 4), ATT + "time_decay": (2, 2)}, Architecture.RWKV5_2),
        ({ATT + "gate.weight": (4, 4), ATT + "time_maa_x": (4,)}, Architecture.RWKV6),
        ({ATT + "r_k": (2, 2)}, Architecture.RWKV7),
        ({ATT + "r_k": (2, 2), "blocks.0.ffn.s_emb.weight": (4, 4)}, Architecture.RWKV7A),
        ({ATT + "r_k": (2, 2), "blocks.3.qkv.q.weight": (4, 4)}, Architecture.RWKV7B),
    ],
)
def test_architecture_is_told_from_names(names, expected, write):
    tensors = {name: np.zeros(shape, np.float32) for name, shape in names.items()}
    with open_checkpoint(write(safetensors.numpy.save(tensors))) as checkpoint:
        assert detect_architecture(checkpoint) is expected
        if expected in (Architecture.RWKV7A, Architecture.RWKV7B):
            with pytest.raises(ModelLoadError, match=f"is an {expected.label} model"):
                require_supported(checkpoint)
        else:
            assert require_supported(checkpoint) is expected


def test_a_model_that_is_no_rwkv_is_refused(write):
    data = safetensors.numpy.save({"transformer.wte.weight": np.zeros((2, 2), np.float32)})
    with (
        open_checkpoint(write(data)) as checkpoint,
        pytest.raises(ModelLoadError, match="holds no RWKV model"),
    ):
        detect_architecture(checkpoint)


def _check(tensors, write):
    with open_checkpoint(write(safetensors.numpy.save(tensors), "m.safetensors")) as checkpoint:
        check_model(checkpoint, model_shape(checkpoint))


@pytest.mark.parametrize(
    "name",
    ["emb.weight", "head.weight", "blocks.0.ln0.bias", "blocks.1.att.v1", "blocks.0.ffn.x_k"],
)
def test_a_missing_tensor_is_named(name, rwkv7_tensors, write):
    del rwkv7_tensors[name]
    with pytest.raises(ModelLoadError, match=rf"m\.safetensors.*{name} is missing"):
        _check(rwkv7_tensors, write)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("blocks.1.att.w2", (5, 8)),
        ("blocks.1.att.x_r", (8, 8)),
        ("blocks.1.att.x_r", (4,)),
        ("blocks.1.att.x_r", (2, 4)),
        ("blocks.0.att.r_k", (2, 3)),
        ("blocks.1.att.r_k", (4, 2)),
        ("head.weight", (15, 8)),
        ("blocks.0.ffn.key.weight", (11, 8)),
        ("blocks.0.ffn.value.weight", (8,)),
    ],
)
def test_a_wrong_shape_is_named(name, shape, rwkv7_tensors, write):
    rwkv7_tensors[name] = np.zeros(shape, np.float16)
    with pytest.raises(ModelLoadError, match=name.replace(".", r"\.")):
        _check(rwkv7_tensors, write)


def test_surplus_tensors_are_named(rwkv7_tensors, write):
    rwkv7_tensors["blocks.1.att.surprise"] = np.zeros(1, np.float16)
    with pytest.raises(ModelLoadError, match=r"blocks\.1\.att\.surprise"):
        _check(rwkv7_tensors, write)


def test_a_gap_in_the_layers_is_refused(rwkv7_tensors, write):
    tensors = {n.replace("blocks.1.", "blocks.2."): a for n, a in rwkv7_tensors.items()}
    with pytest.raises(ModelLoadError, match="layers are missing"):
        _check(tensors, write)


def test_layer_zero_may_have_the_tensors_that_nothing_uses(rwkv7_tensors, write):
    for name in ("v0", "v1", "v2"):
        rwkv7_tensors[f"blocks.0.att.{name}"] = rwkv7_tensors[f"blocks.1.att.{name}"]
    _check(rwkv7_tensors, write)


OLDER = {
    "4": ("att.time_decay", "att.time_mix_v", "ffn.time_mix_r", "att.output.weight"),
    "5.0": ("att.time_first", "att.ln_x.bias", "ffn.receptance.weight"),
    "5.1": ("att.time_first", "att.time_mix_g", "att.key.weight"),
    "5.2": ("att.time_faaaa", "att.time_mix_r", "ffn.key.weight"),
    "6": ("att.time_maa_x", "att.time_decay_w2", "att.time_maa_w1", "ffn.time_maa_k"),
}
CASES = [(version, f"blocks.1.{name}") for version, names in OLDER.items() for name in names]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_whole_model_of_each_generation_has_its_sizes(version, write):
    tensors = {name: array.astype(np.float16) for name, array in random_model(version).items()}
    path = write(safetensors.numpy.save(tensors))
    with open_checkpoint(path) as checkpoint:
        shape = model_shape(checkpoint)
        check_model(checkpoint, shape)
    assert shape.generation == f"rwkv{version}"
    assert (shape.n_layer, shape.n_embd, shape.vocab_size) == (LAYERS, C, VOCAB)
    assert shape.n_head == (1 if version == "4" else HEADS)
    assert shape.head_norm_eps is None
    assert shape.embedding_rounding == (None if version == "7" else "float16")


@pytest.mark.parametrize(("version", "name"), CASES)
def test_a_missing_tensor_of_an_older_generation_is_named(version, name, write):
    tensors = random_model(version)
    del tensors[name]
    with pytest.raises(ModelLoadError, match=rf"m\.safetensors.*{name} is missing"):
        _check(tensors, write)


@pytest.mark.parametrize(("version", "name"), CASES)
def test_a_wrong_shape_in_an_older_generation_is_named(version, name, write):
    tensors = random_model(version)
    tensors[name] = np.zeros((3, *tensors[name].shape), np.float32)
    with pytest.raises(ModelLoadError, match=name.replace(".", r"\.")):
        _check(tensors, write)


@pytest.mark.parametrize("version", OLDER)
def test_a_surplus_tensor_in_an_older_generation_is_named(version, write):
    tensors = random_model(version) | {"blocks.1.att.w1": np.zeros(1, np.float32)}
    with pytest.raises(ModelLoadError, match=r"RWKV-.* does not have \(blocks\.1\.att\.w1\)"):
        _check(tensors, write)


@pytest.mark.parametrize("version", ["5.0", "5.1", "5.2"])
def test_the_bonus_of_rwkv5_may_have_either_name_but_not_both(version, write):
    tensors = random_model(version)
    names = {"time_first": "time_faaaa", "time_faaaa": "time_first"}
    renamed = {}
    for name, array in tensors.items():
        head, _, leaf = name.rpartition(".")
        renamed[f"{head}.{names.get(leaf, leaf)}"] = array
    _check(renamed, write)
    with pytest.raises(ModelLoadError, match="does not have"):
        _check(tensors | renamed, write)


def test_heads_that_do_not_divide_the_width_are_refused(write):
    tensors = random_model("5.1")
    tensors["blocks.0.att.time_decay"] = np.zeros(3, np.float32)
    with pytest.raises(ModelLoadError, match=r"time_decay is for 3 heads, the embedding has 64"):
        _check(tensors, write)


@pytest.mark.parametrize("version", ["4", "5.2", "6"])
def test_an_attention_of_another_width_is_refused_in_plain_words(version, write):
    tensors = random_model(version)
    for name in tensors:
        if name.endswith(("att.key.weight", "att.receptance.weight", "att.value.weight")):
            tensors[name] = np.zeros((2 * C, C), np.float32)
    with pytest.raises(ModelLoadError, match=rf"attends with {2 * C} channels .* has {C}"):
        _check(tensors, write)


@pytest.mark.parametrize(
    ("name", "generation", "layers", "heads", "eps"),
    [
        ("rwkv.cpp/tiny-rwkv-4v0-660K-FP32.bin", "rwkv4", 4, 1, None),
        ("rwkv.cpp/tiny-rwkv-5v2-730K-FP32.bin", "rwkv5.2", 12, 8, 1e-5),
        ("rwkv.cpp/tiny-rwkv-6v0-3m-Q5_1.bin", "rwkv6", 12, 16, None),
        ("rwkv.cpp/tiny-rwkv-7v0-834K-FP32.bin", "rwkv7", 12, 1, None),
        ("pip-golden/golden-4.pth", "rwkv4", 3, 1, None),
        ("pip-golden/golden-5.2.pth", "rwkv5.2", 3, 4, None),
        ("pip-golden/golden-6.pth", "rwkv6", 3, 4, None),
        ("pip-golden/golden-7.pth", "rwkv7", 3, 2, None),
    ],
)
def test_models_of_others_are_whole(name, generation, layers, heads, eps, shared_folder):
    with open_checkpoint(shared_folder / name) as checkpoint:
        shape = model_shape(checkpoint)
        check_model(checkpoint, shape)
        assert (shape.generation, shape.n_layer, shape.n_head) == (generation, layers, heads)
        assert shape.head_norm_eps == eps
        for tensor in checkpoint.names():
            assert checkpoint.read_finite(tensor).shape == checkpoint.shape(tensor)
