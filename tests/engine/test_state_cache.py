"""The state cache: longest usable beginning, memory budget, damaged and foreign snapshots."""

from __future__ import annotations

import numpy as np
import pytest

from engine.snapshot import Snapshot, key_for, to_bytes
from engine.state_cache import StateCache
from tests.engine.fakes import STATE_SHAPES, DictStore

KEY = "model-1"
BIG = 1 << 30


def snapshot(text, model_key=KEY, shape=(16,), fill=1.0):
    state = {"chain": np.full(shape, fill, dtype=np.float32)}
    return Snapshot(key_for(model_key, text), len(text), state, np.zeros(4, dtype=np.float32))


def text_of(found, texts):
    return None if found is None else next(t for t in texts if key_for(KEY, t) == found.key)


def cache_with(texts, store=None):
    cache = StateCache(store, BIG, STATE_SHAPES)
    for text in texts:
        cache.put(snapshot(text))
    return cache


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cat sat on", "The cat sat on"),
        ("The cat sat on the mat", "The cat sat on"),
        ("The cat sat only", "The cat"),
        ("The cats", None),
        ("The cat", "The cat"),
        ("他走了。\n他", "他走了。\n"),
        ("他走了。\n\n他", None),
        ("", None),
    ],
)
def test_the_longest_beginning_with_a_good_cut_is_found(text, expected):
    texts = ["The cat", "The cat sat on", "The ", "他走了。\n", "A dog"]
    assert text_of(cache_with(texts).longest_prefix(KEY, text), texts) == expected


def test_the_caller_says_what_a_good_cut_is():
    cache = cache_with(["他走了。"])
    asked = []

    def allow(text, index):
        asked.append((text, index))
        return True

    assert cache.longest_prefix(KEY, "他走了。他", allow) is not None
    assert asked == [("他走了。他", 4)]


def test_another_model_finds_nothing():
    cache = cache_with(["The cat"], DictStore())
    assert cache.longest_prefix("model-2", "The cat") is None


def test_a_new_cache_finds_what_the_store_has():
    store = DictStore()
    cache_with(["The cat"], store)
    again = StateCache(store, BIG, STATE_SHAPES)
    first = again.longest_prefix(KEY, "The cat sat")
    assert first is not None
    assert np.array_equal(first.state["chain"], np.ones(16))
    again.longest_prefix(KEY, "The cat sat")
    assert store.loads == 1


def test_memory_stays_within_its_budget_and_drops_the_oldest():
    size = snapshot("The").nbytes
    cache = StateCache(None, 2 * size, STATE_SHAPES)
    for text in ("The", "The cat"):
        cache.put(snapshot(text))
    cache.longest_prefix(KEY, "The")
    cache.put(snapshot("The cat sat"))
    assert cache.memory_bytes == 2 * size
    assert cache.longest_prefix(KEY, "The") is not None
    assert cache.longest_prefix(KEY, "The cat") == cache.longest_prefix(KEY, "The")


def test_putting_a_text_twice_keeps_the_newer():
    cache = cache_with(["The"])
    cache.put(snapshot("The", fill=2.0))
    assert cache.memory_bytes == snapshot("The").nbytes
    assert cache.longest_prefix(KEY, "The").state["chain"][0] == 2.0


def test_a_damaged_blob_is_discarded_and_the_next_is_tried():
    store = DictStore()
    cache_with(["The", "The cat"], store)
    key = key_for(KEY, "The cat")
    n_tokens, blob, owner = store.blobs[key]
    store.blobs[key] = (n_tokens, blob[:-7] + b"garbage", owner)
    found = StateCache(store, BIG, STATE_SHAPES).longest_prefix(KEY, "The cat sat")
    assert found.key == key_for(KEY, "The")
    assert store.discarded == [key]


def test_a_blob_under_a_wrong_key_is_discarded():
    store = DictStore()
    key = key_for(KEY, "The cat")
    store.save(key, 1, to_bytes(snapshot("Another text")), "")
    assert StateCache(store, BIG).longest_prefix(KEY, "The cat") is None
    assert store.discarded == [key]


def test_a_blob_that_is_gone_is_passed_over():
    class Forgetful(DictStore):
        def load(self, key):
            return None

    store = Forgetful()
    cache_with(["The cat"], store)
    assert StateCache(store, BIG).longest_prefix(KEY, "The cat") is None


def test_a_state_of_other_shapes_is_foreign_and_stays_stored():
    store = DictStore()
    StateCache(store, BIG).put(snapshot("The cat", shape=(2, 8)))
    assert StateCache(store, BIG, STATE_SHAPES).longest_prefix(KEY, "The cat") is None
    assert not store.discarded
    assert StateCache(store, BIG).longest_prefix(KEY, "The cat") is not None


def test_the_state_of_a_broken_model_is_not_kept():
    store = DictStore()
    broken = snapshot("The cat")
    broken.logits[1] = np.nan
    StateCache(store, BIG).put(broken)
    assert not store.blobs


def test_owner_and_length_reach_the_store():
    store = DictStore()
    StateCache(store, 0).put(snapshot("The cat"), "document:3")
    ((n_tokens, _, owner),) = store.blobs.values()
    assert (n_tokens, owner) == (7, "document:3")


def test_all_of_many_beginnings_are_found_longest_first():
    text = "The cat sat on it. " * 600
    store = DictStore()
    lengths = range(18, len(text), 19)
    for length in lengths:
        store.save(key_for(KEY, text[:length]), 1, b"", "")
    asked = []
    cache = StateCache(store, BIG)
    cache.longest_prefix(KEY, text + "!", lambda _, index: bool(asked.append(index)))
    assert asked == sorted(lengths, reverse=True)
