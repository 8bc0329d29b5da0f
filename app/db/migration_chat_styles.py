"""The sixth change of the tables: styles of characters and of chats.

Never edited again once it was released.
"""

from __future__ import annotations

from sqlalchemy import Connection


def m006_chat_styles(connection: Connection) -> None:
    """With which styles a character speaks, and a chat that does not have its character's."""
    for statement in (
        """CREATE TABLE character_styles (
            character_id INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
            style_id INTEGER NOT NULL REFERENCES styles (id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            weight FLOAT NOT NULL,
            PRIMARY KEY (character_id, style_id)) WITHOUT ROWID""",
        "CREATE INDEX character_styles_by_style ON character_styles (style_id)",
        """CREATE TABLE chat_styles (
            chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
            style_id INTEGER NOT NULL REFERENCES styles (id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            weight FLOAT NOT NULL,
            PRIMARY KEY (chat_id, style_id)) WITHOUT ROWID""",
        "CREATE INDEX chat_styles_by_style ON chat_styles (style_id)",
        "ALTER TABLE characters ADD COLUMN style_strength FLOAT NOT NULL DEFAULT 1.0",
        # None: as its character.
        "ALTER TABLE chats ADD COLUMN style_strength FLOAT",
    ):
        connection.exec_driver_sql(statement)
