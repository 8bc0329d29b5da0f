"""Who uses a style, in words. Knows no widget."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.styles import StyleUsers

_NAMED = 6
"""So many of a kind are named; of more it is only said how many."""


def count_text(users: StyleUsers) -> str:
    """How many stories, characters and conversations; nothing if there is none."""
    translate = QCoreApplication.translate
    stories, characters, chats = (
        len(names) for names in (users.stories, users.characters, users.chats)
    )
    return _listed(
        [
            translate("StyleUsers", "%n story(s)", None, stories) if stories else "",
            translate("StyleUsers", "%n character(s)", None, characters) if characters else "",
            translate("StyleUsers", "%n conversation(s)", None, chats) if chats else "",
        ]
    )


def names_text(users: StyleUsers) -> str:
    """A line for each kind of them, with their names."""
    translate = QCoreApplication.translate
    lines = (
        (translate("StyleUsers", "Stories: {0}"), users.stories),
        (translate("StyleUsers", "Characters: {0}"), users.characters),
        (translate("StyleUsers", "Conversations: {0}"), users.chats),
    )
    return "\n".join(line.format(_some(names)) for line, names in lines if names)


def _some(names: tuple[str, ...]) -> str:
    translate = QCoreApplication.translate
    shown = [name or translate("StyleUsers", "Untitled") for name in names[:_NAMED]]
    more = len(names) - len(shown)
    return _listed([*shown, translate("StyleUsers", "%n more", None, more) if more else ""])


def _listed(parts: Iterable[str]) -> str:
    return QLocale().createSeparatedList([part for part in parts if part])
