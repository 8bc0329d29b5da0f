"""Whether a provider of ONNX Runtime works on this machine. Knows no models."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator

import onnxruntime as ort
from onnx import TensorProto, helper

from engine.ops.onnx_graph import IR_VERSION, OPSET
from engine.runtimes.providers import DeviceChoice, failure_reason

_log = logging.getLogger(__name__)


def why_unusable(choice: DeviceChoice, errors: tuple[type[Exception], ...]) -> str:
    """Why the device does not work, or "".

    Found out with a graph of one node, before minutes go into preparing a model for it.
    """
    with _quiet():
        if choice.device == "cuda":
            # The wheels of CUDA and cuDNN lie in site-packages, where the loader does not look.
            ort.preload_dlls()
        try:
            session = ort.InferenceSession(_smallest_graph(), providers=list(choice.providers))
        except errors as error:
            return failure_reason(error)
    # ONNX Runtime does not raise when a driver is missing: it quietly takes the next provider.
    started: str = session.get_providers()[0]
    return "" if started == choice.providers[0] else "its driver or libraries could not be loaded"


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What ONNX Runtime prints about missing libraries belongs into the log, not between the
    words of a story."""
    printed = io.StringIO()
    ort.set_default_logger_severity(4)
    try:
        with contextlib.redirect_stdout(printed):
            yield
    finally:
        ort.set_default_logger_severity(2)
        for line in printed.getvalue().splitlines():
            _log.info("%s", line)


def _smallest_graph() -> bytes:
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in "xy")
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "probe", [x], [y])
    opset = helper.make_opsetid("", OPSET)
    model = helper.make_model(graph, opset_imports=[opset], ir_version=IR_VERSION)
    content: bytes = model.SerializeToString()
    return content
