"""Downloads of models, as the controllers are lent them: values of `app.hub` as plain ones.

Knows nothing of widgets. The libraries of the hub are imported when something is to be fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.model_shelf import Fetch, FetchState, RemoteFile, title_of
from app.paths import DataPaths
from app.settings import Settings
from engine.types import UserError

if TYPE_CHECKING:
    from app.hub.download import DownloadQueue
    from app.hub.download_values import DownloadProgress
    from app.hub.listing import HubFile
    from app.hub.session import HubAccess

Tell = Callable[[Fetch], None]
_CLOSE_SECONDS = 5.0


class HubDownloads:
    """See `app.controllers.model_terms.Downloads`; lists repositories too."""

    def __init__(self, paths: DataPaths, settings: Callable[[], Settings], catalogue: Path) -> None:
        self._paths, self._settings, self._catalogue = paths, settings, catalogue
        self._queue: DownloadQueue | None = None
        self._listed: dict[str, tuple[HubFile, ...]] = {}

    def open(self, tell: Tell) -> None:
        """Takes up what an earlier run left, paused."""
        from app.hub.download import DownloadQueue

        self.close()
        chosen = self._settings().models_folder
        folder = Path(chosen) if chosen else self._paths.models
        queue = self._queue = DownloadQueue(folder, self._access(), lambda p: tell(_fetch(p)))
        for request in queue.unfinished():
            queue.add(request, paused=True)

    def add_offer(self, offer: str) -> None:
        """A model of the catalogue. Raises `UserError`."""
        from app.hub.catalogue import read_catalogue
        from app.hub.download_values import request_for

        entry = read_catalogue(self._catalogue).find(offer)
        if entry is None:
            raise UserError(
                "There is no model “{name}”.", "Look at the list of models.", name=offer
            )
        self._opened().add(request_for(entry))

    def add_files(self, repo: str, files: Sequence[str]) -> None:
        """Files of a repository that was listed before. Raises `UserError`."""
        from app.hub.download_values import requests_for

        chosen = tuple(each for each in self._listed.get(repo, ()) if each.path in files)
        for request in requests_for(repo, chosen):
            self._opened().add(request)

    def pause(self, number: int) -> None:
        """What is there is kept."""
        self._opened().pause(number)

    def resume(self, number: int) -> None:
        """Goes on where it was."""
        self._opened().resume(number)

    def cancel(self, number: int) -> None:
        """What is there is deleted."""
        self._opened().cancel(number)

    def close(self) -> None:
        """Stops; what is there is kept."""
        queue, self._queue = self._queue, None
        if queue is not None:
            queue.close(_CLOSE_SECONDS)

    def apply_settings(self) -> None:
        """Another mirror, token or proxy, from the next download on."""
        if self._queue is not None:
            self._queue.set_access(self._access())

    def remote(self, repo: str) -> tuple[str, tuple[RemoteFile, ...]]:
        """A repository as it is called, and its files. Raises `UserError`."""
        from app.hub.listing import list_files, require_repository

        name = require_repository(repo)
        files = self._listed[name] = list_files(self._access(), name)
        return name, tuple(RemoteFile(file.path, file.size, file.is_model) for file in files)

    def _opened(self) -> DownloadQueue:
        """The queue: it is closed only while its folder moves."""
        if self._queue is None:
            raise UserError(
                "The models are being moved, and downloads wait until that is done.",
                "Try again then.",
            )
        return self._queue

    def _access(self) -> HubAccess:
        from app.hub.session import HubAccess, environment_mirror
        from app.settings.secrets import SecretsFile

        settings = self._settings()
        mirror = settings.hub_mirror or environment_mirror()
        return HubAccess(
            mirror, SecretsFile(self._paths.secrets).value("hub_token"), settings.hub_proxy
        )


def _fetch(progress: DownloadProgress) -> Fetch:
    request = progress.request
    return Fetch(
        progress.id,
        title_of(Path(request.file).name),
        request.repo,
        request.file,
        request.id,
        FetchState(progress.state.value),
        progress.path,
        progress.done,
        progress.total,
        progress.bytes_per_second,
        progress.seconds_left,
        progress.error,
        tuple(remark.value for remark in progress.remarks),
    )
