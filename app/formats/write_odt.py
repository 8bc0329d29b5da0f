"""A book as an OpenDocument text, with real styles.

Written with the standard library: odfpy builds a tree of Python objects, which takes minutes for a
novel. The format is OASIS OpenDocument 1.3. Knows blocks, no other format.
"""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from typing import BinaryIO

from app.domain.prose import LineKind
from app.formats.blocks import Block, Span
from app.formats.book import Book
from app.formats.files import Progress
from app.formats.markup import is_chinese_book, language_of, xml_text, xml_value
from app.formats.options import PAGES, ExportOptions, Paragraphs

_MIME = "application/vnd.oasis.opendocument.text"
_NAMESPACES = " ".join(
    f'xmlns:{name}="{uri}"'
    for name, uri in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_VERSION = 'office:version="1.3"'
_MANIFEST = (
    f"{_HEAD}<manifest:manifest "
    f'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    f'manifest:version="1.3">\n<manifest:file-entry manifest:full-path="/" '
    f'manifest:version="1.3" manifest:media-type="{_MIME}"/>\n'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>\n'
        for name in ("content.xml", "styles.xml", "meta.xml")
    )
    + "</manifest:manifest>\n"
)
_NAMES = {
    LineKind.QUOTE: "Quotations",
    LineKind.CENTRED: "Centred",
    LineKind.SCENE_BREAK: "Scene_20_Break",
}
_SPACES = re.compile(r"\t|(?<= ) +|^ ")


