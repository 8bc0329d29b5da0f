"""Pieces of work one after the other, with progress and cancel."""

import threading

import pytest

from app.controllers.task_queue import TaskQueue
from engine.types import UserError


@pytest.fixture
def tasks(qtbot):
    queue = TaskQueue("test")
    yield queue
    assert queue.close(5)


def fail(error):
    raise AssertionError(error)


def test_work_is_done_in_order(tasks, qtbot):
    seen = []
    for number in range(5):
        tasks.run(lambda _p, number=number: number, seen.append, fail)
    assert tasks.busy
    qtbot.waitUntil(lambda: seen == [0, 1, 2, 3, 4])
    assert not tasks.busy


def test_an_error_the_user_can_mend_is_told_after_the_end(tasks, qtbot):
    seen = []
    error = UserError("No.")

    def work(_progress):
        raise error

    tasks.run(work, fail, seen.append, lambda: seen.append("ended"))
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == ["ended", error]


def test_a_bug_is_raised_on_the_gui_thread(tasks, qtbot):
    def work(_progress):
        raise ZeroDivisionError

    with qtbot.captureExceptions() as raised:
        tasks.run(work, fail, fail)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError


def test_what_runs_is_cancelled_at_its_next_step_and_the_rest_goes_on(tasks, qtbot):
    begun, seen = threading.Event(), []

    def endless(progress):
        begun.set()
        while True:
            progress(1, 2)

    cancel = tasks.run(endless, fail, fail, lambda: seen.append("ended"))
    tasks.run(lambda _p: "next", seen.append, fail)
    assert begun.wait(5)
    cancel()
    qtbot.waitUntil(lambda: seen == ["ended", "next"])


def test_what_was_done_before_the_cancel_came_is_told(tasks, qtbot):
    release, seen = threading.Event(), []

    def work(_progress):
        release.wait(5)
        return "whole"

    cancel = tasks.run(work, seen.append, fail)
    cancel()
    release.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert seen in (["whole"], [])  # it may not have begun


def test_progress_is_told(tasks, qtbot):
    with qtbot.waitSignal(tasks.progressed) as told:
        tasks.run(lambda progress: progress(3, 4 << 40), lambda _none: None, fail)
    assert told.args == [3, 4 << 40]


def test_nothing_is_told_after_the_end(qtbot):
    queue = TaskQueue("test")
    seen = []
    queue.run(lambda _p: 1, seen.append, fail)
    assert queue.close(5)
    queue.run(lambda _p: 2, seen.append, fail)
    qtbot.wait(20)
    assert seen == []


def test_what_was_cancelled_is_told_whether_it_had_begun_or_not(tasks, qtbot):
    begun, seen = threading.Event(), []

    def endless(progress):
        begun.set()
        while True:
            progress(1, 2)

    for name in ("first", "second"):
        tasks.run(endless, fail, fail, dropped=lambda name=name: seen.append(name))
    assert begun.wait(5)
    tasks.cancel()
    qtbot.waitUntil(lambda: seen == ["first", "second"])
