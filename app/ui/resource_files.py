"""Where the files of `resources/` lie: beside `app`, in the source and when installed."""

from __future__ import annotations

from pathlib import Path

_RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def resource(*parts: str) -> Path:
    """The path of a file that comes with the program, for instance `("icons", "x.svg")`."""
    return _RESOURCES.joinpath(*parts)
