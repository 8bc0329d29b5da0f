"""Versions of documents, as plain functions on a Session. What is written now is `documents`'."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.db.projects import storable
from app.db.tables import VersionRow
from app.domain.documents import OriginSpan
from app.domain.text_diff import Comparison, compare
from app.domain.versions import SMALLEST_GAP, VersionSummary, outdated
from app.domain.words import count_words
from engine.types import UserError

_FAST = 1
"""zlib's level: the text of a long book is deflated once a minute while it is written."""


@dataclass(frozen=True)
class Version:
    """A document as it once was."""

    summary: VersionSummary
    text: str
    origins: tuple[OriginSpan, ...]


def note_change(
    session: Session,
    document_id: int,
    old: tuple[str, tuple[OriginSpan, ...], datetime],
    new: tuple[str, tuple[OriginSpan, ...], datetime],
) -> None:
    """A document's text changes from `old` to `new` (text, origins, time of its last change).

    Keeps `new` if the last version is old enough; and `old` before it, if it was left for a
    while and is not kept yet: how a day's work ended is what people look for.
    """
    last = session.execute(
        select(VersionRow.created_at, VersionRow.digest)
        .where(VersionRow.document_id == document_id)
        .order_by(VersionRow.created_at.desc(), VersionRow.id.desc())
        .limit(1)
    ).one_or_none()
    rested = new[2] - old[2] >= SMALLEST_GAP
    if old[0] and rested and (last is None or last.digest != _digest(old[0])):
        _add(session, document_id, *old)
    if last is None or new[2] - last.created_at >= SMALLEST_GAP:
        _add(session, document_id, *new)
        _thin(session, document_id, new[2])


def keep_version(
    session: Session,
    document_id: int,
    name: str,
    text: str,
    origins: tuple[OriginSpan, ...],
    now: datetime,
) -> VersionSummary:
    """Keeps a text under a name, for ever."""
    return _summary(_add(session, document_id, text, origins, now, name))


def list_versions(session: Session, document_id: int) -> list[VersionSummary]:
    """All versions of a document, the newest first."""
    rows = session.execute(
        select(VersionRow.id, VersionRow.created_at, VersionRow.name, VersionRow.words)
        .where(VersionRow.document_id == document_id)
        .order_by(VersionRow.created_at.desc(), VersionRow.id.desc())
    )
    return [VersionSummary(*row) for row in rows]


def load_version(session: Session, version_id: int) -> Version:
    """A version with its text. Raises `UserError` if it is gone or damaged."""
    row = _row(session, version_id)
    try:
        text = zlib.decompress(row.packed).decode("utf-8")
    except (zlib.error, UnicodeDecodeError) as error:
        raise UserError(
            "This version is damaged and cannot be shown.", "Choose another one from the list."
        ) from error
    return Version(_summary(row), text, row.origins)


def compare_version(session: Session, version_id: int, text: str) -> tuple[Version, Comparison]:
    """A version, and what changed from it to `text`. Raises `UserError`."""
    version = load_version(session, version_id)
    return version, compare(version.text, text)


def name_version(session: Session, version_id: int, name: str) -> None:
    """Names a version, which keeps it for ever; "" makes it an automatic one again."""
    _row(session, version_id).name = storable(name)


def delete_version(session: Session, version_id: int) -> None:
    """Removes a version. One that is gone already is fine."""
    session.execute(delete(VersionRow).where(VersionRow.id == version_id))


def _add(
    session: Session,
    document_id: int,
    text: str,
    origins: tuple[OriginSpan, ...],
    when: datetime,
    name: str = "",
) -> VersionRow:
    row = VersionRow(
        document_id=document_id,
        created_at=when,
        name=storable(name),
        words=count_words(text),
        digest=_digest(text),
        origins=origins,
        packed=zlib.compress(storable(text).encode(), _FAST),
    )
    session.add(row)
    session.flush()
    return row


def _thin(session: Session, document_id: int, now: datetime) -> None:
    automatic = session.execute(
        select(VersionRow.id, VersionRow.created_at).where(
            VersionRow.document_id == document_id, VersionRow.name == ""
        )
    )
    gone = outdated(((row.id, row.created_at) for row in automatic), now)
    session.execute(delete(VersionRow).where(VersionRow.id.in_(gone)))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(storable(text).encode(), digest_size=16).digest()


def _row(session: Session, version_id: int) -> VersionRow:
    row = session.get(VersionRow, version_id)
    if row is None:
        raise UserError("This version is no longer there.", "Choose another one from the list.")
    return row


def _summary(row: VersionRow) -> VersionSummary:
    return VersionSummary(row.id, row.created_at, row.name, row.words)
