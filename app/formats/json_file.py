"""JSON from strangers: read within bounds, and never half. Knows nothing of what it means."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.types import UserError

LARGEST = 32 * 1024 * 1024
DEEPEST = 60
MOST_DIGITS = 4000
"""Python writes whole numbers of up to 4,300 digits as text."""

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(path: Path) -> Any:  # noqa: ANN401  # JSON is anything
    """The value in a file of UTF-8, -16 or -32. Raises `UserError`."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise _too_large(path.name, size)
        data = path.read_bytes()
    except OSError as error:
        raise UserError(
            "The file {path} cannot be read: {reason}.",
            "Check that it is there and that you may read it.",
            path=path,
            reason=error.strerror,
        ) from error
    return parse_json(data, path.name)


def parse_json(data: bytes, name: str, repeated: Callable[[str], None] | None = None) -> Any:  # noqa: ANN401
    """The value in `data`; `name` is what to call it. Raises `UserError`.

    `repeated` is told a name that an object has twice; the last one counts, as in JavaScript.
    """
    pairs = None if repeated is None else _telling(repeated)
    if len(data) > LARGEST:
        raise _too_large(name, len(data))
    try:
        text = data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
        value = json.loads(text, parse_float=_number, object_pairs_hook=pairs)
    except RecursionError:
        raise _too_deep(name) from None
    except ValueError as error:
        raise UserError(
            "“{name}” is not valid JSON: {reason}.",
            "It may be damaged, or of another kind.",
            name=name,
            reason=error,
        ) from None
    if _is_deep(value):
        raise _too_deep(name)
    return _whole(value) if _SURROGATE_ESCAPE.search(text) else value


def json_text(value: object, *, indent: int | None = 4) -> str:
    """`value` as JSON for people, or in one line without `indent`; valid UTF-8 whatever stands
    in it."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _LONE_SURROGATES.sub("\ufffd", text)


def _number(text: str) -> float:
    value = float(text)
    if not math.isinf(value):
        return value
    exact = Decimal(text)
    if exact.is_finite() and exact.adjusted() < MOST_DIGITS:
        return int(exact)
    # JSON knows no infinity: what is beyond even that becomes the last of all numbers.
    return math.copysign(1.7976931348623157e308, value)


def _telling(repeated: Callable[[str], None]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def pairs(given: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(given)
        if len(result) < len(given):
            names = [name for name, _ in given]
            repeated(next(name for name in result if names.count(name) > 1))
        return result

    return pairs


def _whole(value: Any) -> Any:  # noqa: ANN401
    """`value` with half characters, which have no UTF-8 form, replaced one for one."""
    if isinstance(value, str):
        return _LONE_SURROGATES.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    return [_whole(item) for item in value] if isinstance(value, list) else value


def _is_deep(value: object) -> bool:
    layer: list[object] = [value]
    for _depth in range(DEEPEST):
        layer = [inner for outer in layer for inner in _inside(outer)]
        if not layer:
            return False
    return True


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _too_large(name: str, size: int) -> UserError:
    return UserError(
        "“{name}” is too large: {size} MB.",
        "Files of this kind have a few MB at most. Choose another one.",
        name=name,
        size=size // 1_000_000,
    )


def _too_deep(name: str) -> UserError:
    return UserError(
        "“{name}” is nested too deeply to be read.",
        "It may be damaged, or made to do harm. Choose another one.",
        name=name,
    )
