"""novelWriter projects (nwProject.nwx, format 1.5) as manuscripts.

Knows the layout of the project folder and novelWriter's own marks in texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind
from app.domain.prose import LineKind
from app.formats.blocks import Block, text_of
from app.formats.files import Progress, read_bytes
from app.formats.packages import damaged, parse_xml
from app.formats.read_markdown import markdown_blocks
from app.formats.remarks import COMMENTS_KEPT, FIELDS, FOOTNOTES, LeftOut, Remark

PROJECT_FILE = "nwProject.nwx"

_KINDS = {"CHARACTER": Kind.CHARACTER, "WORLD": Kind.PLACE, "OBJECT": Kind.RESEARCH}
_SKIPPED = frozenset({"TRASH", "TEMPLATE", "ARCHIVE"})
_HANDLE = re.compile(r"[0-9a-f]{13}")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_TITLE_PAGE = re.compile(r"(?m)^#! ")
_SPECIAL_HEADING = re.compile(r"(?m)^(#{1,4})! ")
_NOTE = re.compile(r"(?i)^%\s*(synopsis|short)\s*:\s*(.*)$")
_FOOTNOTE = re.compile(r"(?i)^%\s*footnote\.(\w+)\s*:\s*(.*)$")
_REFERENCE = re.compile(r"\[footnote:(\w+)\]")
_SHORT = {"b": "**", "i": "*", "s": "~~"}
_SHORT_CODE = re.compile(r"\[(/?)([bis])\]")
_OTHER_CODE = re.compile(r"\[/?(?:u|m|sup|sub)\]|==(?=\S)|(?<=\S)==")
_LAYOUT_CODE = re.compile(
    r"(?im)^[ \t]*\[(?:newpage|new page|vspace(?::\d+)?)\][ \t]*$|\[field:\w+\]"
)
_ALIGN = re.compile(r"^(>{0,2})[ \t]?(.*?)[ \t]?(<{0,2})$")
_COLOURS = {
    "red": "#b3372f", "green": "#2f7a4b", "blue": "#2f6b9b", "yellow": "#9a6a00",
    "orange": "#b86a1f", "purple": "#7a4b9b", "aqua": "#2f8f8f", "cyan": "#2f8f8f",
}  # fmt: skip
_GREY = "#6a655d"


@dataclass
class _Node:
    """One item of the project and what lies below it."""

    element: Element
    children: list[_Node] = field(default_factory=list)

    @property
    def is_file(self) -> bool:
        return self.element.get("type") == "FILE"

    @property
    def name(self) -> Element:
        found = self.element.find("name")
        return Element("name") if found is None else found

    @property
    def handle(self) -> str:
        return self.element.get("handle", "")


def read_novelwriter(path: Path, progress: Progress) -> tuple[Manuscript, tuple[Remark, ...]]:
    """The project in the folder `path`, or of its .nwx file. Raises `UserError`."""
    folder = path.parent if path.is_file() else path
    root = parse_xml(read_bytes(folder / PROJECT_FILE), folder / PROJECT_FILE)
    if root.tag != "novelWriterXML" or not root.get("fileVersion", "").startswith("1."):
        raise damaged(folder / PROJECT_FILE)
    return _Reader(folder, root).read(progress)


class _Reader:
    """Reads one project."""

    def __init__(self, folder: Path, root: Element) -> None:
        self._folder = folder
        self._root = root
        self._left_out = LeftOut()
        self._missing: set[str] = set()
        self._statuses = {
            entry.get("key", ""): (entry.text or "", _colour(entry.get("color", "")))
            for kind in ("status", "importance")
            for entry in root.iterfind(f"settings/{kind}/entry")
        }

    def read(self, progress: Progress) -> tuple[Manuscript, tuple[Remark, ...]]:
        items: list[ManuscriptItem] = []
        roots = self._tree()
        for number, node in enumerate(roots):
            progress(number, len(roots))
            if node.element.get("class") in _SKIPPED:
                continue
            novel = node.element.get("class") == "NOVEL"
            items += self._novel(node) if novel else self._notes(node.children, self._kind(node))
        remarks = self._left_out.remarks()
        if self._missing:
            missing = {"count": len(self._missing)}
            remarks += (
                Remark("Files that the project names but does not have: {count}.", missing),
            )
        project = self._root.find("project")
        language = (self._root.findtext("settings/language") or "").replace("_", "-")
        work = Manuscript(
            title=("" if project is None else project.findtext("name") or "").strip(),
            items=tuple(items),
            author=("" if project is None else project.findtext("author") or "").strip(),
            language="" if language == "None" else language,
            statuses=tuple(dict(self._statuses.values()).items()),
        )
        return work, remarks

    def _tree(self) -> list[_Node]:
        nodes = {e.get("handle", ""): _Node(e) for e in self._root.iterfind("content/item")}
        roots: list[_Node] = []
        for node in sorted(nodes.values(), key=_order):
            parent = nodes.get(node.element.get("parent", ""))
            if parent is None or parent is node:
                roots.append(node)
            else:
                parent.children.append(node)
        return roots

    def _kind(self, root: _Node) -> Kind:
        return _KINDS.get(root.element.get("class", ""), Kind.NOTE)

    def _novel(self, root: _Node) -> Iterator[ManuscriptItem]:
        """Files in order; their headings say what is a part, a chapter or a scene."""
        flat: list[ManuscriptItem] = []
        notes: list[ManuscriptItem] = []
        for node in _files(root):
            if node.element.get("layout") == "NOTE":
                notes.append(self._item(node, Kind.NOTE))
                continue
            heading = _heading_level(node)
            kind = {1: Kind.PART, 2: Kind.CHAPTER}.get(heading, Kind.SCENE)
            # A title page begins no part, though its heading is of that level.
            if kind is Kind.PART and _TITLE_PAGE.search(self._raw(node)):
                kind = Kind.CHAPTER
            flat.append(self._item(node, kind))
        yield from _nested(flat)
        yield from notes

    def _notes(self, nodes: list[_Node], kind: Kind) -> Iterator[ManuscriptItem]:
        for node in nodes:
            children = tuple(self._notes(node.children, kind))
            if node.is_file:
                item = self._item(node, kind)
                yield ManuscriptItem(**{**vars(item), "children": children})
            elif children:
                title = (node.name.text or "").strip()
                yield ManuscriptItem(kind=kind, title=title, children=children)

    def _item(self, node: _Node, kind: Kind) -> ManuscriptItem:
        title = (node.name.text or "").strip()
        blocks, synopsis, notes = self._text(node)
        # The first heading is the title, and stands there already.
        if blocks and blocks[0].kind is LineKind.HEADING:
            title, blocks = blocks[0].text, blocks[1:]
        novel = node.element.get("layout") != "NOTE"
        key = node.name.get("status" if novel else "import", "")
        return ManuscriptItem(
            kind=kind,
            title=title,
            text=text_of(blocks),
            synopsis=synopsis,
            notes=notes,
            status=self._statuses.get(key, ("", ""))[0],
            included=node.name.get("active", "yes") == "yes",
        )

    def _text(self, node: _Node) -> tuple[list[Block], str, str]:
        """Blocks, synopsis and notes (tags and comments) of a file."""
        synopsis, notes, kept = [], [], []
        footnotes: dict[str, str] = {}
        for line in self._raw(node).split("\n"):
            if line.startswith("%%~"):
                continue
            if match := _FOOTNOTE.match(line):
                footnotes[match[1]] = match[2]
            elif match := _NOTE.match(line):
                synopsis.append(match[2])
            elif line.startswith("%"):
                self._left_out.note(COMMENTS_KEPT)
                notes.append(line.lstrip("%~ "))
            elif line.startswith("@"):
                notes.append(line)
            else:
                kept.append(line)
        text = self._plain_markdown("\n".join(kept), footnotes)
        return list(markdown_blocks(text, self._left_out)), "\n".join(synopsis), "\n".join(notes)

    def _raw(self, node: _Node) -> str:
        """A file as it lies in the project; "" if it does not. A handle is no path."""
        path = self._folder / "content" / f"{node.handle}.nwd"
        if not _HANDLE.fullmatch(node.handle) or not path.is_file():
            self._missing.add(node.handle)
            return ""
        return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")

    def _plain_markdown(self, text: str, footnotes: dict[str, str]) -> str:
        """novelWriter's own codes as Markdown, or left out."""

        def footnote(match: re.Match[str]) -> str:
            self._left_out.note(FOOTNOTES)
            return f" [{footnotes.get(match[1], '')}]"

        def dropped(match: re.Match[str]) -> str:
            self._left_out.note(FIELDS)
            return ""

        text = _TAG.sub(r"\<", text)
        text = _SPECIAL_HEADING.sub(r"\1 ", text)
        text = _LAYOUT_CODE.sub(dropped, text)
        text = _OTHER_CODE.sub(dropped, _REFERENCE.sub(footnote, text.replace("[br]", "")))
        text = _SHORT_CODE.sub(lambda match: _SHORT[match[2]], text)
        return "\n".join(map(_aligned, text.split("\n")))


