"""Several downloads, one at a time, on a thread of its own. Knows no window.

Every change is told to a callback as a frozen `DownloadProgress`, on that thread or on the one
that asked for the change.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.hub.download_values import (
    ACTIVE,
    DownloadProgress,
    DownloadRequest,
    DownloadState,
    Remark,
    target_path,
)
from app.hub.fetch import Fetch, Retries, Stop, StoppedError
from app.hub.part_file import PartFile, Sidecar, find_parts, taken
from app.hub.session import HubAccess
from engine.types import UserError

_log = logging.getLogger(__name__)

Tell = Callable[[DownloadProgress], None]

_TELL_EVERY = 0.1
_SPEED_SECONDS = 5.0
_RESUMABLE = frozenset({DownloadState.PAUSED, DownloadState.FAILED})
_WAITING = _RESUMABLE | {DownloadState.QUEUED}


class Speed:
    """Bytes per second over the last seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, done: int) -> float:
        """So many bytes are there now; the speed, 0.0 while it cannot be told."""
        now = self._clock()
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[0][0] > _SPEED_SECONDS:
            self._seen.popleft()
        since, before = self._seen[0]
        return (done - before) / (now - since) if now > since else 0.0

    def forget(self) -> None:
        """It begins anew."""
        self._seen.clear()


@dataclass
class _Job:
    progress: DownloadProgress
    stop: Stop = field(default_factory=Stop)
    wish: DownloadState | None = None
    """What becomes of it when it has stopped: paused or cancelled."""


