"""When something was said, in the forms that SillyTavern has written over the years."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_MONTHS = "january february march april may june july august september october november december"
_MONTH = {name: number for number, name in enumerate(_MONTHS.split(), 1)}
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_WORDS = re.compile(r"([A-Za-z]+) (\d{1,2}), (\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))? ?([AaPp])[Mm]")
_AT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2}) ?@ ?(\d{1,2})h ?(\d{1,2})m(?: ?(\d{1,2})s)?(?: ?(\d{1,3})ms)?"
)


def date_from(value: object) -> datetime | None:
    """The time that `value` says, with its zone (this computer's, where it names none); `None`
    where it says none. Known: ISO 8601, “January 1, 2024 1:23pm”,
    “2023-10-4 @21h 10m 3s 512ms”, and milliseconds since 1970."""
    try:
        found = _date(value)
        # Beyond these years a time cannot be told in every zone, and nobody chatted.
        return found if found and _FIRST_YEAR <= found.year <= _LAST_YEAR else None
    except (ValueError, OverflowError, OSError):
        return None  # no such day, or beyond what computers count


def date_text(when: datetime) -> str:
    """A time as SillyTavern writes it now: ISO 8601 in UTC, with milliseconds."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _date(value: object) -> datetime | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value / 1000, UTC)
    if not isinstance(value, str):
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    words, at = _WORDS.fullmatch(text), _AT.fullmatch(text)
    if words:
        hour = int(words[4]) % 12 + (12 if words[7] in "pP" else 0)
        month = _MONTH.get(words[1].lower(), 0)
        parts = (int(words[3]), month, int(words[2]), hour, int(words[5]), int(words[6] or 0))
        return datetime(*parts).astimezone()  # its zone is this computer's
    if at:
        parts = (int(at[1]), int(at[2]), int(at[3]), int(at[4]), int(at[5]), int(at[6] or 0))
        return datetime(*parts, int(at[7] or 0) * 1000).astimezone()
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.astimezone()
