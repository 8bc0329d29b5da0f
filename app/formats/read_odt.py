"""OpenDocument texts as blocks. Knows OASIS OpenDocument 1.3, through `Package`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from app.domain.prose import LineKind
from app.formats.blocks import BREAK, Block, Span, tidy
from app.formats.packages import Package, damaged, locked
from app.formats.remarks import BOXES, COMMENTS, FOOTNOTES, IMAGES, LISTS, TABLES, LeftOut
from app.formats.sources import Source

_NS = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _STYLE = f"{_NS}office:1.0}}", f"{_NS}text:1.0}}", f"{_NS}style:1.0}}"
_FO, _TABLE, _DRAW = f"{_NS}xsl-fo-compatible:1.0}}", f"{_NS}table:1.0}}", f"{_NS}drawing:1.0}}"
_META = f"{_NS}meta:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DEEPEST = 200
_MOST_SPACES = 200
_CONTAINERS = frozenset(
    f"{_TEXT}{name}" for name in ("section", "list", "list-item", "list-header", "index-body")
)
_SKIPPED = frozenset(
    {f"{_TEXT}tracked-changes", f"{_TEXT}table-of-content", f"{_TEXT}sequence-decls"}
)
_FIRST_IN_ITEM = f"{_TEXT}list-item"
_WHITE = re.compile(r"[ \t\r\n]+")


@dataclass
class _Style:
    """What of a style concerns a text."""

    names: set[str] = field(default_factory=set)
    centred: bool = False
    looks: dict[str, bool] = field(default_factory=dict)


def read_odt(path: Path) -> Source:
    """An .odt file. Raises `UserError`."""
    with Package(path) as package:
        if "content.xml" not in package:
            raise damaged(path)
        if "META-INF/manifest.xml" in package:
            manifest = package.xml("META-INF/manifest.xml")
            if any(element.tag.endswith("}encryption-data") for element in manifest.iter()):
                raise locked(path)
        content = package.xml("content.xml")
        body = content.find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise damaged(path)
        styles = [content]
        if "styles.xml" in package:
            styles.append(package.xml("styles.xml"))
        reader = _Reader(path, styles)
        reader.read_blocks(body)
        title, author, language = _properties(package)
        return Source(
            tuple(reader.blocks),
            reader.title or title,
            author,
            language,
            reader.left_out.remarks(),
        )


def _properties(package: Package) -> tuple[str, str, str]:
    if "meta.xml" not in package:
        return "", "", ""
    meta = package.xml("meta.xml").find(f"{_OFFICE}meta")
    if meta is None:
        return "", "", ""
    author = meta.findtext(f"{_META}initial-creator") or meta.findtext(f"{_DC}creator") or ""
    title, language = (meta.findtext(f"{_DC}{name}") or "" for name in ("title", "language"))
    return title.strip(), author.strip(), language.strip()


class _Reader:
    """Goes through a document once."""

    def __init__(self, path: Path, roots: list[Element]) -> None:
        self.blocks: list[Block] = []
        self.title = ""
        self.left_out = LeftOut()
        self._path = path
        self._elements = {
            style.get(f"{_STYLE}name", ""): style
            for root in reversed(roots)
            for style in root.iter(f"{_STYLE}style")
        }
        self._resolved: dict[str, _Style] = {}

    def read_blocks(self, parent: Element, depth: int = 0) -> None:
        """All paragraphs below an element."""
        if depth > _DEEPEST:
            raise damaged(self._path)
        for element in parent:
            if element.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                self._read_paragraph(element, depth)
            elif element.tag == f"{_TABLE}table":
                self._read_table(element)
            elif element.tag in _CONTAINERS:
                if element.tag == _FIRST_IN_ITEM:
                    self.left_out.note(LISTS)
                self.read_blocks(element, depth + 1)
            elif element.tag == f"{_DRAW}frame":
                self._read_frame(element, depth)

    def _read_table(self, table: Element) -> None:
        self.left_out.note(TABLES)
        for row in table.iter(f"{_TABLE}table-row"):
            cells = (
                " ".join(" ".join(cell.itertext()).split())
                for cell in row.iter(f"{_TABLE}table-cell")
            )
            self._add(LineKind.PARAGRAPH, [Span("\t".join(cells).rstrip("\t"))])

    def _read_frame(self, frame: Element, depth: int) -> None:
        box = frame.find(f"{_DRAW}text-box")
        self.left_out.note(IMAGES if box is None else BOXES)
        if box is not None:
            self.read_blocks(box, depth + 1)

    def _read_paragraph(self, paragraph: Element, depth: int) -> None:
        style = self._style(paragraph.get(f"{_TEXT}style-name", ""))
        spans: list[Span] = []
        boxes: list[Element] = []
        heading = paragraph.tag == f"{_TEXT}h"
        looks = {} if heading else style.looks
        self._read_runs(paragraph, looks, spans, boxes, depth)
        if "scene break" in style.names or "horizontal line" in style.names:
            self.blocks.append(BREAK)
        elif heading:
            level = paragraph.get(f"{_TEXT}outline-level", "1")
            self._add(LineKind.HEADING, spans, int(level) if level.isdecimal() else 1)
        elif "title" in style.names and not self.title:
            self.title = " ".join("".join(span.text for span in spans).split())
        elif "subtitle" in style.names and not self.blocks:
            pass  # on our own title page, where it is the author's name
        elif style.names & {"quotations", "quote", "block quotation"}:
            self._add(LineKind.QUOTE, spans)
        else:
            self._add(LineKind.CENTRED if style.centred else LineKind.PARAGRAPH, spans)
        for box in boxes:
            self._read_frame(box, depth + 1)

    def _read_runs(
        self,
        parent: Element,
        looks: dict[str, bool],
        spans: list[Span],
        boxes: list[Element],
        depth: int,
    ) -> None:
        if depth > _DEEPEST:
            raise damaged(self._path)
        _say(spans, _WHITE.sub(" ", parent.text or ""), looks)
        for element in parent:
            tag = element.tag
            if tag == f"{_TEXT}s":
                count = element.get(f"{_TEXT}c", "1")
                number = int(count) if count.isdecimal() and len(count) < 5 else 1
                _say(spans, " " * min(number, _MOST_SPACES), looks)
            elif tag == f"{_TEXT}tab":
                _say(spans, "\t", looks)
            elif tag == f"{_TEXT}line-break":
                _say(spans, "\n", looks)
            elif tag == f"{_TEXT}note":
                self._read_note(element, spans, looks)
            elif tag == f"{_OFFICE}annotation":
                self.left_out.note(COMMENTS)
            elif tag == f"{_DRAW}frame":
                boxes.append(element)
            elif tag not in _SKIPPED and not tag.startswith(_OFFICE):
                own = self._style(element.get(f"{_TEXT}style-name", "")).looks
                inner = {**looks, **own} if tag == f"{_TEXT}span" else looks
                self._read_runs(element, inner, spans, boxes, depth + 1)
            _say(spans, _WHITE.sub(" ", element.tail or ""), looks)

    def _read_note(self, note: Element, spans: list[Span], looks: dict[str, bool]) -> None:
        body = note.find(f"{_TEXT}note-body")
        words = "" if body is None else " ".join("".join(body.itertext()).split())
        if words:
            self.left_out.note(FOOTNOTES)
            _say(spans, f" [{words}]", looks)

    def _add(self, kind: LineKind, spans: list[Span], level: int = 0) -> None:
        """One block, or several where lines are broken."""
        line: list[Span] = []
        lines = [line]
        for span in spans:
            for number, piece in enumerate(span.text.split("\n")):
                if number:
                    line = []
                    lines.append(line)
                line.append(Span(piece, span.bold, span.italic, span.strike))
        for each in map(tidy, lines):
            if each:
                self.blocks.append(Block(kind, each, level))

    def _style(self, name: str) -> _Style:
        """A style with what it has from its parents. Names are in small letters."""
        if name in self._resolved:
            return self._resolved[name]
        style = _Style()
        chain: list[Element] = []
        above = name
        while above in self._elements and len(chain) < 20:
            chain.append(self._elements[above])
            above = chain[-1].get(f"{_STYLE}parent-style-name", "")
        for element in reversed(chain):
            shown = element.get(f"{_STYLE}display-name") or element.get(f"{_STYLE}name") or ""
            style.names.add(shown.replace("_20_", " ").lower())
            paragraph = element.find(f"{_STYLE}paragraph-properties")
            align = "" if paragraph is None else paragraph.get(f"{_FO}text-align", "")
            style.centred = align == "center" if align else style.centred
            style.looks |= _looks(element.find(f"{_STYLE}text-properties"))
        self._resolved[name] = style
        return style


def _looks(settings: Element | None) -> dict[str, bool]:
    if settings is None:
        return {}
    looks: dict[str, bool] = {}
    weight, slant = settings.get(f"{_FO}font-weight"), settings.get(f"{_FO}font-style")
    line = settings.get(f"{_STYLE}text-line-through-style") or settings.get(
        f"{_STYLE}text-line-through-type"
    )
    if weight:
        looks["bold"] = weight in ("bold", "600", "700", "800", "900")
    if slant:
        looks["italic"] = slant != "normal"
    if line:
        looks["strike"] = line != "none"
    return looks


def _say(spans: list[Span], text: str, looks: dict[str, bool]) -> None:
    if text:
        bold, italic, strike = (looks.get(name, False) for name in ("bold", "italic", "strike"))
        spans.append(Span(text, bold, italic, strike))
