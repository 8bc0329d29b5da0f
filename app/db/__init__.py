"""SQLite storage through SQLAlchemy: tables, migrations, queries and the storage thread. No Qt."""
