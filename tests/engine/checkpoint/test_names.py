"""Older generations under the names that transformers and Hugging Face's World models use."""

from __future__ import annotations

import numpy as np
import pytest
import safetensors.numpy

from engine.checkpoint import open_checkpoint
from engine.checkpoint.names import CanonicalName, canonical_name
from tests.engine.checkpoint.random_models import random_model

LONG = {"k": "key", "v": "value", "r": "receptance", "g": "gate"}


def _hugging_face(name: str) -> str:
    """The names that the conversion scripts of transformers and of the World models give."""
    name = name.replace("blocks.0.ln0.", "blocks.0.pre_ln.").replace("emb.", "embeddings.")
    name = name.replace(".att.", ".attention.").replace(".ffn.", ".feed_forward.")
    head, found, letter = name.rpartition("time_mix_")
    name = f"{head}time_mix_{LONG[letter]}" if found else name
    return name if name == "head.weight" else f"rwkv.{name}"


@pytest.mark.parametrize("version", ["4", "5.0", "5.1", "5.2", "6"])
def test_hugging_face_names_of_older_models_give_blinkdl_names(version, write):
    tensors = random_model(version)
    stored = {_hugging_face(name): array for name, array in tensors.items()}
    assert "rwkv.blocks.0.attention.key.weight" in stored
    with open_checkpoint(write(safetensors.numpy.save(stored))) as checkpoint:
        assert set(checkpoint.names()) == set(tensors)
        for name, expected in tensors.items():
            np.testing.assert_array_equal(checkpoint.read(name), expected)


@pytest.mark.parametrize(
    ("stored", "name"),
    [
        ("rwkv.blocks.11.attention.time_mix_receptance", "blocks.11.att.time_mix_r"),
        ("rwkv.blocks.1.attention.time_maa_w2", "blocks.1.att.time_maa_w2"),
        ("rwkv.blocks.1.attention.receptance.weight", "blocks.1.att.receptance.weight"),
        ("rwkv.blocks.0.feed_forward.time_maa_k", "blocks.0.ffn.time_maa_k"),
        ("model.blocks.3.attention.x_r", "blocks.3.att.x_r"),
        ("rwkv.embeddings.weight", "emb.weight"),
        ("model.pre_ln.bias", "blocks.0.ln0.bias"),
        ("something.else", "something.else"),
    ],
)
def test_names_are_turned_into_blinkdls(stored, name):
    assert canonical_name(stored) == CanonicalName(name)
