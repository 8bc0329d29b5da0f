"""Text on the clipboard that remembers who wrote it, for cutting and pasting inside the program.

Beside the plain text lies the same text with its origins in a form of our own. Text from
elsewhere has none. Knows nothing of editors.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QMimeData

from app.domain.documents import OriginSpan
from app.domain.origin_spans import origins_from_json, origins_to_json

_MIME = "application/x-longscroll-origins+json"


def put_origins(data: QMimeData, text: str, origins: Sequence[OriginSpan]) -> None:
    """Adds the origins of `text`, which `data` has as plain text too."""
    content = json.dumps({"text": text, "origins": origins_to_json(origins)})
    data.setData(_MIME, content.encode())


def origins_of(data: QMimeData, text: str) -> tuple[OriginSpan, ...]:
    """The origins of `text`; none if the data says nothing, or speaks of another text."""
    try:
        content = json.loads(bytes(data.data(_MIME).data()) or b"{}")
        if content.get("text") != text:
            return ()
        return origins_from_json(content["origins"])
    except (ValueError, TypeError, KeyError, AttributeError):  # anyone can write a clipboard
        return ()
