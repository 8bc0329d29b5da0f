"""Strict reading of JSON objects that others wrote. Knows nothing of what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from engine.types import UserError

T = TypeVar("T")


class JsonFields:
    """The values of one JSON object, each of the kind that is asked for.

    `what` names the object; `refuse` makes the error that is raised from a clause that says what
    is wrong.
    """

    def __init__(self, value: object, what: str, refuse: Callable[[str], UserError]) -> None:
        self.what = what
        self._refuse = refuse
        if not isinstance(value, dict):
            raise refuse(f"{what} is not an object")
        self._values: dict[str, Any] = value

    def optional(self, key: str, kind: type[T]) -> T | None:
        """The value, `None` if it is missing or null."""
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.wrong(key)
        return value

    def get(self, key: str, kind: type[T], default: T) -> T:
        """The value, `default` if it is missing or null."""
        value = self.optional(key, kind)
        return default if value is None else value

    def need(self, key: str, kind: type[T]) -> T:
        """The value, which must be there."""
        value = self.optional(key, kind)
        if value is None:
            raise self.wrong(key)
        return value

    def positive(self, key: str) -> int:
        """A whole number above zero, which must be there."""
        value = self.need(key, int)
        if value <= 0:
            raise self.wrong(key)
        return value

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        """One of some words, which must be there."""
        value = self.need(key, str)
        if value not in known:
            raise self.wrong(key)
        return value

    def matching(self, key: str, pattern: re.Pattern[str]) -> str:
        """A text of this form, which must be there."""
        value = self.need(key, str)
        if not pattern.fullmatch(value):
            raise self.wrong(key)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty if it is missing."""
        values: list[object] = self.get(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(key)
        return tuple(str(value) for value in values)

    def wrong(self, key: str) -> UserError:
        """The error that says that this value cannot be used."""
        return self._refuse(f"“{key}” of {self.what} is missing or wrong")
