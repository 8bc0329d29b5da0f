"""Headings and scene breaks in texts without styles: "Chapter 12", "第十二回 …", "* * *".

Knows lines, no formats.
"""

from __future__ import annotations

import re

_LONGEST = 60
_NUMBER = r"(?:\d{1,4}|[ivxlcdm]{1,8}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
_NUMBER += (
    r"twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|"
    r"six|seven|eight|nine))?|(?:the )?(?:first|second|third|fourth|fifth|sixth|last))"
)
_AFTER = r"(?:\s*[.:：—–-].*|\s*)"
_PART = re.compile(rf"(?i)(?:part|book|volume|act)\s+{_NUMBER}{_AFTER}")
_CHAPTER = re.compile(rf"(?i)chapter\s+{_NUMBER}(?:\s*[.:：—–-].*|\s+\S.*|\s*)")
_ALONE = re.compile(r"(?i)(?:prologue|epilogue|interlude|afterword|foreword|preface)(?:\s*[.:].*)?")
_HAN_NUMBER = r"[0-9０-９零〇○一二两三四五六七八九十百千万廿卅]{1,8}"
_HAN_PART = re.compile(
    rf"(?:第\s*{_HAN_NUMBER}\s*[卷部集篇]|卷\s*{_HAN_NUMBER})(?:[\s:：、.·—].*)?"
)
_HAN_CHAPTER = re.compile(rf"第\s*{_HAN_NUMBER}\s*[章回]\s*.*")
_HAN_SECTION = re.compile(rf"第\s*{_HAN_NUMBER}\s*节\s*.*")
_HAN_ALONE = re.compile(
    r"(?:楔子|序章|序言|序幕|引子|尾声|终章|后记|番外)(?:[\s:：、.·—0-9一二三].*)?"
)
_SENTENCE_END = re.compile(r"[。！？；，,;]$|[.!?]”?$")
_ORNAMENT = re.compile(
    r"(?:[#§⁂❦❧☙※◆◇★☆✻✽❖]|[*＊]{2,}|[-–—─━~～=_.·•●○∗⋆✦]{3,}|[#§⁂❦❧☙※◆◇★☆✻✽❖]{2,12})"
)


def heading_level(line: str) -> int:
    """1 for a part, 2 for a chapter, 3 for a section; 0 for a line that is no heading."""
    line = line.strip()
    if not line or len(line) > _LONGEST:
        return 0
    if _PART.fullmatch(line) or _HAN_PART.fullmatch(line):
        return 1
    # A paragraph that speaks of a chapter ends like a sentence; a heading may end with a mark
    # only if nothing but it could be meant ("Chapter 3.").
    bare = re.fullmatch(rf"(?i)chapter\s+{_NUMBER}[.:]?", line)
    if _SENTENCE_END.search(line) and not bare and not re.search(r"[？！?!]$", line):
        return 0
    if _CHAPTER.fullmatch(line) or _HAN_CHAPTER.fullmatch(line):
        return 2
    if _ALONE.fullmatch(line) or _HAN_ALONE.fullmatch(line):
        return 2
    return 3 if _HAN_SECTION.fullmatch(line) else 0


def names_part(text: str) -> bool:
    """Whether a heading says that a part begins."""
    return heading_level(text) == 1


def is_ornament(line: str) -> bool:
    """Whether a line holds nothing but the ornament that parts scenes."""
    signs = "".join(line.split())
    return 0 < len(signs) <= 80 and bool(_ORNAMENT.fullmatch(signs))
