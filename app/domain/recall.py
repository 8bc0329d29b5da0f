"""Which passages said earlier are put before the last message, and how they read there.

Storage finds candidates by words (bm25); here the best are chosen, cut to the sentences that
matter, and dated. What was pinned always comes, what was banned never. Knows no database.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.chat import Author, Recalled
from app.domain.recall_terms import bits, hits, speaks_of_self
from app.domain.recall_terms import terms as terms
from app.domain.recall_terms import weights as weights
from app.domain.recall_terms import whose_words as whose_words
from app.domain.sentences import sentences_of

UNTOUCHED = 30
"""Messages at the end of a chat that a state surely holds."""

_BM25, _COVERED, _RECENT = 0.4, 0.58, 0.02
_QUESTION = 0.3
"""What a passage that only asks is worth, beside one that tells."""
_OWN_WORDS = 1.5
"""What somebody says of themselves is worth where just that is asked for."""

_ALIKE = 0.8
_SHARED = 3
"""So many passages share what room there is; more come if these are short."""
_LEAST = 40
"""Characters that a passage has at least: with fewer it says nothing."""

_CLOSERS = "\"'”’」』）)*"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class RecallBudget:
    """How many passages, of how many characters together and each, and of how many bytes together
    (`None`: as they come). What a model reads grows with bytes: where a vocabulary does not know a
    script, each byte is a token."""

    passages: int = 3
    characters: int = 900
    longest: int = 300
    nbytes: int | None = None

    def longest_of(self, text: str) -> int:
        """How many characters of a text may come, so that others have room too."""
        if self.nbytes is None or not text:
            return self.longest
        each = self.nbytes / max(1, min(self.passages, _SHARED))
        return max(_LEAST, min(self.longest, round(each * len(text) / _bytes(text))))


def choose(
    candidates: Sequence[Recalled],
    wanted: Mapping[str, float],
    length: int,
    budget: RecallBudget = RecallBudget(),
    pins: Sequence[Recalled] = (),
    bans: Collection[int] = (),
    whose: Author | None = None,
) -> tuple[Recalled, ...]:
    """The passages to put before the last of `length` messages, in the order they were said.

    `wanted` are `weights` of what is said now; `candidates` hold whole messages
    or long parts of them. Pins come
    first and whatever the budget of passages is; nothing comes twice, neither a message nor
    almost the same words. A pin that was banned does not come. `whose` own words are asked
    for (`whose_words`), if that is known.
    """
    chosen: list[Recalled] = []
    left, room = budget.characters, budget.nbytes
    ranked = _ranked(candidates, wanted, length, whose)
    offered = [replace(pin, pinned=True) for pin in pins] + ranked
    others = budget.passages
    for one in offered:
        if one.message_id in bans or (not one.pinned and others <= 0):
            continue
        cut = replace(one, passage=passage(one.passage, wanted, budget.longest_of(one.passage)))
        if not cut.passage or len(cut.passage) > left or any(_alike(cut, c) for c in chosen):
            continue
        if room is not None:
            if chosen and _bytes(cut.passage) > room:
                continue
            room -= _bytes(cut.passage)
        chosen.append(cut)
        left -= len(cut.passage)
        others -= not one.pinned
    return tuple(sorted(chosen, key=lambda one: one.depth))


def passage(text: str, wanted: Mapping[str, float], longest: int) -> str:
    """The sentences of `text` around what is wanted, in one line of at most `longest`
    characters; its beginning if nothing of it stands there."""
    whole = " ".join(text.split())
    if len(whole) <= longest:
        return whole
    spans = sentences_of(whole)
    told = [sum(wanted[term] for term in hits(whole[a:b], wanted)) for a, b in spans]
    best = max(range(len(spans)), key=told.__getitem__)
    start, end = spans[best]
    if end - start > longest - 2:
        return _window(whole, start, end, wanted, longest)
    first = last = best
    while True:
        if last + 1 < len(spans) and spans[last + 1][1] - start <= longest - 2:
            last += 1
            end = spans[last][1]
        elif first > 0 and end - spans[first - 1][0] <= longest - 2:
            first -= 1
            start = spans[first][0]
        else:
            return _marked(whole, start, end)


def rendered(passages: Sequence[Recalled], *, chinese: bool = False) -> str:
    """The passages as the model reads them, a line each: "[Earlier, on 3 March 2024, Anna: …]"."""
    return "\n".join(_line(one, chinese=chinese) for one in passages)


def day_in_words(day: datetime, *, chinese: bool = False) -> str:
    """A date as people say it."""
    if chinese:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _line(one: Recalled, *, chinese: bool) -> str:
    when = day_in_words(one.created_at, chinese=chinese) if one.created_at else ""
    name = "" if one.author is Author.NARRATOR else " ".join(one.name.split())
    words = " ".join(one.passage.split())
    if chinese:
        return f"[{'，'.join(part for part in ('此前', when, name) if part)}：{words}]"
    heads = ("Earlier", f"on {when}" if when else "", name)
    return f"[{', '.join(part for part in heads if part)}: {words}]"


def _ranked(
    candidates: Sequence[Recalled], wanted: Mapping[str, float], length: int, whose: Author | None
) -> list[Recalled]:
    """Candidates that hold something wanted and that the state may have lost, best first."""
    old = [one for one in candidates if one.depth < length - UNTOUCHED]
    newest = {one.message_id: one for one in old}
    best = min((one.score for one in newest.values()), default=0.0)
    scored = [
        (_worth(one, wanted, length, best) * _of_self(one, whose), one)
        for one in newest.values()
        if hits(one.passage, wanted)
    ]
    return [one for _, one in sorted(scored, key=lambda pair: (-pair[0], -pair[1].depth))]


def _worth(one: Recalled, wanted: Mapping[str, float], length: int, best: float) -> float:
    total = sum(wanted.values())
    covered = sum(wanted[term] for term in hits(one.passage, wanted)) / total
    near = one.score / best if best else 0.0
    worth = _BM25 * near + _COVERED * covered + _RECENT * one.depth / max(length, 1)
    return worth * (_QUESTION if _only_asks(one.passage) else 1.0)


def _of_self(one: Recalled, whose: Author | None) -> float:
    return _OWN_WORDS if one.author is whose and speaks_of_self(one.passage) else 1.0


def _only_asks(text: str) -> bool:
    spans = sentences_of(text)
    return bool(spans) and all(
        text[a:b].rstrip("\"'”’」』）)*").endswith(("?", "？")) for a, b in spans
    )


def _alike(one: Recalled, other: Recalled) -> bool:
    if one.message_id == other.message_id:
        return True
    mine, theirs = bits(one.passage), bits(other.passage)
    return len(mine & theirs) >= _ALIKE * len(mine | theirs)


def _window(text: str, start: int, end: int, wanted: Mapping[str, float], longest: int) -> str:
    """A part of one long sentence, around the first thing that is wanted, cut at words."""
    places = hits(text[start:end], wanted).values()
    at = start + min(places, default=0)
    begin = min(max(start, at - longest // 3), end - (longest - 2))
    stop = begin + longest - 2
    if begin > start and (space := text.find(" ", begin, at)) >= 0:
        begin = space + 1
    if stop < end and (space := text.rfind(" ", at + 1, stop)) > 0:
        stop = space
    return _marked(text, begin, stop)


def _marked(text: str, start: int, end: int) -> str:
    """A part with dots where something is left out."""
    before = "…" if start > 0 else ""
    return f"{before}{text[start:end].strip()}{'…' if end < len(text) else ''}"
