"""What was said earlier in a chat and fits what is said now, as plain functions on a Session.

Finds candidates by bm25; which of them are put before a model, and how, is not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.db.chat_tables import MessageRow, RecallMarkRow
from app.db.message_rows import living, message_of, messages_query
from app.domain.chat import ChatMessage, Recalled
from app.domain.search_words import MOST_TERMS, excerpt, match_any

PIN, BAN = "pin", "ban"

_COMMON = 4_000
"""A term in more texts than this says little: bm25 would hardly count it, but take long."""

_MOST = 20_000
"""Texts that are looked at for one set of candidates."""

_PASSAGE = 600


def candidates(
    session: Session, chat_id: int, terms: Sequence[str], before_depth: int, limit: int
) -> list[Recalled]:
    """The messages of the way above a depth that hold some of the terms, the nearest first.
    Hidden and banned ones are left out; pinned ones say that they are."""
    chosen = _telling(session, terms)
    expression = match_any(chosen)
    if not expression:
        return []
    values = {"match": expression, "chat": chat_id, "depth": before_depth, "limit": limit}
    found = session.execute(text(_NEAREST), values).all()
    messages = _by_id(session, [row.id for row in found])
    pinned = {each.message_id for each in _marks(session, chat_id, PIN)}
    return [_recalled(messages[row.id], terms, row.score, row.id in pinned) for row in found]


def pin(session: Session, chat_id: int, message_id: int) -> None:
    """Always recalls a message in a chat. Raises `UserError` if it is gone."""
    _mark(session, chat_id, message_id, PIN)


def ban(session: Session, chat_id: int, message_id: int) -> None:
    """Never recalls a message in a chat. Raises `UserError` if it is gone."""
    _mark(session, chat_id, message_id, BAN)


def unpin(session: Session, chat_id: int, message_id: int) -> None:
    """Neither pinned nor banned any longer."""
    session.execute(
        text("DELETE FROM recall_marks WHERE chat_id = :chat AND message_id = :message"),
        {"chat": chat_id, "message": message_id},
    )


def pins(session: Session, chat_id: int, before_depth: int | None = None) -> list[Recalled]:
    """What is pinned on the way of a chat (above a depth), in the order in which it was said."""
    marks = _marks(session, chat_id, PIN)
    messages = _by_id(session, [each.message_id for each in marks if each.current])
    found = sorted(messages.values(), key=lambda each: each.depth)
    return [
        _recalled(each, (), 0.0, True)
        for each in found
        if before_depth is None or each.depth < before_depth
    ]


def bans(session: Session, chat_id: int) -> list[ChatMessage]:
    """The messages that are never recalled in a chat, in the order in which they were said."""
    marks = _marks(session, chat_id, BAN)
    found = _by_id(session, [each.message_id for each in marks]).values()
    return sorted(found, key=lambda each: (each.depth, each.id))


# With a plus, SQLite does not take the index of the way for what is found by its text.
_NEAREST = """SELECT messages.id, message_words.rank AS score FROM message_words
    CROSS JOIN messages ON messages.text_id = message_words.rowid
    WHERE message_words MATCH :match AND +messages.chat_id = :chat AND +messages.current = 1
    AND messages.depth < :depth AND messages.hidden = 0
    AND NOT EXISTS (SELECT 1 FROM recall_marks WHERE recall_marks.chat_id = :chat
        AND recall_marks.message_id = messages.id AND recall_marks.kind = 'ban')
    ORDER BY message_words.rank LIMIT :limit"""

_COUNT = """SELECT count(*) FROM (
    SELECT 1 FROM message_words WHERE message_words MATCH :match LIMIT :most)"""


def _telling(session: Session, terms: Sequence[str]) -> list[str]:
    """The terms that tell texts apart: the rarest, and those that are not too common."""
    counted: list[tuple[int, str]] = []
    for term in list(dict.fromkeys(terms))[:MOST_TERMS]:
        expression = match_any([term])
        if expression:
            values = {"match": expression, "most": _COMMON + 1}
            counted.append((session.execute(text(_COUNT), values).scalar() or 0, term))
    chosen: list[str] = []
    total = 0
    for count, term in sorted(counted):
        total += count
        if count and (not chosen or (count <= _COMMON and total <= _MOST)):
            chosen.append(term)
    return chosen


def _recalled(message: ChatMessage, terms: Sequence[str], score: float, pinned: bool) -> Recalled:
    said = message.said
    passage, _marks_in_it = excerpt(said.text, terms, _PASSAGE)
    return Recalled(
        *(message.id, message.depth, said.author, said.name, passage, said.created_at),
        score=score,
        pinned=pinned,
    )


def _by_id(session: Session, ids: Sequence[int]) -> dict[int, ChatMessage]:
    rows = session.execute(messages_query().where(MessageRow.id.in_(ids), MessageRow.removal == 0))
    return {row.id: message_of(row) for row in rows}


def _mark(session: Session, chat_id: int, message_id: int, kind: str) -> None:
    living(session, message_id)
    session.execute(
        insert(RecallMarkRow)
        .values(chat_id=chat_id, message_id=message_id, kind=kind)
        .on_conflict_do_update(index_elements=["chat_id", "message_id"], set_={"kind": kind})
    )


def _marks(session: Session, chat_id: int, kind: str) -> list[Any]:
    statement = """SELECT recall_marks.message_id, messages.current FROM recall_marks
        JOIN messages ON messages.id = recall_marks.message_id
        WHERE recall_marks.chat_id = :chat AND kind = :kind AND messages.removal = 0"""
    return list(session.execute(text(statement), {"chat": chat_id, "kind": kind}))
