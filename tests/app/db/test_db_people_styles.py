"""The styles of characters and chats in the library, and whose states are read on from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.db import characters as library
from app.db import chat_copies, chats, messages, people_styles, snapshots, styles
from app.db.casts import begin_chat, cast_of
from app.db.chat_contexts import ChatContexts, ReplyContext, ReplyWish
from app.db.migrations import MIGRATIONS, migrate
from app.db.snapshots import NewSnapshot
from app.db.style_shares import in_use
from app.db.styles import NewStyle
from app.domain.cards import CharacterCard
from app.domain.chat import Author, Said
from app.domain.styles import StyleChoice, StyleShare, StyleUse, StyleUsers
from app.patterns import TimedPatterns
from engine.beginnings import styled
from engine.snapshot import SnapshotKey
from engine.types import StylePart, TextMark
from tests.app.db.chat_setup import opened

NOW = datetime(2026, 3, 4, 5, 6)
MODEL, OTHER = "rwkv7-1", "rwkv7-2"
ANNA = CharacterCard(name="Anna", description="A baker.", first_mes="Hello!")


class Shelf:
    """A library with Anna, a chat with her, and styles A and B of the model, C of another."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.anna = library.add(session, ANNA)
        self.chat = begin_chat(session, self.anna, 0, NOW)
        self.a, self.b, self.c = (
            styles.add_style(session, NewStyle(name, name.lower(), b"x", model, "m")).id
            for name, model in (("A", MODEL), ("B", MODEL), ("C", OTHER))
        )

    def of_character(self, *ids: int, strength: float = 1.0) -> None:
        choice = StyleChoice(tuple(map(StyleShare, ids)), strength)
        people_styles.keep_for_character(self.session, self.anna, choice)

    def of_chat(self, *ids: int, chat: int = 0) -> None:
        choice = StyleChoice(tuple(map(StyleShare, ids)))
        people_styles.keep_for_chat(self.session, chat or self.chat, choice)

    def style(self, chat: int = 0) -> StyleChoice:
        return cast_of(self.session, chat or self.chat).style

    def say(self, text: str) -> None:
        leaf = chats.load(self.session, self.chat).leaf_id
        messages.append(self.session, self.chat, leaf, Said(Author.USER, "User", text))

    def read(self, model: str = MODEL, **more: object) -> ReplyContext:
        leaf = chats.load(self.session, self.chat).leaf_id
        wish = ReplyWish(self.chat, model, "longscroll", NOW, leaf, **{"plain": True, **more})
        return ChatContexts(TimedPatterns).assemble(self.session, wish)

    def keep(self, context: ReplyContext, *, place: int = -1, pinned: bool = False) -> None:
        """What the engine does: a state at a mark, under the key of the beginning."""
        marked = context.prompt.marked
        assert marked is not None
        if not marked.marks:
            return
        mark, owner = marked.marks[place], ""  # without an owner none is thinned
        key = styled(MODEL, context.style_parts, None, {}).key
        if pinned:
            owner = f"character:{context.chat.character_id}"
        new = NewSnapshot(
            SnapshotKey(key, mark.text_hash, mark.text_bytes), 9, b"state", owner, pinned
        )
        snapshots.put(self.session, new, 1 << 20)

    def has(self, context: ReplyContext, mark: TextMark) -> bool:
        """Whether the engine would find a state at a mark."""
        key = styled(MODEL, context.style_parts, None, {}).key
        found = SnapshotKey(key, mark.text_hash, mark.text_bytes)
        return snapshots.get(self.session, found) is not None

    def pinned(self) -> list[str]:
        """The model keys of pinned headers."""
        rows = self.session.connection().exec_driver_sql(
            "SELECT model_key FROM snapshots WHERE pinned ORDER BY id"
        )
        return [key for (key,) in rows]


@contextmanager
def in_memory() -> Iterator[Shelf]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        for migration in MIGRATIONS:
            migration(connection)
    with Session(engine) as session, session.begin():
        yield Shelf(session)
    engine.dispose()


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with in_memory() as shelf:
        yield shelf


# What is kept


def test_an_older_library_keeps_its_people_who_have_no_style(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    migrate(engine, path, MIGRATIONS[:5])
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO characters VALUES (1, 'Old', '', '[]', 1, NULL, '2026-01-01',"
            " '2026-01-01', NULL)",
            """INSERT INTO character_cards VALUES (1, '{"name": "Old"}')""",
            "INSERT INTO chats VALUES (1, 1, 'Then', NULL, 0, 0, 7, '2026-01-01', '2026-01-01',"
            """ NULL, '{"note": "Late"}')""",
            "INSERT INTO styles VALUES (1, 'Noir', 'k', 'm', 'M', 3.0, 2.5, '2026-01-01', NULL)",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()
    with opened(path) as session:
        cast = cast_of(session, 1)
        assert (cast.character.card.name, cast.character.favourite) == ("Old", True)
        assert (cast.chat.title, cast.chat.seed, cast.chat.settings.note) == ("Then", 7, "Late")
        assert (cast.own_style, cast.style) == (None, StyleChoice())
        people_styles.keep_for_character(session, 1, StyleChoice((StyleShare(1, 0.4),), 0.5))
        assert cast_of(session, 1).style == StyleChoice((StyleShare(1, 0.4),), 0.5)


def test_a_chat_has_its_characters_style_until_it_has_its_own(shelf: Shelf) -> None:
    other = begin_chat(shelf.session, shelf.anna, 0, NOW)
    shelf.of_character(shelf.a, strength=0.6)
    assert shelf.style() == shelf.style(other) == StyleChoice((StyleShare(shelf.a),), 0.6)
    shelf.of_chat(shelf.b, shelf.a)
    assert shelf.style().ids == (shelf.b, shelf.a)
    assert shelf.style(other).ids == (shelf.a,)
    shelf.of_chat()
    assert shelf.style() == StyleChoice(), "none is a choice too"
    people_styles.keep_for_chat(shelf.session, shelf.chat, None)
    assert cast_of(shelf.session, shelf.chat).own_style is None
    assert shelf.style().ids == (shelf.a,)
    for keep in (people_styles.keep_for_chat, people_styles.keep_for_character):
        keep(shelf.session, 99, StyleChoice())  # of one that is gone there is nothing to keep


def test_copies_have_the_same_style(shelf: Shelf) -> None:
    shelf.of_character(shelf.a, strength=0.3)
    shelf.of_chat(shelf.b)
    twin = library.duplicate(shelf.session, shelf.anna, "Twin")
    assert library.load(shelf.session, twin).style == StyleChoice((StyleShare(shelf.a),), 0.3)
    leaf = chats.load(shelf.session, shelf.chat).leaf_id
    copies = (
        chat_copies.duplicate(shelf.session, shelf.chat),
        chat_copies.branch(shelf.session, leaf or 0, "Branch"),
    )
    assert [shelf.style(copy).ids for copy in copies] == [(shelf.b,)] * 2
    people_styles.keep_for_chat(shelf.session, shelf.chat, None)
    plain = chat_copies.duplicate(shelf.session, shelf.chat)
    assert cast_of(shelf.session, plain).own_style is None


def test_a_deleted_style_is_left_out_counted_and_comes_back(shelf: Shelf) -> None:
    shelf.of_character(shelf.a)
    shelf.of_chat(shelf.a, shelf.b)
    removed = library.duplicate(shelf.session, shelf.anna)
    library.remove(shelf.session, removed)
    title = chats.load(shelf.session, shelf.chat).title
    wanted = StyleUsers(characters=("Anna",), chats=(title,))  # the removed one is in no list
    listed = {style.id: style.users for style in styles.list_styles(shelf.session)}
    assert listed == {shelf.a: wanted, shelf.b: StyleUsers(chats=(title,)), shelf.c: StyleUsers()}
    assert styles.delete_style(shelf.session, shelf.a) == wanted
    assert shelf.style().ids == (shelf.b,)
    assert library.load(shelf.session, shelf.anna).style == StyleChoice()
    shelf.of_chat()  # what is in the trash stays chosen
    styles.restore_style(shelf.session, shelf.a)
    assert shelf.style().ids == (shelf.a,)
    assert library.load(shelf.session, shelf.anna).style.ids == (shelf.a,)
    styles.delete_style(shelf.session, shelf.a)
    styles.empty_style_trash(shelf.session)
    assert shelf.style() == StyleChoice()


def test_a_style_of_another_model_adds_nothing(shelf: Shelf) -> None:
    choice = StyleChoice((StyleShare(shelf.a, 0.5), StyleShare(shelf.c, 1.0)), 0.5)
    assert in_use(shelf.session, choice, MODEL) == (StyleUse("A", "a", 0.5),)
    assert in_use(shelf.session, choice, OTHER) == (StyleUse("C", "c", 0.5),)
    assert in_use(shelf.session, choice, "rwkv7-3") == ()
    shelf.of_character(shelf.c)
    assert shelf.read().style_parts == ()
    assert shelf.read(OTHER).style_parts == (StylePart("c", 1.0),)


# Whose states are read on from


def test_a_state_of_another_style_is_never_read_on_from(shelf: Shelf) -> None:
    plain = shelf.read()
    shelf.keep(plain)
    assert shelf.read().prompt.marked.base is not None
    shelf.of_character(shelf.a)
    fresh = shelf.read()
    assert fresh.prompt.marked.base is None
    assert fresh.prompt.stable == plain.prompt.stable
    assert fresh.style_parts == (StylePart("a", 1.0),)
    shelf.keep(fresh)
    shelf.say("More.")
    assert shelf.read().prompt.marked.base is not None
    shelf.of_chat()
    assert shelf.read().prompt.marked.base.text_hash == plain.prompt.marked.marks[-1].text_hash
    shelf.of_character(shelf.a, strength=0.5)
    people_styles.keep_for_chat(shelf.session, shelf.chat, None)
    assert shelf.read().prompt.marked.base is None


def test_a_copy_of_a_chat_knows_the_states_of_its_style_alone(shelf: Shelf) -> None:
    shelf.of_chat(shelf.a)
    shelf.keep(shelf.read())
    shelf.chat = chat_copies.duplicate(shelf.session, shelf.chat)
    assert shelf.read().prompt.marked.base is not None
    shelf.of_chat(shelf.b)
    assert shelf.read().prompt.marked.base is None


def test_headers_stay_pinned_in_the_styles_that_are_in_use(shelf: Shelf) -> None:
    def pin() -> str:
        context = shelf.read(whole=True)
        shelf.keep(context, place=0, pinned=True)
        return styled(MODEL, context.style_parts, None, {}).key

    plain = pin()
    shelf.of_character(shelf.a)
    with_a = pin()
    shelf.of_chat(shelf.b)
    with_b = pin()
    assert shelf.pinned() == [plain, with_a, with_b]
    shelf.of_chat(shelf.a, shelf.b)
    assert shelf.pinned() == [plain, with_a], "nobody speaks so any more"
    both = pin()
    styles.delete_style(shelf.session, shelf.a)
    assert shelf.pinned() == [plain]
    assert both != with_a
    styles.restore_style(shelf.session, shelf.a)
    pin()
    shelf.of_character(shelf.b)
    assert shelf.pinned() == [plain, both], "a chat still has both"


BLENDS = st.builds(
    lambda shares, strength: (tuple(shares.items()), strength),
    st.dictionaries(st.integers(0, 2), st.sampled_from([1.0, 0.25, 0.0]), min_size=1, max_size=3),
    st.sampled_from([1.0, 0.5, 0.0]),
)
CHANGES = st.one_of(
    st.tuples(st.just("character"), BLENDS),
    st.tuples(st.just("chat"), BLENDS),
    st.tuples(st.sampled_from(["character", "chat"]), st.none()),
    st.tuples(st.just("say"), st.none()),
)
READING = st.tuples(st.just("read"), st.sampled_from([-1, 1, 2]))
# What is read between two changes is what may be taken for something else after the next.
STEPS = st.lists(st.tuples(CHANGES, READING), min_size=3, max_size=6).map(
    lambda pairs: [("read", -1), *(step for pair in pairs for step in pair)]
)


@settings(max_examples=15, deadline=None, phases=[Phase.generate])
@given(STEPS)
def test_states_of_different_blends_never_mix(steps: list[tuple[str, Any]]) -> None:
    """Whatever is chosen in whatever order, reading goes on from what was read in the same
    mixture, and what was read once is found again."""
    with in_memory() as shelf:
        ids = (shelf.a, shelf.b, shelf.c)
        read_in: dict[bytes, set[tuple[StylePart, ...]]] = {}
        for step, value in steps:
            if step == "say":
                shelf.say(f"Message {len(read_in)}")
            elif step in ("character", "chat"):
                choice = None
                if value is not None:
                    shares, strength = value
                    chosen = (StyleShare(ids[n], weight) for n, weight in shares)
                    choice = StyleChoice(tuple(chosen), strength)
                keep = people_styles.keep_for_character
                if step == "chat":
                    keep = people_styles.keep_for_chat
                keep(shelf.session, shelf.anna if step == "character" else shelf.chat, choice)
            else:
                _read_and_keep(shelf, read_in, value)


def _read_and_keep(
    shelf: Shelf, read_in: dict[bytes, set[tuple[StylePart, ...]]], place: int
) -> None:
    context = shelf.read()
    parts = tuple(sorted(context.style_parts, key=lambda part: part.key))
    marked = context.prompt.marked
    places = [mark for mark in (marked.base, *marked.marks) if mark is not None]
    found = [mark for mark in places if shelf.has(context, mark)]
    assert all(parts in read_in[mark.text_hash] for mark in found)
    whole = shelf.read(whole=True).prompt.marked
    at_messages = whole.marks[1:]  # the header stands at none
    known = any(parts in read_in.get(mark.text_hash, ()) for mark in at_messages)
    assert (marked.base is not None) == known
    assert bool(found) >= known, "what lies before the base would be gone"
    if marked.marks:
        place = place % len(marked.marks)
        shelf.keep(context, place=place)
        read_in.setdefault(marked.marks[place].text_hash, set()).add(parts)
