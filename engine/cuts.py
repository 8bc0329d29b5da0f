"""Where along a text that is being read a snapshot is worth taking.

Knows tokens and text; nothing of models or states.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from engine.seams import cuts_cleanly, is_seam
from engine.snapshot import SnapshotKey, key_for
from engine.tokenizers import Tokenizer
from engine.types import TextMark

LADDER_STEP = 64
"""Tokens from the end at which the first snapshot below it is taken; then twice that, ..."""

NEAR = 32
"""Tokens that are searched, from where one is wanted, for a place where a cut is clean."""


class Cuts(Protocol):
    """Places in the tokens of one reading, as indexes: so many tokens lie before them."""

    def ladder(self) -> list[int]:
        """Where snapshots are kept on the way to the end: rising, dense near the end."""

    def first_clean(self, index: int) -> int | None:
        """The first place at or shortly after `index` where a snapshot may be kept."""

    def chunk_end(self, begin: int, limit: int) -> int:
        """Where a chunk that begins at `begin` and ends at `limit` at the latest ends best."""

    def leaves_behind(self, begin: int, end: int) -> bool:
        """Whether a snapshot may be kept at `begin` and at no place near `end`."""

    def key_at(self, model_key: str, index: int) -> SnapshotKey | None:
        """The key of a snapshot there; `None` where none is kept."""


class TextCuts:
    """Any clean cut of `text`, whose end `tokens` are from byte `start` on.

    `opens` says that the first token is the one that opens a text and has no bytes in it.
    """

    def __init__(
        self, tokenizer: Tokenizer, text: str, tokens: Sequence[int], start: int, opens: bool
    ) -> None:
        self._tokenizer = tokenizer
        self._text = text
        self._data = text.encode("utf-8")
        self._offsets = _offsets(tokenizer, tokens, opens) + start
        # A vocabulary that normalises text has no exact places in it.
        self._exact = int(self._offsets[-1]) == len(self._data)

    def key_at(self, model_key: str, index: int) -> SnapshotKey | None:
        """See `Cuts.key_at`; the token at `index` begins at a character."""
        if index == len(self._offsets) - 1:
            return key_for(model_key, self._text)
        return key_for(model_key, self._data[: int(self._offsets[index])].decode("utf-8"))

    def ladder(self) -> list[int]:
        """Token indexes, rising, about 64, 128, 256, ... from the end, with clean cuts."""
        size = len(self._offsets) - 1
        rungs = [self._clean_near(size - distance) for distance in _distances(size)]
        return sorted({rung for rung in rungs if rung is not None})

    def first_clean(self, index: int) -> int | None:
        """See `Cuts.first_clean`."""
        last = min(index + NEAR, len(self._offsets) - 1)
        return next((i for i in range(index, last + 1) if self._is_clean(i)), None)

    def chunk_end(self, begin: int, limit: int) -> int:
        """`limit`: a clean cut is never far."""
        return limit

    def leaves_behind(self, begin: int, end: int) -> bool:
        """Never: a clean cut is never far."""
        return False

    def _clean_near(self, index: int) -> int | None:
        """A seam shortly before `index`, else any other clean cut there."""
        places = range(index, max(index - NEAR, 0), -1)
        seam = next((i for i in places if self._is_seam(i)), None)
        return seam or next((i for i in places if self._is_clean(i)), None)

    def _is_seam(self, index: int) -> bool:
        offset = int(self._offsets[index])
        around = self._data[max(offset - 8, 0) : offset + 8]
        before = self._data[max(offset - 8, 0) : offset].decode("utf-8", "ignore")
        return (
            self._exact
            and self._begins_character(offset)
            and is_seam(around.decode("utf-8", "ignore"), len(before))
        )

    def _is_clean(self, index: int) -> bool:
        offset = int(self._offsets[index])
        if not self._exact or not self._begins_character(offset):
            return False
        character = len(self._data[:offset].decode("utf-8"))
        return cuts_cleanly(self._tokenizer, self._text, character)

    def _begins_character(self, offset: int) -> bool:
        return offset == len(self._data) or (self._data[offset] & 0xC0) != 0x80


class MarkCuts:
    """Those of `marks` that lie at a clean cut of `text`, whose end `tokens` are from byte
    `start` on. `places` are the bytes of `text` before each mark."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        text: str,
        marks: Sequence[TextMark],
        places: Sequence[int],
        tokens: Sequence[int],
        opens: bool,
        start: int,
    ) -> None:
        self._tokenizer = tokenizer
        self._text = text
        self._size = len(tokens)
        self._clean: dict[int, bool] = {}
        offsets = _offsets(tokenizer, tokens, opens) + start
        # The last of those at one byte: the token that opens a text has none.
        found = np.searchsorted(offsets, np.array(places, dtype=np.int64), side="right") - 1
        self._marks: dict[int, TextMark] = {}
        for mark, place, index in zip(marks, places, found.tolist(), strict=True):
            if mark.chars == len(text):
                self._marks[self._size] = mark
            elif place > start and int(offsets[index]) == place:
                self._marks[index] = mark
        self._indexes = sorted(self._marks)

    def key_at(self, model_key: str, index: int) -> SnapshotKey | None:
        """See `Cuts.key_at`."""
        if not self._is_clean(index):
            return None
        mark = self._marks[index]
        return SnapshotKey(model_key, mark.text_hash, mark.text_bytes)

    def ladder(self) -> list[int]:
        """The last mark, and those before about 64, 128, 256, ... tokens from the end."""
        ends = [self._size, *(self._size - distance for distance in _distances(self._size))]
        rungs = [self._last_clean(0, end) for end in ends]
        return sorted({rung for rung in rungs if rung is not None})

    def first_clean(self, index: int) -> int | None:
        """See `Cuts.first_clean`."""
        first, last = bisect_left(self._indexes, index), bisect_right(self._indexes, index + NEAR)
        return next((i for i in self._indexes[first:last] if self._is_clean(i)), None)

    def chunk_end(self, begin: int, limit: int) -> int:
        """The last mark on the way, so that little is lost by whoever stops there."""
        return self._last_clean(begin, limit) or limit

    def leaves_behind(self, begin: int, end: int) -> bool:
        """See `Cuts.leaves_behind`."""
        return self._is_clean(begin) and self.first_clean(end) is None

    def _last_clean(self, after: int, until: int) -> int | None:
        """The last place in `after < place <= until`."""
        first, last = bisect_right(self._indexes, after), bisect_right(self._indexes, until)
        places = (self._indexes[i] for i in range(last - 1, first - 1, -1))
        return next((place for place in places if self._is_clean(place)), None)

    def _is_clean(self, index: int) -> bool:
        if index not in self._marks:
            return False
        if index not in self._clean:
            chars = self._marks[index].chars
            self._clean[index] = cuts_cleanly(self._tokenizer, self._text, chars)
        return self._clean[index]


def _offsets(
    tokenizer: Tokenizer, tokens: Sequence[int], opens: bool
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """[tokens + 1]: bytes before each token and after the last."""
    lengths = [0, *(len(tokenizer.token_bytes(token)) for token in tokens)]
    if opens:
        lengths[1] = 0
    return np.cumsum(lengths, dtype=np.int64)


def _distances(size: int) -> list[int]:
    """Tokens from the end of `size` at which snapshots are wanted."""
    distances: list[int] = []
    distance = LADDER_STEP
    while size - distance >= LADDER_STEP:
        distances.append(distance)
        distance *= 2
    return distances
