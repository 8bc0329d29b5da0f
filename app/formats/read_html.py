"""HTML, as web pages and the chapters of e-books have it, as blocks.

Takes any text for HTML: nothing is fetched, run, or expanded. Knows no files.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from app.domain.prose import LineKind
from app.formats.blocks import BREAK, Block, Span, tidy
from app.formats.remarks import IMAGES, LISTS, TABLES, LeftOut

_SKIPPED = frozenset({"script", "style", "title", "head", "nav", "template", "svg", "math", "rt"})
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "wbr", "col", "area", "base"})
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "main", "body", "header", "footer", "aside", "figure",
        "figcaption", "blockquote", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "pre", "h1",
        "h2", "h3", "h4", "h5", "h6", "center", "address",
    }
)  # fmt: skip
_HEADING = re.compile("h[1-6]")
_INLINE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic",
    "s": "strike", "del": "strike", "strike": "strike",
}  # fmt: skip
_CENTRED = re.compile(r"(?i)(?:^|\s|-)cent(?:er|re)(?:ed|d)?(?:$|\s|-)")
_BREAK_CLASS = re.compile(r"(?i)(?:^|\s)scene-?break(?:$|\s)")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_WIDE = "[\u3000-\u303f\u3400-\u9fff\uff00-\uff60]"
_WIDE_FOLD = re.compile(f"(?<={_WIDE})[ \t]*[\r\n]+[ \t]*(?={_WIDE})")


class HtmlBlocks(HTMLParser):
    """Collects `blocks`; `title`, `author` and `language` of the head; and `kinds`, the values
    of epub:type."""

    def __init__(self, left_out: LeftOut) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.title = self.author = self.language = ""
        self.kinds: set[str] = set()
        self._left_out = left_out
        self._spans: list[Span] = []
        self._open: list[tuple[str, frozenset[str]]] = []
        self._skipping = 0
        self._in_title = False

    def finish(self) -> tuple[Block, ...]:
        """All blocks, the last one too."""
        self.close()
        self._end_block()
        return tuple(self.blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One more tag is open."""
        given = {name: value or "" for name, value in attrs}
        self.kinds.update(given.get("epub:type", "").split())
        if tag in _VOID:
            self._void(tag, given)
            return
        if tag == "html":
            self.language = given.get("lang", "")
        self._in_title = tag == "title"
        features = self._features(tag, given)
        if tag in _BLOCKS:
            self._end_block()
            note = {"table": TABLES, "li": LISTS}.get(tag)
            if note and not self._skipping:
                self._left_out.note(note)
        if "skipped" in features:
            self._skipping += 1
        if tag in ("td", "th") and self._spans:
            self._spans.append(Span("\t"))
        self._open.append((tag, features))

    def handle_endtag(self, tag: str) -> None:
        """Closes a tag, and what was left open in it."""
        if tag not in (name for name, _features in self._open):
            return
        if tag in _BLOCKS:
            self._end_block()
        while self._open:
            name, features = self._open.pop()
            if "skipped" in features:
                self._skipping -= 1
            if name == tag:
                break
        self._in_title = False

    def handle_data(self, data: str) -> None:
        """Words."""
        if self._in_title:
            self.title = " ".join(f"{self.title} {data}".split())
        if self._skipping or not data:
            return
        looks = frozenset().union(*(features for _name, features in self._open))
        if "pre" in (name for name, _features in self._open):
            for number, line in enumerate(data.split("\n")):
                if number:
                    self._end_block()
                self._spans.append(self._span(line, looks))
            return
        self._spans.append(self._span(_SPACES.sub(" ", _WIDE_FOLD.sub("", data)), looks))

    def _span(self, text: str, looks: frozenset[str]) -> Span:
        return Span(text, "bold" in looks, "italic" in looks, "strike" in looks)

    def _void(self, tag: str, given: dict[str, str]) -> None:
        if tag == "meta" and given.get("name", "").lower() == "author":
            self.author = given.get("content", "").strip()
        if self._skipping:
            return
        if tag == "br":
            self._end_block()
        elif tag == "hr":
            self._end_block()
            self.blocks.append(BREAK)
        elif tag == "img":
            self._left_out.note(IMAGES)

    def _features(self, tag: str, given: dict[str, str]) -> frozenset[str]:
        """What a tag means for the words in it."""
        found = {_INLINE[tag]} if tag in _INLINE else set()
        # The head of a web page of ours says what its metadata says.
        if tag in _SKIPPED or (tag == "header" and given.get("class") == "title-page"):
            found.add("skipped")
        style = given.get("style", "").replace(" ", "").lower()
        named = given.get("class", "")
        centred = "text-align:center" in style or given.get("align", "").lower() == "center"
        if tag == "center" or centred or (tag in _BLOCKS and _CENTRED.search(named)):
            found.add("centred")
        if _BREAK_CLASS.search(named):
            found.add("break")
        if "font-style:italic" in style:
            found.add("italic")
        if "font-weight:bold" in style or "font-weight:700" in style:
            found.add("bold")
        if "line-through" in style:
            found.add("strike")
        return frozenset(found)

    def _end_block(self) -> None:
        spans, self._spans = tidy(self._spans), []
        names = [name for name, _features in self._open]
        features = frozenset().union(*(features for _name, features in self._open))
        if "break" in features:
            # An empty paragraph of that class counts too, but only once for all its tags.
            if spans or names[-1:] == ["p"]:
                self.blocks.append(BREAK)
            return
        if not spans:
            return
        heading = next((name for name in reversed(names) if _HEADING.fullmatch(name)), "")
        if heading:
            # A heading is as bold as it is; what is bold in all of it says nothing.
            if all(span.bold for span in spans):
                spans = tuple(Span(s.text, False, s.italic, s.strike) for s in spans)
            self.blocks.append(Block(LineKind.HEADING, spans, int(heading[1])))
        elif "blockquote" in names:
            self.blocks.append(Block(LineKind.QUOTE, spans, names.count("blockquote")))
        else:
            kind = LineKind.CENTRED if "centred" in features else LineKind.PARAGRAPH
            self.blocks.append(Block(kind, spans))


def read_html(text: str, left_out: LeftOut) -> HtmlBlocks:
    """A page, read to its end."""
    page = HtmlBlocks(left_out)
    page.feed(text)
    page.finish()
    return page
