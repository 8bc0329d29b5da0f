"""A manuscript as it will be read: chapters of blocks, with headings, numbers and separators.

What is the same for every format of export is decided here. Knows no format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind, Section, section_of
from app.domain.prose import LineKind
from app.formats.blocks import BREAK, Block, blocks_of, plain
from app.formats.options import ExportOptions
from engine.types import UserError


@dataclass(frozen=True)
class Chapter:
    """What begins on a new page. `title` is its heading without emphasis, "" without one;
    `level` is 1 for what stands uppermost in a table of contents, or 2."""

    title: str
    level: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Book:
    """A work ready to be written. `title` and `author` may be empty."""

    title: str
    author: str
    language: str
    chapters: tuple[Chapter, ...]


@dataclass
class _Draft:
    """A chapter under way."""

    title: str = ""
    level: int = 1
    blocks: list[Block] = field(default_factory=list)
    scenes: int = 0


def make_book(manuscript: Manuscript, options: ExportOptions) -> Book:
    """The chosen items of a manuscript's text. Raises `UserError` if they hold nothing."""
    chapters = tuple(_Maker(manuscript, options).chapters())
    if not any(chapter.blocks for chapter in chapters):
        raise UserError(
            "There is nothing to export: no chosen item holds any text.",
            "Choose other items, or write something first.",
        )
    return Book(manuscript.title, manuscript.author, manuscript.language, chapters)


class _Maker:
    """Goes through a manuscript once."""

    def __init__(self, manuscript: Manuscript, options: ExportOptions) -> None:
        self._options = options
        self._chosen = list(_chosen(manuscript, options))
        kinds = {item.kind for item in self._chosen}
        self._base = 2 if Kind.PART in kinds else 1
        self._headings = bool(kinds & {Kind.PART, Kind.CHAPTER})
        self._parts = self._chapters = 0

    def chapters(self) -> Iterator[Chapter]:
        draft = _Draft()
        for item in self._chosen:
            if item.kind in (Kind.PART, Kind.CHAPTER):
                yield from _finished(draft)
                draft = self._begin(item)
            self._add_text(draft, item)
        yield from _finished(draft)

    def _begin(self, item: ManuscriptItem) -> _Draft:
        if item.kind is Kind.PART:
            self._parts += 1
            title = heading(self._options.part_heading, self._parts, item.title)
            level = 1
        else:
            self._chapters += 1
            title = heading(self._options.chapter_heading, self._chapters, item.title)
            level = self._base
        blocks = [plain(title, LineKind.HEADING, level)] if title else []
        return _Draft(title, level, blocks)

    def _add_text(self, draft: _Draft, item: ManuscriptItem) -> None:
        deeper = self._base if self._headings else 0
        blocks = [
            replace(block, level=min(block.level + deeper, 6))
            if block.kind is LineKind.HEADING
            else block
            for block in blocks_of(item.text)
        ]
        titled = self._options.scene_titles and item.kind is Kind.SCENE and item.title
        if not blocks and not titled:
            return
        if draft.scenes and not titled:
            draft.blocks.append(BREAK)
        if titled:
            level = self._base + 1 if self._headings else 1
            draft.blocks.append(plain(item.title, LineKind.HEADING, level))
        draft.blocks += blocks
        draft.scenes += 1


def heading(template: str, number: int, title: str) -> str:
    """A heading from its template; what parts a number from a missing title goes too."""
    try:
        text = template.format(n=number, roman=roman(number), han=han(number), title=title)
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise UserError(
            "“{template}” is no heading.",
            "Its fields are {fields}.",
            template=template,
            fields="{n}, {roman}, {han}, {title}",
        ) from error
    return " ".join(text.split()).strip(" :：.–—-·" if not title else " ")


def roman(number: int) -> str:
    """A number from 1 in Roman numerals."""
    signs = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    text = ""
    for value, sign in signs:
        count, number = divmod(number, value)
        text += sign * count
    return text


def han(number: int) -> str:
    """A number from 1 to 9,999 as Chinese writes it; others in digits."""
    digits = "零一二三四五六七八九"
    if not 0 < number < 10_000:
        return str(number)
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + name
            zero = False
        else:
            zero = True
    return text[1:] if text.startswith("一十") else text


def _chosen(manuscript: Manuscript, options: ExportOptions) -> Iterator[ManuscriptItem]:
    """The items of the text that shall be exported, in reading order."""
    hidden_below: int | None = None
    for number, (depth, item) in enumerate(manuscript.walk()):
        if section_of(item.kind) is not Section.MANUSCRIPT:
            continue
        if options.items is not None:
            if number in options.items:
                yield item
            continue
        if hidden_below is not None and depth > hidden_below:
            continue
        hidden_below = None if item.included else depth
        if item.included:
            yield item


def _finished(draft: _Draft) -> Iterator[Chapter]:
    if draft.blocks:
        yield Chapter(draft.title, draft.level, tuple(draft.blocks))
