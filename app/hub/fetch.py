"""Fetches one file: asks the hub what it is, streams it, checks it, gives it its name.

`hf_hub_download` cannot be paused or cancelled: it can only be killed with its thread, and it
keeps its own half files in its own cache. So the bytes are streamed here, over the library's
session and from the address that the library found. Knows no queue and no thread.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
from huggingface_hub import get_session
from huggingface_hub.utils import hf_raise_for_status

from app.hub.download_values import DownloadRequest, DownloadState, Remark
from app.hub.failures import NETWORK_ERRORS, explained, not_a_hub, passes, wait_seconds
from app.hub.listing import HubHead, file_head
from app.hub.part_file import PartFile, Sidecar, digest_of, taken
from app.hub.part_lock import held
from app.hub.session import HubAccess, open_session
from engine.types import UserError

_PARTIAL, _NO_SUCH_RANGE = 206, 416
_LONGEST_WAIT = 60.0
_HEX = frozenset("0123456789abcdef")


class StoppedError(Exception):
    """The fetch was stopped from another thread."""


class Stop:
    """Stops a fetch from any thread, also while it waits for a silent server."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None

    @property
    def is_set(self) -> bool:
        """Whether it was stopped."""
        return self._event.is_set()

    def set(self) -> None:
        """Stops it."""
        with self._lock:
            self._event.set()
            if self._socket is not None:
                _shut(self._socket)

    def check(self) -> None:
        """Raises `StoppedError` if it was stopped."""
        if self._event.is_set():
            raise StoppedError

    def wait(self, seconds: float) -> None:
        """Waits, not longer than until it is stopped."""
        self._event.wait(seconds)
        self.check()

    @contextmanager
    def watching(self, response: httpx2.Response) -> Iterator[None]:
        """While inside, stopping ends the connection of `response`."""
        stream = response.extensions.get("network_stream")
        found = None if stream is None else stream.get_extra_info("socket")
        with self._lock:
            self._socket = found if isinstance(found, socket.socket) else None
            self.check()
        try:
            yield
        finally:
            with self._lock:
                self._socket = None


def _shut(connection: socket.socket) -> None:
    try:
        # That of an encrypted one would take away what the reading thread still needs.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:
        return  # it was closed in this moment, which is as good


@dataclass(frozen=True)
class Retries:
    """How often to try again without a single new byte, and how long to wait at first (then
    twice as long each time)."""

    tries: int = 6
    first_wait: float = 1.0


Report = Callable[[DownloadState, int, int], None]
"""Told the state, and how many bytes of how many."""


