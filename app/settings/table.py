"""What a person reads about each setting: one declaration, from which the dialog is built.

Knows no widgets. The texts are English and translated in the context `Settings`.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from app.settings.declared import Declared as Declared
from app.settings.declared import Kind as Kind
from app.settings.declared import Section as Section
from app.settings.table_program import DATA, HELP, MODEL, NETWORK
from app.settings.table_writing import CHATS, CONTINUE, LOOK, WRITING

CONTEXT = "Settings"
"""Where translation files keep the texts of this table."""

HIDDEN = tuple(
    Declared(name, Kind.HIDDEN, travels=name in ("sampler_presets", "folded"))
    for name in (
        "sampler_presets",
        "last_document",
        "window",
        "maximized",
        "splitter",
        "folded",
    )
)
"""How the window was left, and what is set elsewhere."""

SECTIONS = (LOOK, WRITING, CONTINUE, CHATS, MODEL, NETWORK, DATA, HELP)

DECLARED = MappingProxyType(
    {row.name: row for rows in (*(s.rows for s in SECTIONS), HIDDEN) for row in rows}
)
"""All of them by name."""

SETTABLE = tuple(
    row.name for row in DECLARED.values() if row.kind not in (Kind.HIDDEN, Kind.SECRET, Kind.ACTION)
)
"""The fields of `Settings` that the dialog shows, in its order."""

TRAVELLING = tuple(
    row.name
    for row in DECLARED.values()
    if row.travels and row.kind not in (Kind.SECRET, Kind.ACTION)
)
"""Those that an export carries."""


def texts() -> Iterator[str]:
    """Every text of the table that can be shown, for translators."""
    for section in SECTIONS:
        yield section.title
        for row in section.rows:
            shown = (row.title, row.help, row.unit, row.empty, *(words for _, words in row.words))
            yield from (text for text in shown if text)
