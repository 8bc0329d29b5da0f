"""Reads the few pickle instructions that torch.save writes for a table of tensors.

A small machine of its own instead of `pickle.Unpickler`: it imports nothing, calls nothing
from the data, and hashes nothing but text, so a hostile pickle can only be refused.
Instructions: Lib/pickletools.py. Knows nothing of zip files or storages.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from engine.checkpoint.pickle_source import CodeInPickleError, PickleError, PickleSource
from engine.checkpoint.types import DType

MAX_INSTRUCTIONS = 1_000_000
"""A 13B model needs about 100,000."""
MAX_DIMENSIONS = 8
MAX_PROTOCOL = 5


@dataclass(frozen=True)
class Storage:
    """A reference to `count` numbers, kept outside the pickle under `key`."""

    key: str
    dtype: DType
    count: int


@dataclass(frozen=True)
class StoredTensor:
    """A view of a storage; offset and strides count numbers, not bytes."""

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


@dataclass(frozen=True)
class _Name:
    """One of the allowed names. A marker: nothing is imported for it."""

    text: str


_ORDERED_DICT = "collections.OrderedDict"
_TENSOR = "torch._utils._rebuild_tensor_v2"
_PARAMETER = "torch._utils._rebuild_parameter"
_STORAGES = {
    _Name(f"torch.{kind}Storage"): dtype
    for kind, dtype in {
        "Double": DType.F64,
        "Float": DType.F32,
        "Half": DType.F16,
        "BFloat16": DType.BF16,
        "Long": DType.I64,
        "Int": DType.I32,
        "Short": DType.I16,
        "Char": DType.I8,
        "Byte": DType.U8,
        "Bool": DType.BOOL,
    }.items()
}
_ALLOWED = {text: _Name(text) for text in (_ORDERED_DICT, _TENSOR, _PARAMETER)}
_ALLOWED |= {name.text: name for name in _STORAGES}


def read_tensor_table(data: bytes) -> dict[str, StoredTensor]:
    """The tensors of a pickled state dict, in its order; other values are left out.

    Raises `PickleError`, and `CodeInPickleError` where the pickle names a foreign callable.
    """
    table = _Machine(data).run()
    if not isinstance(table, dict):
        raise PickleError("it does not hold a table of tensors")
    return {name: value for name, value in table.items() if isinstance(value, StoredTensor)}


class _Machine:
    """The stack, the memo, and one short method per instruction."""

    def __init__(self, data: bytes) -> None:
        self._source = PickleSource(data)
        self._stack: list[object] = []
        self._marks: list[int] = []
        self._memo: dict[int, object] = {}
        self._instructions = self._constants() | self._structure()

    def run(self) -> object:
        """Carries out the instructions up to STOP."""
        for _ in range(MAX_INSTRUCTIONS):
            code = self._source.take(1)
            if code == b".":
                return self._pop()
            if code not in self._instructions:
                self._refuse(code)
            self._instructions[code]()
        raise PickleError("its table of tensors is too long")

    def _constants(self) -> dict[bytes, Callable[[], object]]:
        source, push = self._source, self._stack.append
        return {
            b"N": lambda: push(None),
            b"\x88": lambda: push(True),
            b"\x89": lambda: push(False),
            b")": lambda: push(()),
            b"]": lambda: push([]),
            b"}": lambda: push({}),
            b"K": lambda: push(source.unsigned(1)),
            b"M": lambda: push(source.unsigned(2)),
            b"J": lambda: push(source.signed(4)),
            b"\x8a": lambda: push(source.long()),
            b"G": lambda: push(source.double()),
            b"X": lambda: push(source.text(4)),
            b"\x8c": lambda: push(source.text(1)),
            b"\x8d": lambda: push(source.text(8)),
        }

    def _structure(self) -> dict[bytes, Callable[[], object]]:
        source = self._source
        return {
            b"\x80": self._protocol,
            b"\x95": partial(source.take, 8),
            b"(": self._mark,
            b"q": lambda: self._put(source.unsigned(1)),
            b"r": lambda: self._put(source.unsigned(4)),
            b"\x94": lambda: self._put(len(self._memo)),
            b"h": lambda: self._get(source.unsigned(1)),
            b"j": lambda: self._get(source.unsigned(4)),
            b"t": lambda: self._stack.append(tuple(self._pop_to_mark())),
            b"\x85": partial(self._tuple, 1),
            b"\x86": partial(self._tuple, 2),
            b"\x87": partial(self._tuple, 3),
            b"a": lambda: self._append([self._pop()]),
            b"e": lambda: self._append(self._pop_to_mark()),
            b"s": lambda: self._set_items(self._pop_many(2)),
            b"u": lambda: self._set_items(self._pop_to_mark()),
            b"c": lambda: self._name(source.line(), source.line()),
            b"\x93": lambda: self._name(*self._pop_many(2)),
            b"Q": self._load_storage,
            b"R": self._reduce,
            b"b": self._build,
        }

    def _refuse(self, code: bytes) -> NoReturn:
        if code == b"i":  # INST carries the name of its callable with it.
            raise CodeInPickleError(f"{self._source.line()}.{self._source.line()}")
        names = {op.code.encode("latin-1"): op.name for op in pickletools.opcodes}
        word = names.get(code, code.hex())
        raise PickleError(
            "its table uses the instruction {word}, which tensors never need", word=word
        )

    def _pop(self) -> object:
        if not self._stack or (self._marks and self._marks[-1] == len(self._stack)):
            raise _jumbled()
        return self._stack.pop()

    def _pop_many(self, count: int) -> list[object]:
        return [self._pop() for _ in range(count)][::-1]

    def _pop_to_mark(self) -> list[object]:
        if not self._marks:
            raise _jumbled()
        mark = self._marks.pop()
        items = self._stack[mark:]
        del self._stack[mark:]
        return items

    def _protocol(self) -> None:
        if self._source.unsigned(1) > MAX_PROTOCOL:
            raise PickleError("its table of tensors is of an unknown version")

    def _mark(self) -> None:
        self._marks.append(len(self._stack))

    def _tuple(self, size: int) -> None:
        self._stack.append(tuple(self._pop_many(size)))

    def _put(self, index: int) -> None:
        value = self._pop()
        self._memo[index] = value
        self._stack.append(value)

    def _get(self, index: int) -> None:
        if index not in self._memo:
            raise _jumbled()
        self._stack.append(self._memo[index])

    def _append(self, items: list[object]) -> None:
        target = self._pop()
        if not isinstance(target, list):
            raise _jumbled()
        target.extend(items)
        self._stack.append(target)

    def _set_items(self, items: list[object]) -> None:
        target = self._pop()
        if not isinstance(target, dict) or len(items) % 2:
            raise _jumbled()
        for key, value in zip(items[::2], items[1::2], strict=True):
            # Text only: hashing nested tuples takes exponential time.
            if not isinstance(key, str):
                raise PickleError("it names a tensor by something other than text")
            target[key] = value
        self._stack.append(target)

    def _name(self, module: object, name: object) -> None:
        if not isinstance(module, str) or not isinstance(name, str):
            raise _jumbled()
        text = f"{module}.{name}"
        if text not in _ALLOWED:
            raise CodeInPickleError(text)
        self._stack.append(_ALLOWED[text])

    def _build(self) -> None:
        """`state_dict()` hangs `_metadata` on its table this way; it is not needed."""
        _state = self._pop()
        target = self._pop()
        if not isinstance(target, dict):
            raise PickleError("it builds something other than tensors")
        self._stack.append(target)

    def _load_storage(self) -> None:
        match self._pop():
            case ("storage", _Name() as kind, str(key), str(), int(count)) if kind in _STORAGES:
                self._stack.append(Storage(key, _STORAGES[kind], count))
            case _:
                raise PickleError("it refers to data that are no tensor")

    def _reduce(self) -> None:
        builder, arguments = self._pop_many(2)
        match builder, arguments:
            case (_Name(text=name), ()) if name == _ORDERED_DICT:
                self._stack.append({})
            case (_Name(text=name), (StoredTensor() as tensor, *_)) if name == _PARAMETER:
                self._stack.append(tensor)
            case (_Name(text=name), (Storage() as storage, int(offset), shape, strides, *_)) if (
                name == _TENSOR
            ):
                tensor = StoredTensor(storage, offset, _sizes(shape), _sizes(strides))
                self._stack.append(tensor)
            case _:
                raise PickleError("it builds something other than tensors")


def _sizes(value: object) -> tuple[int, ...]:
    # The length first: one endless tuple may be the shape of very many tensors.
    if not isinstance(value, tuple) or len(value) > MAX_DIMENSIONS:
        raise PickleError("a tensor has an impossible shape")
    sizes = tuple(size for size in value if type(size) is int and size >= 0)
    if len(sizes) != len(value):
        raise PickleError("a tensor has an impossible shape")
    return sizes


def _jumbled() -> PickleError:
    return PickleError("its table of tensors is jumbled")
