"""Files of any kind that is known, as one work. Chooses the reader and makes the tree.

Knows no library; what it returns is stored by others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind
from app.formats.encodings import decode, guess_encoding
from app.formats.files import Progress, no_progress, read_bytes, unreadable
from app.formats.imported import Imported, ImportOptions
from app.formats.own_format import read_own
from app.formats.read_docx import read_docx
from app.formats.read_epub import read_epub
from app.formats.read_html import read_html
from app.formats.read_markdown import read_markdown
from app.formats.read_novelwriter import PROJECT_FILE, read_novelwriter
from app.formats.read_odt import read_odt
from app.formats.read_text import read_text
from app.formats.remarks import FileEncoding, LeftOut, Remark
from app.formats.sources import Source
from app.formats.structure import make_items, take_title, with_breaks, with_headings
from engine.types import UserError

_PACKED: Mapping[str, Callable[[Path], Source]] = {
    ".docx": read_docx,
    ".odt": read_odt,
    ".epub": read_epub,
}
_WRITTEN: Mapping[str, Callable[[Path, str], Source]] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
}
_PAGES = (".html", ".htm", ".xhtml")
OWN_ENDING = ".longscroll"
__all__ = ["ENDINGS", "ImportOptions", "Imported", "is_importable", "read_work"]
ENDINGS = (*_WRITTEN, *_PACKED, *_PAGES, ".nwx", OWN_ENDING)
"""The endings of files that can be imported."""

_MOST_FILES = 20_000


def read_work(
    paths: Sequence[Path], options: ImportOptions, progress: Progress = no_progress
) -> Imported:
    """One work from files and folders, in the order given. Raises `UserError`."""
    if not paths:
        raise UserError("There is nothing to import.", "Choose a file or a folder.")
    if len(paths) == 1:
        return _read_one(paths[0], options, progress)
    read = []
    for number, path in enumerate(paths):
        progress(number, len(paths))
        read.append((path, _read_one(path, options, no_progress)))
    first = read[0][1].manuscript
    items = [item for path, each in read for item in _gathered(path.stem, each.manuscript)]
    work = replace(first, title=paths[0].parent.name, items=tuple(items))
    return Imported(
        replace(
            work, statuses=tuple(dict(s for _p, e in read for s in e.manuscript.statuses).items())
        ),
        tuple(found for _path, each in read for found in each.encodings),
        merged(remark for _path, each in read for remark in each.remarks),
    )


def is_importable(path: Path) -> bool:
    """Whether `read_work` has a reader for what lies at `path`, by its name."""
    return path.is_dir() or path.suffix.lower() in ENDINGS


def merged(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """One sentence for each kind, with the sum of its counts."""
    sums: dict[str, int] = {}
    for remark in remarks:
        sums[remark.template] = sums.get(remark.template, 0) + int(str(remark.params["count"]))
    return tuple(Remark(template, {"count": count}) for template, count in sums.items())


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """Sorts "Chapter 2" before "Chapter 10"."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(1, int(p), "") if p.isdecimal() else (0, 0, p) for p in parts if p]


def _read_one(path: Path, options: ImportOptions, progress: Progress) -> Imported:
    if not path.exists():
        raise UserError("{file} is not there.", "Check the name of the file or folder.", file=path)
    if path.is_dir() and not (path / PROJECT_FILE).is_file():
        return _read_folder(path, options, progress)
    if path.is_dir() or path.suffix.lower() == ".nwx":
        work, remarks = read_novelwriter(path, progress)
        return Imported(
            _titled(work, path.parent.name if path.is_file() else path.name), (), remarks
        )
    if path.suffix.lower() == OWN_ENDING:
        own = read_own(path)
        return Imported(own.manuscript, generations=own.generations)
    source = _read_source(path, options)
    return Imported(_work(source, path, options), source.encodings, source.remarks)


def _read_source(path: Path, options: ImportOptions) -> Source:
    ending = path.suffix.lower()
    if ending in _PACKED:
        return _PACKED[ending](path)
    if ending in _WRITTEN:
        return _WRITTEN[ending](path, options.encoding)
    if ending in _PAGES:
        return _read_page(path, options.encoding)
    raise UserError(
        "{file} is of a kind that cannot be imported.",
        "Text, Markdown, Word, OpenDocument, EPUB and web pages can be, as well as folders and "
        "novelWriter projects.",
        file=path.name,
    )


