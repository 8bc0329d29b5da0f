"""Regular expressions of Qt as an engine for searching: they give up by themselves where a
pattern would never end, and all together after a while. Knows nothing of where texts come from.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QRegularExpression

from app.domain.search import BadPatternError, Hit, PatternTooSlowError, Query
from app.domain.text_units import TextUnits

_SECONDS = 0.2


def qt_engine(text: str, query: Query) -> Iterator[Hit]:
    """See `app.domain.search.Engine`."""
    option = QRegularExpression.PatternOption
    options = option.UseUnicodePropertiesOption | option.MultilineOption
    if not query.case:
        options |= option.CaseInsensitiveOption
    pattern = QRegularExpression(query.pattern, options)
    if not pattern.isValid():
        raise BadPatternError(pattern.errorString())
    end = time.monotonic() + _SECONDS
    units, names = TextUnits(text), pattern.namedCaptureGroups()
    for start, line in _lines(text) if "\\n" not in query.pattern else [(0, text)]:
        position, offset = units.to_utf16(start), 0
        length = len(line.encode("utf-16-le")) // 2
        while offset <= length:
            match = pattern.match(line, offset)
            if not match.isValid() or time.monotonic() > end:
                raise PatternTooSlowError
            if not match.hasMatch():
                break
            first, last = match.capturedStart(), match.capturedEnd()
            groups = tuple(match.capturedTexts())
            groups += ("",) * (pattern.captureCount() + 1 - len(groups))
            named = {name: groups[n] for n, name in enumerate(names) if name}
            yield Hit(
                units.to_code_points(position + first),
                units.to_code_points(position + last),
                groups,
                named,
            )
            offset = max(last, first + 1)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1
