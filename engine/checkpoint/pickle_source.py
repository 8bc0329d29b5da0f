"""The bytes of a pickle, read forwards, and what can be wrong with them."""

from __future__ import annotations

import struct

_MAX_INT_BYTES = 9


class PickleError(ValueError):
    """The pickle is not a plain table of tensors; `template` is a clause of `params` that says
    why."""

    def __init__(self, template: str, **params: object) -> None:
        super().__init__(template.format(**params))
        self.template = template
        self.params = params


class CodeInPickleError(PickleError):
    """The pickle names a callable that is no tensor builder; `callable_name` is its name."""

    def __init__(self, callable_name: str) -> None:
        super().__init__("{name}", name=callable_name)
        self.callable_name = callable_name


class PickleSource:
    """The bytes of the pickle and the reading position."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        start = self._position
        self._position += count
        if self._position > len(self._data):
            raise PickleError("its table of tensors ends early")
        return self._data[start : self._position]

    def unsigned(self, n_bytes: int) -> int:
        """A little-endian number."""
        return int.from_bytes(self.take(n_bytes), "little")

    def signed(self, n_bytes: int) -> int:
        """A little-endian number in two's complement."""
        return int.from_bytes(self.take(n_bytes), "little", signed=True)

    def long(self) -> int:
        """A number with its length in front."""
        size = self.unsigned(1)
        if size > _MAX_INT_BYTES:
            raise PickleError("it holds an impossibly large number")
        return self.signed(size)

    def double(self) -> float:
        """A big-endian float64."""
        return float(struct.unpack(">d", self.take(8))[0])

    def text(self, n_bytes: int) -> str:
        """UTF-8 text whose length is a number of `n_bytes`."""
        try:
            return self.take(self.unsigned(n_bytes)).decode("utf-8")
        except UnicodeDecodeError as error:
            raise PickleError("a name in its table is not text") from error

    def line(self) -> str:
        """Text up to the next line feed."""
        end = self._data.find(b"\n", self._position)
        if end < 0:
            raise PickleError("its table of tensors ends early")
        line = self.take(end + 1 - self._position)
        return line[:-1].decode("utf-8", "backslashreplace")
