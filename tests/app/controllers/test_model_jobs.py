"""Converting and testing in a process of its own, which is played here."""

import json
import sys
from pathlib import Path

import pytest

from app.controllers.model_jobs import ModelJobs
from app.controllers.model_terms import ModelTools
from app.controllers.task_queue import TaskQueue
from app.domain.model_events import Advanced, Checked, Converted, read_model_event
from app.domain.model_shelf import ModelJob, ModelVerdict, OwnModel
from app.domain.trouble import Trouble
from engine.types import UserError

MODEL = OwnModel("/m/a.pth", "A", Path("/m/a.pth"), Path("/m/a.pth"), 10, testable=True)


class Shelf:
    """What the jobs ask of the models folder."""

    def __init__(self, folder):
        self.folder = folder
        self.room = True
        self.error = None
        self.discarded = []

    def target(self, key, quantization):
        if self.error:
            raise self.error
        return self.folder / f"a-{quantization}.safetensors"

    def has_room(self, key):
        return self.room

    def discard(self, target):
        self.discarded.append(target)


class Played:
    """The jobs with a process that prints `lines` and ends with `code`, or hangs."""

    def __init__(self, folder):
        self.shelf = Shelf(folder)
        self.lines, self.code, self.hangs = [], 0, False
        self.asked = []
        self.tasks = TaskQueue("test")
        self.jobs = ModelJobs(ModelTools(self.shelf, None, self.command, folder), self.tasks)
        self.told = []
        for name in ("job_changed", "converted", "tested", "untested"):
            signal = getattr(self.jobs, name)
            signal.connect(lambda what, name=name: self.told.append((name, what)))
        self.jobs.problem.connect(lambda _key, error: self.told.append(("problem", str(error))))

    def command(self, arguments):
        self.asked = list(arguments)
        text = "\n".join(json.dumps(line) for line in self.lines)
        program = f"import sys, time; print({text!r}, flush=True); "
        program += "time.sleep(60)" if self.hangs else f"sys.exit({self.code!r})"
        return [sys.executable, "-c", program]

    def last(self, name):
        return [what for kind, what in self.told if kind == name][-1]

    def names(self):
        return [name for name, _what in self.told]


@pytest.fixture
def played(qtbot, tmp_path):
    played = Played(tmp_path)
    yield played
    played.jobs.shut_down()
    assert played.tasks.close(5)


def test_a_conversion_tells_how_far_it_is_and_what_it_made(played, qtbot):
    played.lines = [
        {"event": "progress", "done": 3 << 40, "total": 4 << 40, "tensor": "x"},
        {"event": "converted", "path": "/m/a-int8.safetensors"},
    ]
    played.jobs.convert(MODEL, "int8")
    qtbot.waitUntil(lambda: "converted" in played.names(), timeout=10_000)
    assert ("job_changed", ModelJob("convert", "A", 750, 1000)) in played.told
    assert played.last("converted") == Path("/m/a-int8.safetensors")
    assert played.last("job_changed") is None
    assert "--quant=int8" in played.asked
    assert played.shelf.discarded == []


def test_a_test_that_fails_is_no_trouble_of_the_program(played, qtbot):
    played.code = 1
    played.lines = [{"event": "tested", "passed": False, "agreed": 2, "expected": [1, 2, 3]}]
    played.jobs.test(MODEL)
    qtbot.waitUntil(lambda: "tested" in played.names(), timeout=10_000)
    assert played.last("tested") == ModelVerdict("/m/a.pth", "A", False, 2, 3)


def test_without_memory_nothing_is_started(played, qtbot):
    played.shelf.room = False
    played.jobs.test(MODEL)
    qtbot.waitUntil(lambda: "untested" in played.names(), timeout=10_000)
    assert played.asked == []
    assert not played.jobs.busy


def test_what_the_process_says_is_told(played, qtbot):
    played.code = 1
    played.lines = [
        {"event": "error", "message": "No {what}.", "hint": "Add --force.", "params": {"what": "x"}}
    ]
    played.jobs.convert(MODEL, "none")
    qtbot.waitUntil(lambda: "problem" in played.names(), timeout=10_000)
    assert played.last("problem").startswith("No x.")
    assert "--force" not in played.last("problem")
    qtbot.waitUntil(lambda: len(played.shelf.discarded) == 1, timeout=10_000)


def test_a_folder_that_cannot_be_written_is_told(played, qtbot):
    played.shelf.error = UserError("The disk is full.")
    played.jobs.convert(MODEL, "none")
    qtbot.waitUntil(lambda: "problem" in played.names(), timeout=10_000)
    assert not played.jobs.busy


def test_one_at_a_time(played, qtbot):
    played.hangs = True
    played.jobs.convert(MODEL, "none")
    played.jobs.test(MODEL)
    assert "being converted or tested" in played.last("problem")
    qtbot.waitUntil(lambda: bool(played.asked), timeout=10_000)
    played.jobs.cancel()
    qtbot.waitUntil(lambda: not played.jobs.busy, timeout=10_000)
    qtbot.waitUntil(lambda: len(played.shelf.discarded) == 1, timeout=10_000)


def test_the_end_of_the_program_ends_the_process(played, qtbot):
    played.hangs = True
    played.jobs.convert(MODEL, "none")
    qtbot.waitUntil(lambda: bool(played.asked), timeout=10_000)
    played.jobs.shut_down()
    assert not played.jobs.busy
    assert len(played.shelf.discarded) == 1


@pytest.mark.parametrize(
    ("line", "event"),
    [
        (b'{"event": "progress", "done": 1, "total": 2}', Advanced(1, 2)),
        (b'{"event": "converted", "path": "x"}', Converted("x")),
        (b'{"event": "tested", "passed": 1, "agreed": 1, "expected": [1]}', Checked(False, 1, 1)),
        (b'{"event": "error", "message": "m", "hint": "", "params": {}}', Trouble("m")),
        (b'{"event": "error", "hint": "h"}', None),
        (b'{"event": "progress"}', None),
        (b'{"event": "else"}', None),
        (b"[1]", None),
        (b"\xff", None),
    ],
)
def test_lines_of_a_process_are_events_or_nothing(line, event):
    assert read_model_event(line) == event
