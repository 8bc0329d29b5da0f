"""From the first start on: the welcome, no network, a bug, and a data folder that moves."""

import json
import os
import subprocess
import sys

import pytest

from app.db.documents import list_documents, load_document
from app.db.storage import Storage


@pytest.fixture
def play(private_folders, repository, monkeypatch):
    """Plays a script in a process of its own; returns what it saw."""

    def act(*script, data="data 数据"):
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        del environment["LONGSCROLL_DATA"]
        environment["XDG_DATA_HOME"] = str(private_folders / data)
        done = subprocess.run(
            [sys.executable, "-m", "tests.app.first_start", *map(str, script)],
            cwd=repository,
            env=environment,
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return act


def stories(folder):
    storage = Storage(folder / "library.sqlite3")
    try:
        found = storage.submit(list_documents).result(20)
        return [storage.submit(lambda s, n=n: load_document(s, n.id)).result(20) for n in found]
    finally:
        assert storage.close(20)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG folders")
def test_from_the_first_start_to_a_page_of_words_nobody_is_called(play, private_folders):
    seen = play("write")
    assert seen["connections"] == []
    assert seen["welcome"] is True
    assert seen["before"] is None, "nothing is begun before the person said so"
    assert seen["text"].startswith("Once upon a time there was a girl")
    (story,) = stories(private_folders / "data 数据" / "Longscroll")
    assert story.text.endswith(" Mine.")
    assert story.origins, "the model has written, too"
    again = subprocess.run(  # the second start greets nobody
        [sys.executable, "-c", GREETS, str(private_folders / "data 数据" / "Longscroll")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert again.stdout.strip() == "False"


GREETS = """
import sys
from pathlib import Path
from app.paths import DataPaths
print(DataPaths(Path(sys.argv[1])).is_new)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG folders")
def test_the_data_moves_and_the_program_starts_again_there(play, private_folders, tmp_path):
    target = tmp_path / "new place" / "书"
    seen = play("move", target)
    assert seen["started"] == [[sys.executable, ["-m", "app"]]]
    old = private_folders / "data 数据" / "Longscroll"
    assert [s.text for s in stories(target)] == [s.text for s in stories(old)]
    assert (target / "settings.json").read_bytes() == (old / "settings.json").read_bytes()
    assert not (target / "logs").exists()
    pointer = private_folders / "xdg_config_home" / "Longscroll" / "data-folder.txt"
    assert pointer.read_text("utf-8").strip() == str(target)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG folders")
def test_a_bug_is_told_without_words_of_the_story_and_a_restart_saves_first(play, private_folders):
    seen = play("bug")
    assert seen["text"].startswith("从前有个女孩叫米娅")
    assert "KeyError" in seen["details"]
    assert "first_start.py" in seen["details"]
    assert "Once upon a secret time" not in seen["details"].split("Log:")[1]
    assert "KeyError: '…'" in seen["details"]
    assert seen["started"] == [[sys.executable, ["-m", "app"]]]
    assert len(stories(private_folders / "data 数据" / "Longscroll")) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG folders")
def test_files_to_open_wait_for_the_work_and_no_welcome_stands_before_them(play, tmp_path):
    path = tmp_path / "world 世界.json"
    path.write_text(json.dumps({"entries": {"0": {"key": ["Mia"], "content": "A girl."}}}))
    seen = play("files", path)
    assert seen["welcome"] is False
    assert seen["said"] == "1 entry added."
    assert seen["connections"] == []
