"""Fonts, colours and measures of a conversation. Knows nothing of messages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextFormat
from PySide6.QtWidgets import QApplication

from app.domain.chat_inline import Run
from app.domain.chat_markup import Block, BlockKind
from app.ui.tokens import GAP_1, GAP_2, GAP_3, GAP_4, GAP_6, SMALL_PIXELS, Tokens

BUBBLES, FLAT = "bubbles", "flat"
COLUMN = 760
AVATAR = 36
PADDING = GAP_3
HANGING = GAP_6 - GAP_1
_LINE_HEIGHT = 116.0
_HEADINGS = (1.3, 1.2, 1.1, 1.05, 1.0, 1.0)


@dataclass(frozen=True)
class ChatLooks:
    """How a conversation looks: `style` is `bubbles` or `flat`, `pixels` the size of its text,
    `family` its font ("": that of the window)."""

    tokens: Tokens
    style: str = BUBBLES
    pixels: int = 15
    family: str = ""

    @property
    def font(self) -> QFont:
        """Of messages."""
        font = QFont(QApplication.font())
        if self.family:
            font.setFamilies([self.family, *font.families()])
        font.setPixelSize(self.pixels)
        return font

    @property
    def name_font(self) -> QFont:
        """Of who speaks."""
        font = QFont(QApplication.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    @property
    def small_font(self) -> QFont:
        """Of what stands beside."""
        font = QFont(QApplication.font())
        font.setPixelSize(SMALL_PIXELS)
        return font


@lru_cache(512)
def char_format(looks: ChatLooks, run: Run, kind: BlockKind, level: int) -> QTextCharFormat:
    """How a run looks in a block; the run's text does not matter and should be ""."""
    tokens, result = looks.tokens, QTextCharFormat()
    result.setForeground(QColor(_colour(tokens, run, kind)))
    if run.strong or kind is BlockKind.HEADING:
        result.setFontWeight(QFont.Weight.DemiBold)
    result.setFontItalic(run.emphasis)
    result.setFontStrikeOut(run.strike)
    if run.code:
        result.setFontFixedPitch(True)
        result.setFontFamilies(["DejaVu Sans Mono", "Consolas", "Menlo", "monospace"])
        _pixels(result, looks.pixels - 2)
        if kind is not BlockKind.CODE:
            result.setBackground(QColor(tokens.line))
    if kind is BlockKind.HEADING:
        _pixels(result, round(looks.pixels * _HEADINGS[level - 1]))
    if run.link:
        result.setAnchor(True)
        result.setAnchorHref(run.link)
        result.setFontUnderline(True)
    return result


def _colour(tokens: Tokens, run: Run, kind: BlockKind) -> str:
    if run.link or run.speech:
        return tokens.accent_hover
    quiet = run.emphasis or kind in (BlockKind.QUOTE, BlockKind.RULE)
    return tokens.quiet if quiet and not run.code else tokens.ink


def _pixels(result: QTextCharFormat, pixels: int) -> None:
    result.setProperty(QTextFormat.Property.FontPixelSize, pixels)


def block_format(looks: ChatLooks, block: Block, *, first: bool) -> QTextBlockFormat:
    """How a block stands among the others."""
    result = QTextBlockFormat()
    result.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    result.setTopMargin(0 if first else GAP_2)
    if block.kind is BlockKind.CODE:
        result.setLineHeight(105.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        result.setBackground(QColor(looks.tokens.line))
        result.setBottomMargin(GAP_1)
    elif block.kind is BlockKind.QUOTE:
        result.setLeftMargin(GAP_4 * block.level)
    elif block.kind is BlockKind.ITEM:
        result.setTopMargin(0 if first else GAP_1)
        result.setLeftMargin(GAP_6 * block.level)
        result.setTextIndent(-HANGING)
    elif block.kind is BlockKind.RULE:
        result.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return result
