"""Surprise at prefill speed is what single steps say, and every byte and character is counted."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import perplexity
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.perplexity import PerplexityMeter, cut_pieces, measure
from engine.runtimes.base import Model
from engine.runtimes.numpy_model import NumpyModel
from engine.tokenizers import WORLD_VOCABULARY, ByteTokenizer, Tokenizer, WorldTokenizer
from engine.types import ModelInfo, UserError
from tests.engine.fakes import MergingTokenizer, ScriptedModel

TEXT = "The cat sat on the mat.\n\n他走了。The dragons 🐉 sat on dragons.\n" * 9


SHAPE = Shape(2, 64, 1, 256)
INFO = ModelInfo("random", "random", "rwkv7", 2, 64, 256, 1, "cpu", "none")


class ScoringModel(ScriptedModel):
    """Scores what it reads, one token after the other."""

    def prefill_scored(self, tokens):
        self.prefills.append(len(tokens))
        scores = []
        self._read(tokens[0])
        for token in tokens[1:]:
            scores.append(-_bits(self.logits(), token) * math.log(2))
            self._read(token)
        return np.asarray(scores, np.float32), self.logits().copy()


class Forgetful(ByteTokenizer):
    """A vocabulary that cannot say "x" and so does not keep every text."""

    def encode(self, text: str) -> list[int]:
        return super().encode(text.replace("x", ""))


@pytest.fixture(scope="module")
def model() -> Model:
    return NumpyModel(INFO, SHAPE, RandomTensors(SHAPE))


def test_chunks_say_what_single_steps_say(model):
    meter = PerplexityMeter(model, ByteTokenizer(), [TEXT])
    values = list(meter)
    assert len(values) == len(TEXT.encode()) > 2 * perplexity.CHUNK
    model.load_state(None)
    logits = model.step(0)
    for value in values:
        assert value.bits == pytest.approx(_bits(logits, value.token), abs=1e-3)
        logits = model.step(value.token)
    result = meter.result
    assert result.bits == pytest.approx(sum(value.bits for value in values))
    assert result.bits_per_byte == pytest.approx(result.bits / len(TEXT.encode()))
    assert math.log2(result.perplexity) == pytest.approx(result.bits / result.tokens)
    assert result.tokens_per_second > 0


def test_a_model_that_knows_the_text_is_not_surprised():
    tokenizer = MergingTokenizer()
    tokens = [0, *tokenizer.encode(TEXT)]
    model = ScoringModel(tokenizer.vocab_size, lambda read: tokens[min(len(read), len(tokens) - 1)])
    result = measure(model, tokenizer, [TEXT])
    assert result.bits == pytest.approx(0.0, abs=1e-3)
    assert result.perplexity == pytest.approx(1.0, abs=1e-3)
    assert (result.tokens, result.bytes) == (len(tokens) - 1, len(TEXT.encode()))
    assert max(model.prefills) <= perplexity.CHUNK


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(max_size=60) | st.sampled_from(["他走了。\n", "🦊", "e\u0301", " the cat"]))
)
def test_ranges_side_by_side_are_the_text(pieces):
    text = "".join(pieces)
    for tokenizer in (MergingTokenizer(), ByteTokenizer(257)):
        values, result = _read(tokenizer, pieces)
        assert "".join(text[value.start : value.end] for value in values) == text
        assert [value.start for value in values[1:]] == [value.end for value in values[:-1]]
        assert result.bytes == len(text.encode())


def test_a_character_in_several_tokens_belongs_to_the_last_of_them():
    values, _ = _read(ByteTokenizer(257), ["a狐b"])
    assert [(value.start, value.end) for value in values] == [
        (0, 1),
        (1, 1),
        (1, 1),
        (1, 2),
        (2, 3),
    ]


def test_bytes_are_those_of_the_text_even_if_the_vocabulary_drops_some():
    values, result = _read(Forgetful(257), ["fox", " axe 狐x"])
    assert result.bytes == len("fox axe 狐x".encode())
    assert result.tokens == len(values) == result.bytes - 3
    assert (values[0].start, values[-1].end) == (0, 10)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="ab \n.他", max_size=40), max_size=20), st.integers(1, 50))
def test_pieces_are_the_text_again_and_bounded(pieces, size):
    cut = list(cut_pieces(pieces, size))
    assert "".join(cut) == "".join(pieces)
    assert all(0 < len(piece) <= size for piece in cut)


def test_cutting_a_long_text_does_not_change_its_tokens():
    world = WorldTokenizer(WORLD_VOCABULARY)
    text = Path("resources/samples/the-lantern-boat.en.txt").read_text("utf-8")
    pieces = list(cut_pieces([text[:99], text[99:]], 100))
    assert len(pieces) > 3
    tokens = [token for piece in pieces for token in world.encode(piece)]
    assert tokens == world.encode(text)


def test_no_text_is_no_surprise():
    values, result = _read(ByteTokenizer(257), [])
    assert values == []
    assert (result.bits_per_byte, result.perplexity, result.tokens_per_second) == (0.0, 1.0, 0.0)


def test_a_model_that_gives_no_numbers_is_an_error():
    class Broken(ScoringModel):
        def logits(self):
            return np.full(257, np.nan, np.float32)

    with pytest.raises(UserError, match="no usable numbers"):
        measure(Broken(257), ByteTokenizer(257), ["text"])


def _read(tokenizer: Tokenizer, pieces: list[str]):
    meter = PerplexityMeter(ScoringModel(tokenizer.vocab_size), tokenizer, pieces)
    return list(meter), meter.result


def _bits(logits: np.ndarray, token: int) -> float:
    exact = logits.astype(np.float64)
    return float(
        np.log2(np.exp(exact - exact.max()).sum()) - (exact[token] - exact.max()) / math.log(2)
    )
