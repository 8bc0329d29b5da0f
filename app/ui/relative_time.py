"""Times as people say them: "2 minutes ago", and exactly for who wants to know."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale


def relative_time(moment: datetime, now: datetime) -> str:
    """How long ago `moment` was; a date from the day before yesterday on. Both are aware."""
    translate = QCoreApplication.translate
    seconds = (now - moment).total_seconds()
    days = (now.astimezone().date() - moment.astimezone().date()).days
    if seconds < 60:
        return translate("RelativeTime", "just now")
    if seconds < 3600:
        return translate("RelativeTime", "%n minute(s) ago", None, int(seconds // 60))
    if days == 0 or seconds < 6 * 3600:
        return translate("RelativeTime", "%n hour(s) ago", None, int(seconds // 3600))
    if days == 1:
        return translate("RelativeTime", "yesterday")
    return QLocale().toString(_local(moment).date(), QLocale.FormatType.ShortFormat)


def exact_time(moment: datetime) -> str:
    """The moment in local time, as the locale writes it."""
    return QLocale().toString(_local(moment), QLocale.FormatType.LongFormat)


def short_time(moment: datetime) -> str:
    """Date and time to the minute, as the locale writes them shortly."""
    return QLocale().toString(_local(moment), QLocale.FormatType.ShortFormat)


def day_text(moment: datetime) -> str:
    """The day in local time, as the locale writes it in full."""
    return QLocale().toString(_local(moment).date(), QLocale.FormatType.LongFormat)


def clock_text(moment: datetime) -> str:
    """The time of day in local time, to the minute."""
    return QLocale().toString(_local(moment).time(), QLocale.FormatType.ShortFormat)


def _local(moment: datetime) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
