"""What is done to messages that are there: edited, hidden, named, removed; and undone.

As plain functions on a Session. Nothing is ever deleted: a removed message waits for its
`undo`, and what an edited one said before is kept. States of what was changed are forgotten.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from app.db import message_tree as tree
from app.db.chat_states import forget_from
from app.db.chat_tables import MessageEditRow, MessageRow
from app.db.message_rows import living, node_of, read
from app.db.message_texts import add_text
from app.db.message_tree import Change, Field
from app.db.messages import Changed, changed, changed_since
from app.db.projects import storable


def edit(session: Session, message_id: int, text: str, reasoning: str | None = None) -> Changed:
    """Changes what a message says, in its place; `reasoning` stays if it is `None`. Raises
    `UserError` if it is gone."""
    node = living(session, message_id)
    before = tree.fields_of(session, [message_id])
    said = read(session, message_id).said
    new = replace(said, text=text, reasoning=said.reasoning if reasoning is None else reasoning)
    text_id = add_text(session, new)
    session.execute(
        insert(MessageEditRow).values(
            message_id=message_id, text_id=node.text_id, replaced_at=datetime.now(UTC)
        )
    )
    _set(session, message_id, text_id=text_id, edited=True)
    forget_from(session, message_id)
    return changed(session, _change(session, node, before), message_id)


def set_hidden(session: Session, message_id: int, hidden: bool) -> Changed:
    """Hides a message from the model, or shows it again. Raises `UserError` if it is gone."""
    node = living(session, message_id)
    before = tree.fields_of(session, [message_id])
    if node.hidden != hidden:
        _set(session, message_id, hidden=hidden)
        forget_from(session, message_id)
    return changed(session, _change(session, node, before), message_id)


def set_checkpoint(session: Session, message_id: int, name: str) -> Changed:
    """Gives a message a name, "" for none. Raises `UserError` if it is gone."""
    node = living(session, message_id)
    before = tree.fields_of(session, [message_id])
    _set(session, message_id, checkpoint=storable(name))
    return changed(session, _change(session, node, before), message_id)


def remove(session: Session, message_id: int, with_below: bool) -> Changed:
    """Takes a message out of the chat, with all below it or alone.

    Alone: what is below goes to the sibling that takes its place, or where there is none to the
    parent, and stays on the way if it was. With all below: the sibling goes on down its own way.
    The message of the result is the one that is in its place now. Raises `UserError`.
    """
    node = living(session, message_id)
    heir = _heir(session, node)
    lower = [] if with_below else _child_ids(session, message_id)
    above = heir if heir is not None and not with_below else node.parent_id
    before = tree.fields_of(session, [message_id, node.parent_id, heir, *lower])
    root = tree.current_root(session, node.chat_id)
    goes_on = node.chosen_id if node.chosen_id in lower else None
    if not with_below:
        forget_from(session, message_id)
    if node.current:
        tree.clear(session, node.chat_id, node.depth)
    for child in lower:
        tree.move(session, child, above)
    if _is_chosen(session, node):
        if goes_on is not None:
            tree.point(session, above, goes_on)
        if heir is not None:
            tree.point(session, node.parent_id, heir)
    removal = tree.take_away(session, node.chat_id, [message_id])
    if node.current:
        tree.lead(session, node.chat_id, node.depth, heir or goes_on)
    elif lower:
        tree.reach_leaf(session, node.chat_id)  # the heir may have been the end of the way
    change = changed_since(session, node.chat_id, root, before)
    change = replace(change, gone=(message_id,), removal=removal)
    return changed(session, change, heir or goes_on)


def undo(session: Session, change: Change) -> Changed:
    """Takes a change back; the `change` of the result makes it again. Raises `UserError` where
    what it belongs to was removed since."""
    touched = {*(field.message_id for field in change.fields), *change.gone, *change.new}
    root = tree.current_root(session, change.chat_id)
    before = tree.present(session, change.fields)
    depth = tree.shallowest(session, touched)
    moves = change.gone or change.new or any(each.name in _LAY for each in change.fields)
    if moves:
        tree.clear(session, change.chat_id, depth)
    tree.bring_back(session, change.chat_id, change.removal)
    tree.put_back(session, change.fields)
    tree.require_living(session, _parents(session, change))
    removal = tree.take_away(session, change.chat_id, change.new) if change.new else 0
    for number in {field.message_id for field in change.fields if field.name in _READ}:
        forget_from(session, number)
    if change.root_id is not None:
        tree.lead(session, change.chat_id, 0, change.root_id)
    elif moves:
        depth = min(depth, tree.shallowest(session, touched))
        tree.lead(session, change.chat_id, depth, root)
    reverse = changed_since(session, change.chat_id, root, before, change.gone)
    reverse = replace(reverse, gone=change.new, removal=removal)
    shown = (*change.gone, *(each.message_id for each in change.fields))
    return changed(session, reverse, next(iter(shown), None))


_READ = ("text_id", "hidden", "parent_id")
"""Where one of these changes, a model reads something else from there on."""

_LAY = ("parent_id", "chosen_id")


def _change(session: Session, node: Row[Any], before: tuple[Field, ...]) -> Change:
    return Change(node.chat_id, tree.difference(session, before))


def _is_chosen(session: Session, node: Row[Any]) -> bool:
    """Whether the way goes, or went last, through a message."""
    parent = None if node.parent_id is None else node_of(session, node.parent_id)
    return bool(node.current if parent is None else parent.chosen_id == node.id)


def _parents(session: Session, change: Change) -> list[int | None]:
    nodes = (node_of(session, number) for number in change.gone)
    return [node.parent_id for node in nodes if node is not None]


def _set(session: Session, message_id: int, **values: object) -> None:
    session.execute(update(MessageRow).where(MessageRow.id == message_id).values(**values))


def _heir(session: Session, node: Row[Any]) -> int | None:
    """The sibling that takes the place of a message: the one before it, or else the next."""
    ids = session.scalars(
        select(MessageRow.id).where(
            MessageRow.parent_id.is_not_distinct_from(node.parent_id),
            MessageRow.chat_id == node.chat_id,
            MessageRow.removal == 0,
            MessageRow.id != node.id,
        )
    ).all()
    earlier = [number for number in ids if number < node.id]
    return max(earlier) if earlier else min(ids, default=None)


def _child_ids(session: Session, message_id: int) -> list[int]:
    """All children, those that were removed too: they come back where their siblings are."""
    return list(session.scalars(select(MessageRow.id).where(MessageRow.parent_id == message_id)))
