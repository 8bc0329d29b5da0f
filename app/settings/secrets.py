"""What nobody else may read: a file of its own, for its owner alone. Knows no use of it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from engine.types import UserError


class SecretsFile:
    """Named secrets at `path`, of which only the user may read a byte (mode 600)."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> dict[str, str]:
        """All of them; none where the file is missing or damaged. Raises `UserError`."""
        try:
            values = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise UserError(
                "The file {path} cannot be read: {reason}.",
                "Check that it is there and that you may read it.",
                path=self._path,
                reason=error.strerror,
            ) from error
        except ValueError:
            return {}
        found = values.items() if isinstance(values, dict) else ()
        return {name: value for name, value in found if isinstance(value, str) and value}

    def value(self, name: str) -> str:
        """A secret, "" where there is none or the file cannot be read."""
        try:
            return self.load().get(name, "")
        except UserError:  # who keeps one is told
            return ""

    def keep(self, name: str, value: str) -> None:
        """Keeps a secret, or forgets it for "". Raises `UserError`."""
        values = {**self.load(), name: value}
        text = json.dumps({key: kept for key, kept in values.items() if kept})
        beside = self._path.with_name(self._path.name + ".tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.unlink(missing_ok=True)
            # Created for the owner alone: no moment in which others could read it.
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(beside, self._path)
        except OSError as error:
            raise UserError(
                "The settings cannot be saved in {path}: {reason}.",
                "Check that the disk is not full and that you may write there.",
                path=self._path,
                reason=error.strerror,
            ) from error
