"""Any JSON as a card: what has not been changed comes back as it was, whatever it is."""

import json
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.formats.card_json import TEXTS, card_from, card_value
from app.formats.cards import CardKind, card_bytes, read_card
from engine.types import UserError
from tests.app.formats.card_files import PICTURE, as_json, v2

leaves = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)  # fmt: skip
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)  # fmt: skip
names = st.sampled_from(
    [*TEXTS, "alternate_greetings", "tags", "extensions", "character_book", "assets", "own"]
)
entry_names = st.sampled_from(
    ["keys", "secondary_keys", "content", "id", "extensions", "comment", "name", "position",
     "enabled", "insertion_order", "use_regex", "own"]
)  # fmt: skip
entries = st.dictionaries(entry_names, values, max_size=5) | values
lorebooks = st.dictionaries(
    st.sampled_from(["name", "scan_depth", "token_budget", "extensions", "own"]), values
).flatmap(lambda head: st.lists(entries, max_size=3).map(lambda e: head | {"entries": e}))
datas = st.dictionaries(names, values, max_size=8).flatmap(
    lambda data: st.just(data) | lorebooks.map(lambda book: data | {"character_book": book})
)
wholes = st.tuples(
    st.sampled_from(["v2", "v3"]), datas, st.dictionaries(st.text(max_size=12), values, max_size=3)
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(wholes)
def test_whatever_a_card_holds_comes_back(whole):
    spec, data, top = whole
    raw = top | {"spec": f"chara_card_{spec}", "spec_version": f"{spec[1]}.0", "data": data}
    read = read_card(as_json(raw), "x")
    kind = CardKind.JSON if spec == "v3" else CardKind.JSON_V2
    assert json.loads(card_bytes(read.card, b"", kind)) == raw
    changed = replace(read.card, description="changed", tags=("changed",))
    written = json.loads(card_bytes(changed, b"", kind))
    expected = data | {"description": "changed", "tags": ["changed"]}
    assert written["data"] == expected
    in_png = read_card(card_bytes(read.card, PICTURE, CardKind.PNG), "x").card.raw
    rest = {name for name in data if name not in ("character_book", "assets")}
    assert {name: in_png["data"][name] for name in rest} == {name: data[name] for name in rest}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(lorebooks, st.data())
def test_a_changed_book_keeps_what_was_not_changed(raw, data):
    card = card_from(v2(character_book=raw)).card
    assert card.book is not None
    if not card.book.entries:
        return
    at = data.draw(st.integers(0, len(card.book.entries) - 1))
    # The library gives entries ids of its own.
    own = [replace(entry, id=place + 500) for place, entry in enumerate(card.book.entries)]
    own[at] = replace(own[at], content="changed content")
    book = replace(card.book, entries=tuple(own))
    written = card_value(replace(card, book=book), "v2")["data"]["character_book"]
    given_entries = [entry for entry in raw["entries"] if isinstance(entry, dict)]
    for place, (old, new) in enumerate(zip(given_entries, written["entries"], strict=False)):
        if place == at:
            assert new == old | {"content": "changed content"}
        else:
            assert new in given_entries
    assert {k: v for k, v in written.items() if k != "entries"} == {
        k: v for k, v in raw.items() if k != "entries"
    }


flat_names = st.sampled_from(
    [*TEXTS, "char_name", "char_persona", "char_greeting", "context", "greeting", "creatorcomment",
     "tags", "alternate_greetings", "character_book", "extensions", "data", "spec",
     "spec_version", "assets", "avatar", "own"]
)  # fmt: skip
flats = st.dictionaries(flat_names, values, max_size=6)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(flats, flats)
def test_any_object_is_a_card_or_none(flat, data):
    for raw in (flat, flat | {"data": data}, flat | {"name": "A", "first_mes": "B"}):
        try:
            card = read_card(as_json(raw), "x").card
        except UserError:
            continue
        for spec in ("v2", "v3"):
            value = card_value(card, spec)
            ours = {"spec", "spec_version", "data"}
            assert {k: v for k, v in value.items() if k not in ours} == {
                k: v for k, v in raw.items() if k not in ours
            }
            again = card_from(value).card
            assert replace(again, raw={}, spec="") == replace(
                card, raw={}, spec="", book=again.book
            )
            assert (again.book is None) == (card.book is None)
            if again.book is not None and card.book is not None:
                assert again.book.settings == card.book.settings
                for one, other in zip(again.book.entries, card.book.entries, strict=True):
                    assert replace(one, extra={}) == replace(other, extra={})
        for kind in CardKind:
            card_bytes(card, PICTURE, kind)
