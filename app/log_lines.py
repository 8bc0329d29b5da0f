"""Reads the log file that `app.logs` writes, from its end and as it grows. Knows no window."""

from __future__ import annotations

import re
from pathlib import Path

from app.domain.care import Level, LogLine, LogPiece, LogPlace
from engine.types import UserError

LAST_BYTES = 400_000
"""How much of a long log is read at first."""

_START = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ([A-Z]+) ")


def read_log(path: Path, place: LogPlace | None = None) -> LogPiece:
    """What was added since `place`, or the last of the file. A file that was begun anew is read
    from its beginning. Raises `UserError`."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            anew = place is None or size < place.offset
            start = max(0, size - LAST_BYTES) if place is None else 0 if anew else place.offset
            file.seek(start)
            data = file.read(size - start)
    except FileNotFoundError:
        return LogPiece((), LogPlace(), anew=True)
    except OSError as error:
        raise UserError(
            "The file {path} cannot be read: {reason}.",
            "Check that it is there and that you may read it.",
            path=path,
            reason=error.strerror,
        ) from error
    if place is None and start:
        data = data[data.find(b"\n") + 1 :]
    whole = data[: data.rfind(b"\n") + 1]  # a line may be half written
    lines = parse_log(whole.decode("utf-8", "replace"))
    return LogPiece(tuple(lines), LogPlace(size - len(data) + len(whole)), anew)


def parse_log(text: str) -> list[LogLine]:
    """The entries of a log; what follows one on lines of its own, such as a traceback, is its."""
    found: list[tuple[Level, list[str]]] = []
    for line in text.splitlines():
        match = _START.match(line)
        if match or not found:
            name = match[1] if match else ""
            found.append((Level.__members__.get(name, Level.INFO), [line]))
        else:
            found[-1][1].append(line)
    return [LogLine(level, "\n".join(lines)) for level, lines in found]


def last_lines(path: Path | None, number: int) -> list[str]:
    """The first lines of the last entries: what they say beyond that may quote a text."""
    if path is None:
        return []
    try:
        piece = read_log(path)
    except UserError as error:
        return [str(error)]
    return [line.text.partition("\n")[0] for line in piece.lines[-number:]]
