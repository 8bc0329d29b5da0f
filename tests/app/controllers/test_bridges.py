"""Events and results reach the GUI thread, in order, however many there are."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QThread

from app.controllers.engine_bridge import EngineBridge
from app.controllers.storage_bridge import StorageBridge
from engine.types import TextDelta, UserError


def test_two_thousand_events_of_another_thread_arrive_in_order(qtbot, qapp):
    bridge = EngineBridge()
    arrived, threads = [], set()

    def take(event):
        arrived.append(event.request_id)
        threads.add(QThread.currentThread())

    bridge.arrived.connect(take)

    def post_all():
        for number in range(2000):
            bridge.post(TextDelta(number, "x"))

    thread = threading.Thread(target=post_all)
    thread.start()
    qtbot.waitUntil(lambda: bool(len(arrived) == 2000), timeout=10_000)
    thread.join()
    assert arrived == list(range(2000))
    assert threads == {qapp.thread()}


class ThreadedStorage:
    def __init__(self):
        self.executor = ThreadPoolExecutor(1)

    def submit(self, work):
        return self.executor.submit(work, None)


@pytest.fixture
def storage():
    storage = ThreadedStorage()
    yield storage
    storage.executor.shutdown()


def test_results_of_the_storage_thread_arrive_on_the_gui_thread(qtbot, qapp, storage):
    bridge = StorageBridge(storage)
    seen = []
    for number in range(50):
        bridge.run(
            lambda _session, number=number: (number, threading.current_thread()),
            lambda result: seen.append((*result, threading.current_thread())),
            seen.append,
        )
    qtbot.waitUntil(lambda: bool(len(seen) == 50))
    assert [number for number, _, _ in seen] == list(range(50))
    worked, delivered = {w for _, w, _ in seen}, {d for _, _, d in seen}
    assert delivered == {threading.main_thread()}
    assert threading.main_thread() not in worked


def test_an_error_the_user_can_mend_is_handed_over(qtbot, storage):
    bridge, seen = StorageBridge(storage), []

    def fail(_session):
        raise UserError("The disk is full.")

    bridge.run(fail, seen.append, lambda error: seen.append(error.message))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["The disk is full."]


def test_a_bug_in_the_storage_is_raised_where_it_can_be_seen(qtbot, storage):
    bridge, seen = StorageBridge(storage), []

    def fail(_session):
        raise ZeroDivisionError

    with qtbot.captureExceptions() as exceptions:
        bridge.run(fail, seen.append, seen.append)
        qtbot.waitUntil(lambda: bool(exceptions))
    assert exceptions[0][0] is ZeroDivisionError
    assert seen == []
