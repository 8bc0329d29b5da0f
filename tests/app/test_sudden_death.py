"""The program is killed while somebody types: at most a second of typing is lost."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from app.db.documents import list_documents, load_document
from app.db.storage import Storage

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 4.0


def test_a_kill_loses_at_most_a_second_of_typing(tmp_path: Path) -> None:
    script = Path(__file__).with_name("types_until_killed.py")
    with subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
    ) as process:
        assert process.stdout is not None
        typed = [_read(process.stdout.readline())]
        while typed[-1][1] - typed[0][1] < SECONDS:
            typed.append(_read(process.stdout.readline()))
        process.kill()  # SIGKILL: the program gets no chance to tidy up
        killed = time.time()
        typed += [_read(line) for line in process.stdout if line.endswith("\n")]
    storage = Storage(tmp_path / "library.sqlite3")
    (summary,) = storage.submit(list_documents).result()
    text = storage.submit(lambda session: load_document(session, summary.id)).result().text
    assert storage.close()
    kept = {int(number) for number in re.findall(r"\bw(\d+)\b", text)}
    lost = [when for number, when in typed if number not in kept]
    assert kept, "nothing was saved at all"
    assert not lost or killed - min(lost) <= 1.0


def _read(line: str) -> tuple[int, float]:
    number, when = line.split()
    return int(number), float(when)
