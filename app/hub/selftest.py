"""Whether a model that was downloaded computes what it should: greedy tokens that are known.

The numbers are facts, made with an implementation of others at full precision (rwkv-sglang);
with 8 bits they must come out too. Knows no files but the list, and no runtime.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from app.formats.json_file import read_json
from app.hub.json_fields import JsonFields
from engine.types import UserError

FORMAT = 1


class SelfTestModel(Protocol):
    """What is asked of a loaded model, see `engine.runtimes.base.Model`."""

    def load_state(self, state: None) -> None:
        """Makes the fresh state the current one."""

    def prefill(self, tokens: Sequence[int]) -> npt.NDArray[np.float32]:
        """Reads tokens; the logits after the last."""

    def step(self, token: int) -> npt.NDArray[np.float32]:
        """Reads one token; the logits after it."""


@dataclass(frozen=True)
class GreedyCase:
    """A prompt and the likeliest tokens after it, for one model file."""

    file: str
    sha256: str | None
    prompt: str
    prompt_tokens: tuple[int, ...]
    greedy_tokens: tuple[int, ...]


@dataclass(frozen=True)
class SelfTestResult:
    """`expected` and `found` tokens; all went well if they are the same. `agreed` counts those
    at the start that are: few of a whole text point to damage, many to rounding."""

    expected: tuple[int, ...]
    found: tuple[int, ...]

    @property
    def passed(self) -> bool:
        """Whether all are right."""
        return self.expected == self.found

    @property
    def agreed(self) -> int:
        """Right tokens before the first wrong one."""
        pairs = zip(self.expected, self.found, strict=False)
        return next((i for i, (a, b) in enumerate(pairs) if a != b), len(self.found))


def read_cases(path: Path) -> tuple[GreedyCase, ...]:
    """The known cases. Raises `UserError` if the file is damaged."""
    fields = JsonFields(read_json(path), "the list", _damaged)
    if fields.get("format", int, 0) != FORMAT:
        raise fields.wrong("format")
    return tuple(_case(each) for each in fields.need("models", list))


def case_for(
    cases: Sequence[GreedyCase], file: str, sha256: str | None = None
) -> GreedyCase | None:
    """The case of a model file: by its digest, else by its name; `None` where none is known."""
    by_digest = [case for case in cases if sha256 and case.sha256 == sha256]
    if by_digest:
        return by_digest[0]
    return next(
        (case for case in cases if case.file == file and not (sha256 and case.sha256)), None
    )


def run_selftest(model: SelfTestModel, case: GreedyCase) -> SelfTestResult:
    """Lets a loaded model go on greedily after the prompt. Its state is lost by that."""
    model.load_state(None)
    logits = model.prefill(case.prompt_tokens)
    found: list[int] = []
    for _each in case.greedy_tokens:
        found.append(int(np.argmax(logits)))
        if len(found) < len(case.greedy_tokens):
            logits = model.step(found[-1])
    model.load_state(None)
    return SelfTestResult(case.greedy_tokens, tuple(found))


def _case(value: object) -> GreedyCase:
    fields = JsonFields(value, "a case", _damaged)
    return GreedyCase(
        fields.need("file", str),
        fields.optional("sha256", str),
        fields.need("prompt", str),
        _tokens(fields, "prompt_tokens"),
        _tokens(fields, "greedy_tokens"),
    )


def _tokens(fields: JsonFields, key: str) -> tuple[int, ...]:
    values = fields.need(key, list)
    if not values or not all(type(value) is int and value >= 0 for value in values):
        raise fields.wrong(key)
    return tuple(values)


def _damaged(reason: str) -> UserError:
    return UserError(
        "The list of self-tests cannot be used: {reason}.",
        "Install Longscroll again.",
        reason=reason,
    )
