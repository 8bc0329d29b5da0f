"""Our own format, `.longscroll`: a zip of JSON and texts that loses nothing.

`work.json` holds the tree with everything but texts, which lie beside it as `texts/0001.md`, so
that a person without the program still reads them. Knows values, no library.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from app.domain.documents import Generation, OriginKind, OriginSpan
from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind
from app.formats.files import Progress
from app.formats.packages import Package, damaged
from engine.types import UserError

VERSION = 1
_MIME = "application/x-longscroll"
_WORK = "work.json"
_DEEPEST = 100


@dataclass(frozen=True)
class OwnFile:
    """What a file of ours holds: a work, and the generations that its origins name."""

    manuscript: Manuscript
    generations: Mapping[int, Generation] = field(default_factory=dict)


def write_own(content: OwnFile, file: BinaryIO, progress: Progress) -> None:
    """Writes all of a work."""
    work = content.manuscript
    total = sum(1 for _ in work.walk())
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        package.writestr("mimetype", _MIME, zipfile.ZIP_STORED)
        writer = _Writer(package, total, progress)
        values = {
            "version": VERSION,
            "title": work.title,
            "author": work.author,
            "language": work.language,
            "statuses": [list(status) for status in work.statuses],
            "items": [writer.item(item) for item in work.items],
            "generations": {
                str(number): {**asdict(made), "started_at": made.started_at.isoformat()}
                for number, made in content.generations.items()
            },
        }
        package.writestr(_WORK, json.dumps(values, ensure_ascii=False, indent=1))


class _Writer:
    """Writes texts and numbers them."""

    def __init__(self, package: zipfile.ZipFile, total: int, progress: Progress) -> None:
        self._package, self._total, self._progress = package, total, progress
        self._number = 0

    def item(self, item: ManuscriptItem) -> dict[str, object]:
        self._progress(self._number, self._total)
        self._number += 1
        name = f"texts/{self._number:04}.md"
        if item.text:
            self._package.writestr(name, item.text.encode("utf-8", "surrogatepass"))
        values: dict[str, object] = {
            "kind": item.kind.value,
            "title": item.title,
            "text": name if item.text else None,
            "synopsis": item.synopsis,
            "notes": item.notes,
            "status": item.status,
            "included": item.included,
            "origins": [asdict(span) for span in item.origins],
            "children": [self.item(child) for child in item.children],
        }
        return values


def read_own(path: Path) -> OwnFile:
    """A file of ours. Raises `UserError`."""
    with Package(path) as package:
        if _WORK not in package:
            raise damaged(path)
        try:
            values = json.loads(package.read(_WORK))
            if values["version"] > VERSION:
                raise UserError(
                    "{file} was written by a newer Longscroll.",
                    "Update Longscroll to open it.",
                    file=path.name,
                )
            return OwnFile(_manuscript(values, package), _generations(values))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise damaged(path) from error


def _manuscript(values: Mapping[str, Any], package: Package) -> Manuscript:
    return Manuscript(
        title=_words(values["title"]),
        items=tuple(_item(item, package) for item in values["items"]),
        author=_words(values["author"]),
        language=_words(values["language"]),
        statuses=tuple((_words(name), _words(colour)) for name, colour in values["statuses"]),
    )


def _item(values: Mapping[str, Any], package: Package, depth: int = 0) -> ManuscriptItem:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    text = ""
    if values["text"] is not None:
        text = package.read(values["text"]).decode("utf-8", "surrogatepass")
    return ManuscriptItem(
        kind=Kind(values["kind"]),
        title=_words(values["title"]),
        text=text,
        synopsis=_words(values["synopsis"]),
        notes=_words(values["notes"]),
        status=_words(values["status"]),
        included=bool(values["included"]),
        origins=tuple(span for each in values["origins"] if (span := _span(each, len(text)))),
        children=tuple(_item(child, package, depth + 1) for child in values["children"]),
    )


def _span(values: Mapping[str, Any], length: int) -> OriginSpan | None:
    """An origin; `None` for one beyond the text. Fields of a newer version are left out."""
    known = {field.name: values[field.name] for field in fields(OriginSpan) if field.name in values}
    known["kind"] = OriginKind(known.get("kind", OriginKind.MACHINE))
    span = OriginSpan(**known)
    if not isinstance(span.start, int) or not isinstance(span.end, int):
        raise TypeError("a range is not made of numbers")
    if span.start >= length:
        return None
    return span if span.end <= length else replace(span, end=length)


def _generations(values: Mapping[str, Any]) -> dict[int, Generation]:
    known = {field.name for field in fields(Generation)}
    return {
        int(number): Generation(
            **{
                **{name: value for name, value in made.items() if name in known},
                "started_at": datetime.fromisoformat(made["started_at"]),
            }
        )
        for number, made in values["generations"].items()
    }


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text was expected")
    return value
