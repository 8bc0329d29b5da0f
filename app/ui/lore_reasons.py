"""Why an entry came up or not, as a sentence. Knows no widgets."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject

from app.domain.lore_scan import Outcome, Verdict


class LoreReasons(QObject):
    """Makes sentences of verdicts, in the language in use."""

    def name(self, verdict: Verdict) -> str:
        """What the entry is called."""
        return verdict.entry.name or self.tr("Untitled")

    def sentence(self, verdict: Verdict) -> str:
        """What became of an entry and why."""
        words = self._because(verdict)
        if verdict.active and verdict.roll is not None:
            words = " ".join((words, self._chance(verdict)))
        if verdict.active and verdict.tokens:
            about = self.tr("About %n token(s).", "", verdict.tokens)
            words = " ".join((words, about))
        return words

    def _because(self, verdict: Verdict) -> str:
        outcome, key = verdict.outcome, verdict.key
        if outcome is Outcome.KEY:
            return self._by_key(key, verdict.step)
        if outcome is Outcome.SECOND_KEYS:
            return self.tr("Not read: “{0}” was found, but the second keys say no.").format(key)
        if outcome is Outcome.LOST_ROLL:
            return " ".join(
                (self.tr("Not read: chance decided against it."), self._chance(verdict))
            )
        if outcome is Outcome.OVER_BUDGET:
            return self.tr("Not read: it came up, but there was no room left for its %n token(s).",
                           "", verdict.tokens)  # fmt: skip
        if outcome is Outcome.LOST_GROUP:
            group = verdict.entry.group
            return self.tr("Not read: another entry of its group “{0}” was taken.").format(group)
        if outcome is Outcome.PATTERN_SLOW:
            return self.tr("Not read: the pattern {0} takes too long. Make it simpler.").format(key)
        if outcome is Outcome.PATTERN_WRONG:
            return self.tr("Not read: {0} is not a valid pattern.").format(key)
        return self._plain(outcome)

    def _plain(self, outcome: Outcome) -> str:
        return {
            Outcome.CONSTANT: self.tr("Read: it is always on."),
            Outcome.STICKY: self.tr("Read: it came up not long ago and stays for a while."),
            Outcome.NO_MATCH: self.tr("Not read: none of its keys was found."),
            Outcome.NO_KEYS: self.tr("Not read: it has no keys."),
            Outcome.DISABLED: self.tr("Not read: it is switched off."),
            Outcome.EMPTY: self.tr("Not read: it has no text."),
            Outcome.COOLING_DOWN: self.tr("Not read: it came up not long ago and has to wait."),
            Outcome.DELAYED: self.tr("Not read: the story is not long enough for it yet."),
            Outcome.WAITS_FOR_RECURSION: self.tr(
                "Not read: only another entry can bring it up, and none did."
            ),
        }[outcome]

    def _by_key(self, key: str, step: int) -> str:
        if not step:
            return self.tr("Read: “{0}” stands in the text.").format(key)
        return self.tr("Read: another entry names “{0}” (step {1}).").format(
            key, QLocale().toString(step)
        )

    def _chance(self, verdict: Verdict) -> str:
        locale = QLocale()
        return self.tr("Rolled {0}, needed {1} or less.").format(
            locale.toString(verdict.roll or 0.0, "f", 1),
            locale.toString(float(verdict.entry.probability), "g", 4),
        )
