"""The third change of the tables: documents become items of projects.

Every document of before was a work of its own, so each gets a project. Never edited again once
it was released.
"""

from __future__ import annotations

from sqlalchemy import Connection

from app.domain.words import count_words

_PROJECTS = (
    """CREATE TABLE projects (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL,
        author TEXT NOT NULL,
        language TEXT NOT NULL,
        last_item INTEGER,
        created_at DATETIME NOT NULL,
        updated_at DATETIME NOT NULL,
        deleted_at DATETIME,
        settings_json TEXT NOT NULL)""",
    """CREATE TABLE statuses (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        colour TEXT NOT NULL)""",
    "CREATE INDEX statuses_by_project ON statuses (project_id)",
)

# A column that refers to another table can only be added with NULL as its default.
_ITEMS = (
    "ALTER TABLE documents ADD COLUMN project_id INTEGER REFERENCES projects (id)"
    " ON DELETE CASCADE",
    "ALTER TABLE documents ADD COLUMN parent_id INTEGER REFERENCES documents (id)"
    " ON DELETE SET NULL",
    "ALTER TABLE documents ADD COLUMN status_id INTEGER REFERENCES statuses (id)"
    " ON DELETE SET NULL",
    "ALTER TABLE documents ADD COLUMN position INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE documents ADD COLUMN kind TEXT NOT NULL DEFAULT 'scene'",
    "ALTER TABLE documents ADD COLUMN words INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE documents ADD COLUMN included BOOLEAN NOT NULL DEFAULT 1",
    "ALTER TABLE documents ADD COLUMN synopsis TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE documents ADD COLUMN notes TEXT NOT NULL DEFAULT ''",
)

_MOVE = (
    # Each with the number of its only document, so that they are easily matched.
    """INSERT INTO projects (id, title, author, language, last_item, created_at, updated_at,
        deleted_at, settings_json)
        SELECT id, title, '', '', id, created_at, updated_at, deleted_at, '{}' FROM documents""",
    "UPDATE documents SET project_id = id, deleted_at = NULL",
    "CREATE INDEX documents_by_project ON documents (project_id)",
    "CREATE INDEX documents_by_parent ON documents (parent_id)",
    """CREATE TABLE document_texts (
        document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
        origins TEXT NOT NULL,
        text TEXT NOT NULL)""",
    "INSERT INTO document_texts SELECT id, origins, text FROM documents",
    "ALTER TABLE documents DROP COLUMN text",
    "ALTER TABLE documents DROP COLUMN origins",
)

_REST = (
    """CREATE TABLE versions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        created_at DATETIME NOT NULL,
        name TEXT NOT NULL,
        words INTEGER NOT NULL,
        digest BLOB NOT NULL,
        origins TEXT NOT NULL,
        packed BLOB NOT NULL)""",
    "CREATE INDEX versions_by_document ON versions (document_id, created_at)",
    """CREATE TABLE writing_days (
        project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
        day TEXT NOT NULL,
        by_person INTEGER NOT NULL,
        by_machine INTEGER NOT NULL,
        removed INTEGER NOT NULL,
        seconds INTEGER NOT NULL,
        PRIMARY KEY (project_id, day)) WITHOUT ROWID""",
    """CREATE TABLE lore_entries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        entry_json TEXT NOT NULL)""",
    "CREATE INDEX lore_by_project ON lore_entries (project_id)",
    """CREATE TABLE takes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        parent_id INTEGER REFERENCES takes (id) ON DELETE CASCADE,
        generation_id INTEGER REFERENCES generations (id) ON DELETE SET NULL,
        alternative INTEGER NOT NULL,
        chosen BOOLEAN NOT NULL,
        place INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        before_hash BLOB NOT NULL,
        end_hash BLOB NOT NULL,
        created_at DATETIME NOT NULL,
        head INTEGER NOT NULL,
        tail INTEGER NOT NULL,
        lead TEXT NOT NULL,
        trail TEXT NOT NULL,
        origins TEXT NOT NULL,
        text TEXT NOT NULL,
        tokens_json TEXT NOT NULL)""",
    "CREATE INDEX takes_by_document ON takes (document_id)",
    "CREATE INDEX takes_by_parent ON takes (parent_id)",
    "CREATE INDEX takes_by_generation ON takes (generation_id)",
)


def m003_projects(connection: Connection) -> None:
    """Projects with trees of documents; texts apart; versions, days, lore and story trees."""
    for statement in (*_PROJECTS, *_ITEMS, *_MOVE, *_REST):
        connection.exec_driver_sql(statement)
    texts = connection.exec_driver_sql("SELECT document_id, text FROM document_texts")
    counts = [(count_words(text), document) for document, text in texts.fetchall()]
    for count in counts:
        connection.exec_driver_sql("UPDATE documents SET words = ? WHERE id = ?", count)
