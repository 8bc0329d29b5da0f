"""What is done with models one after the other: said, cancelled, and the one in use used again."""

import threading

import pytest

from app.controllers.downloads_controller import DownloadsController
from app.controllers.models_controller import ModelsController
from app.controllers.task_queue import TaskQueue

USED = "/models/used.pth"


class Shelf:
    """A models folder in which everything waits until it may go on."""

    def __init__(self):
        self.go_on, self.asked = threading.Event(), []

    def own(self):
        return ()

    def offers(self):
        return ()

    def moved(self, key, target):
        return f"{target}/used.pth"

    def add(self, path, copy, progress):
        self._work(f"add {path.name}", progress)
        return str(path)

    def move(self, target, progress):
        self._work("move", progress)

    def delete(self, key):
        self.asked.append(f"delete {key}")
        return 0

    def _work(self, what, progress):
        self.asked.append(what)
        for step in range(1000):
            progress(step, 1000)
            if self.go_on.wait(0.01):
                return


class Downloads:
    """Downloads that note what they are told."""

    def __init__(self):
        self.told = []

    def pause(self, number):
        self.told.append(("pause", number))

    def cancel(self, number):
        self.told.append(("cancel", number))

    def close(self):
        self.told.append("close")


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def tasks(qtbot):
    return TaskQueue("models")


@pytest.fixture
def models(qtbot, shelf, tasks):
    models = ModelsController(shelf, None, tasks, lambda: USED)
    models.jobs, models.used = [], []
    models.job_changed.connect(models.jobs.append)
    models.use_wanted.connect(models.used.append)
    models.release_wanted.connect(models.released)
    yield models
    shelf.go_on.set()
    assert models.shut_down(5)


def last(models):
    job = models.jobs[-1]
    return None if job is None else job.title


def test_two_copies_are_shown_and_cancelled_one_after_the_other(models, shelf, qtbot, tmp_path):
    models.add(tmp_path / "one.pth", True)
    models.add(tmp_path / "two.pth", True)
    qtbot.waitUntil(lambda: models.jobs[-1].done > 0)
    assert last(models) == "one.pth"
    models.cancel()
    qtbot.waitUntil(lambda: last(models) == "two.pth" and models.jobs[-1].done > 0)
    assert shelf.asked == ["add one.pth", "add two.pth"]
    models.cancel()
    qtbot.waitUntil(lambda: models.jobs[-1] is None)


def test_a_model_added_meanwhile_does_not_take_the_cross_away(models, shelf, qtbot, tmp_path):
    models.move(tmp_path)
    qtbot.waitUntil(lambda: shelf.asked == ["move"])
    models.add(tmp_path / "one.pth", False)
    models.cancel()
    qtbot.waitUntil(lambda: models.jobs[-1] is None)
    qtbot.waitUntil(lambda: "add one.pth" in shelf.asked)


def test_a_move_that_is_cancelled_before_it_begins_gives_the_model_back(
    models, shelf, qtbot, tmp_path
):
    models.add(tmp_path / "one.pth", True)
    qtbot.waitUntil(lambda: shelf.asked == ["add one.pth"])
    models.move(tmp_path / "new")
    models.cancel()
    models.cancel()
    qtbot.waitUntil(lambda: last(models) == str(tmp_path / "new"))
    models.cancel()
    qtbot.waitUntil(lambda: models.used == [USED])
    assert models.jobs[-1] is None


def test_what_waits_for_the_model_to_be_let_go_is_not_forgotten(models, shelf, qtbot, tmp_path):
    models.release_wanted.disconnect()
    shelf.go_on.set()
    models.move(tmp_path / "new")
    models.move(tmp_path / "newer")
    models.released()
    qtbot.waitUntil(lambda: shelf.asked == ["move", "move"])


def test_a_download_is_paused_while_a_model_is_copied(models, shelf, tasks, qtbot, tmp_path):
    downloads = Downloads()
    controller = DownloadsController(downloads, tasks)
    models.add(tmp_path / "one.pth", True)
    qtbot.waitUntil(lambda: shelf.asked == ["add one.pth"])
    controller.pause(3)
    controller.cancel(4)
    qtbot.waitUntil(lambda: downloads.told == [("pause", 3), ("cancel", 4)])
    assert models.jobs[-1] is not None
    controller.shut_down()