def _read_page(path: Path, encoding: str) -> Source:
    data = read_bytes(path)
    guess = guess_encoding(data)
    name = encoding or guess.encoding
    left_out = LeftOut()
    page = read_html(decode(data, name)[0], left_out)
    found = FileEncoding(path, name, 1.0 if encoding else guess.sure, guess.others)
    return Source(
        tuple(page.blocks),
        page.title,
        page.author,
        page.language,
        left_out.remarks(),
        encodings=(found,),
    )


def _work(source: Source, path: Path, options: ImportOptions) -> Manuscript:
    blocks = with_breaks(source.blocks)
    if options.split.headings:
        blocks = with_headings(blocks)
    title = source.title
    if options.split.headings and not title:
        title, blocks = take_title(blocks)
    elif blocks and blocks[0].text == title and options.split.headings:
        blocks = take_title(blocks)[1]
    items = make_items(blocks, options.split)
    if not items:
        raise UserError("{file} holds no text.", "Choose another file.", file=path.name)
    return Manuscript(
        title=title or path.stem, items=items, author=source.author, language=source.language
    )


def _titled(work: Manuscript, name: str) -> Manuscript:
    if not work.items:
        raise UserError("{file} holds no text.", "Choose another file.", file=name)
    return work if work.title else replace(work, title=name)


def _gathered(name: str, work: Manuscript) -> tuple[ManuscriptItem, ...]:
    """What a file adds to a work of several: its own parts and chapters, or a scene or
    chapter of its name."""
    if any(item.kind is not Kind.SCENE for item in work.items):
        return work.items
    if len(work.items) == 1:
        return (replace(work.items[0], title=name),)
    return (ManuscriptItem(Kind.CHAPTER, name, children=work.items),)


def _read_folder(folder: Path, options: ImportOptions, progress: Progress) -> Imported:
    """Files in natural order; a folder in it is a chapter, or a part if it holds folders."""
    reader = _Folder(options, progress)
    items = reader.items(folder, 0)
    if not items:
        raise UserError(
            "{file} holds no file that can be imported.",
            "Choose a folder with texts, or single files.",
            file=folder.name,
        )
    work = Manuscript(title=folder.resolve().name, items=items)
    return Imported(work, tuple(reader.encodings), merged(reader.remarks))


class _Folder:
    """Goes through a folder and what is below it."""

    def __init__(self, options: ImportOptions, progress: Progress) -> None:
        self._options, self._progress = options, progress
        self._done = 0
        self.encodings: list[FileEncoding] = []
        self.remarks: list[Remark] = []

    def items(self, folder: Path, depth: int) -> tuple[ManuscriptItem, ...]:
        found: list[ManuscriptItem] = []
        for path in self._entries(folder):
            if path.is_dir() and depth < 4:
                below = self.items(path, depth + 1)
                kind = Kind.PART if any(i.kind is not Kind.SCENE for i in below) else Kind.CHAPTER
                if below:
                    found.append(ManuscriptItem(kind, path.name, children=below))
            elif path.suffix.lower() in ENDINGS and path.suffix.lower() != ".nwx":
                found += self._file(path)
        return tuple(found)

    def _entries(self, folder: Path) -> list[Path]:
        try:
            there = [p for p in folder.iterdir() if not p.name.startswith(".")]
        except OSError as error:
            raise unreadable(folder, error) from error
        # A link to a folder may lead round in circles.
        there = [p for p in there if not (p.is_symlink() and p.is_dir())]
        return sorted(there, key=lambda path: natural_key(path.name))

    def _file(self, path: Path) -> tuple[ManuscriptItem, ...]:
        self._done += 1
        if self._done > _MOST_FILES:
            raise UserError(
                "The folder holds more than {count} texts.",
                "Choose a folder with one work in it.",
                count=_MOST_FILES,
            )
        self._progress(self._done, 0)
        if path.stat().st_size == 0:
            self.remarks.append(Remark("Empty files were passed over: {count}.", {"count": 1}))
            return ()
        read = _read_one(path, self._options, no_progress)
        self.encodings += read.encodings
        self.remarks += read.remarks
        return _gathered(path.stem, read.manuscript)
