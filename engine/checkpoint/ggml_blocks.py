"""ggml's block formats as float32, through the library `gguf`. Knows no files."""

from __future__ import annotations

import numpy as np

from engine.checkpoint.types import DType
from engine.snapshot import FloatArray


def dequantised(data: bytes, dtype: DType) -> FloatArray:
    """The numbers of whole blocks, float32 [numbers]."""
    # The library takes a quarter of a second to import; plain files do without it.
    from gguf import GGMLQuantizationType
    from gguf.quants import dequantize

    # As one row: it takes rows by sixteen, and short ones slowly.
    blocks = np.frombuffer(data, np.uint8)
    # Damaged scales may be infinite; the reader of weights refuses them by name.
    with np.errstate(all="ignore"):
        numbers = dequantize(blocks, GGMLQuantizationType[dtype.value])
    return numbers.astype(np.float32, copy=False)
