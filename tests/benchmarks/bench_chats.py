"""A long chat in the library: opened, paged, gone on with, searched, changed.

`python -m tests.benchmarks.bench_chats [--messages 100000] [--bytes 1000] [--characters 1000]`

The chat is made in a temporary folder, half of it Chinese, with words about as common as in
real texts. Times are those of one transaction on the storage thread and the ways there and
back. Prints figures and asserts nothing.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy.orm import Session

from app.db import (
    characters,
    chat_copies,
    chat_states,
    chat_transfer,
    chats,
    message_changes,
    message_search,
    messages,
    recall,
)
from app.db.snapshots import NewSnapshot, put
from app.db.storage import Storage
from app.domain.cards import CharacterCard
from app.domain.chat import Author, Said
from app.domain.chat_transcript import Turn
from engine.snapshot import SnapshotKey

AT_ONCE = 1000
PAGE = 60
MODEL, HEADER = "model", b"header"
WORDS = "the of and to in he she it was that his her with as had for said not at on but"
CHARACTERS = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后"


class Prose:
    """Sentences whose words are as unevenly common as those of real ones (Zipf)."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        letters = "abcdefghijklmnopqrstuvwxyz"
        rare = ("".join(self._random.choices(letters, k=k % 7 + 4)) for k in range(20_000))
        self._words = [*WORDS.split(), *rare]
        self._common = [1 / (rank + 1) for rank in range(len(self._words))]
        hanzi = [*CHARACTERS, *(chr(0x4E00 + k * 6) for k in range(3_000))]
        self._hanzi, self._often = hanzi, [1 / (rank + 1) for rank in range(len(hanzi))]

    def english(self, nbytes: int) -> str:
        words = self._random.choices(self._words, self._common, k=nbytes // 5)
        return self._sentences(words, " ", ". ")[:nbytes]

    def chinese(self, nbytes: int) -> str:
        return self._sentences(
            self._random.choices(self._hanzi, self._often, k=nbytes // 3), "", "。"
        )

    def _sentences(self, words: list[str], blank: str, stop: str) -> str:
        return stop.join(blank.join(words[at : at + 12]) for at in range(0, len(words), 12))


def turns(count: int, nbytes: int) -> Iterator[Turn]:
    """The chat: someone asks and someone answers; a lighthouse is spoken of now and then."""
    prose, began = Prose(1), datetime(2020, 1, 1, tzinfo=UTC)
    for number in range(count):
        write = prose.chinese if number // 2 % 2 else prose.english
        text = write(nbytes)
        if number % 997 == 0:
            text += " The old lighthouse keeper lost his keys. 灯塔守夜人丢了钥匙。"
        author = Author.CHARACTER if number % 2 else Author.USER
        name = "Bea" if number % 2 else "Ann"
        said = Said(author, name, text, created_at=began + timedelta(minutes=number))
        yield Turn((said,))


def chunks(every: Iterator[Turn]) -> Iterator[list[Turn]]:
    while some := [turn for turn, _ in zip(every, range(AT_ONCE), strict=False)]:
        yield some


class Bench:
    """Runs work on the storage thread and prints how long that took."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def run(self, work: Callable[[Session], Any]) -> Any:
        return self.storage.submit(work).result()

    def time(self, name: str, work: Callable[[Session], Any], times: int = 5) -> Any:
        seconds, result = [], None
        for _ in range(times):
            begin = time.perf_counter()
            result = self.run(work)
            seconds.append(time.perf_counter() - begin)
        extra = f", {len(result)} found" if isinstance(result, list) else ""
        figures = f"median {median(seconds) * 1000:.1f} ms, worst {max(seconds) * 1000:.1f} ms"
        if times >= 100:
            figures += f", 1 in 20 above {sorted(seconds)[times * 19 // 20] * 1000:.1f} ms"
        print(f"{name}: {figures}{extra}", flush=True)
        return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--bytes", type=int, default=1_000)
    parser.add_argument("--characters", type=int, default=1_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.sqlite3"
        storage = Storage(path)
        bench = Bench(storage)
        begin = time.perf_counter()
        chat = bench.run(partial(chat_transfer.begin, character_id=None, title="Long"))
        for some in chunks(turns(options.messages, options.bytes)):
            bench.run(partial(chat_transfer.add_turns, chat_id=chat, turns=some))
        bench.run(partial(chat_transfer.finish, chat_id=chat))
        print(f"made in {time.perf_counter() - begin:.0f} s")
        storage.close()
        print(f"library: {path.stat().st_size / 1e6:.0f} MB")
        storage = Storage(path)
        storage.opened.result()
        try:
            measure(Bench(storage), chat, options.messages)
            people(Bench(storage), options.characters)
        finally:
            storage.close()
    return 0


def measure(bench: Bench, chat: int, length: int) -> None:
    """All that is done with one chat."""

    def opening(session: Session) -> list[Any]:
        found = chats.load(session, chat)
        return messages.page(session, chat, found.length - PAGE, PAGE)

    bench.time("open (chat, last page), first time", opening, 1)
    bench.time("open (chat, last page)", opening)
    for share in (0, 0.3, 0.5, 0.9):
        depth = int(length * share)
        read = partial(messages.page, chat_id=chat, from_depth=depth, count=PAGE)
        bench.time(f"page at {depth:,}", read)
    reading(bench, chat, length)
    changing(bench, chat, length)


def reading(bench: Bench, chat: int, length: int) -> None:
    for name, query in (
        ("two words", "lighthouse keeper"),
        ("a phrase", '"old lighthouse keeper"'),
        ("a beginning", "lightho"),
        ("common words", "the she was"),
        ("a short beginning", "the"),
        ("Chinese, two characters", "灯塔"),
        ("Chinese, three characters", "守夜人"),
        ("Chinese, common", "我们"),
        ("Chinese, one character", "的"),
        ("Chinese, common, three", "我不是"),
        ("nothing", "zzzzqqq"),
    ):
        bench.time(f"search, {name}", partial(message_search.search, query=query, chat_id=chat))
    for name, terms in (
        ("rare", ("lighthouse", "keeper", "keys")),
        ("Chinese", ("灯塔", "守夜人", "钥匙")),
        ("with common ones", ("the", "she", "was", "lighthouse", "我们", "keys", "said", "not")),
        ("only common ones", ("the", "she", "was", "said", "not", "我们")),
    ):
        find = partial(
            recall.candidates, chat_id=chat, terms=terms, before_depth=length - 10, limit=30
        )
        bench.time(f"recall, {name}", find)


def changing(bench: Bench, chat: int, length: int) -> None:
    def said(session: Session) -> messages.Changed:
        leaf = chats.load(session, chat).leaf_id
        return messages.append(session, chat, leaf, Said(Author.USER, "Ann", text))

    text = Prose(2).english(1000)
    bench.time("append", said, 300)

    def remembered(session: Session) -> None:
        for message in messages.page(session, chat, length - 20_000, 20_000):
            key = str(message.id).encode()
            chat_states.remember(session, message.id, HEADER, MODEL, key, message.id)
            if message.depth % 100 == 0:
                state = NewSnapshot(SnapshotKey(MODEL, key, message.id), 1, b"state", "")
                put(session, state, 10**9)

    bench.run(remembered)
    at = partial(messages.page, chat_id=chat, from_depth=1000, count=1)
    early = bench.run(at)[0]
    leaf = bench.run(partial(chats.load, chat_id=chat)).leaf_id
    nearest = partial(
        chat_states.nearest, chat_id=chat, leaf_id=leaf, header_hash=HEADER, model_key=MODEL
    )
    bench.time("nearest state", nearest)
    edit = partial(message_changes.edit, message_id=early.id, text=text)
    bench.time("edit at 1,000, states below forgotten", edit, 3)
    late = bench.run(partial(messages.page, chat_id=chat, from_depth=length - 10, count=1))[0]
    bench.time("edit near the end", partial(message_changes.edit, message_id=late.id, text=text))
    middle = bench.run(partial(messages.page, chat_id=chat, from_depth=length // 2, count=1))[0]
    swiped = bench.time(
        f"swipe at {length // 2:,}",
        partial(messages.add_swipe, message_id=middle.id, said=Said(Author.USER, "Ann", text)),
        1,
    )
    back = partial(messages.choose, message_id=middle.id)
    bench.time("back to the first swipe, 50,000 below it", back, 1)
    bench.time("undo of that", partial(message_changes.undo, change=swiped.change), 1)
    alone = bench.time(
        "remove one at 1,000 alone",
        partial(message_changes.remove, message_id=early.id, with_below=False),
        1,
    )
    bench.time("undo of that", partial(message_changes.undo, change=alone.change), 1)
    gone = bench.time(
        "remove one at 1,000 with all below",
        partial(message_changes.remove, message_id=early.id, with_below=True),
        1,
    )
    bench.time("undo of that", partial(message_changes.undo, change=gone.change), 1)
    deep = bench.run(partial(messages.page, chat_id=chat, from_depth=int(length * 0.9), count=1))
    branch = partial(chat_copies.branch, message_id=deep[0].id, title="Branch")
    bench.time(f"branch at {int(length * 0.9):,}", branch, 2)
    bench.time("duplicate", partial(chat_copies.duplicate, chat_id=chat), 1)
    find = partial(message_search.search, query="lighthouse keeper", chat_id=chat)
    bench.time("search, two words, with the copies there", find)


def people(bench: Bench, count: int) -> None:
    """A library full of characters."""
    picture, thumbnail = bytes(400_000), random.Random(3).randbytes(12_000)
    card = CharacterCard("Bea", "A woman of few words. " * 200, tags=("sea", "calm"))

    def fill(session: Session) -> None:
        for number in range(count):
            large = picture if number % 10 == 0 else b""
            made = characters.add(session, card, large, thumbnail)
            chats.create(session, made, "Hello", [Said(Author.CHARACTER, "Bea", "Hello.")])

    bench.run(fill)
    bench.time(f"{count:,} characters, first time", characters.summaries, 1)
    bench.time(f"{count:,} characters", characters.summaries)
    bench.time("all chats", chats.summaries)


if __name__ == "__main__":
    sys.exit(main())
