"""Reads messages of chats as values, with plain functions on a Session. Changes nothing."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, literal_column, select
from sqlalchemy.orm import Session, aliased

from app.db.chat_tables import MessageEditRow, MessageRow, MessageTextRow
from app.domain.chat import Author, ChatMessage, Said
from engine.types import UserError

ONE: ColumnElement[int] = literal_column("1")
"""Spelled out, so that SQLite sees that the index of the way can be used."""

GONE = ("This message is no longer in the chat.", "Choose another one.")

_Twin = aliased(MessageRow)
_alike = and_(
    _Twin.parent_id.is_not_distinct_from(MessageRow.parent_id),
    _Twin.chat_id == MessageRow.chat_id,
    _Twin.removal == 0,
)
_swipes = select(func.count()).where(_alike).correlate(MessageRow).scalar_subquery()
_swipe = (
    select(func.count())
    .where(_alike, _Twin.id < MessageRow.id)
    .correlate(MessageRow)
    .scalar_subquery()
)


def _all_messages() -> Select[Any]:
    node, text = MessageRow, MessageTextRow
    return select(
        *(node.id, node.chat_id, node.parent_id, node.depth, node.hidden, node.edited),
        *(node.checkpoint, _swipe.label("swipe"), _swipes.label("swipes")),
        *(text.author, text.name, text.text, text.reasoning, text.character_id),
        *(text.created_at, text.model, text.seed, text.sampling, text.extra_json),
    ).join(text, text.id == node.text_id)


# Made once: to make such statements takes longer than to carry them out.
_MESSAGES = _all_messages()
_MESSAGE = _MESSAGES.where(MessageRow.id == bindparam("id"))
_NODE = select(*MessageRow.__table__.columns).where(MessageRow.id == bindparam("id"))
_PAGE = _MESSAGES.where(
    MessageRow.chat_id == bindparam("chat"),
    MessageRow.current == ONE,
    MessageRow.depth >= bindparam("first"),
    MessageRow.depth < bindparam("end"),
).order_by(MessageRow.depth)


def messages_query() -> Select[Any]:
    """All messages with what they say: a filter and an order are to be added."""
    return _MESSAGES


def message_of(row: Row[Any]) -> ChatMessage:
    """A row of `messages_query` as a value."""
    said = Said(
        author=Author(row.author),
        name=row.name,
        text=row.text,
        reasoning=row.reasoning,
        character_id=row.character_id,
        hidden=row.hidden,
        created_at=row.created_at,
        model=row.model,
        seed=row.seed,
        sampling=row.sampling,
        extra=json.loads(row.extra_json),
    )
    return ChatMessage(
        id=row.id,
        chat_id=row.chat_id,
        parent_id=row.parent_id,
        depth=row.depth,
        said=said,
        swipe=row.swipe,
        swipes=row.swipes,
        edited=row.edited,
        checkpoint=row.checkpoint,
    )


def page(session: Session, chat_id: int, from_depth: int, count: int) -> list[ChatMessage]:
    """Up to `count` messages of the way that is being read, from a depth on."""
    values = {"chat": chat_id, "first": from_depth, "end": from_depth + count}
    return [message_of(row) for row in session.execute(_PAGE, values)]


def get(session: Session, message_id: int) -> ChatMessage:
    """A message, on the way or beside it. Raises `UserError` if it was removed."""
    return read(session, living(session, message_id).id)


def read(session: Session, message_id: int) -> ChatMessage:
    """A message, removed or not."""
    return message_of(session.execute(_MESSAGE, {"id": message_id}).one())


def siblings(session: Session, message_id: int) -> list[ChatMessage]:
    """What was said at the same place, the message itself among them, in the order of swipes."""
    node = living(session, message_id)
    rows = session.execute(
        messages_query()
        .where(
            MessageRow.parent_id.is_not_distinct_from(node.parent_id),
            MessageRow.chat_id == node.chat_id,
            MessageRow.removal == 0,
        )
        .order_by(MessageRow.id)
    )
    return [message_of(row) for row in rows]


def children(session: Session, message_id: int) -> list[ChatMessage]:
    """What was said next, in the order of swipes."""
    rows = session.execute(
        messages_query()
        .where(MessageRow.parent_id == message_id, MessageRow.removal == 0)
        .order_by(MessageRow.id)
    )
    return [message_of(row) for row in rows]


def count_said_after(session: Session, chat_id: int, parent_id: int | None) -> int:
    """How often something was said after a message (`None`: at the beginning), removed or not."""
    query = select(func.count()).where(
        MessageRow.parent_id.is_not_distinct_from(parent_id), MessageRow.chat_id == chat_id
    )
    return session.scalar(query) or 0


def checkpoints(session: Session, chat_id: int) -> list[ChatMessage]:
    """The messages of a chat that the user gave names, on the way or beside it."""
    rows = session.execute(
        messages_query()
        .where(
            MessageRow.chat_id == chat_id,
            MessageRow.checkpoint != literal_column("''"),
            MessageRow.removal == 0,
        )
        .order_by(MessageRow.depth, MessageRow.id)
    )
    return [message_of(row) for row in rows]


def former_texts(session: Session, message_id: int) -> list[str]:
    """What a message said before it was edited, the oldest first."""
    return list(
        session.scalars(
            select(MessageTextRow.text)
            .join(MessageEditRow, MessageEditRow.text_id == MessageTextRow.id)
            .where(MessageEditRow.message_id == message_id)
            .order_by(MessageEditRow.id)
        )
    )


def living(session: Session, message_id: int) -> Row[Any]:
    """The node of a message: id, chat_id, parent_id, depth, chosen_id, text_id, current,
    hidden, edited, removal, checkpoint. Raises `UserError` if it was removed."""
    node = node_of(session, message_id)
    if node is None or node.removal:
        raise UserError(*GONE)
    return node


def node_of(session: Session, message_id: int) -> Row[Any] | None:
    """The node of a message, removed or not; `None` if there never was one."""
    return session.execute(_NODE, {"id": message_id}).one_or_none()
