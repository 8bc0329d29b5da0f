"""Which encoding a text file is in, and how sure that is.

Byte order marks and valid UTF-8 are proof. Among the others the text is judged as it would read:
by how common its characters are. charset-normalizer is asked where that leaves doubt.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from engine.types import UserError

CHOICES = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5", "cp1252", "shift_jis", "euc_kr")
"""What a person can choose from."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 64 << 10
_FEW, _CLEAR, _FEW_BYTES = 0.02, 0.4, 8
_ASIAN = ("gb18030", "big5", "shift_jis", "euc_kr")
# The most frequent characters of Chinese prose in both scripts; most of any real text is these.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行"
    "所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力"
    "這個們來為國說時會對生過發後裡種經麼學現當沒動還進樣開實無與見兩長問間頭話從給聽將卻點氣讓覺嗎"
    "，。、！？：；“”「」『』（）《》…—　"
)
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_WESTERN_ODD = re.compile("[¡-¦¨ª¬®-¶¸-º¼-¾×÷ƒˆ˜†‡‰‹›\x80-\x9f]")
_WESTERN_WORDS = re.compile("[A-Za-z][À-ÖØ-öø-ÿ’]|[À-ÖØ-öø-ÿ][A-Za-z]|[‘’“”–—…«»].")


@dataclass(frozen=True)
class Guess:
    """An encoding, how sure it is (0 to 1), and others that could be right."""

    encoding: str
    sure: float
    others: tuple[str, ...] = ()


def guess_encoding(data: bytes) -> Guess:
    """The likeliest encoding of a text file's bytes."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Guess(name, 1.0)
    sample = data[:_SAMPLE]
    zeros = sample.count(0)
    if zeros > len(sample) // 20:
        even = sample[::2].count(0)
        name = "utf-16-be" if 2 * even > zeros else "utf-16-le"
        return Guess(name, 0.95, tuple(c for c in ("utf-16-le", "utf-16-be") if c != name))
    if _decodes(data, "utf-8"):
        return Guess("utf-8", 1.0)
    if _faults(sample.decode("utf-8", errors="replace")) < _FEW:
        return Guess("utf-8", 0.8, ("cp1252", "gb18030", "big5"))
    scores = sorted(((_score(sample, name), name) for name in _candidates()), reverse=True)
    (best, name), (second, _other) = scores[0], scores[1]
    ahead = best - second
    sure = round(max(best, 0.92) if ahead > _CLEAR else min(best, 0.5 + ahead), 2)
    if sum(1 for byte in sample if byte > 127) < _FEW_BYTES:
        sure = min(sure, 0.7)  # a word or two could be anything
    if sure < 0.6:
        name, sure = _ask_library(sample, name, sure)
    others = tuple(c for c in (*(n for _s, n in scores), "utf-8", "utf-16-le") if c != name)
    return Guess(name, max(sure, 0.05), others)


def decode(data: bytes, encoding: str) -> tuple[str, int]:
    """The text, and how many characters of it the encoding does not have.

    Raises `UserError` for an encoding of an unknown name.
    """
    try:
        name = codecs.lookup(encoding).name
    except LookupError as error:
        raise UserError(
            "There is no encoding of the name {encoding}.",
            "Some that exist: {choices}.",
            encoding=encoding,
            choices=", ".join(CHOICES),
        ) from error
    if name == "gb2312" or name == "gbk":
        name = "gb18030"
    if not isinstance(_plain_decode(b"", name), str):
        raise UserError("{encoding} is no encoding of text.", "Choose another.", encoding=encoding)
    for mark, marked in _MARKS:
        if data.startswith(mark) and name.startswith(marked[:6].rstrip("-")):
            data = data[len(mark) :] if name != "utf-16" and name != "utf-32" else data
            break
    there = data.count("\ufffd".encode()) if name in ("utf-8", "utf-8-sig") else 0
    text = data.decode(name, errors="replace")
    return text.removeprefix("\ufeff"), text.count("\ufffd") - there


def _plain_decode(data: bytes, name: str) -> object:
    try:
        return codecs.decode(data, name)
    except (ValueError, TypeError, LookupError, OSError, AssertionError):
        return None


def _candidates() -> tuple[str, ...]:
    return (*_ASIAN, "cp1252", "utf-16-le", "utf-16-be")


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _score(sample: bytes, name: str) -> float:
    """How much like real text the sample reads, from 0 to 1."""
    text = sample.decode(name, errors="replace")
    foreign = [c for c in text if ord(c) > 127]
    if not foreign:
        return 0.0
    faults = _faults(text)
    judge: Callable[[str, int], float] = {
        "shift_jis": _japanese,
        "euc_kr": lambda words, n: len(_HANGUL.findall(words)) / n,
        "cp1252": _western,
    }.get(name, _chinese)
    return max(0.0, min(1.0, judge(text, len(foreign))) - 4 * faults)


def _faults(text: str) -> float:
    """The share of characters beyond ASCII that are none; the sample's end may be a fault."""
    return max(0, text.count("\ufffd") - 1) / max(1, sum(1 for c in text if ord(c) > 127))


def _chinese(text: str, n: int) -> float:
    common = sum(1 for c in text if c in _COMMON) / n
    return 1.9 * common - _KANA_WEIGHT * len(_KANA.findall(text)) / n


def _japanese(text: str, n: int) -> float:
    return (1.4 * len(_KANA.findall(text)) - 2 * len(_HALF_KANA.findall(text))) / n


def _western(text: str, n: int) -> float:
    """Letters with accents stand beside plain ones, and are few."""
    fit = len(_WESTERN_WORDS.findall(text)) / n
    dense = n / len(text)
    return min(1.0, fit * 1.2) - 2 * dense - len(_WESTERN_ODD.findall(text)) / n


_KANA_WEIGHT = 0.5


def _ask_library(sample: bytes, name: str, sure: float) -> tuple[str, float]:
    # Imported where it is needed, which is seldom: the window loads this module for `CHOICES`.
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_candidates())).best()
    if best is None or best.encoding == name:
        return name, sure
    return (best.encoding, 0.5) if sure < 0.3 else (name, sure)
