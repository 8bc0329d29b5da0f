"""Whatever is done to a chat, in whatever order: it is a tree with one way, and undo undoes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db import chats, message_changes, messages
from app.db.connection import open_engine
from app.db.message_changes import undo
from app.db.message_tree import Change
from app.db.migrations import migrate
from engine.types import UserError
from tests.app.db.chat_setup import bot, user

_PICK = st.integers(0, 1000)


class ChatMachine(RuleBasedStateMachine):
    """Does things to a chat and keeps what takes them back, with what was seen before each."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "library.sqlite3"
        self._engine = open_engine(path)
        migrate(self._engine, path)
        self._session = Session(self._engine)
        self._session.begin()
        self.chat = chats.create(self._session, None)
        self.said = 0
        self.done: list[tuple[Any, Change]] = []
        self.old: list[Change] = []
        self.most = 0

    def teardown(self) -> None:
        self._session.close()
        self._engine.dispose()
        self._folder.cleanup()

    # What can be done.

    @rule(hidden=st.booleans())
    def say(self, hidden: bool) -> None:
        leaf = chats.load(self._session, self.chat).leaf_id
        self._do(lambda s: messages.append(s, self.chat, leaf, user(self._words(), hidden=hidden)))

    @precondition(lambda self: self.living())
    @rule(pick=_PICK)
    def say_after_any(self, pick: int) -> None:
        parent = self._any(pick)
        self._do(lambda s: messages.append(s, self.chat, parent, user(self._words())))

    @precondition(lambda self: self.living())
    @rule(pick=_PICK)
    def swipe(self, pick: int) -> None:
        number = self._any(pick)
        self._do(lambda s: messages.add_swipe(s, number, bot(self._words())))

    @precondition(lambda self: self.living())
    @rule(pick=_PICK)
    def choose(self, pick: int) -> None:
        number = self._any(pick)
        self._do(lambda s: messages.choose(s, number))

    @precondition(lambda self: self.living())
    @rule(pick=_PICK, offset=st.sampled_from([-1, 1]))
    def step(self, pick: int, offset: int) -> None:
        before, number = self._seen(), self._any(pick)
        result = messages.step_swipe(self._session, number, offset)
        if result is not None:
            self.done.append((before, result.change))

    @precondition(lambda self: self.living())
    @rule(pick=_PICK)
    def edit(self, pick: int) -> None:
        number = self._any(pick)
        self._do(lambda s: message_changes.edit(s, number, self._words()))

    @precondition(lambda self: self.living())
    @rule(pick=_PICK, hidden=st.booleans())
    def hide(self, pick: int, hidden: bool) -> None:
        number = self._any(pick)
        self._do(lambda s: message_changes.set_hidden(s, number, hidden))

    @precondition(lambda self: self.living())
    @rule(pick=_PICK, with_below=st.booleans())
    def remove(self, pick: int, with_below: bool) -> None:
        number = self._any(pick)
        self._do(lambda s: message_changes.remove(s, number, with_below))

    @precondition(lambda self: self.done)
    @rule()
    def take_back(self) -> None:
        """The last thing: all is as it was; and again, and back."""
        before, change = self.done.pop()
        after = self._seen()
        again = undo(self._session, change)
        assert self._seen() == before
        back = undo(self._session, again.change)
        assert self._seen() == after
        undo(self._session, back.change)
        assert self._seen() == before

    @precondition(lambda self: self.done)
    @rule(pick=_PICK)
    def take_back_out_of_order(self, pick: int) -> None:
        """Something earlier: what comes of it is a tree, or a refusal that changes nothing."""
        change = self.done[pick % len(self.done)][1]
        before, point = self._seen(), self._session.begin_nested()
        try:
            undo(self._session, change)
        except UserError:
            point.rollback()
            assert self._seen() == before
            return
        point.commit()
        self.done.clear()  # what was seen before the others is no measure any longer

    # What always holds.

    @invariant()
    def the_way_goes_from_a_root_to_a_leaf(self) -> None:
        rows = self._rows("current = 1 ORDER BY depth")
        assert [row.depth for row in rows] == list(range(len(rows)))
        above = None
        for row in rows:
            assert (row.parent_id, row.removal) == (above, 0)
            above = row.id
        assert not self._rows(f"removal = 0 AND parent_id IS {above or 'NULL'}")
        chat = chats.load(self._session, self.chat)
        assert (chat.leaf_id, chat.length) == (above, len(rows))
        shown = messages.page(self._session, self.chat, 0, 10_000)
        assert [each.id for each in shown] == [row.id for row in rows]

    @invariant()
    def it_is_a_tree(self) -> None:
        rows = {row.id: row for row in self._rows("1")}
        for row in rows.values():
            if row.parent_id is None:
                assert row.depth == 0
            else:
                above = rows[row.parent_id]
                assert row.depth == above.depth + 1
                assert not above.removal or row.removal

    @invariant()
    def nothing_is_ever_deleted(self) -> None:
        for table in ("messages", "message_texts"):
            statement = text(f"SELECT count(*), coalesce(max(id), 0) FROM {table}")
            count, highest = self._session.execute(statement).one()
            assert count == highest
        assert count >= self.most
        self.most = count

    def living(self) -> list[int]:
        return [row.id for row in self._rows("removal = 0 ORDER BY id")]

    def _do(self, work: Any) -> None:
        before = self._seen()
        self.done.append((before, work(self._session).change))

    def _seen(self) -> Any:
        """All that a person can see of the chat, by whatever way."""
        names = "id, parent_id, depth, chosen_id, text_id, current, hidden, edited, checkpoint"
        statement = text(f"SELECT {names} FROM messages WHERE removal = 0 ORDER BY id")
        chat = chats.load(self._session, self.chat)
        return chat.leaf_id, chat.length, self._session.execute(statement).all()

    def _rows(self, condition: str) -> Any:
        statement = text(f"SELECT * FROM messages WHERE {condition}")
        return self._session.execute(statement).all()

    def _any(self, pick: int) -> int:
        there = self.living()
        return there[pick % len(there)]

    def _words(self) -> str:
        self.said += 1
        return f"words {self.said}"


TestChatMachine = ChatMachine.TestCase
TestChatMachine.settings = settings(max_examples=15, stateful_step_count=30, deadline=None)
