"""What a machine can say of a text that a model wrote: does it loop, who is in it, is it whole.

Rules of thumb for English stories, judged by what they say of stories by people (see
`sample_report`). Know no models and no files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from tests.tools.model_texts import NO_NAMES, words

EDGE = 50
"""Words at the beginning and at the end of a text in which names are looked for."""

LEAST_NAMED = 2 * EDGE
"""Shorter texts say nothing about names that are kept."""

LONGEST_UNIT = 40
LOOP_WORDS, LOOP_TIMES = 9, 3
"""Words that a loop has in all at least, and how often it goes round."""

LEAST_SENTENCE = 5
"""Words of a sentence that nobody says three times by chance."""

LONG_PASSAGE = 16
"""Words that nobody writes twice in a short story."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{1,}\b")
_BROKEN = re.compile("\ufffd|[\x00-\x09\x0b-\x1f\x7f-\x9f]|Ã.|Â.|â€")
_NEVER_NAMES = NO_NAMES | words(
    "Oh No Well Yes Hello Hi Thank Thanks Please Sir Madam Miss Mister Lord Lady King Queen Prince "
    "Princess Uncle Aunt Auntie Doctor Captain Mummy Papa Granny Granddad Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday Day So It He She We They This That There Then What When Where "
    "Why How Who If My Your His Her Our Their One Some All In On At To For From Of As Is Are Was "
    "Were Do Did Don Can Could Will Would Should May Must Have Has Had Not Now Here Come Look Good "
    "Very Every Once Im Ill Ive"
)


class Fate(Enum):
    """What became of the names of a text's beginning."""

    KEPT = "kept"
    """One of them is in its last words."""
    UNSAID = "unsaid"
    """Nobody is named in its last words."""
    REPLACED = "replaced"
    """Others are named in its last words."""
    NOBODY = "nobody"
    """Nobody was named at the beginning, or the text is too short to say."""


@dataclass(frozen=True)
class Names:
    """Who is named in the first words, which of them in the last ones, and who came later."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    new: tuple[str, ...]
    fate: Fate


@dataclass(frozen=True)
class Findings:
    """`repeat` is the longest passage that comes twice, in words; `loop` what goes round, or ""."""

    words: int
    repeat: int
    loop: str
    names: Names
    broken: int


def check(text: str) -> Findings:
    """All findings of a text."""
    found = _words(text)
    return Findings(
        len(found), longest_repeat(found), loop_of(text), names_of(text), len(_BROKEN.findall(text))
    )


def longest_repeat(words: Sequence[str]) -> int:
    """Words of the longest passage that comes twice; the two may overlap."""
    low, high = 0, len(words)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _comes_twice(words, middle) else (low, middle)
    return low


def loop_of(text: str) -> str:
    """What a text says over and over: words back to back, a sentence three times, a long passage
    twice. "" if nothing."""
    words = _words(text)
    return _back_to_back(words) or _sentence_thrice(text) or _long_passage(words)


def names_of(text: str) -> Names:
    """Who is named where: capital words that stand inside a sentence somewhere in the text."""
    known = {name for name in _NAME.findall(text) if name not in _NEVER_NAMES}
    words = [match[0] for match in _WORD.finditer(text)]
    at = [(index, name) for index, word in enumerate(words) if (name := _bare(word)) in known]
    first = tuple(dict.fromkeys(name for index, name in at if index < EDGE))
    last = tuple(dict.fromkeys(name for index, name in at if index >= len(words) - EDGE))
    new = tuple(dict.fromkeys(name for _, name in at if name not in first))
    return Names(first, last, new, _fate(len(words), first, last))


def _fate(words: int, first: tuple[str, ...], last: tuple[str, ...]) -> Fate:
    if not first or words < LEAST_NAMED:
        return Fate.NOBODY
    if set(first) & set(last):
        return Fate.KEPT
    return Fate.REPLACED if last else Fate.UNSAID


def _words(text: str) -> list[str]:
    return [match[0].lower() for match in _WORD.finditer(text)]


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def _comes_twice(words: Sequence[str], length: int) -> bool:
    seen = set()
    for start in range(len(words) - length + 1):
        part = tuple(words[start : start + length])
        if part in seen:
            return True
        seen.add(part)
    return False


def _back_to_back(words: Sequence[str]) -> str:
    for unit in range(1, min(LONGEST_UNIT, len(words) // 2) + 1):
        same = 0
        for index in range(unit, len(words)):
            same = same + 1 if words[index] == words[index - unit] else 0
            covered = same + unit
            if covered >= max(LOOP_WORDS, LOOP_TIMES * unit):
                return " ".join(words[index - unit + 1 : index + 1])
    return ""


def _sentence_thrice(text: str) -> str:
    sentences = (" ".join(_words(part)) for part in re.split(r'[.!?]+"?\s', f"{text} "))
    counted = Counter(s for s in sentences if len(s.split()) >= LEAST_SENTENCE)
    return next((sentence for sentence, times in counted.items() if times >= 3), "")


def _long_passage(words: Sequence[str]) -> str:
    seen = set()
    for start in range(len(words) - LONG_PASSAGE + 1):
        part = tuple(words[start : start + LONG_PASSAGE])
        if part in seen:
            return " ".join(part)
        seen.add(part)
    return ""
