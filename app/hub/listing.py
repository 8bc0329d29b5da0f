"""What a repository on a hub holds. Keeps no files."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from huggingface_hub import get_hf_file_metadata, get_session, hf_hub_url
from huggingface_hub.errors import FileMetadataError, HFValidationError
from huggingface_hub.utils import hf_raise_for_status

from app.hub.failures import NETWORK_ERRORS, explained, not_a_hub
from app.hub.session import HubAccess, open_session
from engine.types import UserError

MODEL_SUFFIXES = (".safetensors", ".pth", ".gguf", ".bin")
COMPANIONS = ("tokenizer.json",)
"""Files that belong to a model and are small."""

MAIN = "main"
_REPOSITORY = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}", re.ASCII)
_MOST_PAGES = 50


@dataclass(frozen=True)
class HubFile:
    """A file of a repository. `sha256` is known for large files; `is_model` or a companion."""

    path: str
    size: int
    sha256: str | None = None

    @property
    def is_model(self) -> bool:
        """Whether its ending is that of a model."""
        return self.path.lower().endswith(MODEL_SUFFIXES)


@dataclass(frozen=True)
class HubHead:
    """What a hub says of one file before it is fetched. `etag` identifies the content: the
    SHA-256 of large files, else the SHA-1 that git gives the file. `location` may be elsewhere."""

    etag: str
    size: int
    location: str


def require_repository(repo: str) -> str:
    """The repository id in what a person typed or pasted. Raises `UserError`."""
    name = re.sub(r"^https?://[^/]+/", "", repo.strip()).strip("/")
    name = "/".join(name.split("/")[:2])
    if not _REPOSITORY.fullmatch(name) or ".." in name:
        raise UserError(
            "“{repo}” is not the name of a repository.",
            "It should look like BlinkDL/rwkv7-g1.",
            repo=repo,
        )
    return name


def list_files(access: HubAccess, repo: str, revision: str = MAIN) -> tuple[HubFile, ...]:
    """The model files of a repository and what belongs to them, by path.

    Asked page by page with the library's session, because its own listing waits through five
    tries before it says that there is no network. Raises `UserError`.
    """
    repo = require_repository(repo)
    open_session(access)
    tree = f"{access.endpoint}/api/models/{repo}/tree/{quote(revision or MAIN, safe='')}"
    url: str | None = f"{tree}?recursive=true"
    found: list[HubFile] = []
    for _page in range(_MOST_PAGES):
        if url is None:
            break
        values, url = _page_of(access, url, repo)
        found += [file for file in map(_file, values) if file is not None]
    return tuple(sorted(found, key=lambda file: file.path))


def file_head(access: HubAccess, repo: str, file: str, revision: str) -> HubHead:
    """What the hub says of a file now. Raises `NETWORK_ERRORS`, and `UserError` for an answer
    that no hub gives."""
    try:
        url = hf_hub_url(repo, file, revision=revision or MAIN, endpoint=access.endpoint)
    except HFValidationError as error:
        raise explained(FileMetadataError(str(error)), access.host, repo, file) from error
    head = get_hf_file_metadata(url, token=False, timeout=access.stall_seconds)
    if head.etag is None or head.size is None or head.commit_hash is None:
        raise not_a_hub(access.host)
    return HubHead(head.etag, head.size, head.location)


def _page_of(access: HubAccess, url: str, repo: str) -> tuple[list[Any], str | None]:
    try:
        response = get_session().get(url)
        hf_raise_for_status(response)
        values = response.json()
    except (*NETWORK_ERRORS, json.JSONDecodeError, UnicodeDecodeError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise not_a_hub(access.host) from error
        raise explained(error, access.host, repo) from error
    if not isinstance(values, list):
        raise not_a_hub(access.host)
    following: str | None = response.links.get("next", {}).get("url")
    return values, following


def _file(value: Any) -> HubFile | None:  # noqa: ANN401  # JSON is anything
    """The file in an answer; `None` for folders and files that are of no use here."""
    if not isinstance(value, dict) or value.get("type") != "file":
        return None
    path, size = value.get("path"), value.get("size")
    if not isinstance(path, str) or not isinstance(size, int):
        return None
    if not path.lower().endswith(MODEL_SUFFIXES) and PurePosixPath(path).name not in COMPANIONS:
        return None
    large = value.get("lfs")
    sha256 = large.get("oid") if isinstance(large, dict) else None
    return HubFile(path, size, sha256 if isinstance(sha256, str) else None)
