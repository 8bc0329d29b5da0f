"""Eight-bit rounding stays within half a step, whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.quantize import blockwise_int8, columnwise_int8

matrices = hnp.arrays(
    np.float32,
    st.tuples(st.integers(1, 5), st.sampled_from([32, 64, 96])),
    elements=st.floats(-100, 100, width=32),
)


@given(matrix=matrices)
def test_blocks_are_right_to_half_a_step(matrix):
    packed = blockwise_int8(matrix, 32)
    restored = (packed.values.astype(np.float32) - 128.0) * packed.scales[..., None]
    error = np.abs(restored.reshape(matrix.shape) - matrix).reshape(packed.values.shape)
    assert (error <= packed.scales[..., None] * 0.5001 + 1e-12).all()


@given(matrix=matrices)
def test_columns_are_right_to_half_a_step(matrix):
    packed = columnwise_int8(matrix)
    restored = (packed.values.astype(np.float32) * packed.scales).T
    assert (np.abs(restored - matrix) <= packed.scales[:, None] * 0.5001 + 1e-12).all()


def test_inputs_that_do_not_divide_are_refused():
    with pytest.raises(ValueError, match="blocks of 32"):
        blockwise_int8(np.zeros((2, 40), np.float32), 32)
