"""The program as a person meets it: a real window on a real X server, real keys, two starts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.db.documents import list_documents, load_document
from app.db.storage import Storage
from app.domain.documents import Document

PROGRAMS = ("Xvfb", "openbox", "xdotool")
PATIENCE = 60.0

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(
        not all(shutil.which(program) for program in PROGRAMS),
        reason="needs Xvfb, openbox and xdotool",
    ),
]


def wait_for(what: str, look: Callable[[], object]) -> object:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited in vain for {what}")


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a fresh X server with a window manager."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    environment = {
        **os.environ,
        "DISPLAY": f":{number}",
        "QT_QPA_PLATFORM": "xcb",
        "LONGSCROLL_DATA": str(tmp_path / "数据 folder"),
        "LANG": "C.UTF-8",
    }
    manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
    try:
        yield environment
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(10)


class Window:
    """The running program, handled with keys only."""

    def __init__(self, environment: dict[str, str], root: Path) -> None:
        self._environment = environment
        self._log = Path(environment["LONGSCROLL_DATA"]) / "logs" / "longscroll.log"
        self._seen = len(self.log())
        self._process = subprocess.Popen([sys.executable, "-m", "app"], env=environment, cwd=root)
        wait_for("the window", lambda: self._xdo("search", "--onlyvisible", "--name", "Longscroll"))
        self.wait_for_log("the model is ready")
        wait_for("the focus", lambda: "Longscroll" in self.title())

    def press(self, key: str) -> None:
        self._xdo("key", key)

    def type(self, text: str) -> None:
        self._xdo("type", text)

    def title(self) -> str:
        return self._xdo("getactivewindow", "getwindowname")

    def log(self) -> str:
        return self._log.read_text("utf-8") if self._log.exists() else ""

    def wait_for_log(self, pattern: str) -> re.Match[str]:
        found = wait_for(pattern, lambda: re.search(pattern, self.log()[self._seen :]))
        assert isinstance(found, re.Match)
        return found

    def close(self) -> None:
        self.press("alt+F4")
        assert self._process.wait(PATIENCE) == 0

    def _xdo(self, *arguments: str) -> str:
        result = subprocess.run(
            ["xdotool", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return result.stdout.strip()


def story(environment: dict[str, str]) -> Document:
    """What the closed program left in its library."""
    storage = Storage(Path(environment["LONGSCROLL_DATA"]) / "library.sqlite3")
    try:
        (summary,) = storage.submit(list_documents).result(20)
        return storage.submit(lambda session: load_document(session, summary.id)).result(20)
    finally:
        assert storage.close(20)


def test_continue_close_reopen_and_continue(screen, repository):
    window = Window(screen, repository)
    window.press("Escape")  # the welcome of a new data folder
    wait_for("the story", lambda: "The Lantern Boat" in window.title())
    window.press("ctrl+Return")
    first = window.wait_for_log(r"continued: \w+, read again (\d+) of (\d+) tokens, wrote (\d+)")
    assert 0 < int(first[1]) == int(first[2])
    window.close()
    written = story(screen)
    assert len(written.origins) == 1
    assert written.origins[0].end == len(written.text) == written.cursor

    window = Window(screen, repository)
    window.press("ctrl+Return")
    second = window.wait_for_log(r"continued: \w+, read again (\d+) of (\d+) tokens")
    assert int(second[1]) == 0
    assert int(second[2]) >= int(first[2]) + int(first[3]) - 1
    window.type(" The end.")
    window.close()
    ended = story(screen)
    assert ended.text.startswith(written.text)
    assert ended.text.endswith(" The end.")
    assert ended.origins[-1].end == len(ended.text) - len(" The end.")
