"""Work beside the window: what waits, what takes another's place, and what is cancelled."""

from __future__ import annotations

import threading

import pytest

from app.controllers.background import Background
from engine.types import UserError


@pytest.fixture
def background(qapp):
    return Background()


def test_what_is_added_waits_for_what_is_under_way(background, qtbot):
    go, done = threading.Event(), []
    background.add(lambda _progress: go.wait(5) and "one", done.append, done.append)
    background.add(lambda _progress: "two", done.append, done.append)
    background.add(lambda _progress: "three", done.append, done.append)
    assert background.busy
    go.set()
    qtbot.waitUntil(lambda: len(done) == 3)
    assert done == ["one", "two", "three"]
    assert not background.busy


def test_what_fails_does_not_hold_up_what_waits(background, qtbot):
    def fail(_progress):
        raise UserError("Broken.", "Mend it.")

    done, failed = [], []
    background.add(fail, done.append, failed.append)
    background.add(lambda _progress: "two", done.append, failed.append)
    qtbot.waitUntil(lambda: done == ["two"])
    assert [error.message for error in failed] == ["Broken."]


def test_cancelling_ends_what_waits_too(background, qtbot):
    go, done, ended = threading.Event(), [], []
    background.ended.connect(lambda: ended.append(True))
    background.add(lambda _progress: go.wait(5), done.append, done.append)
    background.add(lambda _progress: "two", done.append, done.append)
    background.cancel()
    go.set()
    qtbot.wait(50)
    assert (done, ended, background.busy) == ([], [True], False)


def test_what_is_run_takes_the_place_of_all(background, qtbot):
    go, done = threading.Event(), []
    background.add(lambda _progress: go.wait(5) and "one", done.append, done.append)
    background.add(lambda _progress: "two", done.append, done.append)
    background.run(lambda _progress: "three", done.append, done.append)
    go.set()
    qtbot.waitUntil(lambda: done == ["three"])
    qtbot.wait(20)
    assert done == ["three"]
