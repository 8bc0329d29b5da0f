"""The tree of a chat: which way is read, what lies below a message, how it is taken apart and
put together again. As plain functions on a Session; knows nothing of what messages say.

Kept for ever: a child lies one deeper than its parent; the messages marked as current are one
way from a root to a leaf, at depths 0 to n - 1; `chats.leaf_id` and `length` are its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from app.db.chat_tables import ChatRow, MessageRow
from app.db.message_rows import node_of
from engine.types import UserError


@dataclass(frozen=True)
class Field:
    """What one column of a message held before."""

    message_id: int
    name: str
    value: int | str | bool | None


@dataclass(frozen=True)
class Change:
    """What takes a change back: what `fields` held, and where the way began if that changed.
    The messages `gone` (with all that went in the same `removal`) come back; those in `new` go.
    """

    chat_id: int
    fields: tuple[Field, ...] = ()
    root_id: int | None = None
    gone: tuple[int, ...] = ()
    removal: int = 0
    new: tuple[int, ...] = ()


def fields_of(session: Session, ids: Iterable[int | None]) -> tuple[Field, ...]:
    """All that can change of some messages; `None` among the ids stands for none."""
    found = (node_of(session, number) for number in dict.fromkeys(ids) if number is not None)
    return tuple(
        Field(node.id, name, getattr(node, name))
        for node in found
        if node is not None
        for name in _NAMES
    )


def difference(session: Session, before: Iterable[Field]) -> tuple[Field, ...]:
    """Those of `before` that hold something else now."""
    before = tuple(before)
    now = set(fields_of(session, (field.message_id for field in before)))
    return tuple(field for field in before if field not in now)


def present(session: Session, fields: Iterable[Field]) -> tuple[Field, ...]:
    """What the same columns hold now."""
    wanted = {(field.message_id, field.name) for field in fields}
    now = fields_of(session, (number for number, _name in sorted(wanted)))
    return tuple(field for field in now if (field.message_id, field.name) in wanted)


def current_root(session: Session, chat_id: int) -> int | None:
    """The first message of the way that is being read."""
    return _current_at(session, chat_id, 0)


def put_back(session: Session, fields: Iterable[Field]) -> None:
    """Makes columns hold what they held, with depths that follow from where messages lie."""
    for field in fields:
        if field.name == _PARENT:
            move(session, field.message_id, None if field.value is None else int(field.value))
        else:
            session.execute(
                update(MessageRow)
                .where(MessageRow.id == field.message_id)
                .values({field.name: field.value})
            )


def move(session: Session, message_id: int, parent_id: int | None) -> None:
    """Puts a message with all below it under another one, or makes it a root."""
    node = node_of(session, message_id)
    if node is None or node.parent_id == parent_id:
        return
    parent = None if parent_id is None else node_of(session, parent_id)
    by = (0 if parent is None else parent.depth + 1) - node.depth
    session.execute(
        update(MessageRow).where(MessageRow.id == message_id).values(parent_id=parent_id)
    )
    if by:
        _run(
            session,
            _BELOW + "UPDATE messages SET depth = depth + :by WHERE id IN (SELECT id FROM below)",
            {"top": message_id, "by": by},
        )


def point(session: Session, parent_id: int | None, child_id: int | None) -> None:
    """Makes a message the chosen child of its parent; a root has none."""
    if parent_id is not None:
        _run(
            session,
            "UPDATE messages SET chosen_id = :child WHERE id = :parent",
            {"child": child_id, "parent": parent_id},
        )


def take_away(session: Session, chat_id: int, tops: Iterable[int]) -> int:
    """Takes messages with all below them out of the chat; returns the number of the removal."""
    session.execute(
        update(ChatRow).where(ChatRow.id == chat_id).values(removals=ChatRow.removals + 1)
    )
    removal = _scalar(session, "SELECT removals FROM chats WHERE id = :chat", {"chat": chat_id})
    for top in tops:
        _run(
            session,
            _LIVING_BELOW + "UPDATE messages SET removal = :removal, current = 0"
            " WHERE id IN (SELECT id FROM below)",
            {"top": top, "removal": removal},
        )
    return removal or 0


def bring_back(session: Session, chat_id: int, removal: int) -> None:
    """Brings back what went in a removal."""
    _run(
        session,
        "UPDATE messages SET removal = 0 WHERE chat_id = :chat AND removal = :removal"
        " AND removal > 0",
        {"chat": chat_id, "removal": removal},
    )


def lead(session: Session, chat_id: int, depth: int, root_id: int | None = None) -> None:
    """Lays the way anew from a depth on: down the chosen children, and where the chosen one was
    removed, down the last one. `root_id` is where it begins, if that is still there."""
    above = None if depth <= 0 else _current_at(session, chat_id, depth - 1)
    if above is None and depth > 0:
        lead(session, chat_id, min(depth - 1, _way_length(session, chat_id)), root_id)
        return
    clear(session, chat_id, depth)
    top = _first_below(session, chat_id, above, root_id)
    while top is not None:
        point(session, above, top)
        _run(session, _MARK_WAY, {"top": top})
        above = _way_end(session, chat_id)
        top = None if above is None else _first_below(session, chat_id, above, None)
    _note_end(session, chat_id)


def reach_leaf(session: Session, chat_id: int) -> None:
    """Goes on from the end of the way, where messages lie below it now."""
    lead(session, chat_id, _way_length(session, chat_id))


def clear(session: Session, chat_id: int, depth: int) -> None:
    """Ends the way above a depth, until `lead` lays it anew. What is off the way is moved much
    faster, as no index follows it."""
    _run(
        session,
        "UPDATE messages SET current = 0 WHERE chat_id = :chat AND current = 1 AND depth >= :depth",
        {"chat": chat_id, "depth": depth},
    )


def extend(session: Session, chat_id: int, message_id: int | None, depth: int) -> None:
    """Says that a new message, marked as current already, follows the leaf."""
    _run(
        session,
        "UPDATE chats SET leaf_id = :leaf, length = :length WHERE id = :chat",
        {"chat": chat_id, "leaf": message_id, "length": depth + 1},
    )


def require_living(session: Session, ids: Iterable[int | None]) -> None:
    """Raises `UserError` if one of the messages was removed."""
    for number in ids:
        node = None if number is None else node_of(session, number)
        if node is not None and node.removal:
            raise UserError(
                "What this belongs to was removed since, so it cannot be brought back alone.",
                "Undo that first.",
            )


def shallowest(session: Session, ids: Iterable[int]) -> int:
    """The least depth of some messages."""
    depths = [node.depth for number in ids if (node := node_of(session, number)) is not None]
    return min(depths, default=0)


_PARENT = "parent_id"
_NAMES = (_PARENT, "chosen_id", "text_id", "hidden", "edited", "checkpoint")

_BELOW = """WITH RECURSIVE below (id) AS (
    SELECT :top UNION ALL
    SELECT messages.id FROM below JOIN messages ON messages.parent_id = below.id) """

_LIVING_BELOW = """WITH RECURSIVE below (id) AS (
    SELECT id FROM messages WHERE id = :top AND removal = 0 UNION ALL
    SELECT messages.id FROM below JOIN messages ON messages.parent_id = below.id
    WHERE messages.removal = 0) """

_MARK_WAY = """WITH RECURSIVE way (id) AS (
    SELECT :top UNION ALL
    SELECT child.id FROM way JOIN messages AS node ON node.id = way.id
    JOIN messages AS child ON child.id = node.chosen_id
    WHERE child.parent_id = node.id AND child.removal = 0)
    UPDATE messages SET current = 1 WHERE id IN (SELECT id FROM way)"""

_WAY_END = """SELECT id FROM messages WHERE chat_id = :chat AND current = 1
    ORDER BY depth DESC LIMIT 1"""


def _first_below(
    session: Session, chat_id: int, above: int | None, wanted: int | None
) -> int | None:
    """The chosen child of a message, or a root: the wanted one if it is there."""
    if above is not None:
        node = node_of(session, above)
        wanted = None if node is None else node.chosen_id
    values = {"chat": chat_id, "above": above}
    there = "FROM messages WHERE parent_id IS :above AND chat_id = :chat AND removal = 0"
    found = _scalar(session, f"SELECT id {there} AND id = :wanted", {**values, "wanted": wanted})
    return found or _scalar(session, f"SELECT max(id) {there}", values)


def _current_at(session: Session, chat_id: int, depth: int) -> int | None:
    return _scalar(
        session,
        "SELECT id FROM messages WHERE chat_id = :chat AND current = 1 AND depth = :depth",
        {"chat": chat_id, "depth": depth},
    )


def _way_end(session: Session, chat_id: int) -> int | None:
    return _scalar(session, _WAY_END, {"chat": chat_id})


def _way_length(session: Session, chat_id: int) -> int:
    end = _way_end(session, chat_id)
    return 0 if end is None else shallowest(session, [end]) + 1


def _note_end(session: Session, chat_id: int) -> None:
    end, length = _way_end(session, chat_id), _way_length(session, chat_id)
    extend(session, chat_id, end, length - 1)


def _run(session: Session, statement: str, values: Mapping[str, object]) -> None:
    session.execute(text(statement), values)


def _scalar(session: Session, statement: str, values: Mapping[str, object]) -> int | None:
    found = session.execute(text(statement), values).scalar()
    return None if found is None else int(found)
