"""What a new work can mark its items with, in the language of the interface."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.db.projects import FIRST_STATUSES


def first_statuses() -> tuple[tuple[str, str], ...]:
    """Names and colours."""
    translate = QCoreApplication.translate
    names = (
        translate("FirstStatuses", "Draft"),
        translate("FirstStatuses", "Revised"),
        translate("FirstStatuses", "Finished"),
    )
    colours = (colour for _name, colour in FIRST_STATUSES)
    return tuple(zip(names, colours, strict=True))
