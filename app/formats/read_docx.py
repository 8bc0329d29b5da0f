"""Word documents as blocks.

Reads the XML itself, through `Package`: python-docx would not look into notes, and trusts what it
opens. Knows WordprocessingML (ECMA-376 part 1, chapter 17).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from app.domain.prose import LineKind
from app.formats.blocks import BREAK, Block, Span, tidy
from app.formats.packages import Package, damaged, locked
from app.formats.remarks import BOXES, COMMENTS, DELETED, FOOTNOTES, IMAGES, LISTS, TABLES, LeftOut
from app.formats.sources import Source

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_HEADING = re.compile(r"(?i)heading ?([1-9])")
_QUOTES = frozenset({"quote", "intense quote", "block text", "quotations", "block quotation"})
_BREAKS = frozenset({"scene break", "horizontal line"})
_DEEPEST = 200
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True)
class _Style:
    """What of a style concerns a text. `level` is that of a heading, 0 for none."""

    name: str = ""
    level: int = 0
    centred: bool = False
    looks: dict[str, bool] = field(default_factory=dict)


def read_docx(path: Path) -> Source:
    """A .docx file. Raises `UserError`."""
    with Package(path) as package:
        if "EncryptedPackage" in package:
            raise locked(path)
        if "word/document.xml" not in package:
            raise damaged(path)
        reader = _Reader(package)
        body = reader.part("word/document.xml").find(f"{_W}body")
        if body is None:
            raise damaged(path)
        try:
            reader.read_blocks(body)
        except RecursionError as error:
            raise damaged(path) from error
        title, author, language = reader.properties()
        return Source(
            tuple(reader.blocks),
            reader.title or title,
            author,
            language,
            reader.left_out.remarks(),
        )


class _Reader:
    """Goes through a document once."""

    def __init__(self, package: Package) -> None:
        self.blocks: list[Block] = []
        self.title = ""
        self.left_out = LeftOut()
        self._package = package
        self._spans: list[Span] = []
        self._styles = self._read_styles()
        self._notes = {
            kind: self._read_notes(f"word/{kind}s.xml") for kind in ("footnote", "endnote")
        }

    def part(self, name: str) -> Element:
        """One part of the package, in the transitional namespace whatever it was in."""
        root = self._package.xml(name)
        if root.tag.startswith(_STRICT):
            for element in root.iter():
                element.tag = element.tag.replace(_STRICT, _W)
                for key in [k for k in element.attrib if k.startswith(_STRICT)]:
                    element.set(key.replace(_STRICT, _W), element.attrib.pop(key))
        return root

    def properties(self) -> tuple[str, str, str]:
        """Title, author and language of the core properties."""
        if "docProps/core.xml" not in self._package:
            return "", "", ""
        root = self._package.xml("docProps/core.xml")
        title, author, language = (
            (root.findtext(f"{_DC}{name}") or "").strip()
            for name in ("title", "creator", "language")
        )
        return title, "" if author == "python-docx" else author, language

    def read_blocks(self, parent: Element, depth: int = 0) -> None:
        """All paragraphs below an element."""
        if depth > _DEEPEST:
            raise damaged(self._package.path)
        for element in parent:
            tag = element.tag.removeprefix(_W)
            if tag == "p":
                self._read_paragraph(element)
            elif tag == "tbl":
                self.left_out.note(TABLES)
                self._read_table(element)
            elif tag in ("sdt", "sdtContent", "customXml", "ins", "smartTag", "txbxContent"):
                self.read_blocks(element, depth + 1)

    def _read_table(self, table: Element) -> None:
        for row in table.iter(f"{_W}tr"):
            cells = []
            for cell in row.iter(f"{_W}tc"):
                texts = (
                    "".join(t.text or "" for t in p.iter(f"{_W}t")) for p in cell.iter(f"{_W}p")
                )
                cells.append(" ".join(filter(None, texts)))
            self._add(LineKind.PARAGRAPH, (Span("\t".join(cells)),))

    def _read_paragraph(self, paragraph: Element) -> None:
        settings = paragraph.find(f"{_W}pPr")
        style = self._styles.get(_value(settings, "pStyle"), self._styles.get("", _Style()))
        self._spans = []
        boxes: list[Element] = []
        self._read_runs(paragraph, style.looks, boxes)
        spans, self._spans = self._spans, []
        if settings is not None and settings.find(f"{_W}numPr") is not None and not style.level:
            self.left_out.note(LISTS)
        self._end_paragraph(spans, style, settings)
        for box in boxes:
            self.left_out.note(BOXES)
            self.read_blocks(box, 1)

    def _end_paragraph(self, spans: list[Span], style: _Style, settings: Element | None) -> None:
        name = style.name.lower()
        if name in _BREAKS:
            self.blocks.append(BREAK)
            return
        if name == "title" and not self.title:
            self.title = " ".join("".join(span.text for span in spans).split())
            return
        if name == "subtitle" and not self.blocks:
            return  # on our own title page, where it is the author's name
        direct = _value(settings, "jc")
        centred = direct == "center" if direct else style.centred
        level = _outline(settings) or style.level
        if level:
            plain = {"bold": False} if all(span.bold for span in spans) else {}
            spans = [Span(s.text, plain.get("bold", s.bold), s.italic, s.strike) for s in spans]
            self._add(LineKind.HEADING, spans, level)
        elif name in _QUOTES:
            self._add(LineKind.QUOTE, spans)
        else:
            self._add(LineKind.CENTRED if centred else LineKind.PARAGRAPH, spans)

    def _add(self, kind: LineKind, spans: list[Span] | tuple[Span, ...], level: int = 0) -> None:
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

    def _read_runs(
        self, parent: Element, looks: dict[str, bool], boxes: list[Element], depth: int = 0
    ) -> None:
        if depth > _DEEPEST:
            raise damaged(self._package.path)
        for element in parent:
            tag = element.tag.removeprefix(_W)
            if tag == "r":
                self._read_run(element, looks, boxes)
            elif tag in ("del", "moveFrom"):
                self.left_out.note(DELETED)
            elif tag == "commentRangeStart":
                self.left_out.note(COMMENTS)
            elif tag not in ("pPr", "rPr"):
                self._read_runs(element, looks, boxes, depth + 1)

    def _read_run(self, run: Element, looks: dict[str, bool], boxes: list[Element]) -> None:
        settings = run.find(f"{_W}rPr")
        named = self._styles.get(_value(settings, "rStyle"), _Style())
        on = {**looks, **named.looks, **_looks(settings)}
        if settings is not None and _flag(settings, "vanish"):
            return
        text = "".join(self._piece(element, boxes) for element in run)
        if text:
            self._spans.append(
                Span(text, on.get("bold", False), on.get("italic", False), on.get("strike", False))
            )

    def _piece(self, element: Element, boxes: list[Element]) -> str:
        """What one element of a run says."""
        tag = element.tag.removeprefix(_W)
        if tag == "t":
            return (element.text or "").replace("\n", " ")
        if tag in ("footnoteReference", "endnoteReference"):
            return self._note(tag.removesuffix("Reference"), element.get(f"{_W}id", ""))
        if tag in ("drawing", "pict", "object") or tag.endswith("AlternateContent"):
            found = list(element.iter(f"{_W}txbxContent"))[:1]
            boxes += found
            if not found:
                self.left_out.note(IMAGES)
        return {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}.get(tag, "")

    def _note(self, kind: str, number: str) -> str:
        words = self._notes[kind].get(number, "")
        if not words:
            return ""
        self.left_out.note(FOOTNOTES)
        return f" [{words}]"

    def _read_notes(self, name: str) -> dict[str, str]:
        if name not in self._package:
            return {}
        return {
            note.get(f"{_W}id", ""): " ".join(
                "".join(t.text or "" for t in note.iter(f"{_W}t")).split()
            )
            for note in self.part(name)
            if note.get(f"{_W}type") in (None, "normal")
        }

    def _read_styles(self) -> dict[str, _Style]:
        """Styles by id; "" is the usual one of paragraphs."""
        if "word/styles.xml" not in self._package:
            return {}
        elements = {
            style.get(f"{_W}styleId", ""): style
            for style in self.part("word/styles.xml").iter(f"{_W}style")
        }
        found: dict[str, _Style] = {}
        for style_id, element in elements.items():
            style = _resolved(style_id, elements)
            found[style_id] = style
            if element.get(f"{_W}type") == "paragraph" and element.get(f"{_W}default") == "1":
                found[""] = style
        return found


def _resolved(style_id: str, elements: dict[str, Element]) -> _Style:
    """A style with what it has from those it is based on."""
    chain: list[Element] = []
    while style_id in elements and len(chain) < 20:
        chain.append(elements[style_id])
        style_id = _value(chain[-1], "basedOn")
    name, level, centred = "", 0, False
    looks: dict[str, bool] = {}
    for element in reversed(chain):
        settings = element.find(f"{_W}pPr")
        own = _value(element, "name")
        name = own if own.lower() not in ("normal", "") or not name else name
        match = _HEADING.fullmatch(own)
        level = int(match[1]) if match else _outline(settings) or level
        align = _value(settings, "jc")
        centred = align == "center" if align else centred
        looks |= _looks(element.find(f"{_W}rPr"))
    if level or name.lower() in _QUOTES | {"title"}:
        looks = {}  # how headings and quotes look is the style's matter, not the author's emphasis
    return _Style(name, level, centred, looks)


def _outline(settings: Element | None) -> int:
    value = _value(settings, "outlineLvl")
    return int(value) + 1 if value.isdecimal() and int(value) < 9 else 0


def _looks(settings: Element | None) -> dict[str, bool]:
    if settings is None:
        return {}
    names = {"b": "bold", "i": "italic", "strike": "strike", "dstrike": "strike"}
    return {
        look: _flag(settings, tag)
        for tag, look in names.items()
        if settings.find(f"{_W}{tag}") is not None
    }


def _flag(settings: Element, tag: str) -> bool:
    element = settings.find(f"{_W}{tag}")
    return element is not None and element.get(f"{_W}val", "1").lower() not in _OFF


def _value(settings: Element | None, tag: str) -> str:
    element = None if settings is None else settings.find(f"{_W}{tag}")
    return "" if element is None else element.get(f"{_W}val", "")
