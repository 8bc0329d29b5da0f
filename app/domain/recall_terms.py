"""What to look for among all that was said before: the words of a message that tell something.

English and its kin by words, without stop words; Chinese by overlapping pairs and triples of
characters. Knows nothing of indexes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.domain.chat import Author
from app.domain.words import HAN_KANA

MOST_TERMS = 16

LOOKED_AT = 4000
"""Characters of a message, its last ones, that terms are taken from."""

_RUN = re.compile(f"[{HAN_KANA}]+|[^\\W_{HAN_KANA}]+(?:['’][^\\W_{HAN_KANA}]+)?")
_HAN = re.compile(f"[{HAN_KANA}]")
_SENTENCE = re.compile(r"[.!?。！？\n]+\s*")
_STOP_TEXT = """
a about above actually after again against ago all already also although always am an and any
anyone anything are aren't around as ask asked at away back be because been before being below
between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down
during each else even ever every everything few for from further gave get give go goes going
gone good got had hadn't has hasn't have haven't having he he'd he'll he's hello her here hers
herself hey hi him himself his how i i'd i'll i'm i've if in into is isn't it it's its itself
just know knew let let's like little look made make many may maybe me mean might mine more most
much must my myself never no nor not nothing now of off oh ok okay on once one only or other
our ours ourselves out over own please quite really remember right said same say says see she
she'd she'll she's should shouldn't so some somebody someone something still such sure take
tell than thank thanks that that's the their theirs them themselves then there there's these
they they're thing things think this those though time to told too try under until up upon us
use used very want wanted was wasn't way we we're we've well went were weren't what what's
whatever when where which while who whom whose why will with without won't would wouldn't yeah
yes yet you you'd you'll you're you've your yours yourself yourselves forget forgot recall
"""
_STOP_WORDS = frozenset(_STOP_TEXT.split())
_VAGUE = frozenset(("name", "named", "called", "call", "favorite", "favourite", "word"))
_STOP_HAN = re.compile(
    "什么|怎么|为什么|怎样|哪里|哪儿|哪个|哪|谁|多少|几|我们|你们|他们|她们|它们|自己|这个|那个|这里|那里|这样|"
    "那样|这|那|我|你|您|他|她|它|的|了|着|过|是|在|有|和|与|及|就|都|也|还|又|很|太|不|没|吗|呢|吧|啊|呀|哦|"
    "嗯|嘛|把|被|给|对|从|到|向|会|能|可以|要|想|说|叫|让|一下|一个|记得|还记得|知道|告诉|上次|以前|请"
)
_FIRST = re.compile(r"\b(?:i|my|me|mine)\b|我", re.IGNORECASE)
_SECOND = re.compile(r"\b(?:you|your|yours)\b|[你您]", re.IGNORECASE)
_DIGIT, _NAME, _LONG, _PLAIN = 3.0, 3.0, 1.5, 1.0
_BEFORE = 0.4
_LONG_WORD = 7


def terms(text: str, previous: str = "") -> tuple[str, ...]:
    """What to look for after `text`, and a little of the message `previous` to it: words in
    small letters, the telling ones first; at most `MOST_TERMS`."""
    return tuple(weights(text, previous))


def weights(text: str, previous: str = "") -> dict[str, float]:
    """The terms with how much each tells, above 0; numbers and names most."""
    found: dict[str, float] = {}
    for message, share in ((text, 1.0), (previous, _BEFORE)):
        for term, weight in _weighed(message):
            found[term] = max(found.get(term, 0.0), share * weight)
    ranked = sorted(found.items(), key=lambda item: -item[1])[:MOST_TERMS]
    return dict(ranked)


def whose_words(text: str, author: Author = Author.USER) -> Author | None:
    """Who told what `text` of `author` asks for: "my" and "I" ask for what the author told, "your"
    for what the other did. `None` if neither is said; the author's own if both are."""
    if _FIRST.search(text):
        return author
    if _SECOND.search(text):
        return Author.CHARACTER if author is Author.USER else Author.USER
    return None


def speaks_of_self(text: str) -> bool:
    """Whether somebody says "I" or "my"."""
    return bool(_FIRST.search(text))


def hits(text: str, wanted: Iterable[str]) -> dict[str, int]:
    """Which of the terms stand in `text`, and where first."""
    folded = text.lower()
    if len(folded) != len(text):  # places would be others
        folded = text
    places: dict[str, int] = {}
    words: dict[str, int] = {}
    for match in _RUN.finditer(folded):
        for form in _forms(match[0]):
            words.setdefault(form, match.start())
    for term in wanted:
        at = folded.find(term) if _HAN.match(term) else words.get(term, -1)
        if at >= 0:
            places[term] = at
    return places


def bits(text: str) -> frozenset[str]:
    """What a text is made of, to compare two: its words, or pairs of Chinese characters."""
    found: set[str] = set()
    for run in _RUN.findall(text.lower()):
        pairs = _HAN.match(run) and len(run) > 1
        found.update((run[at : at + 2] for at in range(len(run) - 1)) if pairs else (run,))
    return frozenset(found)


def _weighed(text: str) -> Iterator[tuple[str, float]]:
    for sentence in _SENTENCE.split(text[-LOOKED_AT:]):
        for number, match in enumerate(_RUN.finditer(sentence)):
            word = match[0]
            if _HAN.match(word):
                yield from ((gram, _PLAIN) for gram in _grams(word))
                continue
            if word.lower().replace("’", "'") in _STOP_WORDS:
                continue
            weight = _weight(word, first=number == 0)
            yield from ((form, weight) for form in _forms(word.lower()) if form not in _STOP_WORDS)


def _weight(word: str, *, first: bool) -> float:
    if any(character.isdigit() for character in word):
        return _DIGIT
    if len(word) < 2 or word.lower() in _VAGUE:
        return _PLAIN / 2
    if word[0].isupper() and not word.isupper():
        return _LONG if first else _NAME
    return _LONG if len(word) >= _LONG_WORD else _PLAIN


def _forms(word: str) -> list[str]:
    """A word without a possessive, and without the s of a plural: both are looked for."""
    word = re.split("['’]", word, maxsplit=1)[0]
    plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    return [word, word[:-1]] if plural else [word]


def _grams(run: str) -> Iterator[str]:
    """Pairs and triples of the characters between words that say little."""
    for part in _STOP_HAN.split(run):
        for size in (3, 2):
            for at in range(len(part) - size + 1):
                yield part[at : at + size]
