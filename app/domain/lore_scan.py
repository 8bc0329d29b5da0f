"""Which entries of a lorebook come up for a text, and why each does or does not.

The loop is SillyTavern's: scan; then scan again with what came up, for as long as something new
does; groups keep one of theirs; chances are rolled once; then there is room or there is not.
The same text and the same random numbers give the same result. Knows no prompts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random

from app.domain.lore_groups import one_of_each_group
from app.domain.lore_matching import PatternFailed, Patterns, matches
from app.domain.lorebook import ACTIVATE, DONT_ACTIVATE, Logic, Lorebook, LoreEntry
from app.domain.paragraphs import last_paragraphs
from app.domain.token_estimate import estimate_tokens


class Outcome(StrEnum):
    """What became of an entry. The first three mean that the model reads it."""

    KEY = "key"
    CONSTANT = "constant"
    STICKY = "sticky"
    NO_MATCH = "no match"
    SECOND_KEYS = "second keys"
    NO_KEYS = "no keys"
    DISABLED = "disabled"
    EMPTY = "empty"
    LOST_ROLL = "lost roll"
    OVER_BUDGET = "over budget"
    LOST_GROUP = "lost group"
    COOLING_DOWN = "cooling down"
    DELAYED = "delayed"
    WAITS_FOR_RECURSION = "waits for recursion"
    PATTERN_SLOW = "pattern slow"
    PATTERN_WRONG = "pattern wrong"


ACTIVE = (Outcome.KEY, Outcome.CONSTANT, Outcome.STICKY)


@dataclass(frozen=True)
class Verdict:
    """What became of an entry and why. `key` is the first key that stood in the text, or the
    pattern that failed; `step` is 0 for the text itself, n for the n-th recursion; `roll` is
    what a chance of `entry.probability` was compared with."""

    entry: LoreEntry
    outcome: Outcome
    key: str = ""
    step: int = 0
    roll: float | None = None
    tokens: int = 0

    @property
    def active(self) -> bool:
        """Whether the model reads it."""
        return self.outcome in ACTIVE


@dataclass(frozen=True)
class Clock:
    """How many paragraphs the text has, and at how many an entry (by id) came up last."""

    now: int = 0
    fired: Mapping[int, int] = field(default_factory=dict)

    def is_sticky(self, entry: LoreEntry) -> bool:
        """Whether it stays because it came up not long ago."""
        return 0 < self._since(entry) <= entry.sticky

    def cools_down(self, entry: LoreEntry) -> bool:
        """Whether it came up not long ago and has to wait."""
        return entry.sticky < self._since(entry) <= entry.sticky + entry.cooldown

    def _since(self, entry: LoreEntry) -> int:
        # What came up behind the cursor, before the text was taken back, did not happen.
        return max(0, self.now - self.fired.get(entry.id, self.now))

    def after(self, verdicts: Sequence[Verdict]) -> dict[int, int]:
        """`fired` for the next time; one that stays is counted from where it came up."""
        kept = {number: at for number, at in self.fired.items() if at <= self.now}
        timed = (v.entry for v in verdicts if v.active and v.outcome is not Outcome.STICKY)
        return kept | {e.id: self.now for e in timed if e.sticky or e.cooldown}


@dataclass(frozen=True)
class Surroundings:
    """What a scan needs beside the book and the text."""

    patterns: Patterns
    random: Random
    context: int = 4096
    clock: Clock = Clock()
    tokens: Callable[[str], int] = estimate_tokens


def scan(book: Lorebook, text: str, around: Surroundings) -> tuple[Verdict, ...]:
    """What becomes of each entry of `book`, in the book's order, at the end of `text`."""
    return _Scan(book, text, around).run()


