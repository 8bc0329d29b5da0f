"""From chosen tokens to text that may be shown: stop texts, ends of sentences, banned phrases.

Knows nothing of models or samplers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from engine.detokenizer import StreamingDetokenizer
from engine.phrases import PhraseMatcher, PhraseState
from engine.sentences import SentenceEnd, SentenceState
from engine.stopping import StopMatcher
from engine.tokenizers import Tokenizer
from engine.types import BannedPhrases, Prompt

PROMPT_TAIL = 80
"""Characters before the text that are looked at to tell whether it begins inside a sentence."""


class Verdict(Enum):
    """What a token did to the text."""

    GO_ON = "go_on"
    STOP = "stop"
    SENTENCE = "sentence"
    BANNED = "banned"


@dataclass(frozen=True)
class GateState:
    """All that a gate remembers of the text so far."""

    unfinished: bytes
    stops: str
    sentence: SentenceState
    phrases: PhraseState


class TextGate:
    """One stream of text. Each character is looked at once, so that what is complete first
    counts: a stop text before a banned phrase, or the other way round."""

    def __init__(self, tokenizer: Tokenizer, prompt: Prompt, banned: BannedPhrases) -> None:
        self._detokenizer = StreamingDetokenizer(tokenizer)
        self._stops = StopMatcher(prompt.stop)
        self._sentence = SentenceEnd()
        self._phrases = PhraseMatcher(banned.phrases, ignore_case=banned.ignore_case)
        self.finish = False
        """Whether to end with the sentence."""
        self.banned_start = 0
        """The character with which the latest banned phrase began, counted from 0."""
        for character in (prompt.stable + prompt.volatile)[-PROMPT_TAIL:]:
            self._sentence.push(character, finish=False)

    @property
    def looks_for_phrases(self) -> bool:
        """Whether there is anything that would have to be taken back."""
        return bool(self._phrases)

    @property
    def begun(self) -> int:
        """Characters so far, with one that is not whole yet."""
        return self._phrases.count + bool(self._detokenizer.unfinished)

    @property
    def at_rest(self) -> bool:
        """Whether nothing is held back, and no banned phrase may have begun."""
        state = self.state()
        held = state.unfinished or state.stops or state.sentence.held
        return not held and not self.open_starts()

    def push(self, token: int) -> tuple[str, Verdict]:
        """Takes the next token; returns the text that is certain but for banned phrases.

        After `BANNED` the gate must be restored; after `STOP` and `SENTENCE` nothing comes.
        """
        certain: list[str] = []
        for character in self._detokenizer.add(token):
            text, stopped = self._stops.push(character)
            for one in text:
                shown, ended = self._sentence.push(one, finish=self.finish)
                certain.append(shown)
                if ended:
                    return "".join(certain), Verdict.SENTENCE
            if stopped:
                return "".join(certain) + self._sentence.flush(), Verdict.STOP
            found = self._phrases.push(character) if self._phrases else 0
            if found:
                self.banned_start = self._phrases.count - found
                return "", Verdict.BANNED
        return "".join(certain), Verdict.GO_ON

    def flush(self) -> str:
        """The text that is held back and turned out to be no stop: no more will come.

        A character that is not whole is left out. What was shown can begin no phrase any more.
        """
        self._phrases.forget()
        certain = [
            self._sentence.push(character, finish=False)[0] for character in self._stops.flush()
        ]
        return self._sentence.flush() + "".join(certain)

    def open_starts(self) -> list[int]:
        """The characters with which a banned phrase may have begun, counted from 0; rising."""
        return self._phrases.open_starts(self._detokenizer.unfinished)

    def state(self) -> GateState:
        """What `restore` needs to go on from here."""
        return GateState(
            self._detokenizer.unfinished,
            self._stops.held,
            self._sentence.state(),
            self._phrases.state(),
        )

    def restore(self, state: GateState) -> None:
        """Goes back to `state`, from before the end of the text."""
        self._detokenizer.restore(state.unfinished)
        self._stops.restore(state.stops)
        self._sentence.restore(state.sentence)
        self._phrases.restore(state.phrases)
