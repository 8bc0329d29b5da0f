"""`longscroll models files` and `download`. Knows the queue, not how a file is fetched."""

from __future__ import annotations

import argparse
import sys
import threading

from app.commands.models_places import (
    access_of,
    entry_named,
    models_folder,
    print_json,
)
from app.hub.download import DownloadQueue
from app.hub.download_values import (
    DownloadProgress,
    DownloadRequest,
    DownloadState,
    Remark,
    request_for,
    requests_for,
)
from app.hub.listing import HubFile, list_files, require_repository
from engine.types import UserError

_GB = 1e9
_REMARKS = {
    Remark.CHANGED_ON_HUB: "the file was replaced on the hub meanwhile: it is begun anew",
    Remark.CANNOT_RESUME: "the server cannot go on with a part: it is begun anew",
    Remark.NOT_VERIFIED: "no digest of it is known: only its size was checked",
}
_A_LONG_TIME = 3600.0


def run_files(options: argparse.Namespace) -> int:
    """Lists a repository."""
    files = list_files(access_of(options), options.repo)
    if options.json:
        print_json([vars(file) for file in files])
        return 0
    for file in files:
        print(f"{file.size / _GB:8.3f} GB  {file.path}")
    return 0


def run_download(options: argparse.Namespace) -> int:
    """Downloads one after the other; interrupted, what is there is kept."""
    requests = _requests(options)
    teller = _Teller(as_json=options.json)
    queue = DownloadQueue(models_folder(options), access_of(options), teller.tell)
    try:
        for request in requests:
            queue.add(request)
        while not queue.wait_idle(_A_LONG_TIME):
            continue
    finally:
        queue.close()
    for each in queue.downloads():
        if each.error is not None:
            raise each.error
    return 0


def _requests(options: argparse.Namespace) -> tuple[DownloadRequest, ...]:
    if "/" not in options.name:
        return (request_for(entry_named(options.name)),)
    repo = require_repository(options.name)
    files = list_files(access_of(options), repo, options.revision)
    chosen = tuple(_chosen(files, repo, options.file))
    requests = requests_for(repo, chosen)
    if not options.revision:
        return requests
    return tuple(_at(request, options.revision) for request in requests)


def _chosen(files: tuple[HubFile, ...], repo: str, wanted: list[str]) -> list[HubFile]:
    by_path = {file.path: file for file in files}
    for path in wanted:
        if path not in by_path:
            raise UserError(
                "“{repo}” has no model file {file}.",
                "See longscroll models files {repo}.",
                repo=repo,
                file=path,
            )
    if wanted:
        return [by_path[path] for path in wanted]
    models = [file for file in files if file.is_model]
    if len(models) != 1:
        raise UserError(
            "“{repo}” has {count} model files.",
            "Name those you want with --file; longscroll models files {repo} lists them.",
            repo=repo,
            count=len(models),
        )
    folder = models[0].path.rpartition("/")[0]
    beside = [f for f in files if not f.is_model and f.path.rpartition("/")[0] == folder]
    return [*models, *beside]


def _at(request: DownloadRequest, revision: str) -> DownloadRequest:
    return DownloadRequest(
        request.repo, request.file, request.target, revision, request.sha256, request.size
    )


class _Teller:
    """Prints how it goes: a line that is written over on stderr, or JSON lines on stdout."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._lock = threading.Lock()
        self._said: set[tuple[int, Remark]] = set()

    def tell(self, progress: DownloadProgress) -> None:
        """Called by the queue, on its thread."""
        with self._lock:
            if self._as_json:
                print_json(_fields(progress))
            else:
                self._tell_person(progress)

    def _tell_person(self, progress: DownloadProgress) -> None:
        for remark in progress.remarks:
            if (progress.id, remark) not in self._said:
                self._said.add((progress.id, remark))
                print(f"\nlongscroll: {_REMARKS[remark]}", file=sys.stderr)
        if progress.state is DownloadState.DONE:
            print(file=sys.stderr)
            print(progress.path)
        elif progress.total:
            percent = 100 * progress.done // progress.total
            speed = f"{progress.bytes_per_second / 1e6:6.1f} MB/s"
            left = f"{progress.seconds_left / 60:5.1f} min left"
            line = f"{percent:3} %  {speed}  {left}  {progress.request.file:.40}"
            print(f"\r{line}", end="", file=sys.stderr, flush=True)


def _fields(progress: DownloadProgress) -> dict[str, object]:
    values = {name: value for name, value in vars(progress).items() if name != "request"}
    return {"event": "download", "file": progress.request.file, **values}
