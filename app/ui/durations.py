"""Times that are left, as people say them. Knows nothing of what takes so long."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def time_left(seconds: float) -> str:
    """How long something still takes, in words."""
    translate = QCoreApplication.translate
    if seconds < 5:
        return translate("TimeLeft", "a few seconds left")
    if seconds < 55:
        return translate("TimeLeft", "%n second(s) left", None, int(5 * round(seconds / 5)))
    if seconds < 90 * 60:
        return translate("TimeLeft", "%n minute(s) left", None, max(1, round(seconds / 60)))
    return translate("TimeLeft", "%n hour(s) left", None, round(seconds / 3600))
