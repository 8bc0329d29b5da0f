"""Prompt formats of the user's own, chats that are still coming in, and where reading began."""

from __future__ import annotations

from sqlalchemy import Connection


def m005_formats_imports(connection: Connection) -> None:
    """The user's prompt formats; chats whose import has not ended; and with each state of a chat
    the depth of the first message that was read for it."""
    for statement in (
        """CREATE TABLE chat_formats (
            id TEXT PRIMARY KEY,
            format_json TEXT NOT NULL) WITHOUT ROWID""",
        """CREATE TABLE chat_imports (
            chat_id INTEGER PRIMARY KEY REFERENCES chats (id) ON DELETE CASCADE)""",
        "ALTER TABLE message_states ADD COLUMN read_from INTEGER NOT NULL DEFAULT 0",
        # It meant nothing yet; now 0 asks for all of a chat, and nothing for a sensible part.
        "UPDATE chats SET settings_json = json_remove(settings_json, '$.read_from')",
    ):
        connection.exec_driver_sql(statement)
