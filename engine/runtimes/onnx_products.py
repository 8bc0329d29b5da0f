"""What this processor's 8-bit products can do, found out by trying. Knows no model.

Without VNNI, ONNX Runtime adds two products of an unsigned activation and a signed weight in
16 bits. Large ones overflow there and are cut off without a word, so that logits are wrong.
"""

from __future__ import annotations

from enum import Enum
from functools import cache

import numpy as np
import onnxruntime as ort

from engine.ops.onnx_graph import MICROSOFT, GraphBuilder
from engine.quantize import INT8_MAX

_WIDTH = 64


class Products(Enum):
    """Who multiplies quantised matrices on the CPU."""

    NATIVE = "native"
    """Operators of our own, `engine.native`."""
    SIGNED = "signed"
    """ONNX Runtime, which is exact with signed weights here."""
    UNSIGNED = "unsigned"
    """ONNX Runtime, which is exact with unsigned weights only."""


def products_without_native() -> Products:
    """What ONNX Runtime's own operators need on this processor."""
    return Products.SIGNED if signed_products_are_exact() else Products.UNSIGNED


@cache
def signed_products_are_exact() -> bool:
    """Whether signed weights survive a product of the largest numbers there are."""
    graph = GraphBuilder()
    product = graph.node(
        "DynamicQuantizeMatMul",
        graph.input("x", [1, _WIDTH]),
        graph.constant(np.full((_WIDTH, _WIDTH), INT8_MAX, np.int8)),
        graph.constant(np.ones(1, np.float32)),
        domain=MICROSOFT,
    )
    graph.output(product, "y", [1, _WIDTH])
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(
        graph.model().SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    found = session.run(["y"], {"x": np.ones((1, _WIDTH), np.float32)})[0]
    return bool(np.allclose(found, _WIDTH * INT8_MAX, rtol=1e-3))
