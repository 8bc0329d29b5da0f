"""With which styles something is written, in whatever table that stands, on a Session.

Styles in the trash are left out, and stay chosen in case they come back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db.tables import StyleRow, StyleShareRow
from app.domain.styles import StyleChoice, StyleShare, StyleUse
from engine.types import StylePart

Table = type[StyleShareRow]


def shares(session: Session, table: Table, owner: int) -> tuple[StyleShare, ...]:
    """The styles of `owner`, in the order of choosing."""
    rows = session.execute(
        select(table.style_id, table.weight)
        .join(StyleRow, StyleRow.id == table.style_id)
        .where(table.owner_id == owner, StyleRow.deleted_at.is_(None))
        .order_by(table.place)
    )
    return tuple(StyleShare(*row) for row in rows)


@dataclass(frozen=True)
class Owners:
    """The columns of those who can have styles: their number, name, and whether in the trash."""

    id: InstrumentedAttribute[int]
    name: InstrumentedAttribute[str]
    deleted_at: InstrumentedAttribute[datetime | None]


def users(session: Session, table: Table, owners: Owners) -> dict[int, tuple[str, ...]]:
    """Of each style the names of those outside the trash who have it."""
    rows = session.execute(
        select(table.style_id, owners.name)
        .join(owners.id.class_, owners.id == table.owner_id)
        .where(owners.deleted_at.is_(None))
        .order_by(owners.name, owners.id)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for style_id, name in rows:
        found[style_id].append(name)
    return {style_id: tuple(names) for style_id, names in found.items()}


def keep_shares(session: Session, table: Table, owner: int, choice: StyleChoice) -> None:
    """Keeps the styles of `owner`; those that are gone are left out."""
    known = set(session.scalars(select(StyleRow.id).where(StyleRow.deleted_at.is_(None))))
    session.execute(delete(table).where(table.owner_id == owner, table.style_id.in_(known)))
    for place, share in enumerate(choice.only(known).shares):
        session.add(
            table(owner_id=owner, style_id=share.style_id, place=place, weight=share.weight)
        )
    session.flush()


def copy_shares(session: Session, table: Table, owner: int, new: int) -> None:
    """Gives `new` the styles of `owner`, those in the trash too."""
    for row in session.scalars(select(table).where(table.owner_id == owner)).all():
        session.add(table(owner_id=new, style_id=row.style_id, place=row.place, weight=row.weight))
    session.flush()


def in_use(session: Session, choice: StyleChoice, model_key: str) -> tuple[StyleUse, ...]:
    """What a text begins with that is written so by a model: its own styles alone count."""
    if not choice.shares:
        return ()
    found = session.execute(
        select(StyleRow.id, StyleRow.name, StyleRow.content_key).where(
            StyleRow.id.in_(choice.ids),
            StyleRow.model_key == model_key,
            StyleRow.deleted_at.is_(None),
        )
    )
    known = {number: (name, key) for number, name, key in found}
    mixture = choice.only(known).mixture()
    return tuple(StyleUse(*known[number], part) for number, part in mixture.items())


def parts_of(styles: Sequence[StyleUse]) -> tuple[StylePart, ...]:
    """The same, as the engine is asked for it."""
    return tuple(StylePart(use.key, use.part) for use in styles)


def models_of(session: Session, choice: StyleChoice) -> Sequence[str]:
    """The models that the styles of a choice were learnt with."""
    keys = select(StyleRow.model_key).where(StyleRow.id.in_(choice.ids)).distinct()
    return session.scalars(keys).all()
