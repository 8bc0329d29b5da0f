"""Finds messages by what they say, as plain functions on a Session.

The index holds the words of all texts; how words are parted says `app.domain.search_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from app.db.chat_tables import ChatRow, MessageRow
from app.db.message_rows import message_of, messages_query
from app.domain.chat import ChatMessage
from app.domain.search_words import excerpt, is_one_character, match_all, query_terms

_WIDTH = 160


@dataclass(frozen=True)
class Found:
    """A message with what was looked for: `snippet` is a part of it, in which it stands at
    `marks`, (start, end) each. `on_way` says whether the message is being read now."""

    message: ChatMessage
    chat_title: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    on_way: bool


def search(
    session: Session, query: str, chat_id: int | None = None, limit: int = 100
) -> list[Found]:
    """The messages of a chat, or of all (`None`), that hold all words of `query` and the
    phrases it has in quotes; what was said last comes first."""
    expression = match_all(query)
    if not expression:
        return []
    terms = query_terms(query)
    values: dict[str, object] = {"expression": expression, "chat": chat_id, "limit": limit}
    found: list[int] = []
    if len(terms) == 1 and is_one_character(terms[0]):
        found = _ids(session, _LATELY, {**values, "letter": terms[0]})
    if len(found) < limit:
        found = _ids(session, _FOUND if chat_id is None else _FOUND_IN_CHAT, values)
    rows = session.execute(
        messages_query()
        .add_columns(ChatRow.title, MessageRow.current)
        .join(ChatRow, ChatRow.id == MessageRow.chat_id)
        .where(MessageRow.id.in_(found))
    )
    by_id = {row.id: row for row in rows}
    return [_found(by_id[number], terms) for number in found]


# CROSS JOIN keeps the order: first what the index finds, the newest first, and no more of it
# than is wanted.
_FOUND = """SELECT messages.id FROM message_words
    CROSS JOIN messages ON messages.text_id = message_words.rowid
    CROSS JOIN chats ON chats.id = messages.chat_id
    WHERE message_words MATCH :expression AND messages.removal = 0 AND chats.deleted_at IS NULL
    ORDER BY message_words.rowid DESC LIMIT :limit"""

_FOUND_IN_CHAT = """SELECT messages.id FROM message_words
    CROSS JOIN messages ON messages.text_id = message_words.rowid
    WHERE message_words MATCH :expression AND messages.removal = 0 AND +messages.chat_id = :chat
    ORDER BY message_words.rowid DESC LIMIT :limit"""

# A common character begins thousands of pairs, which the index would all have to merge.
_LATELY = """SELECT late.id FROM (SELECT messages.id, messages.text_id FROM messages
    JOIN chats ON chats.id = messages.chat_id
    WHERE (:chat IS NULL OR messages.chat_id = :chat) AND messages.removal = 0
    AND chats.deleted_at IS NULL ORDER BY messages.id DESC LIMIT 3000) AS late
    CROSS JOIN message_texts ON message_texts.id = late.text_id
    WHERE instr(message_texts.text, :letter) LIMIT :limit"""


def _ids(session: Session, statement: str, values: Mapping[str, object]) -> list[int]:
    return list(session.scalars(text(statement), values))


def _found(row: Row[Any], terms: tuple[str, ...]) -> Found:
    snippet, marks = excerpt(row.text, terms, _WIDTH)
    return Found(message_of(row), row.title, snippet, marks, row.current)
