"""What snapshots of a text are found by: all its words, or a chain of hashes at its marks.

Knows nothing of models or of where snapshots are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import Protocol

from engine.cuts import Cuts, MarkCuts, TextCuts
from engine.snapshot import SnapshotKey, chain_hash, key_for
from engine.tokenizer_bytes import to_utf8
from engine.tokenizers import Tokenizer
from engine.types import BaseGoneError, MarkedText, Prompt


@dataclass(frozen=True)
class Place:
    """A snapshot of a text, and the characters of its tail that were read by then."""

    key: SnapshotKey
    chars: int


class TextIdentity(Protocol):
    """A text, as far as it is known: its tail, and what snapshots along it are found by."""

    @property
    def tail(self) -> str:
        """The end of the text; all of it where nothing before it is known."""

    def found(self, keys: Iterable[SnapshotKey]) -> Iterator[Place]:
        """Those of `keys` that this text begins with, longest first."""

    def rest(self, key: SnapshotKey) -> str:
        """The text after a key that was found."""

    def after(self, model_key: str, text: str) -> SnapshotKey:
        """The key of a snapshot after this text and then `text`."""

    def cuts(self, tokenizer: Tokenizer, tokens: Sequence[int], rest: str, opens: bool) -> Cuts:
        """Where to keep snapshots in `tokens`, which are those of `rest`, the end of the text.
        `opens` says that the first is the one that opens a text."""

    def check_beginning(self) -> None:
        """Raises `BaseGoneError` if the tail is not the whole text."""


class PlainText:
    """A text that is there in full, found by the hash of its UTF-8."""

    def __init__(self, text: str) -> None:
        self.tail = text
        self._encoded: bytes | None = None

    @property
    def _data(self) -> bytes:
        if self._encoded is None:
            self._encoded = self.tail.encode("utf-8")
        return self._encoded

    def found(self, keys: Iterable[SnapshotKey]) -> Iterator[Place]:
        """See `TextIdentity.found`. Hashes the text once."""
        for key in _beginnings(keys, self._data):
            yield Place(key, len(self.tail) - len(self.rest(key)))

    def rest(self, key: SnapshotKey) -> str:
        """See `TextIdentity.rest`."""
        return self._data[key.text_bytes :].decode("utf-8")

    def after(self, model_key: str, text: str) -> SnapshotKey:
        """See `TextIdentity.after`."""
        return key_for(model_key, self.tail + text)

    def cuts(self, tokenizer: Tokenizer, tokens: Sequence[int], rest: str, opens: bool) -> Cuts:
        """See `TextIdentity.cuts`."""
        start = len(self._data) - len(rest.encode("utf-8"))
        return TextCuts(tokenizer, self.tail, tokens, start, opens)

    def check_beginning(self) -> None:
        """See `TextIdentity.check_beginning`."""


class ChainedText:
    """The tail of a text that is known by a chain of hashes, which are the caller's.

    Raises `ValueError` for marks that do not lie in the tail, rising, or whose bytes are not
    those of the text before them.
    """

    def __init__(self, tail: str, marked: MarkedText) -> None:
        self.tail = tail
        self._base = marked.base
        self._marks = marked.marks
        self._base_bytes = 0 if marked.base is None else marked.base.text_bytes
        self._places = _bytes_before(tail, [mark.chars for mark in marked.marks])
        if any(
            mark.text_bytes != self._base_bytes + place
            for mark, place in zip(self._marks, self._places, strict=True)
        ):
            raise ValueError("the bytes of a mark are not those of the text before it")
        self._chars = {(mark.text_hash, mark.text_bytes): mark.chars for mark in marked.marks}
        if marked.base is not None:
            self._chars[(marked.base.text_hash, marked.base.text_bytes)] = 0

    def found(self, keys: Iterable[SnapshotKey]) -> Iterator[Place]:
        """See `TextIdentity.found`. Hashes nothing."""
        places = [
            Place(key, chars)
            for key in keys
            if (chars := self._chars.get((key.text_hash, key.text_bytes))) is not None
        ]
        return iter(sorted(places, key=lambda place: place.chars, reverse=True))

    def rest(self, key: SnapshotKey) -> str:
        """See `TextIdentity.rest`."""
        return self.tail[self._chars[(key.text_hash, key.text_bytes)] :]

    def after(self, model_key: str, text: str) -> SnapshotKey:
        """See `TextIdentity.after`; `MarkedText` says which key it is."""
        last = self._marks[-1] if self._marks else self._base
        chars = self._marks[-1].chars if self._marks else 0
        piece = self.tail[chars:] + text
        if last is not None and not piece:
            return SnapshotKey(model_key, last.text_hash, last.text_bytes)
        digest = chain_hash(b"" if last is None else last.text_hash, piece)
        n_bytes = 0 if last is None else last.text_bytes
        return SnapshotKey(model_key, digest, n_bytes + len(piece.encode("utf-8")))

    def cuts(self, tokenizer: Tokenizer, tokens: Sequence[int], rest: str, opens: bool) -> Cuts:
        """See `TextIdentity.cuts`."""
        start = len(self.tail.encode("utf-8")) - len(rest.encode("utf-8"))
        return MarkCuts(tokenizer, self.tail, self._marks, self._places, tokens, opens, start)

    def check_beginning(self) -> None:
        """See `TextIdentity.check_beginning`."""
        if self._base is not None:
            raise BaseGoneError(
                "What the model had read of this text is gone.",
                "The whole text has to be read again.",
            )


def identity_of(prompt: Prompt) -> TextIdentity:
    """What the stable part of `prompt` is found by."""
    if prompt.marked is None:
        return PlainText(prompt.stable)
    return ChainedText(prompt.stable, prompt.marked)


def sound(prompt: Prompt) -> Prompt:
    """`prompt` without halves of surrogate pairs, which have no UTF-8."""
    stable, volatile = (to_utf8(text).decode() for text in (prompt.stable, prompt.volatile))
    marked = prompt.marked
    if marked is not None and stable != prompt.stable:
        marked = _moved(prompt.stable, marked)
    return replace(prompt, stable=stable, volatile=volatile, marked=marked)


def _moved(text: str, marked: MarkedText) -> MarkedText:
    """The same marks after joined pairs have made `text` shorter."""
    chars = [len(to_utf8(text[: mark.chars]).decode()) for mark in marked.marks]
    marks = (replace(mark, chars=n) for mark, n in zip(marked.marks, chars, strict=True))
    return replace(marked, marks=tuple(marks))


def _bytes_before(text: str, chars: Sequence[int]) -> list[int]:
    """UTF-8 bytes before each of the rising places `chars` in `text`."""
    ends = [0, *chars]
    if any(a > b for a, b in pairwise(ends)) or ends[-1] > len(text):
        raise ValueError("marks must rise and lie in the text")
    return list(accumulate(len(text[a:b].encode("utf-8")) for a, b in pairwise(ends)))


def _beginnings(keys: Iterable[SnapshotKey], data: bytes) -> Iterator[SnapshotKey]:
    """Those of `keys` whose text `data` begins with, longest first. Hashes `data` once."""
    found: list[SnapshotKey] = []
    digest, position = blake2b(digest_size=16), 0
    view = memoryview(data)
    for key in sorted(keys, key=lambda key: key.text_bytes):
        if key.text_bytes > len(data):
            break
        digest.update(view[position : key.text_bytes])
        position = key.text_bytes
        if digest.copy().digest() == key.text_hash:
            found.append(key)
    return reversed(found)
