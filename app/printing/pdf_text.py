"""Mends what a reader copies or searches in a PDF of Qt.

A font may draw 一 and the radical ⼀ with one glyph, and Qt notes for each glyph the lowest
character that has it, which is the radical. Here the notes are corrected in place: same length, so
that no offset in the file moves. Knows nothing of pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

_RADICALS = range(0x2E80, 0x2FE0)
_SECTION = re.compile(rb"beginbfrange\n.*?endbfrange", re.DOTALL)
_CODE = re.compile(rb"<(2[EF][0-9A-Fa-f]{2})>")


def mend_text(data: bytes, meant: Mapping[int, int]) -> bytes:
    """The bytes of a PDF, with radicals that stand for whole characters replaced."""

    def code(match: re.Match[bytes]) -> bytes:
        found = int(match[1], 16)
        return b"<%04X>" % meant.get(found, found)

    def section(match: re.Match[bytes]) -> bytes:
        head, bracket, codes = match[0].partition(b"[")
        return head + bracket + _CODE.sub(code, codes)

    return _SECTION.sub(section, data)


def meant_by_radicals(text: Iterable[str], font: QFont) -> dict[int, int]:
    """For each radical the character of the text that the font draws with the same glyph, or
    the one that Unicode names as its equal."""
    meant = {}
    for radical in _RADICALS:
        equal = unicodedata.normalize("NFKC", chr(radical))
        if len(equal) == 1 and equal != chr(radical):
            meant[radical] = ord(equal)
    used = {c for piece in text for c in piece if "\u3400" <= c <= "\uffff"}
    raw = QRawFont.fromFont(font, QFontDatabase.WritingSystem.SimplifiedChinese)
    by_glyph = {_glyph(raw, c): ord(c) for c in used}
    for radical in _RADICALS:
        glyph = _glyph(raw, chr(radical))
        if glyph and glyph in by_glyph:
            meant[radical] = by_glyph[glyph]
    return meant


def _glyph(font: QRawFont, character: str) -> int:
    glyphs = font.glyphIndexesForString(character)
    return glyphs[0] if glyphs else 0
