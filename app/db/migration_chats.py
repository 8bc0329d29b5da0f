"""The fourth change of the tables: characters, who the user is in chats, and chats.

Never edited again once it was released. Long columns come last, so that the rest is read
without them.
"""

from __future__ import annotations

from sqlalchemy import Connection

_PEOPLE = (
    """CREATE TABLE user_personas (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        is_default BOOLEAN NOT NULL,
        deleted_at DATETIME,
        description TEXT NOT NULL,
        picture BLOB NOT NULL)""",
    """CREATE TABLE characters (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        creator TEXT NOT NULL,
        tags_json TEXT NOT NULL,
        favourite BOOLEAN NOT NULL,
        persona_id INTEGER REFERENCES user_personas (id) ON DELETE SET NULL,
        created_at DATETIME NOT NULL,
        updated_at DATETIME NOT NULL,
        deleted_at DATETIME)""",
    "CREATE INDEX characters_by_persona ON characters (persona_id)",
    """CREATE TABLE character_cards (
        character_id INTEGER PRIMARY KEY REFERENCES characters (id) ON DELETE CASCADE,
        card_json TEXT NOT NULL)""",
    """CREATE TABLE character_pictures (
        character_id INTEGER PRIMARY KEY REFERENCES characters (id) ON DELETE CASCADE,
        picture BLOB NOT NULL)""",
    """CREATE TABLE character_thumbnails (
        character_id INTEGER PRIMARY KEY REFERENCES characters (id) ON DELETE CASCADE,
        thumbnail BLOB NOT NULL)""",
)

_CHATS = (
    """CREATE TABLE chats (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        character_id INTEGER REFERENCES characters (id) ON DELETE SET NULL,
        title TEXT NOT NULL,
        leaf_id INTEGER,
        length INTEGER NOT NULL,
        removals INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        created_at DATETIME NOT NULL,
        updated_at DATETIME NOT NULL,
        deleted_at DATETIME,
        settings_json TEXT NOT NULL)""",
    "CREATE INDEX chats_by_character ON chats (character_id, updated_at)",
    """CREATE TABLE message_texts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        author TEXT NOT NULL,
        character_id INTEGER REFERENCES characters (id) ON DELETE SET NULL,
        name TEXT NOT NULL,
        created_at DATETIME,
        model TEXT NOT NULL,
        seed INTEGER,
        sampling TEXT NOT NULL,
        text TEXT NOT NULL,
        reasoning TEXT NOT NULL,
        extra_json TEXT NOT NULL)""",
    "CREATE INDEX message_texts_by_character ON message_texts (character_id)"
    " WHERE character_id IS NOT NULL",
    """CREATE TABLE messages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
        parent_id INTEGER REFERENCES messages (id) ON DELETE CASCADE,
        depth INTEGER NOT NULL,
        chosen_id INTEGER,
        text_id INTEGER NOT NULL REFERENCES message_texts (id),
        current BOOLEAN NOT NULL,
        hidden BOOLEAN NOT NULL,
        edited BOOLEAN NOT NULL,
        removal INTEGER NOT NULL,
        checkpoint TEXT NOT NULL)""",
    "CREATE INDEX messages_by_chat ON messages (chat_id)",
    "CREATE INDEX messages_by_parent ON messages (parent_id, chat_id, removal)",
    "CREATE INDEX messages_by_text ON messages (text_id)",
    "CREATE INDEX messages_on_way ON messages (chat_id, depth) WHERE current = 1",
    "CREATE INDEX messages_removed ON messages (chat_id, removal) WHERE removal > 0",
    "CREATE INDEX messages_marked ON messages (chat_id) WHERE checkpoint <> ''",
    """CREATE TABLE message_edits (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        text_id INTEGER NOT NULL REFERENCES message_texts (id),
        replaced_at DATETIME NOT NULL)""",
    "CREATE INDEX message_edits_by_message ON message_edits (message_id)",
    "CREATE INDEX message_edits_by_text ON message_edits (text_id)",
)

_BESIDE = (
    # Contentless: it holds words as `app.domain.search_words` parts them, and no second copy.
    """CREATE VIRTUAL TABLE message_words USING fts5 (
        words, content='', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TABLE message_states (
        message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        model_key TEXT NOT NULL,
        header_hash BLOB NOT NULL,
        text_hash BLOB NOT NULL,
        text_bytes INTEGER NOT NULL,
        PRIMARY KEY (message_id, model_key, header_hash)) WITHOUT ROWID""",
    "CREATE INDEX message_states_by_text ON message_states (text_hash, text_bytes, model_key)",
    """CREATE TABLE recall_marks (
        chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
        message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        PRIMARY KEY (chat_id, message_id)) WITHOUT ROWID""",
    "CREATE INDEX recall_marks_by_message ON recall_marks (message_id)",
    """CREATE TABLE reply_drafts (
        chat_id INTEGER PRIMARY KEY REFERENCES chats (id) ON DELETE CASCADE,
        after_id INTEGER,
        going_on_id INTEGER,
        author TEXT NOT NULL,
        character_id INTEGER,
        name TEXT NOT NULL,
        model TEXT NOT NULL,
        seed INTEGER,
        sampling TEXT NOT NULL,
        reasoning TEXT NOT NULL,
        text TEXT NOT NULL)""",
)


def m004_characters_chats(connection: Connection) -> None:
    """Characters, user personas, chats with trees of messages, and an index of their words."""
    for statement in (*_PEOPLE, *_CHATS, *_BESIDE):
        connection.exec_driver_sql(statement)
