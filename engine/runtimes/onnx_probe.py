"""Whether a provider of ONNX Runtime works on this machine. Knows no models."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator, Sequence

import onnxruntime as ort
from onnx import TensorProto, helper
from onnxruntime.capi import onnxruntime_pybind11_state as ort_state

from engine.ops.onnx_graph import IR_VERSION, OPSET
from engine.runtimes.providers import DeviceChoice, choose_device, cpu_instead, failure_reason

ORT_ERRORS = (
    ort_state.Fail,
    ort_state.EPFail,
    ort_state.RuntimeException,
    ort_state.InvalidArgument,
    ort_state.InvalidGraph,
    ort_state.InvalidProtobuf,
    ort_state.NoSuchFile,
    ort_state.NotImplemented,
)
"""What ONNX Runtime raises; the classes have no common base but Exception."""

_log = logging.getLogger(__name__)


def usable_device(requested: str, available: Sequence[str]) -> DeviceChoice:
    """What `choose_device` says, or the CPU if that does not work on this machine."""
    choice = choose_device(requested, available)
    reason = "" if choice.on_cpu else why_unusable(choice)
    return cpu_instead(choice.device, reason) if reason else choice


def why_unusable(choice: DeviceChoice) -> str:
    """Why the device does not work, or "".

    Found out with a graph of one node, before minutes go into preparing a model for it.
    """
    with _quiet():
        if choice.device == "cuda":
            # The wheels of CUDA and cuDNN lie in site-packages, where the loader does not look.
            ort.preload_dlls()
        try:
            session = ort.InferenceSession(_smallest_graph(), providers=list(choice.providers))
        except (*ORT_ERRORS, RuntimeError) as error:
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
