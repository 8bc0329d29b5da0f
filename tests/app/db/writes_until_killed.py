"""Run by a test: saves a document and states for ever, and prints what is committed."""

import sys
from pathlib import Path

from app.db.documents import create_document, save_document
from app.db.snapshot_store import DatabaseSnapshotStore
from app.db.storage import Storage
from app.domain.documents import DocumentDraft
from engine.snapshot import key_for

storage = Storage(Path(sys.argv[1]))
store = DatabaseSnapshotStore(storage, on_problem=print)
document = storage.submit(create_document).result()
for round_ in range(1_000_000):
    store.save(key_for("model", str(round_)), round_, bytes(200_000), "document:1")
    draft = DocumentDraft(document.id, f"{round_} " * 2000)
    storage.submit(lambda session, draft=draft: save_document(session, draft)).result()
    print(round_, flush=True)
