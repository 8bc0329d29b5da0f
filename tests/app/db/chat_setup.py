"""Short words for chats in tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from app.db import chats, messages
from app.db.connection import open_engine
from app.db.message_changes import undo
from app.db.migrations import migrate
from app.domain.chat import Author, Said

T = TypeVar("T")


@contextmanager
def opened(path: Path) -> Iterator[Session]:
    """A session on a new library, on this thread."""
    engine = open_engine(path)
    migrate(engine, path)
    with Session(engine) as session, session.begin():
        yield session
    engine.dispose()


def user(text: str, **more: object) -> Said:
    return Said(Author.USER, "Ann", text, **more)


def bot(text: str, **more: object) -> Said:
    return Said(Author.CHARACTER, "Bea", text, **more)


def talk(session: Session, *texts: str) -> tuple[int, list[int]]:
    """A chat in which these were said in turn; its id and theirs."""
    chat = chats.create(session, None, "Talk")
    ids: list[int] = []
    for number, text in enumerate(texts):
        said = user(text) if number % 2 else bot(text)
        made = messages.append(session, chat, ids[-1] if ids else None, said).message
        assert made is not None
        ids.append(made.id)
    return chat, ids


def way(session: Session, chat: int) -> list[str]:
    return [each.said.text for each in messages.page(session, chat, 0, 1000)]


def undone(session: Session, result: messages.Changed) -> messages.Changed:
    return undo(session, result.change)
