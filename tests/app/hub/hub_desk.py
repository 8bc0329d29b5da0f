"""A queue of downloads and what it told, for tests."""

import threading

import pytest

from app.hub.download import DownloadQueue
from app.hub.download_values import DownloadRequest, DownloadState
from app.hub.fetch import Retries

DATA = bytes(range(256)) * 800  # 200 KiB


class Desk:
    """A queue and what it told."""

    def __init__(self, folder, access):
        self.folder = folder
        self.told = []
        self._event = threading.Condition()
        self.queue = DownloadQueue(folder, access, self._tell, retries=Retries(3, 0.01))

    def _tell(self, progress):
        with self._event:
            self.told.append(progress)
            self._event.notify_all()

    def add(self, file="m.pth", **changes):
        return self.queue.add(DownloadRequest("me/model", file, file, **changes))

    def wait_for(self, test, seconds=10.0):
        with self._event:
            assert self._event.wait_for(lambda: any(test(each) for each in self.told), seconds)

    def run(self, file="m.pth", **changes):
        """Adds one and waits for its end."""
        number = self.add(file, **changes)
        assert self.queue.wait_idle(10)
        return next(each for each in self.queue.downloads() if each.id == number)

    def error(self, file="m.pth", **changes):
        progress = self.run(file, **changes)
        assert progress.state is DownloadState.FAILED
        return str(progress.error)

    def names(self):
        return sorted(path.name for path in self.folder.rglob("*") if path.is_file())


def link(path, to):
    """A link at `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.symlink_to(to, target_is_directory=to.is_dir())
    except OSError:
        pytest.skip("this system gives no links to everybody")
    return path
