"""Messages of chats: said, said otherwise, chosen. As plain functions on a Session.

The messages of a chat are a tree; one way through it, from a root to a leaf, is read. Each
message remembers the child that was last on the way, so that going back to a swipe goes on down
its own way. What is done to messages that are there stands in `message_changes`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Row, insert, select, text
from sqlalchemy.orm import Session

from app.db import message_tree as tree
from app.db.chat_rows import load, touch
from app.db.chat_tables import MessageRow
from app.db.message_rows import (
    checkpoints,
    children,
    count_said_after,
    former_texts,
    get,
    living,
    page,
    siblings,
)
from app.db.message_rows import read as read_message
from app.db.message_texts import add_text
from app.db.message_tree import Change, Field
from app.domain.chat import Chat, ChatMessage, Said
from app.domain.token_estimate import TextSize
from engine.types import UserError

_SIZES = """SELECT sum(length(message_texts.text)) AS characters,
    sum(length(CAST(message_texts.text AS BLOB))) AS bytes
    FROM messages JOIN message_texts ON message_texts.id = messages.text_id
    WHERE messages.chat_id = :chat AND messages.current = 1 AND messages.depth >= :depth
    AND messages.hidden = 0"""

__all__ = [
    "Change",
    "Changed",
    "add_swipe",
    "append",
    "changed",
    "changed_since",
    "checkpoints",
    "children",
    "choose",
    "count_said_after",
    "former_texts",
    "get",
    "page",
    "siblings",
    "step_swipe",
]

_ADD = insert(MessageRow).returning(MessageRow.id)


@dataclass(frozen=True)
class Changed:
    """What a change made of a chat. `message` is what it was about, if that is still there;
    `change` takes it back (`message_changes.undo`)."""

    chat: Chat
    message: ChatMessage | None
    change: Change


def append(session: Session, chat_id: int, parent_id: int | None, said: Said) -> Changed:
    """Says something after a message (`None`: at the beginning), and goes there. Raises
    `UserError` if the message, or the chat, is gone."""
    parent = None if parent_id is None else living(session, parent_id)
    if parent is not None and parent.chat_id != chat_id:
        raise UserError("This message belongs to another chat.", "Choose another one.")
    chat = load(session, chat_id)
    root = tree.current_root(session, chat_id)
    depth = 0 if parent is None else parent.depth + 1
    at_end = parent_id == chat.leaf_id
    before = tree.fields_of(session, [parent_id] if at_end else [])
    number = _insert(session, chat_id, parent_id, depth, said, at_end)
    if at_end:
        tree.point(session, parent_id, number)
        tree.extend(session, chat_id, number, depth)
    else:
        before = _go_to(session, number)
    fields = tuple(field for field in before if field.message_id != number)
    return changed(session, changed_since(session, chat_id, root, fields, (number,)), number)


def add_swipe(session: Session, message_id: int, said: Said) -> Changed:
    """Says something else in the place of a message, and goes there; the message and all below
    it stay. Raises `UserError` if it is gone."""
    node = living(session, message_id)
    return append(session, node.chat_id, node.parent_id, said)


def choose(session: Session, message_id: int) -> Changed:
    """Goes to a message, and on from there as it went on last. Raises `UserError` if it is
    gone."""
    node = living(session, message_id)
    root = tree.current_root(session, node.chat_id)
    change = changed_since(session, node.chat_id, root, _go_to(session, message_id))
    return changed(session, change, message_id)


def step_swipe(session: Session, message_id: int, offset: int) -> Changed | None:
    """Goes to the sibling so many swipes further; `None` where there is none. Raises
    `UserError` if the message is gone."""
    node = living(session, message_id)
    ids = _sibling_ids(session, node)
    wanted = ids.index(message_id) + offset
    return choose(session, ids[wanted]) if 0 <= wanted < len(ids) else None


def size_from(session: Session, chat_id: int, depth: int) -> TextSize:
    """How long the way of a chat is from a depth on; what is hidden is not read."""
    values = {"chat": chat_id, "depth": depth}
    row = session.execute(text(_SIZES), values).one()
    return TextSize(row.characters or 0, row.bytes or 0)


def changed_since(
    session: Session,
    chat_id: int,
    root: int | None,
    before: Iterable[Field],
    new: tuple[int, ...] = (),
) -> Change:
    """What takes back all that was done since `before`, and since the way began at `root`."""
    moved = root if root != tree.current_root(session, chat_id) else None
    return Change(chat_id, tree.difference(session, before), moved, new=new)


def changed(session: Session, change: Change, message_id: int | None) -> Changed:
    """What became of a chat; says that it went on."""
    touch(session, change.chat_id)
    message = None if message_id is None else read_message(session, message_id)
    return Changed(load(session, change.chat_id), message, change)


def _insert(
    session: Session,
    chat_id: int,
    parent_id: int | None,
    depth: int,
    said: Said,
    current: bool,
) -> int:
    values = {
        "chat_id": chat_id,
        "parent_id": parent_id,
        "depth": depth,
        "text_id": add_text(session, said),
        "current": current,
        "hidden": said.hidden,
        "edited": False,
        "removal": 0,
        "checkpoint": "",
    }
    return session.execute(_ADD, values).scalar_one()


def _go_to(session: Session, message_id: int) -> tuple[Field, ...]:
    """Leads the way through a message; returns what was before."""
    line = [living(session, message_id)]
    while not line[-1].current and line[-1].parent_id is not None:
        line.append(living(session, line[-1].parent_id))
    if line[0].current:
        return ()
    before = tree.fields_of(session, (node.id for node in line))
    for node, above in pairwise(line):
        tree.point(session, above.id, node.id)
    top = line[-1]
    if top.current:
        tree.lead(session, top.chat_id, top.depth + 1)
    else:
        tree.lead(session, top.chat_id, 0, top.id)
    return before


def _sibling_ids(session: Session, node: Row[Any]) -> list[int]:
    return list(
        session.scalars(
            select(MessageRow.id)
            .where(
                MessageRow.parent_id.is_not_distinct_from(node.parent_id),
                MessageRow.chat_id == node.chat_id,
                MessageRow.removal == 0,
            )
            .order_by(MessageRow.id)
        )
    )
