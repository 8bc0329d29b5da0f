"""A change carried over to a JSON object that holds more than we understand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def overlaid(
    raw: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    """`raw` with only that changed in which `after` differs from `before`.

    Both are what we would write: `before` of `raw` as it was read, `after` of the same as it is
    now. So what has a wrong type or no meaning here stays as it was until it is changed.
    """
    result = dict(raw)
    for name in before:
        if name not in after:
            result.pop(name, None)
    for name, value in after.items():
        if name not in before:
            result[name] = value
        elif before[name] != value:
            result[name] = _inner(raw.get(name), before[name], value)
    return result


def _inner(raw: object, before: object, after: object) -> object:
    if isinstance(raw, Mapping) and isinstance(before, Mapping) and isinstance(after, Mapping):
        return overlaid(raw, before, after)
    return after
