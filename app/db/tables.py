"""The tables of a library as SQLAlchemy sees them. What is on disk is made by `migrations`."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, ForeignKey, LargeBinary, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.domain.documents import OriginSpan

Spans = tuple[OriginSpan, ...]


class UtcTime(TypeDecorator[datetime]):
    """An aware time, stored as UTC because SQLite keeps no zone. Refuses naive times."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the file. Raises `ValueError` for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the file."""
        return None if value is None else value.replace(tzinfo=UTC)


class Origins(TypeDecorator[Spans]):
    """Origin spans as JSON `[[start, end, generation id or null], ...]`.

    They are read and written with the text and never on their own, so a table of their own
    would only make an autosave of a long book slow.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Spans | None, dialect: Dialect) -> str:
        """To the file."""
        spans = [[s.start, s.end, s.generation_id] for s in value or ()]
        return json.dumps(spans, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Spans:
        """From the file."""
        return tuple(OriginSpan(*span) for span in json.loads(value or "[]"))


class Base(DeclarativeBase):
    """All tables of a library."""


class DocumentRow(Base):
    """A document. One with `deleted_at` lies in the trash."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    characters: Mapped[int]
    cursor: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    origins: Mapped[Spans] = mapped_column(Origins)
    text: Mapped[str] = mapped_column(Text)
    style_strength: Mapped[float] = mapped_column(default=1.0)


class GenerationRow(Base):
    """What one generation was asked and what it gave."""

    __tablename__ = "generations"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    model_name: Mapped[str] = mapped_column(Text)
    model_key: Mapped[str] = mapped_column(Text)
    sampling_json: Mapped[str] = mapped_column(Text)
    seed: Mapped[int | None]
    prompt_tokens: Mapped[int]
    reused_tokens: Mapped[int]
    generated_tokens: Mapped[int]
    reason: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    seconds: Mapped[float]
    text: Mapped[str] = mapped_column(Text)


class SnapshotRow(Base):
    """That a snapshot exists. `last_use` counts uses of the whole table up, newest highest:
    a clock can stand still or go back."""

    __tablename__ = "snapshots"

    id: Mapped[int] = mapped_column(primary_key=True)
    model_key: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[bytes] = mapped_column(LargeBinary)
    text_bytes: Mapped[int]
    n_tokens: Mapped[int]
    owner: Mapped[str] = mapped_column(Text)
    nbytes: Mapped[int]
    pinned: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_use: Mapped[int]


class SnapshotBlobRow(Base):
    """The bytes of a snapshot, apart from the rest so that marking one as used does not
    rewrite megabytes."""

    __tablename__ = "snapshot_blobs"

    snapshot_id: Mapped[int] = mapped_column(
        ForeignKey("snapshots.id", ondelete="CASCADE"), primary_key=True
    )
    blob: Mapped[bytes] = mapped_column(LargeBinary)


class StyleRow(Base):
    """A style. One with `deleted_at` lies in the trash until the next start."""

    __tablename__ = "styles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    content_key: Mapped[str] = mapped_column(Text)
    model_key: Mapped[str] = mapped_column(Text)
    model_name: Mapped[str] = mapped_column(Text)
    loss_before: Mapped[float | None]
    loss_after: Mapped[float | None]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcTime)


class StyleBlobRow(Base):
    """The bytes of a style, apart from what lists show."""

    __tablename__ = "style_blobs"

    style_id: Mapped[int] = mapped_column(
        ForeignKey("styles.id", ondelete="CASCADE"), primary_key=True
    )
    blob: Mapped[bytes] = mapped_column(LargeBinary)


class DocumentStyleRow(Base):
    """That a document is written with a style; `place` keeps the order of choosing."""

    __tablename__ = "document_styles"

    document_id: Mapped[int] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )
    style_id: Mapped[int] = mapped_column(
        ForeignKey("styles.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[int]
    weight: Mapped[float]


class MigrationRow(Base):
    """A change of the tables that was made to this file."""

    __tablename__ = "schema_migrations"

    version: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    applied_at: Mapped[datetime] = mapped_column(UtcTime)
