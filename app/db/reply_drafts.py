"""Replies that are being written, kept word by word, as plain functions on a Session.

If the program is killed, all but the word that was on its way is found at the next start and
put into the chat. A chat has one reply under way at most. Knows no model.
"""

from __future__ import annotations

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.db import messages
from app.db.chat_tables import ReplyDraftRow
from app.db.message_changes import edit
from app.db.messages import Changed
from app.db.projects import storable
from app.domain.chat import Author, Said
from app.domain.reply import ReplyDraft
from engine.types import UserError


def begin(session: Session, draft: ReplyDraft) -> None:
    """Keeps the beginning of a reply, in the place of what may be left of another one."""
    said = draft.said
    values = {
        "chat_id": draft.chat_id,
        "after_id": draft.after,
        "going_on_id": draft.going_on,
        "author": said.author.value,
        "character_id": said.character_id,
        "name": storable(said.name),
        "model": storable(said.model),
        "seed": said.seed,
        "sampling": storable(said.sampling),
        "reasoning": storable(said.reasoning),
        "text": storable(said.text),
    }
    statement = insert(ReplyDraftRow).values(values)
    session.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_=values))


def grow(session: Session, chat_id: int, words: str, reasoning: str) -> None:
    """Adds what came since."""
    session.execute(
        text(
            "UPDATE reply_drafts SET text = text || :words, reasoning = reasoning || :thought"
            " WHERE chat_id = :chat"
        ),
        {"words": storable(words), "thought": storable(reasoning), "chat": chat_id},
    )


def finish(session: Session, draft: ReplyDraft) -> Changed | None:
    """Puts a reply into its chat, whole as it is given; `None` if there is nothing in it. Raises
    `UserError` if the message that it belongs to is gone."""
    drop(session, draft.chat_id)
    said = draft.said
    if draft.going_on is not None:
        before = messages.get(session, draft.going_on).said
        return edit(session, draft.going_on, before.text + said.text) if said.text else None
    if not said.text.strip() and not said.reasoning.strip():
        return None
    return messages.append(session, draft.chat_id, draft.after, said)


def drop(session: Session, chat_id: int) -> None:
    """Forgets the reply under way in a chat."""
    session.execute(delete(ReplyDraftRow).where(ReplyDraftRow.chat_id == chat_id))


def recover(session: Session) -> list[int]:
    """Puts every reply that was cut off into its chat; returns those chats."""
    found = list(session.scalars(select(ReplyDraftRow)))
    drafts = [_draft(row) for row in found]
    chats: list[int] = []
    for draft in drafts:
        try:
            if finish(session, draft) is not None:
                chats.append(draft.chat_id)
        except UserError:  # its message was removed meanwhile: it belongs nowhere
            drop(session, draft.chat_id)
    return chats


def _draft(row: ReplyDraftRow) -> ReplyDraft:
    said = Said(
        author=Author(row.author),
        name=row.name,
        text=row.text if row.going_on_id is not None else row.text.strip(),
        reasoning=row.reasoning,
        character_id=row.character_id,
        model=row.model,
        seed=row.seed,
        sampling=row.sampling,
    )
    return ReplyDraft(row.chat_id, row.after_id, row.going_on_id, said)
