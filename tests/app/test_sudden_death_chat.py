"""The program is killed while a character answers: at most the word under way is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from app.db import chats, messages, reply_drafts
from app.db.storage import Storage

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 1.0


def test_a_kill_loses_at_most_the_word_under_way(tmp_path: Path) -> None:
    settings = {"max_tokens": 2048, "language": "en", "theme": "light"}
    (tmp_path / "settings.json").write_text(json.dumps(settings), "utf-8")
    script = Path(__file__).with_name("answers_until_killed.py")
    with subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
    ) as process:
        assert process.stdout is not None
        said = [json.loads(process.stdout.readline())]
        begin = time.monotonic()
        while time.monotonic() - begin < SECONDS or len(said) < 20:
            said.append(json.loads(process.stdout.readline()))
        process.kill()  # SIGKILL: the program gets no chance to tidy up
        said += [json.loads(line) for line in process.stdout if line.endswith("\n")]
    storage = Storage(tmp_path / "library.sqlite3")
    recovered = storage.submit(reply_drafts.recover).result()
    (chat,) = storage.submit(chats.summaries).result()
    way = storage.submit(partial(messages.page, chat_id=chat.id, from_depth=0, count=9)).result()
    assert storage.close()
    shown, kept = "Once upon a time" + "".join(said), way[-1].said.text
    assert recovered in ([chat.id], [])  # killed between two answers, there is none to recover
    assert len(said) >= 20
    assert kept.startswith("Once upon a time")
    assert shown.startswith(kept) or kept.startswith(shown)
    assert len(kept) >= len("Once upon a time" + "".join(said[:-1])), "one piece at most is lost"
