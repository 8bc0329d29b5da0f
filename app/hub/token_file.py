"""The person's token for the hub, in a file that only that person can read."""

from __future__ import annotations

import os
from pathlib import Path

from app.hub.failures import cannot_write


def read_token(path: Path) -> str:
    """The token; "" if there is none or the file cannot be read."""
    try:
        return path.read_text("ascii", "ignore").strip()
    except OSError:
        return ""


def write_token(path: Path, token: str) -> None:
    """Keeps a token, or forgets it if it is "". Raises `UserError`."""
    try:
        if not token.strip():
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii", errors="ignore") as file:
            file.write(token.strip())
    except OSError as error:
        raise cannot_write(path.parent, error) from error
