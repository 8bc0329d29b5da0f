"""Chats as texts that are known by marks: one piece a message."""

from __future__ import annotations

from dataclasses import replace

from engine.background import BackgroundReader
from engine.beginnings import plain
from engine.measuring import ReadingSpeed
from engine.snapshot import SnapshotKey, chain_hash
from engine.types import (
    GenerationRequest,
    MarkedText,
    Prompt,
    SamplingSettings,
    TextMark,
    WarmRequest,
)
from tests.engine.desk import TOKENIZER

MESSAGE = "The cat sat on the dragons. The dragon was gone.\n"
CHAT = [f"{MESSAGE}{MESSAGE[: 4 + i % 9]}\n" for i in range(60)]
READ = SamplingSettings(max_tokens=0)


def marks_of(pieces):
    """One mark after each piece, with characters counted from the first."""
    chars, digest, n_bytes, marks = 0, b"", 0, []
    for piece in pieces:
        chars += len(piece)
        digest, n_bytes = chain_hash(digest, piece), n_bytes + len(piece.encode())
        marks.append(TextMark(chars, digest, n_bytes))
    return marks


def chat(pieces, first=0, **options):
    """The prompt of which only the pieces from `first` on are told."""
    marks = marks_of(pieces)
    base = marks[first - 1] if first else None
    before = base.chars if base else 0
    moved = tuple(replace(mark, chars=mark.chars - before) for mark in marks[first:])
    marked = MarkedText(base and replace(base, chars=0), moved)
    return Prompt("".join(pieces[first:]), marked=marked, **options)


def ask(desk, prompt, sampling=READ, **options):
    request = GenerationRequest(next(desk.ids), prompt, sampling, "chat:1")
    texts, finished, _ = desk.ask(request, **options)
    return texts[0], finished


def kept_marks(desk, pieces):
    """After how many pieces snapshots lie in the store."""
    numbers = {(m.text_hash, m.text_bytes): i for i, m in enumerate(marks_of(pieces), 1)}
    return sorted(numbers[key.text_hash, key.text_bytes] for key in desk.store.blobs)


def key_of(mark):
    return SnapshotKey("fake-1", mark.text_hash, mark.text_bytes)


def reader(desk, prompt, **options):
    wanted = WarmRequest(-1, prompt, "chat:1", **options)
    begin = plain(desk.model.info.model_key)
    return BackgroundReader(desk.model, TOKENIZER, desk.cache, wanted, begin, ReadingSpeed())
