"""Snapshots in the library: found again, budgeted, thinned, and never in a document's way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from app.db import connection, snapshot_store
from app.db.documents import create_document, delete_document, load_document, save_document
from app.db.snapshot_store import DatabaseSnapshotStore
from app.db.storage import Storage
from app.domain.documents import DocumentDraft, document_owner
from app.domain.ladder import survivors
from engine import snapshot
from engine.snapshot import DamagedSnapshotError, Snapshot, SnapshotKey, key_for
from engine.types import UserError

MODEL = "rwkv7-model"


@dataclass
class Shelf:
    """A store, its storage and what it complained about."""

    storage: Storage
    problems: list[UserError] = field(default_factory=list)
    budget: int = 10**9

    def __post_init__(self) -> None:
        self.store = DatabaseSnapshotStore(
            self.storage, self.budget, on_problem=self.problems.append
        )

    def settle(self) -> None:
        """Waits until all background work is done."""
        self.storage.submit_background(lambda s: None).result(30)

    def lengths(self) -> list[int]:
        self.settle()
        return sorted(item.n_tokens for item in self.store.index(MODEL))


@pytest.fixture
def shelf(storage: Storage) -> Iterator[Shelf]:
    shelf = Shelf(storage)
    yield shelf
    shelf.settle()


def key(text: str) -> SnapshotKey:
    return key_for(MODEL, text)


def real_blob(text: str) -> bytes:
    state = {"wkv": np.arange(24, dtype=np.float32).reshape(2, 3, 4)}
    return snapshot.to_bytes(Snapshot(key(text), 3, state, np.ones(5, np.float32)))


def test_a_snapshot_is_found_again_after_a_restart(library: Path) -> None:
    storage = Storage(library)
    Shelf(storage).store.save(key("天空 sky"), 3, real_blob("天空 sky"), "document:1")
    assert storage.close()
    storage = Storage(library)
    store = Shelf(storage).store
    [item] = store.index(MODEL)
    assert item.key == key("天空 sky")
    assert (item.n_tokens, item.nbytes) == (3, len(real_blob("天空 sky")))
    blob = store.load(item.key)
    assert blob is not None
    assert snapshot.from_bytes(blob).key == item.key
    assert list(store.index("another model")) == []
    assert storage.close()


def test_saving_does_not_wait_and_what_is_on_its_way_is_seen(shelf: Shelf) -> None:
    gate = threading.Event()
    shelf.storage.submit(lambda s: gate.wait(10))
    shelf.store.save(key("a"), 1, b"blob", "")
    assert shelf.store.load(key("a")) == b"blob"
    gate.set()
    assert shelf.lengths() == [1]
    assert shelf.store.load(key("a")) == b"blob"
    assert shelf.store.load(key("b")) is None
    assert not shelf.problems


def test_saving_again_replaces_and_discarding_forgets(shelf: Shelf) -> None:
    shelf.store.save(key("a"), 1, b"old", "")
    shelf.store.save(key("a"), 1, b"new", "")
    assert shelf.lengths() == [1]
    assert shelf.store.load(key("a")) == b"new"
    shelf.store.discard(key("a"))
    assert shelf.lengths() == []
    assert shelf.store.load(key("a")) is None


def test_discarding_what_is_on_its_way_keeps_it_off_the_disk(shelf: Shelf) -> None:
    gate = threading.Event()
    shelf.storage.submit(lambda s: gate.wait(10))
    shelf.store.save(key("a"), 1, b"blob", "")
    shelf.store.discard(key("a"))
    gate.set()
    assert shelf.lengths() == []
    assert shelf.store.load(key("a")) is None


def test_a_damaged_blob_is_noticed_and_can_be_discarded(shelf: Shelf) -> None:
    shelf.store.save(key("a"), 3, real_blob("a"), "document:1")
    shelf.settle()
    head, tail = "substr(blob, 1, length(blob) - 9)", "substr(blob, -8)"
    damage = f"UPDATE snapshot_blobs SET blob = CAST({head} || x'ff' || {tail} AS BLOB)"
    shelf.storage.submit(lambda s: s.connection().exec_driver_sql(damage).rowcount).result()
    blob = shelf.store.load(key("a"))
    assert blob is not None
    assert len(blob) == len(real_blob("a"))
    with pytest.raises(DamagedSnapshotError):
        snapshot.from_bytes(blob)
    shelf.store.discard(key("a"))
    shelf.settle()
    assert shelf.store.load(key("a")) is None


def test_the_least_recently_used_go_first_and_pinned_ones_stay(storage: Storage) -> None:
    shelf = Shelf(storage, budget=5000)
    for number in range(5):
        shelf.store.save(key(str(number)), number, bytes(1000), "")
    shelf.store.pin(key("0"))
    assert shelf.store.load(key("1")) is not None
    shelf.settle()
    for number in (5, 6):
        shelf.store.save(key(str(number)), number, bytes(1000), "")
    assert shelf.lengths() == [0, 1, 4, 5, 6]
    shelf.store.pin(key("0"), pinned=False)
    shelf.store.save(key("7"), 7, bytes(4500), "")
    assert shelf.lengths() == [7]
    assert not shelf.problems


def test_what_is_pinned_for_an_owner_outlives_the_ladder_until_it_is_unpinned(
    storage: Storage,
) -> None:
    shelf = Shelf(storage, budget=5000)
    shelf.store.save(key("who she is"), 9000, bytes(1000), "persona:3", pinned=True)
    shelf.store.save(key("who he is"), 9001, bytes(1000), "persona:4", pinned=True)
    for number in range(9):
        shelf.store.save(key(str(number)), number, bytes(1000), "persona:3")
    assert {9000, 9001} <= set(shelf.lengths())
    shelf.store.unpin_owner("persona:3")
    shelf.store.save(key("9"), 9, bytes(4000), "")
    assert shelf.lengths() == [9, 9001]


def test_a_pinned_state_that_is_read_again_stays_its_owners(storage: Storage) -> None:
    shelf = Shelf(storage, budget=3000)
    shelf.store.save(key("who she is"), 5, bytes(1000), "chat:1")
    shelf.store.pin_for(key("who she is"), "persona:3")
    shelf.store.save(key("who she is"), 5, bytes(1001), "chat:1")
    shelf.store.unpin_owner("chat:1")
    shelf.store.save(key("a"), 6, bytes(1999), "")
    shelf.store.save(key("b"), 7, bytes(1999), "")
    assert shelf.lengths() == [5, 7]
    shelf.store.unpin_owner("persona:3")
    shelf.store.save(key("c"), 8, bytes(2900), "")
    assert shelf.lengths() == [8]
    assert not shelf.problems


def test_a_state_larger_than_the_budget_is_reported_and_not_kept(storage: Storage) -> None:
    shelf = Shelf(storage, budget=100)
    shelf.store.save(key("a"), 1, bytes(101), "")
    assert shelf.lengths() == []
    assert "set aside" in shelf.problems[0].message


def test_a_long_text_is_thinned_like_a_ladder_and_others_are_left_alone(shelf: Shelf) -> None:
    ends = list(range(500, 20_001, 500))
    shelf.store.save(key("another text"), 7, b"x", "document:2")
    shelf.store.save(key("nobody's text"), 9, b"x", "")
    for end in ends:
        shelf.store.save(key(str(end)), end, b"x", "document:1")
    expected: list[int] = []
    for end in ends:
        added = [*expected, end]
        expected = [added[i] for i in sorted(survivors(added))]
    assert shelf.lengths() == [7, 9, *expected]
    assert len(expected) < len(ends) / 2


def test_deleting_a_document_forgets_its_states_only(shelf: Shelf) -> None:
    for number in (1, 2):
        document = shelf.storage.submit(create_document).result()
        shelf.store.save(key(str(number)), number, b"x", document_owner(document.id))
    shelf.settle()
    shelf.storage.submit(lambda s: delete_document(s, 1)).result()
    assert shelf.lengths() == [2]
    count = "SELECT count(*) FROM snapshot_blobs"
    assert (
        shelf.storage.submit(lambda s: s.connection().exec_driver_sql(count).scalar()).result() == 1
    )


def test_a_full_disk_costs_the_state_but_not_the_document(shelf: Shelf) -> None:
    def pragma(words: str) -> object:
        return shelf.storage.submit(
            lambda s: s.connection().exec_driver_sql(f"PRAGMA {words}").scalar()
        ).result()

    document = shelf.storage.submit(create_document).result()
    pragma(f"max_page_count={pragma('page_count')}")
    shelf.store.save(key("a"), 1, bytes(500_000), "document:1")
    draft = DocumentDraft(document.id, "short words")
    shelf.storage.submit(lambda s: save_document(s, draft)).result()
    assert shelf.lengths() == []
    assert ["disk is full" in problem.message for problem in shelf.problems] == [True]
    loaded = shelf.storage.submit(lambda s: load_document(s, document.id)).result()
    assert loaded.text == "short words"
    pragma("max_page_count=1000000")
    shelf.store.save(key("a"), 1, bytes(500_000), "document:1")
    assert shelf.lengths() == [1]


def test_a_library_that_cannot_be_opened_means_no_states_and_no_crash(library: Path) -> None:
    library.mkdir(parents=True)
    storage = Storage(library)
    shelf = Shelf(storage)
    assert list(shelf.store.index(MODEL)) == []
    assert shelf.store.load(key("a")) is None
    shelf.store.save(key("a"), 1, b"x", "")
    assert storage.close()
    assert len(shelf.problems) == 3


def test_the_file_shrinks_again(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_store, "FREE_SPACE_KEPT", connection.MIB)
    monkeypatch.setattr(snapshot_store, "SHRINK_STEP", 2 * connection.MIB)
    shelf = Shelf(storage)

    def pages() -> int:
        return storage.submit(
            lambda s: s.connection().exec_driver_sql("PRAGMA page_count").scalar()
        ).result()

    empty = pages()
    for number in range(8):
        shelf.store.save(key(str(number)), number, bytes(connection.MIB), "")
    shelf.settle()
    before = pages()
    shelf.store.budget_bytes = connection.MIB
    shelf.store.save(key("small"), 99, b"x", "")
    shelf.settle()
    once = pages()
    assert before - once == 2 * connection.MIB // connection.PAGE_BYTES
    for _ in range(5):
        shelf.store.save(key("small"), 99, b"x", "")
        shelf.settle()
    # What is free may stay, and a page or two for the small one.
    assert pages() <= empty + connection.MIB // connection.PAGE_BYTES + 2
    assert not shelf.problems
