"""What can go wrong with a hub, in plain words. Knows no downloads."""

from __future__ import annotations

import errno
import json
import ssl
from pathlib import Path

import httpx2
from huggingface_hub.errors import (
    FileMetadataError,
    GatedRepoError,
    HfHubHTTPError,
    RemoteEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from engine.types import UserError

NETWORK_ERRORS = (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, FileMetadataError)
"""What the library and its session raise when a request fails."""

PASSING_STATUSES = (408, 425, 429, 500, 502, 503, 504)
_FULL = (errno.ENOSPC, errno.EDQUOT)


def passes(error: Exception) -> bool:
    """Whether it is worth trying again after a while."""
    if isinstance(error, HfHubHTTPError):
        return error.response.status_code in PASSING_STATUSES
    if isinstance(error, httpx2.ProxyError | httpx2.UnsupportedProtocol):
        return False
    return isinstance(error, httpx2.TransportError) and not _is_certificate(error)


def wait_seconds(error: Exception) -> float:
    """How long the server asks to wait, 0.0 if it does not say."""
    if not isinstance(error, HfHubHTTPError):
        return 0.0
    said = error.response.headers.get("Retry-After", "")
    return float(said) if said.isascii() and said.isdigit() else 0.0


def explained(error: Exception, host: str, repo: str, file: str = "") -> UserError:
    """A failed request as an error that the user can mend."""
    if isinstance(error, HfHubHTTPError):
        return _refused(error, host, repo, file)
    if isinstance(error, FileMetadataError | json.JSONDecodeError | httpx2.TooManyRedirects):
        return not_a_hub(host)
    if isinstance(error, httpx2.ProxyError):
        return UserError(
            "The proxy refused the way to {host}: {reason}.",
            "Check the proxy in the settings, or the variables HTTP_PROXY and HTTPS_PROXY.",
            host=host,
            reason=_reason(error),
        )
    if _is_certificate(error):
        return UserError(
            "The certificate of {host} cannot be trusted: {reason}.",
            "Check the clock of this computer. A network that wants a login, or a filter, may"
            " stand in between.",
            host=host,
            reason=_reason(error),
        )
    return UserError(
        "{host} cannot be reached: {reason}.",
        "Check the connection. Where this host is blocked, a mirror can be set in the settings.",
        host=host,
        reason=_reason(error),
    )


def not_a_hub(host: str) -> UserError:
    """Something answered that is no hub, for instance the login page of a hotel."""
    return UserError(
        "What answered for {host} is not a model hub but a web page.",
        "If this network wants a login, open any page in a browser first; or check the mirror in"
        " the settings.",
        host=host,
    )


def disk_full(folder: Path, needed: int, free: int) -> UserError:
    """There is, or will be, no room for it. Sizes in bytes."""
    return UserError(
        "There is too little space in {folder}: {needed} GB are needed, {free} GB are free.",
        "Free some space or move the models folder to another disk, then go on.",
        folder=folder,
        needed=f"{needed / 1e9:.1f}",
        free=f"{free / 1e9:.1f}",
    )


def cannot_write(folder: Path, error: OSError) -> UserError:
    """The system refused to write."""
    if error.errno in _FULL:
        return UserError(
            "The disk is full: {folder}.",
            "Free some space or move the models folder to another disk, then go on.",
            folder=folder,
        )
    if error.errno == errno.EFBIG:
        return UserError(
            "The disk of {folder} cannot hold files that large.",
            "Disks formatted as FAT32 hold 4 GB at most; choose a folder on another disk.",
            folder=folder,
        )
    return UserError(
        "Nothing can be written in {folder}: {reason}.",
        "Check that the folder is there and that you may write to it.",
        folder=folder,
        reason=error.strerror or type(error).__name__,
    )


def _refused(error: HfHubHTTPError, host: str, repo: str, file: str) -> UserError:
    status = error.response.status_code
    if isinstance(error, GatedRepoError):
        return UserError(
            "“{repo}” is given only to people who accepted its terms.",
            "Accept them on the page of the model, then put your token into the settings.",
            repo=repo,
        )
    if isinstance(error, RevisionNotFoundError):
        return UserError(
            "The wanted version of “{repo}” is not on {host}.",
            "It may have been replaced; choose the newest version.",
            repo=repo,
            host=host,
        )
    if isinstance(error, RemoteEntryNotFoundError):
        return UserError(
            "“{repo}” has no file {file} on {host}.",
            "It may have been renamed; look through the files of the repository.",
            repo=repo,
            file=file,
            host=host,
        )
    if isinstance(error, RepositoryNotFoundError) or status in (401, 404):
        return UserError(
            "There is no “{repo}” on {host}, or it is private.",
            "Check the name: it is OWNER/NAME. For a private one put your token into the settings.",
            repo=repo,
            host=host,
        )
    if status == 403:
        return UserError(
            "{host} does not let you have “{repo}”.",
            "Accept its terms on the page of the model, and check the token in the settings.",
            repo=repo,
            host=host,
        )
    return UserError(
        "{host} could not answer: error {status}.",
        "Try again later.",
        host=host,
        status=status,
    )


def _is_certificate(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY" in str(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _reason(error: Exception) -> str:
    if isinstance(error, httpx2.TimeoutException):
        return "no answer in time"
    words = str(error).strip().split("\n")[0].rstrip(".")
    return words or type(error).__name__
