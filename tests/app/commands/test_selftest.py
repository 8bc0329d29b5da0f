"""The self-test says what works, and notices what does not."""

from __future__ import annotations

import subprocess
import sys

from app.cli import main
from app.commands import selftest
from app.db.snapshot_store import DatabaseSnapshotStore


def test_a_copy_that_works_says_so_and_touches_nothing(private_folders, repository):
    command = [sys.executable, "-m", "app", "--selftest"]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "state was found again: 32 of 32" in done.stdout
    assert "window   drawn" in done.stdout
    assert not (private_folders / "data").exists()


def test_a_missing_model_fails_it(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(selftest, "bundled_model", lambda: tmp_path / "none")
    assert main(["--selftest"]) == 1
    assert "The self-test failed." in capsys.readouterr().out


def test_a_library_that_loses_states_fails_it(monkeypatch, capsys):
    monkeypatch.setattr(DatabaseSnapshotStore, "save", lambda *_args, **_more: None)
    assert main(["--selftest"]) == 1
    assert "The state was not found again" in capsys.readouterr().out


def test_an_empty_window_fails_it(monkeypatch, capsys, qapp):
    monkeypatch.setattr(selftest, "_check_model", lambda _paths: iter(()))
    monkeypatch.setattr(selftest, "_LEAST_COLOURS", 64 * 64 + 1)
    assert main(["--selftest"]) == 1
    assert "The window stayed empty." in capsys.readouterr().out
