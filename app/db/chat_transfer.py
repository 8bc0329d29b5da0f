"""Chats that come from files, message by message, as plain functions on a Session.

A long chat comes in several transactions, so that others need not wait; until `finish` it is in
no list. Each message comes with its swipes and is told apart from them by its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from app.db.chat_rows import load
from app.db.chat_tables import ChatImportRow, ChatRow, MessageRow, MessageTextRow
from app.db.chats import new_chat, remove
from app.db.message_rows import page as read_page
from app.db.message_rows import siblings
from app.db.message_texts import add_texts, forget_texts
from app.domain.chat import Author, ChatSettings, Said
from app.domain.chat_transcript import Turn

EXPORTED_AT_ONCE = 200


def begin(
    session: Session, character_id: int | None, title: str, settings: ChatSettings | None = None
) -> int:
    """Adds an empty chat that is in no list yet; returns its id."""
    chat_id = new_chat(session, character_id, title, settings or ChatSettings())
    remove(session, chat_id)
    session.execute(insert(ChatImportRow).values(chat_id=chat_id))
    return chat_id


def add_turns(session: Session, chat_id: int, turns: Sequence[Turn]) -> None:
    """Adds turns behind the last message of a chat."""
    chat = load(session, chat_id)
    length, leaf = chat.length, chat.leaf_id
    turns = [_with_character(turn, chat.character_id) for turn in turns]
    text_id = _next_id(session, MessageTextRow)
    number = _next_id(session, MessageRow)
    add_texts(session, (said for turn in turns for said in turn.swipes), text_id)
    rows: list[dict[str, Any]] = []
    first: int | None = leaf
    for depth, turn in enumerate(turns, length):
        for place, said in enumerate(turn.swipes):
            row = _row(chat_id, leaf, depth, text_id, said)
            row.update(id=number, current=place == turn.current)
            rows.append(row)
            number, text_id = number + 1, text_id + 1
        rows[-len(turn.swipes) + turn.current]["checkpoint"] = turn.checkpoint
        leaf = rows[-len(turn.swipes) + turn.current]["id"]
    following = {row["parent_id"]: row["id"] for row in rows if row["current"]}
    for row in rows:
        row["chosen_id"] = following.get(row["id"])
    if rows:
        session.execute(insert(MessageRow), rows)
        point = update(MessageRow).where(MessageRow.id == first)
        session.execute(point.values(chosen_id=following.get(first)))
    values = {"leaf_id": leaf, "length": length + len(turns)}
    session.execute(update(ChatRow).where(ChatRow.id == chat_id).values(values))


def finish(session: Session, chat_id: int) -> None:
    """Puts a chat into the lists, with the time of its last message."""
    last = session.scalar(
        select(MessageTextRow.created_at)
        .join(MessageRow, MessageRow.text_id == MessageTextRow.id)
        .join(ChatRow, ChatRow.leaf_id == MessageRow.id)
        .where(ChatRow.id == chat_id)
    )
    values = {"deleted_at": None} if last is None else {"deleted_at": None, "updated_at": last}
    session.execute(update(ChatRow).where(ChatRow.id == chat_id).values(values))
    session.execute(delete(ChatImportRow).where(ChatImportRow.chat_id == chat_id))


def unfinished(session: Session) -> list[int]:
    """The chats that did not come to their end before the program did."""
    return list(session.scalars(select(ChatImportRow.chat_id)))


def give_up(session: Session, chat_id: int) -> None:
    """Removes what came of a chat that did not come to its end, for ever."""
    own = select(MessageRow.text_id).where(MessageRow.chat_id == chat_id)
    ids = list(session.scalars(own))
    forget_texts(session, ids, lambda: session.execute(delete(ChatRow).filter_by(id=chat_id)))


def turns(session: Session, chat_id: int, from_depth: int) -> list[Turn]:
    """Up to `EXPORTED_AT_ONCE` turns of the way of a chat, with their swipes."""
    found: list[Turn] = []
    for message in read_page(session, chat_id, from_depth, EXPORTED_AT_ONCE):
        swipes = [message] if message.swipes == 1 else siblings(session, message.id)
        said = tuple(each.said for each in swipes)
        found.append(Turn(said, message.swipe, message.checkpoint))
    return found


def _with_character(turn: Turn, character_id: int | None) -> Turn:
    return replace(
        turn,
        swipes=tuple(
            replace(said, character_id=character_id)
            if said.author is Author.CHARACTER and said.character_id is None
            else said
            for said in turn.swipes
        ),
    )


def _row(
    chat_id: int, parent_id: int | None, depth: int, text_id: int, said: Said
) -> dict[str, Any]:
    return {
        "chat_id": chat_id,
        "parent_id": parent_id,
        "depth": depth,
        "text_id": text_id,
        "hidden": said.hidden,
        "edited": False,
        "removal": 0,
        "checkpoint": "",
    }


def _next_id(session: Session, table: type[MessageRow] | type[MessageTextRow]) -> int:
    statement = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return (session.execute(statement, {"name": table.__tablename__}).scalar() or 0) + 1
