"""The engine's thread stands back, and so do the threads it starts; others do not."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from app.priority import stand_back


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has it")
def test_a_thread_and_its_children_stand_back() -> None:
    found: dict[str, int] = {}

    def look(name: str) -> None:
        found[name] = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def engine() -> None:
        for _twice in range(2):
            stand_back()
        look("engine")
        child = threading.Thread(target=look, args=("child",))
        child.start()
        child.join()

    look("window")
    thread = threading.Thread(target=engine)
    thread.start()
    thread.join()
    assert found["engine"] == found["child"] == min(19, found["window"] + 5)
