"""A book as PDF: real pages, set paragraph by paragraph.

Qt sets the text: it breaks lines by Unicode's rules in any script, finds a font of the system for
characters that the chosen one lacks (Chinese in an English book), and embeds only the glyphs in
use. A pure Python library would need a Chinese font of 10 MB beside it. A QTextDocument would set
the same, but lays out a whole novel before its first page. Knows blocks, and no window.
"""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from PySide6.QtCore import (
    QBuffer,
    QCoreApplication,
    QIODevice,
    QMarginsF,
    QPointF,
    QRectF,
    QSizeF,
    Qt,
)
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from app.domain.prose import LineKind
from app.formats.blocks import Block, Span
from app.formats.book import Book, Chapter
from app.formats.files import Progress
from app.formats.markup import is_chinese_book
from app.formats.options import PAGES, ExportOptions, Paragraphs
from app.printing.pdf_text import meant_by_radicals, mend_text

_DPI = 1200
_POINT = _DPI / 72
_MM = _DPI / 25.4
_LATIN_SERIF = "Georgia, Noto Serif, DejaVu Serif, Liberation Serif, Times New Roman"
_HAN_SERIF = "Noto Serif CJK SC, Source Han Serif SC, SimSun, Songti SC, Noto Sans CJK SC"
_QUOTE_INDENT = 10 * _MM


def write_pdf(book: Book, options: ExportOptions, file: BinaryIO, progress: Progress) -> None:
    """Writes the pages. Needs no window, and may run on any thread once Qt has begun."""
    ensure_fonts()
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    setter = _Setter(book, options, made)
    setter.set(progress)
    texts = (block.text for chapter in book.chapters for block in chapter.blocks)
    meant = meant_by_radicals((book.title, book.author, *texts), setter.body_font())
    file.write(mend_text(bytes(made.data().data()), meant))


def ensure_fonts() -> None:
    """Begins Qt's part that knows fonts, if no window has; on a machine without a screen too."""
    if QCoreApplication.instance() is not None:
        return
    headless = sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if headless:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _keep_alive(QGuiApplication(sys.argv[:1]))


def _keep_alive(application: QGuiApplication) -> None:
    """Qt's application must live as long as the process; Python would collect it here."""
    application.setProperty("kept", True)
    setattr(sys.modules[__name__], "_application", application)  # noqa: B010


