"""A book as a Word document, with real styles, so that its look is changed in one place.

python-docx brings the template, its styles and the package; paragraphs are written as XML, because
a novel has a hundred thousand runs. Knows blocks, no other format.
"""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.parfmt import ParagraphFormat

from app.domain.prose import LineKind
from app.formats.blocks import Block, Span
from app.formats.book import Book
from app.formats.files import Progress
from app.formats.markup import is_chinese_book, language_of, xml_text
from app.formats.options import PAGES, ExportOptions, Paragraphs

_STYLE_IDS = {
    LineKind.QUOTE: "Quote",
    LineKind.CENTRED: "Centred",
    LineKind.SCENE_BREAK: "SceneBreak",
}
_FONTS = ("w:ascii", "w:hAnsi", "w:cs")
_HAN_FONT = "SimSun"


def write_docx(book: Book, options: ExportOptions, file: BinaryIO, progress: Progress) -> None:
    """Writes the document."""
    document = Document()
    _set_page(document, options)
    _set_styles(document, options, book)
    document.core_properties.title = xml_text_plain(book.title)[:255]
    document.core_properties.author = xml_text_plain(book.author)[:255]
    document.core_properties.comments = ""
    document.core_properties.language = language_of(book)
    body = document.element.body
    end = body.sectPr
    if options.title_page:
        for paragraph in _title_page(book):
            end.addprevious(parse_xml(paragraph))
    for number, chapter in enumerate(book.chapters):
        progress(number, len(book.chapters))
        fresh_page = number > 0 or options.title_page
        markup = "".join(_paragraphs(chapter.blocks, options, fresh_page=fresh_page))
        for element in list(parse_xml(f"<w:body {nsdecls('w')}>{markup}</w:body>")):
            end.addprevious(element)
    buffer = BytesIO()  # python-docx seeks in what it writes to
    document.save(buffer)
    file.write(buffer.getbuffer())


def xml_text_plain(text: str) -> str:
    """Text without characters that XML cannot hold, not escaped."""
    return "".join(c for c in text if c >= " " and not "\ud800" <= c <= "\udfff")


def _paragraphs(
    blocks: tuple[Block, ...], options: ExportOptions, *, fresh_page: bool
) -> list[str]:
    lines: list[str] = []
    first = True
    for number, block in enumerate(blocks):
        style = _style_id(block, first=first)
        new_page = "<w:pageBreakBefore/>" if fresh_page and number == 0 else ""
        spans = block.spans
        if block.kind is LineKind.SCENE_BREAK:
            spans = (Span(options.scene_separator),)
        lines.append(_paragraph(style, spans, new_page))
        first = block.kind in (LineKind.HEADING, LineKind.SCENE_BREAK)
    return lines


def _style_id(block: Block, *, first: bool) -> str:
    if block.kind is LineKind.HEADING:
        return f"Heading{min(max(block.level, 1), 9)}"
    return _STYLE_IDS.get(block.kind, "FirstParagraph" if first else "BodyText")


def _paragraph(style: str, spans: tuple[Span, ...], settings: str = "") -> str:
    runs = "".join(map(_run, spans))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{settings}</w:pPr>{runs}</w:p>'


def _run(span: Span) -> str:
    look = "<w:b/>" if span.bold else ""
    look += "<w:i/>" if span.italic else ""
    look += "<w:strike/>" if span.strike else ""
    words = f'<w:t xml:space="preserve">{xml_text(span.text)}</w:t>'
    words = words.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f"<w:r><w:rPr>{look}</w:rPr>{words}</w:r>" if look else f"<w:r>{words}</w:r>"


def _title_page(book: Book) -> list[str]:
    lines = [_paragraph("Title", (Span(book.title),))] if book.title else []
    lines += [_paragraph("Subtitle", (Span(book.author),))] if book.author else []
    return [line.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1) for line in lines]


def _set_page(document: DocxDocument, options: ExportOptions) -> None:
    section = document.sections[0]
    width, height = PAGES[options.page]
    section.page_width, section.page_height = Mm(width), Mm(height)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(options.margin))


def _set_styles(document: DocxDocument, options: ExportOptions, book: Book) -> None:
    chinese = is_chinese_book(book)
    font = options.font or "Georgia"
    normal = _style(document, "Normal")
    _set_font(normal, font)
    normal.font.size = Pt(options.font_size)
    normal.paragraph_format.line_spacing = options.line_spacing
    normal.paragraph_format.space_after = Pt(0)
    body = _style(document, "Body Text")
    _set_paragraphs(body, options, chinese=chinese)
    first = _add_style(document, "First Paragraph", body, "FirstParagraph")
    if not chinese:
        first.paragraph_format.first_line_indent = Pt(0)
    quote = _style(document, "Quote")
    quote.font.italic = False
    quote.font.color.rgb = RGBColor(0, 0, 0)
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Mm(10)
    quote.paragraph_format.space_before = quote.paragraph_format.space_after = Pt(6)
    for name, style_id in (("Centred", "Centred"), ("Scene Break", "SceneBreak")):
        centred = _add_style(document, name, normal, style_id)
        centred.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        centred.paragraph_format.space_before = centred.paragraph_format.space_after = Pt(8)
    for level in range(1, 7):
        _set_heading(_style(document, f"Heading {level}"), font, options.font_size, level)
    for name, size, before in (("Title", 26.0, 160.0), ("Subtitle", 14.0, 12.0)):
        _set_heading(_style(document, name), font, size, 0)
        _style(document, name).font.size = Pt(size)
        _style(document, name).paragraph_format.space_before = Pt(before)
        _remove(_style(document, name), "w:pBdr")
    _set_language(document, language_of(book))


def _set_paragraphs(body: ParagraphStyle, options: ExportOptions, *, chinese: bool) -> None:
    form: ParagraphFormat = body.paragraph_format
    form.space_after = Pt(0)
    form.widow_control = True
    if options.justify:
        form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if options.paragraphs is Paragraphs.SPACE:
        form.space_after = Pt(0.8 * options.font_size)
    else:
        form.first_line_indent = Pt(options.font_size * (2 if chinese else options.indent))


def _set_heading(style: ParagraphStyle, font: str, size: float, level: int) -> None:
    _set_font(style, font)
    style.font.size = Pt(max(size, size + 10 - 3 * level))
    style.font.bold = level > 0
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    style.paragraph_format.space_before = Pt(24)
    style.paragraph_format.space_after = Pt(18)
    style.paragraph_format.keep_with_next = True


def _set_font(style: ParagraphStyle, font: str) -> None:
    style.font.name = font
    fonts = style.element.rPr.rFonts
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    for name in _FONTS:
        fonts.set(qn(name), xml_text_plain(font))
    fonts.set(qn("w:eastAsia"), _HAN_FONT)


def _set_language(document: DocxDocument, language: str) -> None:
    """For the spelling check of whoever opens it."""
    for element in document.styles.element.iter(qn("w:lang")):
        east = language.lower().startswith(("zh", "ja", "ko"))
        element.set(qn("w:eastAsia" if east else "w:val"), language)


def _style(document: DocxDocument, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _add_style(
    document: DocxDocument, name: str, base: ParagraphStyle, style_id: str
) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.element.set(qn("w:styleId"), style_id)
    style.base_style = base
    style.quick_style = True
    return style


def _remove(style: ParagraphStyle, tag: str) -> None:
    for element in list(style.element.iter(qn(tag))):
        element.getparent().remove(element)
