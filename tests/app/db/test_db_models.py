"""What the library knows of models: the space of their states, and which one led a chat."""

from datetime import UTC, datetime

from app.db import snapshots
from app.db.casts import MODEL, begin_chat, keep_model
from app.db.characters import add as add_character
from app.db.chats import load, new_chat
from app.db.snapshot_space import clear_loose, sizes
from app.db.snapshots import NewSnapshot
from app.domain.cards import CharacterCard
from app.domain.chat import ChatSettings
from engine.snapshot import key_for


def put(session, text, size, *, pinned=False):
    new = NewSnapshot(key_for("m", text), 3, bytes(size), "document:1", pinned)
    snapshots.put(session, new, 10**9)


def test_only_states_that_are_not_pinned_go(storage):
    def work(session):
        put(session, "a", 1000)
        put(session, "b", 200, pinned=True)
        assert sizes(session) == (1200, 1000)
        assert clear_loose(session) == 1000
        assert sizes(session) == (200, 0)
        return [one.key for one in snapshots.index(session, "m")]

    assert storage.submit(work).result() == [key_for("m", "b")]


def test_an_empty_library_has_no_states(storage):
    assert storage.submit(sizes).result() == (0, 0)
    assert storage.submit(clear_loose).result() == 0


def test_a_chat_keeps_its_model_beside_all_else(storage):
    model = {"path": "/m/a.pth", "name": "A"}

    def work(session):
        chat = new_chat(session, None, "", ChatSettings(extra={"draft": "hello"}))
        keep_model(session, chat, model)
        keep_model(session, chat, model)
        return load(session, chat).settings.extra

    assert storage.submit(work).result() == {"draft": "hello", MODEL: model}


def test_another_chat_with_a_character_keeps_the_model_it_spoke_with_last(storage):
    now = datetime.now(UTC)

    def work(session):
        character = add_character(session, CharacterCard("Ada"))
        first = begin_chat(session, character, 0, now)
        assert load(session, first).settings.extra == {}
        keep_model(session, first, {"path": "/m/a.pth", "name": "A"})
        other = begin_chat(session, add_character(session, CharacterCard("Bo")), 0, now)
        again = begin_chat(session, character, 0, now)
        return [load(session, chat).settings.extra for chat in (other, again)]

    assert storage.submit(work).result() == [{}, {MODEL: {"path": "/m/a.pth", "name": "A"}}]