def _aligned(line: str) -> str:
    """`>> centred <<` stays; the other alignments have no meaning in a novel but the quote."""
    match = _ALIGN.match(line)
    if match is None or line.startswith("#"):
        return line
    before, words, after = match.groups()
    if before == ">>" and after == "<<":
        return line
    return f"> {words}" if before == ">" else words


def _files(node: _Node) -> Iterator[_Node]:
    for child in node.children:
        if child.is_file:
            yield child
        yield from _files(child)


def _heading_level(node: _Node) -> int:
    meta = node.element.find("meta")
    heading = "" if meta is None else meta.get("heading", "")
    return int(heading[1]) if re.fullmatch(r"H[0-4]", heading) else 0


def _nested(flat: list[ManuscriptItem]) -> Iterator[ManuscriptItem]:
    """Scenes below their chapters, chapters below their parts."""
    ranks = (Kind.PART, Kind.CHAPTER, Kind.SCENE)

    def take(start: int, above: int) -> tuple[list[ManuscriptItem], int]:
        found: list[ManuscriptItem] = []
        at = start
        while at < len(flat) and ranks.index(flat[at].kind) > above:
            item = flat[at]
            children, at = take(at + 1, ranks.index(item.kind))
            found.append(ManuscriptItem(**{**vars(item), "children": tuple(children)}))
        return found, at

    yield from take(0, -1)[0]


def _order(node: _Node) -> int:
    order = node.element.get("order", "0")
    return int(order) if order.isdecimal() else 0


def _colour(name: str) -> str:
    return name if re.fullmatch(r"#[0-9a-fA-F]{6}", name) else _COLOURS.get(name, _GREY)