class _Setter:
    """Sets one book. Lengths are in dots, `_DPI` to an inch."""

    def __init__(self, book: Book, options: ExportOptions, device: QIODevice) -> None:
        self._book, self._options = book, options
        self._chinese = is_chinese_book(book)
        self._device = QPdfWriter(device)
        self._device.setTitle(book.title)
        self._device.setCreator("Longscroll")
        self._device.setResolution(_DPI)
        width, height = PAGES[options.page]
        size = QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter)
        self._device.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
        self._margin = options.margin * _MM
        self._width = width * _MM - 2 * self._margin
        self._bottom = height * _MM - self._margin
        self._middle = height * _MM - self._margin / 2
        self._painter = QPainter()
        self._y = self._margin
        self._page = 1
        self._fresh = True

    def set(self, progress: Progress) -> None:
        if not self._painter.begin(self._device):
            raise OSError("the PDF could not be begun")
        try:
            if self._options.title_page and (self._book.title or self._book.author):
                self._set_title_page()
            for number, chapter in enumerate(self._book.chapters):
                progress(number, len(self._book.chapters))
                self._set_chapter(chapter)
            self._end_page()
        finally:
            self._painter.end()

    def body_font(self) -> QFont:
        """What most of the text is set in."""
        return self._font(self._options.font_size)

    def _set_title_page(self) -> None:
        self._y = self._bottom / 3
        for words, size in ((self._book.title, 26.0), (self._book.author, 14.0)):
            layout = self._layout((Span(words),), self._font(size), Qt.AlignmentFlag.AlignHCenter)
            self._paint(layout, 0.0, 1.3)
            self._y += 20 * _POINT
        self._fresh = False
        self._page -= 1  # it bears no number
        self._new_page(numbered=False)

    def _set_chapter(self, chapter: Chapter) -> None:
        if not self._fresh:
            self._end_page()
            self._new_page(numbered=False)
        first = True
        for number, block in enumerate(chapter.blocks):
            following = chapter.blocks[number + 1 : number + 2]
            self._set_block(block, first=first, last=not following)
            first = block.kind in (LineKind.HEADING, LineKind.SCENE_BREAK)

    def _set_block(self, block: Block, *, first: bool, last: bool) -> None:
        options = self._options
        if block.kind is LineKind.HEADING:
            self._set_heading(block)
        elif block.kind is LineKind.SCENE_BREAK:
            spans = (Span(options.scene_separator or "\u00a0"),)
            self._set_apart(spans, 0.0, Qt.AlignmentFlag.AlignHCenter)
        elif block.kind is LineKind.CENTRED:
            self._set_apart(block.spans, 0.0, Qt.AlignmentFlag.AlignHCenter)
        elif block.kind is LineKind.QUOTE:
            self._set_apart(block.spans, _QUOTE_INDENT, Qt.AlignmentFlag.AlignLeft)
        else:
            spaced = options.paragraphs is Paragraphs.SPACE
            size = options.font_size * _POINT
            indent = size * (2.0 if self._chinese else options.indent)
            if spaced or (first and not self._chinese):
                indent = 0.0
            justified = Qt.AlignmentFlag.AlignJustify
            align = justified if options.justify else Qt.AlignmentFlag.AlignLeft
            layout = self._layout(block.spans, self._font(options.font_size), align)
            self._paint(layout, 0.0, options.line_spacing, indent)
            if spaced and not last:
                self._y += 0.8 * size

    def _set_heading(self, block: Block) -> None:
        size = max(self._options.font_size, self._options.font_size + 10 - 3 * block.level)
        font = self._font(size)
        font.setBold(True)
        room = 6 * size * _POINT
        if self._y + room > self._bottom and not self._fresh:
            self._end_page()
            self._new_page()
        self._y += (2.5 if self._fresh else 1.5) * size * _POINT
        self._paint(self._layout(block.spans, font, Qt.AlignmentFlag.AlignHCenter), 0.0, 1.25)
        self._y += size * _POINT

    def _set_apart(self, spans: tuple[Span, ...], indent: float, align: Qt.AlignmentFlag) -> None:
        gap = 0.6 * self._options.font_size * _POINT
        self._y += gap
        layout = self._layout(
            spans, self._font(self._options.font_size), align, self._width - 2 * indent
        )
        self._paint(layout, indent, self._options.line_spacing)
        self._y += gap

    def _font(self, size: float) -> QFont:
        families = [self._options.font] if self._options.font else []
        order = (_HAN_SERIF, _LATIN_SERIF) if self._chinese else (_LATIN_SERIF, _HAN_SERIF)
        families += [name.strip() for names in order for name in names.split(",")]
        font = QFont(families)
        font.setStyleHint(QFont.StyleHint.Serif)
        font.setPointSizeF(size)
        # Whoever searches the PDF for "first" would not find it with a ligature in it.
        font.setFeature(QFont.Tag("liga"), 0)
        return font

    def _layout(
        self,
        spans: tuple[Span, ...],
        font: QFont,
        align: Qt.AlignmentFlag,
        width: float | None = None,
    ) -> QTextLayout:
        """A paragraph that is not broken into lines yet; its width waits in its `QTextOption`."""
        layout = QTextLayout("".join(span.text for span in spans), font, self._device)
        option = QTextOption(align)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTabStopDistance(width or self._width)
        layout.setTextOption(option)
        layout.setFormats(_formats(spans))
        return layout

    def _paint(self, layout: QTextLayout, left: float, spacing: float, indent: float = 0.0) -> None:
        """Breaks a paragraph into lines and sets them, over as many pages as it takes. Neither
        its first nor its last line stands alone on a page."""
        width = layout.textOption().tabStopDistance()
        lines: list[QTextLine] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            own = indent if not lines else 0.0
            line.setLineWidth(width - own)
            line.setPosition(QPointF(own, 0))
            lines.append(line)
        layout.endLayout()
        for number, line in enumerate(lines):
            height = line.height() * spacing
            together = 2 if len(lines) > 1 and number in (0, len(lines) - 2) else 1
            if self._y + together * height > self._bottom and not self._fresh:
                self._end_page()
                self._new_page()
            at = QPointF(self._margin + left, self._y + (height - line.height()) / 2)
            line.draw(self._painter, at)
            self._y += height
            self._fresh = False

    def _end_page(self) -> None:
        """The number at the foot."""
        if self._page < 1:
            return
        font = self._font(0.85 * self._options.font_size)
        self._painter.setFont(font)
        box = QRectF(self._margin, self._middle - 20 * _POINT, self._width, 40 * _POINT)
        self._painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self._page))

    def _new_page(self, *, numbered: bool = True) -> None:
        self._device.newPage()
        self._page += 1
        self._y = self._margin
        self._fresh = True


def _formats(spans: tuple[Span, ...]) -> list[QTextLayout.FormatRange]:
    """Emphasis by ranges in UTF-16, as Qt counts."""
    ranges = []
    at = 0
    for span in spans:
        length = len(span.text.encode("utf-16-le", "surrogatepass")) // 2
        if span.looks:
            look = QTextCharFormat()
            if span.bold:
                look.setFontWeight(QFont.Weight.Bold)
            look.setFontItalic(span.italic)
            look.setFontStrikeOut(span.strike)
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = at, length, look
            ranges.append(one)
        at += length
    return ranges
