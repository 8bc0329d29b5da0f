"""What prompt formats are called in the language in use. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.domain.chat_formats import ChatFormat

_TITLES: dict[str, Callable[[], str]] = {
    "world": lambda: QCoreApplication.translate("FormatTitles", "RWKV World"),
    "world_roleplay": lambda: QCoreApplication.translate("FormatTitles", "RWKV World, with names"),
    "think": lambda: QCoreApplication.translate("FormatTitles", "RWKV World, thinking"),
    "fast_think": lambda: QCoreApplication.translate(
        "FormatTitles", "RWKV World, thinking left out"
    ),
    "flower": lambda: QCoreApplication.translate("FormatTitles", "✿ turns"),
    "flower_think": lambda: QCoreApplication.translate("FormatTitles", "✿ turns, thinking"),
    "script": lambda: QCoreApplication.translate("FormatTitles", "Script"),
    "longscroll": lambda: QCoreApplication.translate("FormatTitles", "Longscroll's own"),
}


def format_title(form: ChatFormat) -> str:
    """The title of a format; the user's own are called as the user calls them."""
    words = _TITLES.get(form.id)
    return form.title if words is None else words()