def write_odt(book: Book, options: ExportOptions, file: BinaryIO, progress: Progress) -> None:
    """Writes the package."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        package.writestr("mimetype", _MIME, zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", _MANIFEST)
        package.writestr("meta.xml", _meta(book))
        package.writestr("styles.xml", _styles(book, options))
        package.writestr("content.xml", _content(book, options, progress))


def _content(book: Book, options: ExportOptions, progress: Progress) -> str:
    paragraphs: list[str] = []
    fresh: dict[str, str] = {}
    if options.title_page:
        for style, words in (("Title", book.title), ("Subtitle", book.author)):
            if words:
                paragraphs.append(f'<text:p text:style-name="{style}">{xml_text(words)}</text:p>')
    for number, chapter in enumerate(book.chapters):
        progress(number, len(book.chapters))
        first = True
        for place, block in enumerate(chapter.blocks):
            style = _style_name(block, first=first)
            if place == 0 and paragraphs:
                style = fresh.setdefault(style, f"P{len(fresh) + 1}")
            paragraphs.append(_paragraph(block, style, options))
            first = block.kind in (LineKind.HEADING, LineKind.SCENE_BREAK)
    automatic = "".join(
        f'<style:style style:name="{name}" style:family="paragraph" '
        f'style:parent-style-name="{parent}"><style:paragraph-properties '
        f'fo:break-before="page"/></style:style>\n'
        for parent, name in fresh.items()
    )
    return (
        f"{_HEAD}<office:document-content {_NAMESPACES} {_VERSION}>\n<office:automatic-styles>\n"
        f"{automatic}{_look_styles()}</office:automatic-styles>\n<office:body>\n<office:text>\n"
        + "\n".join(paragraphs)
        + "\n</office:text>\n</office:body>\n</office:document-content>\n"
    )


def _style_name(block: Block, *, first: bool) -> str:
    if block.kind is LineKind.HEADING:
        return f"Heading_20_{block.level}"
    return _NAMES.get(block.kind, "First_20_Paragraph" if first else "Text_20_body")


def _paragraph(block: Block, style: str, options: ExportOptions) -> str:
    if block.kind is LineKind.SCENE_BREAK:
        words = xml_text(options.scene_separator)
    else:
        words = "".join(map(_span, block.spans))
    if block.kind is LineKind.HEADING:
        level = f'text:outline-level="{block.level}"'
        return f'<text:h text:style-name="{style}" {level}>{words}</text:h>'
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def _span(span: Span) -> str:
    words = _SPACES.sub(_space, xml_text(span.text))
    return (
        f'<text:span text:style-name="{_look_name(span)}">{words}</text:span>'
        if span.looks
        else words
    )


def _space(match: re.Match[str]) -> str:
    return "<text:tab/>" if match[0] == "\t" else f'<text:s text:c="{len(match[0])}"/>'


def _look_name(span: Span) -> str:
    """`T` and a letter for each look: TB, TBI, TS ..."""
    return "T" + "B" * span.bold + "I" * span.italic + "S" * span.strike


def _look_styles() -> str:
    lines = ""
    for number in range(1, 8):
        span = Span("", bool(number & 1), bool(number & 2), bool(number & 4))
        look = 'fo:font-weight="bold" style:font-weight-asian="bold" ' if span.bold else ""
        look += 'fo:font-style="italic" style:font-style-asian="italic" ' if span.italic else ""
        look += 'style:text-line-through-style="solid" ' if span.strike else ""
        lines += (
            f'<style:style style:name="{_look_name(span)}" style:family="text">'
            f"<style:text-properties {look}/></style:style>\n"
        )
    return lines


def _meta(book: Book) -> str:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return (
        f"{_HEAD}<office:document-meta {_NAMESPACES} {_VERSION}>\n<office:meta>\n"
        f"<meta:generator>Longscroll</meta:generator>\n<dc:title>{xml_text(book.title)}</dc:title>\n"
        f"<meta:initial-creator>{xml_text(book.author)}</meta:initial-creator>\n"
        f"<dc:creator>{xml_text(book.author)}</dc:creator>\n<dc:date>{now}</dc:date>\n"
        f"<dc:language>{xml_text(language_of(book))}</dc:language>\n"
        "</office:meta>\n</office:document-meta>\n"
    )


def _styles(book: Book, options: ExportOptions) -> str:
    width, height = PAGES[options.page]
    styles = "\n".join(_paragraph_styles(options, chinese=is_chinese_book(book)))
    return (
        f"{_HEAD}<office:document-styles {_NAMESPACES} {_VERSION}>\n<office:styles>\n"
        f"{_default_style(book, options)}{styles}\n</office:styles>\n<office:automatic-styles>\n"
        f'<style:page-layout style:name="page"><style:page-layout-properties '
        f'fo:page-width="{width}mm" fo:page-height="{height}mm" '
        f'fo:margin="{options.margin}mm"/></style:page-layout>\n</office:automatic-styles>\n'
        f'<office:master-styles>\n<style:master-page style:name="Standard" '
        f'style:page-layout-name="page"/>\n</office:master-styles>\n</office:document-styles>\n'
    )


def _default_style(book: Book, options: ExportOptions) -> str:
    font = xml_value(options.font or "Georgia")
    language, _, country = language_of(book).partition("-")
    country = country if len(country) == 2 else "none"
    east = language in ("zh", "ja", "ko")
    spoken = "style:language-asian" if east else "fo:language"
    placed = "style:country-asian" if east else "fo:country"
    return (
        '<style:default-style style:family="paragraph"><style:text-properties '
        f'fo:font-family="{font}" style:font-family-asian="SimSun" '
        f'fo:font-size="{options.font_size:g}pt" style:font-size-asian="{options.font_size:g}pt" '
        f'{spoken}="{xml_value(language)}" {placed}="{xml_value(country)}"/>'
        "</style:default-style>\n"
    )


def _paragraph_styles(options: ExportOptions, *, chinese: bool) -> list[str]:
    size = options.font_size
    spaced = options.paragraphs is Paragraphs.SPACE
    indent = 0.0 if spaced else size * (2.0 if chinese else options.indent)
    align = "justify" if options.justify else "start"
    body = (
        f'fo:text-indent="{indent:g}pt" fo:text-align="{align}" fo:widows="2" fo:orphans="2" '
        f'fo:margin-bottom="{0.8 * size if spaced else 0:g}pt"'
    )
    first = "" if chinese else 'fo:text-indent="0pt"'
    apart = 'fo:text-align="center" fo:margin-top="8pt" fo:margin-bottom="8pt"'
    lines = [
        _style("Standard", "", f'fo:line-height="{100 * options.line_spacing:.0f}%"', ""),
        _style("Text_20_body", "Standard", body, ""),
        _style("First_20_Paragraph", "Text_20_body", first, ""),
        _style("Quotations", "Standard", 'fo:margin="10mm"', ""),
        _style("Centred", "Standard", apart, ""),
        _style("Scene_20_Break", "Standard", apart, ""),
        _style("Title", "Standard", 'fo:text-align="center" fo:margin-top="60mm"', _size(26)),
        _style("Subtitle", "Standard", 'fo:text-align="center" fo:margin-top="5mm"', _size(14)),
    ]
    heading = 'fo:text-align="center" fo:margin-top="24pt" fo:margin-bottom="18pt" '
    heading += 'fo:keep-with-next="always"'
    for level in range(1, 7):
        look = 'fo:font-weight="bold" style:font-weight-asian="bold" '
        look += _size(max(size, size + 10 - 3 * level))
        outline = f'style:default-outline-level="{level}"'
        lines.append(_style(f"Heading_20_{level}", "Standard", heading, look, outline))
    return lines


def _size(points: float) -> str:
    return f'fo:font-size="{points:g}pt" style:font-size-asian="{points:g}pt"'


def _style(name: str, parent: str, paragraph: str, text: str, extra: str = "") -> str:
    shown = name.replace("_20_", " ")
    above = f'style:parent-style-name="{parent}" ' if parent else ""
    return (
        f'<style:style style:name="{name}" style:display-name="{shown}" '
        f'style:family="paragraph" {above}{extra} style:class="text">'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )
