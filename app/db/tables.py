"""The tables of a library as SQLAlchemy sees them. What is on disk is made by `migrations`."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, ForeignKey, LargeBinary, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.domain.documents import OriginSpan
from app.domain.origin_spans import origins_from_json, origins_to_json

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
    """Origin spans as JSON `[[start, end, generation id or null], ...]`, with `"changed"` as a
    fourth value where a person changed the model's text.

    They are read and written with the text and never on their own, so a table of their own
    would only make an autosave of a long book slow.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Spans | None, dialect: Dialect) -> str:
        """To the file."""
        return origins_to_json(value or ())

    def process_result_value(self, value: str | None, dialect: Dialect) -> Spans:
        """From the file."""
        return origins_from_json(value or "[]")


class Base(DeclarativeBase):
    """All tables of a library."""


class ProjectRow(Base):
    """A work. `settings_json` holds the project's own settings, one JSON object."""

    __tablename__ = "projects"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(Text, default="")
    last_item: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    settings_json: Mapped[str] = mapped_column(Text, default="{}")


class StatusRow(Base):
    """A step of the work that items of a project can be at."""

    __tablename__ = "statuses"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    colour: Mapped[str] = mapped_column(Text)


class DocumentRow(Base):
    """A document: an item of a project's tree, without its text. One with `deleted_at` lies
    in the trash. `position` orders those with the same parent."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Every document has one; SQLite adds such a column to a table only as one that may be NULL.
    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), nullable=True
    )
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id", ondelete="SET NULL"))
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(Text, default="scene")
    title: Mapped[str] = mapped_column(Text)
    characters: Mapped[int]
    words: Mapped[int] = mapped_column(default=0)
    cursor: Mapped[int]
    status_id: Mapped[int | None] = mapped_column(ForeignKey("statuses.id", ondelete="SET NULL"))
    included: Mapped[bool] = mapped_column(default=True)
    style_strength: Mapped[float] = mapped_column(default=1.0)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    synopsis: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")


class TextRow(Base):
    """The text of a document and whose it is, apart from what trees and tables show."""

    __tablename__ = "document_texts"

    document_id: Mapped[int] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )
    origins: Mapped[Spans] = mapped_column(Origins)
    text: Mapped[str] = mapped_column(Text)


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


class StyleShareRow(Base):
    """That something is written with a style; `place` keeps the order of choosing."""

    __abstract__ = True

    owner_id: Mapped[int]
    style_id: Mapped[int] = mapped_column(
        ForeignKey("styles.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[int]
    weight: Mapped[float]


class DocumentStyleRow(StyleShareRow):
    """That a document is written with a style."""

    __tablename__ = "document_styles"

    owner_id: Mapped[int] = mapped_column(
        "document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )


class VersionRow(Base):
    """A document as it once was. `name` is "" for one that was kept automatically; `packed` is
    the UTF-8 text, deflated."""

    __tablename__ = "versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    name: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[int]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    origins: Mapped[Spans] = mapped_column(Origins)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class WritingDayRow(Base):
    """What was written in a project on one day of the writer's calendar (`YYYY-MM-DD`)."""

    __tablename__ = "writing_days"

    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[str] = mapped_column(Text, primary_key=True)
    by_person: Mapped[int] = mapped_column(default=0)
    by_machine: Mapped[int] = mapped_column(default=0)
    removed: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)


class LoreRow(Base):
    """An entry of a project's lorebook; `entry_json` is `app.domain.lorebook`'s form of it."""

    __tablename__ = "lore_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    position: Mapped[int]
    entry_json: Mapped[str] = mapped_column(Text)


class TakeRow(Base):
    """A node of a document's story tree: a text that was written (or chosen against) behind
    another one. `place` and `end` are where it begins and ends, in code points; `before_hash` and
    `end_hash` are the hashes of the text up to there, by which its state is found again.

    The whole text was: `head` characters of the parent's whole text, `lead`, `text`, `trail`,
    and the last `tail` characters of the parent's. `origins` are those of `lead` and `trail`."""

    __tablename__ = "takes"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("takes.id", ondelete="CASCADE"))
    generation_id: Mapped[int | None] = mapped_column(
        ForeignKey("generations.id", ondelete="SET NULL")
    )
    alternative: Mapped[int] = mapped_column(default=0)
    chosen: Mapped[bool] = mapped_column(default=False)
    place: Mapped[int]
    end: Mapped[int]
    before_hash: Mapped[bytes] = mapped_column(LargeBinary)
    end_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    head: Mapped[int]
    tail: Mapped[int]
    lead: Mapped[str] = mapped_column(Text)
    trail: Mapped[str] = mapped_column(Text)
    origins: Mapped[Spans] = mapped_column(Origins)
    text: Mapped[str] = mapped_column(Text)
    tokens_json: Mapped[str] = mapped_column(Text, default="")


class MigrationRow(Base):
    """A change of the tables that was made to this file."""

    __tablename__ = "schema_migrations"

    version: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    applied_at: Mapped[datetime] = mapped_column(UtcTime)
