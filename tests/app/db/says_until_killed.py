"""Run by a test: says things in a chat for ever, and prints what is committed."""

import sys
from functools import partial
from pathlib import Path

from app.db import chats, messages
from app.db.storage import Storage
from app.domain.chat import Author, Said

storage = Storage(Path(sys.argv[1]))
chat = storage.submit(partial(chats.create, character_id=None)).result()
leaf = None
for number in range(1_000_000):
    said = Said(Author.USER, "Ann", f"{number} " * 200)
    add = partial(messages.append, chat_id=chat, parent_id=leaf, said=said)
    leaf = storage.submit(add).result().chat.leaf_id
    print(number, flush=True)