class DownloadQueue:
    """Downloads into `folder`. Its methods may be called from any thread; they wait for no network,
    but `add`, `cancel` and `unfinished` read, write and delete files.

    What is in the queue and not whole is found again after a restart (`unfinished`). `tell` is
    called with the queue's lock held: it must return at once and call nothing here.
    """

    def __init__(
        self,
        folder: Path,
        access: HubAccess,
        tell: Tell,
        *,
        retries: Retries | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._access = access
        self._tell = tell
        self._retries = retries or Retries()
        self._clock = clock
        self._speed = Speed(clock)
        self._jobs: dict[int, _Job] = {}
        self._changed = threading.Condition(threading.RLock())
        self._closing = False
        self._last_told = 0.0
        self._thread = threading.Thread(target=self._work, name="downloads", daemon=True)
        self._thread.start()

    def set_access(self, access: HubAccess) -> None:
        """Another mirror, token or proxy, from the next download or attempt on."""
        with self._changed:
            self._access = access

    def unfinished(self) -> tuple[DownloadRequest, ...]:
        """What an earlier run left half done, and this one has not yet taken up."""
        with self._changed:
            known = {job.progress.request.target for job in self._jobs.values()}
        requests = (sidecar.request for sidecar in find_parts(self._folder))
        return tuple(each for each in requests if each.target not in known and self._is_open(each))

    def _is_open(self, request: DownloadRequest) -> bool:
        """Whether a note on the disk is of a download that can go on; one of a file that was
        whole when the program died is taken away."""
        try:
            path = target_path(self._folder, request.target)
            if path.exists() and not PartFile(path).begun:
                PartFile(path).discard()
        except UserError:
            return False  # somebody else wrote it, or it cannot be deleted
        return not path.exists()

    def downloads(self) -> tuple[DownloadProgress, ...]:
        """All, in the order in which they were added."""
        with self._changed:
            return tuple(job.progress for job in self._jobs.values())

    def add(self, request: DownloadRequest, *, paused: bool = False) -> int:
        """A new download at the end of the queue; its id. Raises `UserError` if it cannot be."""
        path = target_path(self._folder, request.target)
        with self._changed:
            self._require_new(request, path)
            part = PartFile(path)
            known = part.read_sidecar()
            if known is None or known.request != request:
                etag, size = (known.etag, known.size) if known else ("", 0)
                part.describe(Sidecar(request, etag, size))
            state = DownloadState.PAUSED if paused else DownloadState.QUEUED
            number = max(self._jobs, default=0) + 1
            total = (known.size if known else 0) or request.size or 0
            progress = DownloadProgress(number, request, state, path, part.size, total)
            self._jobs[number] = _Job(progress)
            self._changed.notify_all()
            self._tell(progress)
        return number

    def pause(self, number: int) -> None:
        """What is there is kept. Nothing happens to one that has ended."""
        self._stop_one(number, DownloadState.PAUSED)

    def cancel(self, number: int) -> None:
        """What is there is deleted. Nothing happens to one that has ended."""
        self._stop_one(number, DownloadState.CANCELLED)

    def resume(self, number: int) -> None:
        """A paused or failed one waits for its turn again, and goes on where it was."""
        with self._changed:
            job = self._jobs[number]
            if job.progress.state in _RESUMABLE:
                job.stop, job.wish = Stop(), None
                again = replace(job.progress, state=DownloadState.QUEUED, error=None)
                self._show(job, again)
                self._changed.notify_all()

    def forget(self, number: int) -> None:
        """Takes one that is done or cancelled out of the list."""
        with self._changed:
            if self._jobs[number].progress.state in (DownloadState.DONE, DownloadState.CANCELLED):
                del self._jobs[number]

    def wait_idle(self, seconds: float) -> bool:
        """Waits until nothing runs or waits for its turn; whether that came."""
        busy = ACTIVE | {DownloadState.QUEUED}
        with self._changed:
            return self._changed.wait_for(
                lambda: all(job.progress.state not in busy for job in self._jobs.values()), seconds
            )

    def close(self, seconds: float = 5.0) -> bool:
        """Stops at once and keeps what is there; whether the thread has ended."""
        with self._changed:
            self._closing = True
            for job in self._jobs.values():
                if job.progress.state in ACTIVE:
                    job.wish = job.wish or DownloadState.PAUSED
                    job.stop.set()
            self._changed.notify_all()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    # Under the lock

    def _require_new(self, request: DownloadRequest, path: Path) -> None:
        ended = (DownloadState.DONE, DownloadState.CANCELLED)
        for job in self._jobs.values():
            if job.progress.path == path and job.progress.state not in ended:
                raise UserError(
                    "{file} is being downloaded already.",
                    "Look at the list of downloads.",
                    file=request.target,
                )
        if path.exists():
            raise taken(path)

    def _stop_one(self, number: int, wish: DownloadState) -> None:
        with self._changed:
            job = self._jobs[number]
            if job.progress.state in ACTIVE:
                job.wish = wish
                job.stop.set()
            elif job.progress.state in _WAITING:
                self._end(job, wish)

    def _end(self, job: _Job, state: DownloadState, error: UserError | None = None) -> None:
        ended = replace(
            job.progress, state=state, error=error, bytes_per_second=0.0, seconds_left=0.0
        )
        if state is DownloadState.CANCELLED:
            try:
                PartFile(ended.path).discard()
                ended = replace(ended, done=0)
            except UserError as failure:
                ended = replace(ended, state=DownloadState.FAILED, error=failure)
        self._show(job, ended)
        self._changed.notify_all()

    def _show(self, job: _Job, progress: DownloadProgress) -> None:
        job.progress = progress
        self._last_told = self._clock()
        self._tell(progress)

    # The thread

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or self._next() is not None)
                job = self._next()
                if self._closing or job is None:
                    return
                self._speed.forget()
                begun = replace(job.progress, state=DownloadState.CONNECTING, remarks=())
                self._show(job, begun)
                access = self._access
            self._run(job, access)

    def _next(self) -> _Job | None:
        queued = (j for j in self._jobs.values() if j.progress.state is DownloadState.QUEUED)
        return next(queued, None)

    def _run(self, job: _Job, access: HubAccess) -> None:
        progress = job.progress

        def report(state: DownloadState, done: int, total: int) -> None:
            self._report(job, state, done, total)

        def remark(remark: Remark) -> None:
            with self._changed:
                remarks = (*job.progress.remarks, remark)
                self._show(job, replace(job.progress, remarks=remarks))

        fetch = Fetch(
            access, progress.request, progress.path, job.stop, report, remark, self._retries
        )
        end, error = DownloadState.DONE, None
        try:
            fetch.run()
        except StoppedError:
            end = job.wish or DownloadState.PAUSED
        except UserError as failure:
            end, error = DownloadState.FAILED, failure
        except Exception:
            _log.exception("the download of %s failed", progress.request.file)
            end, error = DownloadState.FAILED, _bug()
        with self._changed:
            self._end(job, end, error)

    def _report(self, job: _Job, state: DownloadState, done: int, total: int) -> None:
        with self._changed:
            old = job.progress
            rate = self._speed.note(done) if state is DownloadState.RUNNING else 0.0
            total = total or old.total
            left = (total - done) / rate if rate > 0 else 0.0
            due = self._clock() - self._last_told >= _TELL_EVERY
            job.progress = replace(
                old, state=state, done=done, total=total, bytes_per_second=rate, seconds_left=left
            )
            if state is not old.state or done == total or due:
                self._show(job, job.progress)


def _bug() -> UserError:
    return UserError(
        "The download failed because of a fault in Longscroll.",
        "Details are in the log. What was downloaded is kept; try again.",
    )
