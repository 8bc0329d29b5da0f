"""Rounding stays within its step, whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.quantize import UNSIGNED_MIDDLE, columnwise_int8, dequantize_blocks, quantize_blocks

matrices = hnp.arrays(
    np.float32,
    st.tuples(st.integers(1, 5), st.sampled_from([32, 64, 96])),
    elements=st.floats(-100, 100, width=32),
)


@pytest.mark.parametrize("bits", [8, 4])
@given(matrix=matrices)
def test_blocks_are_right_to_one_step(bits, matrix):
    packed = quantize_blocks(matrix, bits, 32)
    error = np.abs(dequantize_blocks(packed) - matrix).reshape(*packed.scales.shape, 32)
    # With 4 bits the end that is less far from zero is cut off at 7.
    steps = 0.5001 if bits == 8 else 1.0001
    assert (error <= np.abs(packed.scales[..., None]) * steps + 1e-12).all()


@pytest.mark.parametrize("bits", [8, 4])
@given(matrix=matrices)
def test_quantising_twice_changes_nothing_more(bits, matrix):
    once = dequantize_blocks(quantize_blocks(matrix, bits, 32))
    twice = dequantize_blocks(quantize_blocks(once, bits, 32))
    assert np.allclose(once, twice, rtol=1e-6, atol=0)


def test_a_matrix_larger_than_a_chunk_is_quantised_like_its_rows(monkeypatch):
    matrix = np.random.default_rng(0).standard_normal((9, 64), dtype=np.float32)
    whole = quantize_blocks(matrix, 4, 32)
    monkeypatch.setattr("engine.quantize.CHUNK_NUMBERS", 128)
    parts = quantize_blocks(matrix, 4, 32)
    assert np.array_equal(whole.values, parts.values)
    assert np.array_equal(whole.scales, parts.scales)


@given(matrix=matrices)
def test_columns_are_right_to_half_a_step(matrix):
    packed = columnwise_int8(matrix)
    restored = (packed.values.astype(np.float32) * packed.scales).T
    assert (np.abs(restored - matrix) <= packed.scales[:, None] * 0.5001 + 1e-12).all()


@given(matrix=matrices)
def test_unsigned_columns_are_the_signed_ones_moved(matrix):
    signed, unsigned = columnwise_int8(matrix), columnwise_int8(matrix, unsigned=True)
    assert np.array_equal(signed.values.astype(int) + UNSIGNED_MIDDLE, unsigned.values)
    assert np.array_equal(signed.scales, unsigned.scales)


def test_inputs_that_do_not_divide_are_refused():
    with pytest.raises(ValueError, match="blocks of 32"):
        quantize_blocks(np.zeros((2, 40), np.float32), 8, 32)
