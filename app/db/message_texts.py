"""What is said in chats: kept once, put into the index of words, never changed.

As plain functions on a Session. Knows nothing of trees.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from app.db.chat_tables import WORDS, MessageTextRow
from app.db.projects import storable
from app.domain.chat import Said
from app.domain.search_words import index_words

_UNINDEX = text(f"INSERT INTO {WORDS} ({WORDS}, rowid, words) VALUES ('delete', :id, :words)")
_ADD = insert(MessageTextRow).returning(MessageTextRow.id)
_INDEX = text(f"INSERT INTO {WORDS} (rowid, words) VALUES (:id, :words)")


def add_text(session: Session, said: Said) -> int:
    """Keeps what was said and returns its id. What has no time was said now."""
    values = _values(said)
    values["created_at"] = said.created_at or datetime.now(UTC)
    number = session.execute(_ADD, values).scalar_one()
    session.execute(_INDEX, {"id": number, "words": index_words(values["text"])})
    return number


def add_texts(session: Session, all_said: Iterable[Said], first: int) -> None:
    """Keeps many at once, with ids from `first` on; times stay unknown where they are."""
    rows = [{**_values(said), "id": number} for number, said in enumerate(all_said, first)]
    if rows:
        session.execute(insert(MessageTextRow), rows)
        words = [{"id": row["id"], "words": index_words(row["text"])} for row in rows]
        session.execute(_INDEX, words)


def forget_texts(session: Session, ids: Iterable[int], before: Callable[[], object]) -> None:
    """Removes texts and their words for ever, when `before` has removed what refers to them."""
    wanted = list(ids)
    before()
    for number in wanted:
        said = session.scalar(select(MessageTextRow.text).where(MessageTextRow.id == number))
        session.execute(_UNINDEX, {"id": number, "words": index_words(said or "")})
        session.execute(delete(MessageTextRow).where(MessageTextRow.id == number))


def _values(said: Said) -> dict[str, Any]:
    return {
        "author": said.author.value,
        "character_id": said.character_id,
        "name": storable(said.name),
        "created_at": said.created_at,
        "model": storable(said.model),
        "seed": said.seed,
        "sampling": storable(said.sampling),
        "text": storable(said.text),
        "reasoning": storable(said.reasoning),
        # ASCII, so that half characters from strangers' files can be kept.
        "extra_json": json.dumps(dict(said.extra)),
    }
