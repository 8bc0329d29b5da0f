"""A small ONNX graph builder whose values overload + - *. Knows no model and no architecture.

Format: ONNX IR, https://onnx.ai/onnx/repo-docs/IR.html; operators of `com.microsoft` are those
of ONNX Runtime's ContribOperators.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 21
IR_VERSION = 10
MICROSOFT = "com.microsoft"
LONGSCROLL = "longscroll"
"""Our own operators, see `engine.native`."""
ALIGNMENT = 4096
"""External tensors start on a page, so that they can be mapped into memory."""

Array = npt.NDArray[Any]
Number = int | float
Attribute = Any  # whatever onnx.helper.make_attribute takes
Dimensions = Sequence[int | str] | None


class Value:
    """The result of a node, an input, or a constant that is stored only when it is used."""

    __slots__ = ("_name", "array", "graph")

    def __init__(self, graph: GraphBuilder, name: str = "", array: Array | None = None) -> None:
        self.graph = graph
        self._name = name
        self.array = array

    @property
    def name(self) -> str:
        """The name in the graph; storing the constant first if it is one."""
        if not self._name and self.array is not None:
            self._name = self.graph.store_constant(self.array)
        return self._name

    def __add__(self, other: Value | Number) -> Value:
        return self.graph.binary("Add", np.add, self, other)

    def __radd__(self, other: Number) -> Value:
        return self.graph.binary("Add", np.add, other, self)

    def __sub__(self, other: Value | Number) -> Value:
        return self.graph.binary("Sub", np.subtract, self, other)

    def __rsub__(self, other: Number) -> Value:
        return self.graph.binary("Sub", np.subtract, other, self)

    def __mul__(self, other: Value | Number) -> Value:
        return self.graph.binary("Mul", np.multiply, self, other)

    def __rmul__(self, other: Number) -> Value:
        return self.graph.binary("Mul", np.multiply, other, self)


class ExternalTensors:
    """A file of tensors shared by the graphs of one model; each is written once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")
        self._entries: dict[str, TensorProto] = {}

    def add(self, name: str, make: Callable[[], Array]) -> TensorProto:
        """The entry of `name`, calling `make` and writing its array the first time."""
        if name not in self._entries:
            self._entries[name] = self._write(name, np.ascontiguousarray(make()))
        return self._entries[name]

    def close(self) -> None:
        """Writes everything to disk."""
        self._file.close()

    def _write(self, name: str, array: Array) -> TensorProto:
        offset = -(-self._file.tell() // ALIGNMENT) * ALIGNMENT
        self._file.seek(offset)
        self._file.write(array.view(np.uint8).data)
        tensor = TensorProto(
            name=name,
            dims=array.shape,
            data_type=helper.np_dtype_to_tensor_dtype(array.dtype),
            data_location=TensorProto.EXTERNAL,
        )
        place = {"location": self.path.name, "offset": offset, "length": array.nbytes}
        for key, value in place.items():
            tensor.external_data.add(key=key, value=str(value))
        return tensor


class GraphBuilder:
    """Collects nodes and constants of one graph.

    `prefix` keeps names apart from those of an enclosing graph, which a body must not repeat;
    constants of a body lie in its `parent`.
    """

    def __init__(
        self,
        external: ExternalTensors | None = None,
        prefix: str = "",
        parent: GraphBuilder | None = None,
    ) -> None:
        self._external = external
        self._prefix = prefix
        self._parent = parent
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: dict[str, TensorProto] = {}
        self._constants: dict[tuple[str, tuple[int, ...], bytes], str] = {}
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []
        self._renames: dict[str, str] = {}
        self._counter = 0

    def input(self, name: str, shape: Dimensions, dtype: type = np.float32) -> Value:
        """Declares a graph input; a string in `shape` is a free dimension, `None` any rank."""
        self._inputs.append(_value_info(name, shape, dtype))
        return Value(self, name)

    def output(self, value: Value, name: str, shape: Dimensions) -> None:
        """Declares `value` a graph output under its final name, without a copying node."""
        self._renames[value.name] = name
        self._outputs.append(_value_info(name, shape, np.float32))

    def constant(self, array: Array) -> Value:
        """A small constant, folded where only constants meet."""
        return Value(self, array=array)

    def external(self, name: str, make: Callable[[], Array]) -> Value:
        """A tensor in the external file; `make` runs only if it is not there yet."""
        if self._external is None:
            raise ValueError("a graph without an external file has no external tensors")
        if name not in self._initializers:
            self._initializers[name] = self._external.add(name, make)
        return Value(self, name)

    def node(
        self, op: str, *inputs: Value | None, domain: str = "", **attributes: Attribute
    ) -> Value:
        """Adds a node with one output. `None` leaves an optional input out."""
        return self.nodes(op, *inputs, outputs=1, domain=domain, **attributes)[0]

    def nodes(
        self,
        op: str,
        *inputs: Value | None,
        outputs: int,
        domain: str = "",
        **attributes: Attribute,
    ) -> list[Value]:
        """Adds a node with several outputs."""
        names = [f"{self._prefix}{op}_{self._counter}_{i}" for i in range(outputs)]
        self._counter += 1
        sources = ["" if value is None else value.name for value in inputs]
        self._nodes.append(
            helper.make_node(op, sources, names, name=names[0], domain=domain, **attributes)
        )
        return [Value(self, name) for name in names]

    def binary(
        self, op: str, fold: Callable[[Any, Any], Any], x: Value | Number, y: Value | Number
    ) -> Value:
        """x (op) y with broadcasting; folded now if both are constants."""
        left, right = self._lift(x), self._lift(y)
        if left.array is not None and right.array is not None:
            return self.constant(np.asarray(fold(left.array, right.array), dtype=np.float32))
        return self.node(op, left, right)

    def store_constant(self, array: Array) -> str:
        """Puts an array into the graph once, and returns its name."""
        if self._parent is not None:
            return self._parent.store_constant(array)
        key = (str(array.dtype), array.shape, array.tobytes())
        if key not in self._constants:
            name = f"{self._prefix}constant_{len(self._constants)}"
            self._constants[key] = name
            self._initializers[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return self._constants[key]

    def branch(self, prefix: str) -> GraphBuilder:
        """A builder for one side of an If, which sees everything of this graph."""
        return GraphBuilder(prefix=prefix, parent=self)

    def subgraph(self, name: str) -> onnx.GraphProto:
        """The collected nodes as the body of a Scan or If; such a graph has no initializers."""
        return helper.make_graph(self._renamed_nodes(), name, self._inputs, self._outputs)

    def model(self) -> onnx.ModelProto:
        """The finished model, with nodes in the order they were added."""
        graph = helper.make_graph(
            self._renamed_nodes(),
            "longscroll",
            self._inputs,
            self._outputs,
            list(self._initializers.values()),
        )
        domains = {node.domain for node in self._nodes} & {LONGSCROLL}
        opsets = [helper.make_opsetid(name, 1) for name in (MICROSOFT, *domains)]
        opsets.insert(0, helper.make_opsetid("", OPSET))
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)

    def _renamed_nodes(self) -> list[onnx.NodeProto]:
        for node in self._nodes:
            for names in (node.input, node.output):
                for i, name in enumerate(names):
                    names[i] = self._renames.get(name, name)
        return self._nodes

    def _lift(self, x: Value | Number) -> Value:
        return x if isinstance(x, Value) else self.constant(np.asarray(x, dtype=np.float32))


def _value_info(name: str, shape: Dimensions, dtype: type) -> onnx.ValueInfoProto:
    element = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
    return helper.make_tensor_value_info(name, element, None if shape is None else list(shape))
