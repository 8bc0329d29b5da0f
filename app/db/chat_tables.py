"""The tables of characters and chats as SQLAlchemy sees them; `migration_chats` makes them.

The index of words, `message_words`, is none of SQLAlchemy's: see `message_texts`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables import Base, StyleShareRow, UtcTime

WORDS = "message_words"
"""The virtual table with the words of every text; its rowids are those of `message_texts`."""


class UserPersonaRow(Base):
    """Somebody the user is in chats."""

    __tablename__ = "user_personas"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    is_default: Mapped[bool] = mapped_column(default=False)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    description: Mapped[str] = mapped_column(Text, default="")
    picture: Mapped[bytes] = mapped_column(LargeBinary, default=b"")


class CharacterRow(Base):
    """What lists show of a character; `name`, `creator` and `tags_json` repeat its card."""

    __tablename__ = "characters"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    creator: Mapped[str] = mapped_column(Text, default="")
    tags_json: Mapped[str] = mapped_column(Text, default="[]")
    favourite: Mapped[bool] = mapped_column(default=False)
    persona_id: Mapped[int | None] = mapped_column(
        ForeignKey("user_personas.id", ondelete="SET NULL")
    )
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    style_strength: Mapped[float] = mapped_column(default=1.0)


class CharacterStyleRow(StyleShareRow):
    """That a character speaks in a style."""

    __tablename__ = "character_styles"

    owner_id: Mapped[int] = mapped_column(
        "character_id", ForeignKey("characters.id", ondelete="CASCADE"), primary_key=True
    )


class CharacterCardRow(Base):
    """The card of a character, as `app.domain.card_values` writes it."""

    __tablename__ = "character_cards"

    character_id: Mapped[int] = mapped_column(
        ForeignKey("characters.id", ondelete="CASCADE"), primary_key=True
    )
    card_json: Mapped[str] = mapped_column(Text)


class CharacterPictureRow(Base):
    """The picture of a character; one without has no row."""

    __tablename__ = "character_pictures"

    character_id: Mapped[int] = mapped_column(
        ForeignKey("characters.id", ondelete="CASCADE"), primary_key=True
    )
    picture: Mapped[bytes] = mapped_column(LargeBinary)


class CharacterThumbnailRow(Base):
    """The small picture of a character, apart from the large one, so that lists are quick."""

    __tablename__ = "character_thumbnails"

    character_id: Mapped[int] = mapped_column(
        ForeignKey("characters.id", ondelete="CASCADE"), primary_key=True
    )
    thumbnail: Mapped[bytes] = mapped_column(LargeBinary)


class ChatRow(Base):
    """A chat. `leaf_id` and `length` are those of the way that is being read; `removals` counts
    how often messages were taken away. Without `style_strength` its style is its character's."""

    __tablename__ = "chats"

    id: Mapped[int] = mapped_column(primary_key=True)
    character_id: Mapped[int | None] = mapped_column(
        ForeignKey("characters.id", ondelete="SET NULL")
    )
    title: Mapped[str] = mapped_column(Text)
    leaf_id: Mapped[int | None]
    length: Mapped[int] = mapped_column(default=0)
    removals: Mapped[int] = mapped_column(default=0)
    seed: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    settings_json: Mapped[str] = mapped_column(Text, default="{}")
    style_strength: Mapped[float | None]


class ChatStyleRow(StyleShareRow):
    """That a chat has a style of its own."""

    __tablename__ = "chat_styles"

    owner_id: Mapped[int] = mapped_column(
        "chat_id", ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True
    )


class MessageTextRow(Base):
    """What was said, by whom and how it came about. Never changed: an edited message has a new
    one, and copies of a chat share theirs."""

    __tablename__ = "message_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    author: Mapped[str] = mapped_column(Text)
    character_id: Mapped[int | None] = mapped_column(
        ForeignKey("characters.id", ondelete="SET NULL")
    )
    name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime | None] = mapped_column(UtcTime)
    model: Mapped[str] = mapped_column(Text, default="")
    seed: Mapped[int | None]
    sampling: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text)
    reasoning: Mapped[str] = mapped_column(Text, default="")
    extra_json: Mapped[str] = mapped_column(Text, default="{}")


class MessageRow(Base):
    """A node of a chat's tree. `chosen_id` is the child that was last on a way; `current` says
    whether it is on the way that is being read. `removal` is 0, or numbers the removal that
    took it away: nothing is ever deleted."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    depth: Mapped[int]
    chosen_id: Mapped[int | None]
    text_id: Mapped[int] = mapped_column(ForeignKey("message_texts.id"))
    current: Mapped[bool] = mapped_column(default=False)
    hidden: Mapped[bool] = mapped_column(default=False)
    edited: Mapped[bool] = mapped_column(default=False)
    removal: Mapped[int] = mapped_column(default=0)
    checkpoint: Mapped[str] = mapped_column(Text, default="")


class MessageEditRow(Base):
    """What a message said before it was edited."""

    __tablename__ = "message_edits"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    text_id: Mapped[int] = mapped_column(ForeignKey("message_texts.id"))
    replaced_at: Mapped[datetime] = mapped_column(UtcTime)


class MessageStateRow(Base):
    """That a model read a chat up to and with a message, beginning with a header and then with
    the message at depth `read_from`; the state is the snapshot of that text, as long as it is
    kept."""

    __tablename__ = "message_states"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True
    )
    model_key: Mapped[str] = mapped_column(Text, primary_key=True)
    header_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    text_hash: Mapped[bytes] = mapped_column(LargeBinary)
    text_bytes: Mapped[int]
    read_from: Mapped[int] = mapped_column(default=0)


class ChatFormatRow(Base):
    """A prompt format of the user's, as `app.domain.chat_formats` writes it."""

    __tablename__ = "chat_formats"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    format_json: Mapped[str] = mapped_column(Text)


class ChatImportRow(Base):
    """A chat that is coming in from a file, and is in no list yet."""

    __tablename__ = "chat_imports"

    chat_id: Mapped[int] = mapped_column(
        ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True
    )


class RecallMarkRow(Base):
    """That a message is always ("pin") or never ("ban") recalled in a chat."""

    __tablename__ = "recall_marks"

    chat_id: Mapped[int] = mapped_column(
        ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True
    )
    message_id: Mapped[int] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(Text)


class ReplyDraftRow(Base):
    """A reply under way."""

    __tablename__ = "reply_drafts"

    chat_id: Mapped[int] = mapped_column(
        ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True
    )
    after_id: Mapped[int | None]
    going_on_id: Mapped[int | None]
    author: Mapped[str] = mapped_column(Text)
    character_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(Text)
    model: Mapped[str] = mapped_column(Text)
    seed: Mapped[int | None]
    sampling: Mapped[str] = mapped_column(Text)
    reasoning: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
