"""Rows come back as they were written, and a file that is cut short is no zeros."""

import numpy as np
import pytest

from engine.runtimes.embedding_file import EmbeddingFile, write_embedding


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_rows_are_those_that_were_written(tmp_path, dtype):
    table = np.random.default_rng(0).standard_normal((10, 6), dtype=np.float32)
    write_embedding(tmp_path / "e.npy", table.shape, dtype, [table[:4], table[4:]])
    file = EmbeddingFile(tmp_path / "e.npy")
    assert file.shape == (10, 6)
    found = file.rows([9, 0, 0, 3])
    assert found.dtype == np.float32
    assert np.array_equal(found, table.astype(dtype)[[9, 0, 0, 3]].astype(np.float32))


def test_a_file_that_is_cut_short_is_an_error(tmp_path):
    path = tmp_path / "e.npy"
    write_embedding(path, (4, 8), np.float32, [np.ones((4, 8), np.float32)])
    path.write_bytes(path.read_bytes()[:-8])
    file = EmbeddingFile(path)
    assert file.rows([2]).all()
    with pytest.raises(OSError, match="end before"):
        file.rows([3])