class Fetch:
    """One file on its way into the models folder. Used by one thread, once."""

    def __init__(
        self,
        access: HubAccess,
        request: DownloadRequest,
        path: Path,
        stop: Stop,
        report: Report,
        remark: Callable[[Remark], None],
        retries: Retries,
    ) -> None:
        self._access = access
        self._request = request
        self._part = PartFile(path)
        self._stop = stop
        self._report = report
        self._remark = remark
        self._retries = retries

    def run(self) -> None:
        """Until the file is whole. Raises `UserError`, or `StoppedError`; the part is kept then,
        but for one that proved to be wrong."""
        with held(self._part.lock, self._request.file):
            if self._part.path.exists():
                raise taken(self._part.path)
            open_session(self._access)
            try:
                head = self._stream_all()
                self._verify(head)
                self._part.settle()
                self._stop.check()  # that takes its time
                self._part.finish()
            finally:
                self._part.close()

    # The bytes

    def _stream_all(self) -> HubHead:
        failures = 0
        while True:
            before = self._part.size
            try:
                head = self._ask()
                if self._part.size < head.size or not self._part.begun:
                    self._stream(head)
                    self._part.close()
                if self._part.size == head.size:
                    return head
                error: Exception = httpx2.ReadError("the connection ended early")
            except NETWORK_ERRORS as failure:
                self._stop.check()
                error = failure
            finally:
                self._part.close()
            failures = 1 if self._part.size > before else failures + 1
            if not passes(error) or failures > self._retries.tries:
                raise explained(
                    error, self._access.host, self._request.repo, self._request.file
                ) from error
            self._report(DownloadState.CONNECTING, self._part.size, 0)
            self._stop.wait(self._pause(error, failures))

    def _pause(self, error: Exception, failures: int) -> float:
        wait = self._retries.first_wait * 2.0 ** (failures - 1)
        return min(_LONGEST_WAIT, max(wait, wait_seconds(error)))

    def _ask(self) -> HubHead:
        """What the file is now; a part of another file is thrown away."""
        self._stop.check()
        self._report(DownloadState.CONNECTING, self._part.size, 0)
        request = self._request
        head = file_head(self._access, request.repo, request.file, request.revision)
        self._stop.check()  # who stopped it has the part to itself now
        self._require_expected(head)
        known = self._part.read_sidecar()
        if known is None or (known.etag, known.size) != (head.etag, head.size):
            if known is not None and known.etag and self._part.size:
                self._remark(Remark.CHANGED_ON_HUB)
            self._part.discard()
        if self._part.size > head.size:
            self._part.discard()
        self._part.describe(Sidecar(request, head.etag, head.size))
        return head

    def _require_expected(self, head: HubHead) -> None:
        """The hub must have the file that the catalogue knows, before gigabytes are fetched."""
        request = self._request
        is_sha256 = len(head.etag) == 64 and _HEX.issuperset(head.etag)
        other = request.sha256 is not None and is_sha256 and head.etag != request.sha256
        if other or (request.size is not None and head.size != request.size):
            raise UserError(
                "{file} on {host} is not the file that was expected: it has been replaced.",
                "Look through the files of {repo} and choose the one you want, or update"
                " Longscroll.",
                file=request.file,
                host=self._access.host,
                repo=request.repo,
            )

    def _stream(self, head: HubHead) -> None:
        start = self._part.size
        headers = {"Accept-Encoding": "identity"}
        if start:
            headers["Range"] = f"bytes={start}-"
        with get_session().stream("GET", head.location, headers=headers) as response:
            if response.status_code == _NO_SUCH_RANGE:
                self._part.discard()
                self._part.describe(Sidecar(self._request, head.etag, head.size))
                raise httpx2.RemoteProtocolError("the server has no such part of the file")
            hf_raise_for_status(response)
            self._require_file(response)
            self._stop.check()
            position = _first_byte(response, start, head.size)
            if position < start:
                self._remark(Remark.CANNOT_RESUME)
            self._part.open_at(position, head.size)
            with self._stop.watching(response):
                self._copy(response, position, head.size)

    def _copy(self, response: httpx2.Response, position: int, size: int) -> None:
        self._report(DownloadState.RUNNING, position, size)
        for piece in response.iter_bytes():
            self._stop.check()
            position += len(piece)
            if position > size:
                raise httpx2.RemoteProtocolError("the server sent more than the file")
            self._part.write(piece)
            self._report(DownloadState.RUNNING, position, size)

    def _require_file(self, response: httpx2.Response) -> None:
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind == "text/html" and not self._request.file.lower().endswith((".html", ".htm")):
            raise not_a_hub(response.url.host)

    # The check

    def _verify(self, head: HubHead) -> None:
        expected = self._request.sha256 or head.etag

        def each(done: int) -> None:
            self._stop.check()
            self._report(DownloadState.VERIFYING, done, head.size)

        each(0)
        found = digest_of(self._part.pieces(), expected, head.size, each)
        if found is None:
            self._remark(Remark.NOT_VERIFIED)
        elif found != expected:
            self._part.discard()
            raise UserError(
                "{file} arrived damaged: its digest is not the expected one. It was deleted.",
                "Download it again; if that does not help, use another mirror or none.",
                file=self._request.file,
            )


def _first_byte(response: httpx2.Response, start: int, size: int) -> int:
    """Where the bytes of the answer begin in the file."""
    if response.status_code != _PARTIAL:
        return 0
    said = response.headers.get("Content-Range", "")
    unit, _, rest = said.partition(" ")
    span, _, total = rest.partition("/")
    first = span.partition("-")[0]
    if unit != "bytes" or first != str(start) or total not in (str(size), "*"):
        raise httpx2.RemoteProtocolError("the server sent another part of the file")
    return start