class _Scan:
    """One scan under way."""

    def __init__(self, book: Lorebook, text: str, around: Surroundings) -> None:
        self._book, self._text, self._around = book, text, around
        self._entries = sorted(enumerate(book.entries), key=lambda pair: (-pair[1].order, pair[0]))
        self._verdicts: dict[int, Verdict] = {}
        self._done: set[int] = set()
        self._windows: dict[int, str] = {}
        self._recursed = ""
        self._budget = book.settings.budget_tokens(around.context)
        self._spent = 0
        self._overflowed = False
        self._step = 0
        delayed = {e.delay_until_recursion for e in book.entries if e.delay_until_recursion > 0}
        self._levels = sorted(delayed)
        self._level = self._levels.pop(0) if self._levels else 0

    def run(self) -> tuple[Verdict, ...]:
        while self._pass():
            self._step += 1
        return tuple(self._verdicts[place] for place in range(len(self._book.entries)))

    def _pass(self) -> bool:
        """Goes once over the entries; whether to go again."""
        found = {}
        for place, entry in self._entries:
            if place not in self._done:
                verdict = self._judge(entry)
                if verdict.active:
                    found[place] = verdict
                elif self._says_more(place, verdict):
                    self._verdicts[place] = verdict
        new = self._settle(found)
        settings = self._book.settings
        if not settings.recursive or (settings.max_steps and self._step >= settings.max_steps):
            return False
        again = [v.entry.body for v in new if not v.entry.prevent_recursion]
        self._recursed = "\n".join((self._recursed, *again)).strip("\n")
        if again and not self._overflowed:
            return True
        if self._levels:
            self._level = self._levels.pop(0)
            return True
        return False

    def _says_more(self, place: int, verdict: Verdict) -> bool:
        """Whether a verdict is to stand instead of that of an earlier pass."""
        before = self._verdicts.get(place)
        return (
            before is None
            or verdict.outcome is not Outcome.NO_MATCH
            or before.outcome is Outcome.WAITS_FOR_RECURSION
        )

    def _judge(self, entry: LoreEntry) -> Verdict:
        clock = self._around.clock
        sticky = clock.is_sticky(entry)
        blocked = self._blocked(entry, sticky)
        if blocked is not None:
            return Verdict(entry, blocked)
        if entry.constant or ACTIVATE in entry.decorators:
            return Verdict(entry, Outcome.CONSTANT, step=self._step)
        if sticky:
            return Verdict(entry, Outcome.STICKY, step=self._step)
        if not any(key.strip() for key in entry.keys):
            return Verdict(entry, Outcome.NO_KEYS)
        return self._judge_keys(entry)

    def _blocked(self, entry: LoreEntry, sticky: bool) -> Outcome | None:
        clock, recursing = self._around.clock, self._step > 0
        if not entry.enabled or DONT_ACTIVATE in entry.decorators:
            return Outcome.DISABLED
        if not entry.body.strip():
            return Outcome.EMPTY
        if entry.delay > clock.now:
            return Outcome.DELAYED
        if sticky:
            return None
        if clock.cools_down(entry):
            return Outcome.COOLING_DOWN
        level = entry.delay_until_recursion
        if level > 0 and (not recursing or level > self._level):
            return Outcome.WAITS_FOR_RECURSION
        return Outcome.NO_MATCH if recursing and entry.exclude_recursion else None

    def _judge_keys(self, entry: LoreEntry) -> Verdict:
        text = self._window(entry)
        key = ""
        try:
            for key in entry.keys:
                if self._has(entry, key, text):
                    break
            else:
                return Verdict(entry, Outcome.NO_MATCH)
            first = key
            if entry.selective and entry.secondary:
                found = []
                for key in entry.secondary:
                    found.append(self._has(entry, key, text))
                if not _LOGIC[entry.logic](found):
                    return Verdict(entry, Outcome.SECOND_KEYS, first, self._step)
        except PatternFailed as failed:
            outcome = Outcome.PATTERN_SLOW if failed.slow else Outcome.PATTERN_WRONG
            return Verdict(entry, outcome, key, self._step)
        return Verdict(entry, Outcome.KEY, first, self._step)

    def _has(self, entry: LoreEntry, key: str, text: str) -> bool:
        case, whole = entry.case_sensitive, entry.whole_words
        settings = self._book.settings
        return matches(
            key,
            text,
            case_sensitive=settings.case_sensitive if case is None else case,
            whole_words=settings.whole_words if whole is None else whole,
            patterns=self._around.patterns,
        )

    def _window(self, entry: LoreEntry) -> str:
        depth = self._book.settings.scan_depth if entry.scan_depth is None else entry.scan_depth
        if depth not in self._windows:
            self._windows[depth] = last_paragraphs(self._text, depth)
        return "\n".join(part for part in (self._windows[depth], self._recursed) if part)

    def _score(self, entry: LoreEntry) -> int:
        """How many of its keys stand in the text, as groups compare them."""
        text = self._window(entry)
        first = sum(self._has(entry, key, text) for key in entry.keys)
        second = [self._has(entry, key, text) for key in entry.secondary]
        if not first or not second or entry.logic in (Logic.NOT_ALL, Logic.NOT_ANY):
            return first
        return first + (sum(second) if entry.logic is Logic.AND_ANY or all(second) else 0)

    def _settle(self, found: dict[int, Verdict]) -> list[Verdict]:
        """Groups, chances and room, in this order; returns those that the model will read."""
        order = sorted(found, key=lambda place: found[place].outcome is not Outcome.STICKY)
        taken = [v.entry for v in self._verdicts.values() if v.active]
        winners = one_of_each_group(
            [(place, found[place].entry) for place in order],
            frozenset(place for place in order if found[place].outcome is Outcome.STICKY),
            {name for entry in taken for name in entry.groups},
            self._scorer(),
            self._around.random,
        )
        new = []
        for place in order:
            verdict = found[place]
            if place not in winners:
                self._verdicts[place] = Verdict(verdict.entry, Outcome.LOST_GROUP, verdict.key)
                continue
            self._verdicts[place] = settled = self._roll_and_fit(verdict)
            if settled.active or settled.outcome is Outcome.LOST_ROLL:
                self._done.add(place)
            if settled.active:
                new.append(settled)
        return new

    def _scorer(self) -> Callable[[LoreEntry], int | None]:
        usual = self._book.settings.group_scoring

        def score(entry: LoreEntry) -> int | None:
            scored = usual if entry.group_scoring is None else entry.group_scoring
            return self._score(entry) if scored else None

        return score

    def _roll_and_fit(self, verdict: Verdict) -> Verdict:
        entry, roll = verdict.entry, None
        sticky = verdict.outcome is Outcome.STICKY
        if entry.use_probability and entry.probability < 100 and not sticky:
            roll = self._around.random.random() * 100
            if roll > entry.probability or entry.probability <= 0:
                return replace(verdict, outcome=Outcome.LOST_ROLL, roll=roll)
        tokens = self._around.tokens(entry.body)
        if not entry.ignore_budget:
            if self._overflowed or self._spent + tokens >= self._budget:
                self._overflowed = True
                return replace(verdict, outcome=Outcome.OVER_BUDGET, roll=roll, tokens=tokens)
            self._spent += tokens
        return replace(verdict, roll=roll, tokens=tokens)


_LOGIC: Mapping[Logic, Callable[[Sequence[bool]], bool]] = {
    Logic.AND_ANY: any,
    Logic.AND_ALL: all,
    Logic.NOT_ANY: lambda found: not any(found),
    Logic.NOT_ALL: lambda found: not all(found),
}
