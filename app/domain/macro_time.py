"""Times as macros say them: formats, weekdays and how long something lasts.

The forms are those of moment.js, which SillyTavern's texts are written for. Knows no macros.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

_TOKEN = re.compile(r"\[([^\]]*)\]|YYYY|YY|M{1,4}|D{1,2}|d{3,4}|HH?|hh?|mm?|ss?|LT|LL|L|[Aa]")
_OFFSET = re.compile(r"([+-]?\d{1,2})(?::(\d\d))?")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_FORMATS: dict[str, Callable[[datetime], str]] = {
    "YYYY": lambda at: f"{at.year:04}",
    "YY": lambda at: f"{at.year % 100:02}",
    "MMMM": lambda at: _MONTHS[at.month - 1],
    "MMM": lambda at: _MONTHS[at.month - 1][:3],
    "MM": lambda at: f"{at.month:02}",
    "M": lambda at: str(at.month),
    "DD": lambda at: f"{at.day:02}",
    "D": lambda at: str(at.day),
    "dddd": lambda at: _DAYS[at.weekday()],
    "ddd": lambda at: _DAYS[at.weekday()][:3],
    "HH": lambda at: f"{at.hour:02}",
    "H": lambda at: str(at.hour),
    "hh": lambda at: f"{at.hour % 12 or 12:02}",
    "h": lambda at: str(at.hour % 12 or 12),
    "mm": lambda at: f"{at.minute:02}",
    "m": lambda at: str(at.minute),
    "ss": lambda at: f"{at.second:02}",
    "s": lambda at: str(at.second),
    "A": lambda at: "AM" if at.hour < 12 else "PM",
    "a": lambda at: "am" if at.hour < 12 else "pm",
    "LT": lambda at: f"{at.hour % 12 or 12}:{at:%M} {'AM' if at.hour < 12 else 'PM'}",
    "LL": lambda at: f"{_MONTHS[at.month - 1]} {at.day}, {at.year}",
    "L": lambda at: f"{at:%m/%d/}{at.year}",
}

_LASTING = (
    (45, 1, "a few seconds", "几秒"),
    (90, 60, "a minute", "1 分钟"),
    (45 * 60, 60, "{n} minutes", "{n} 分钟"),
    (90 * 60, 3600, "an hour", "1 小时"),
    (22 * 3600, 3600, "{n} hours", "{n} 小时"),
    (36 * 3600, 86400, "a day", "1 天"),
    (26 * 86400, 86400, "{n} days", "{n} 天"),
    (45 * 86400, 2629746, "a month", "1 个月"),
    (320 * 86400, 2629746, "{n} months", "{n} 个月"),
    (548 * 86400, 31556952, "a year", "1 年"),
)
_YEARS = (31556952, "{n} years", "{n} 年")


def formatted(at: datetime, pattern: str) -> str:
    """`at` in a format such as "YYYY-MM-DD HH:mm"; what stands in [brackets] is text."""

    def put(found: re.Match[str]) -> str:
        form = _FORMATS.get(found[0])
        return form(at) if form else (found[1] or "")

    return _TOKEN.sub(put, pattern)


def date(at: datetime, language: str) -> str:
    """The day as people write it."""
    if language == "zh":
        return f"{at.year}年{at.month}月{at.day}日"
    return formatted(at, "LL")


def time(at: datetime, language: str) -> str:
    """The time of the day as people write it."""
    return formatted(at, "HH:mm" if language == "zh" else "LT")


def weekday(at: datetime, language: str) -> str:
    """The day of the week."""
    return f"星期{'一二三四五六日'[at.weekday()]}" if language == "zh" else _DAYS[at.weekday()]


def elsewhere(at: datetime, offset: str) -> datetime | None:
    """The time in a zone such as "+2" or "-3:30" from UTC; `None` if there is none such.

    A time without a zone is one of this machine's."""
    found = _OFFSET.fullmatch(offset.strip())
    if found is None:
        return None
    minutes = abs(int(found[1])) * 60 + int(found[2] or 0)
    if minutes > 14 * 60:
        return None
    sign = -1 if found[1].startswith("-") else 1
    return at.astimezone(timezone(sign * timedelta(minutes=minutes)))


def lasting(span: timedelta, language: str) -> str:
    """About how long something takes or took: "3 hours"."""
    seconds = abs(span.total_seconds())
    unit, english, chinese = _YEARS
    for below, size, one, other in _LASTING:
        if seconds < below:
            unit, english, chinese = size, one, other
            break
    words = chinese if language == "zh" else english
    return words.format(n=max(2, round(seconds / unit)))


def difference(one: str, other: str, language: str) -> str | None:
    """How far `one` is from `other`, two times in ISO 8601: "in 3 hours", "2 days ago"; `None`
    if they are no times."""
    try:
        first, second = datetime.fromisoformat(one.strip()), datetime.fromisoformat(other.strip())
        span = first - second
    except (ValueError, TypeError):
        return None
    words = lasting(span, language)
    if language == "zh":
        return words + ("后" if span >= timedelta() else "前")
    return f"in {words}" if span >= timedelta() else f"{words} ago"
