"""Keeps what a model has read and the text it has shown together while it writes.

They part where a stop text is held back, a character is not complete, or a space is last.
Knows nothing of sampling or of where snapshots are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.identity import TextIdentity
from engine.resuming import Standing
from engine.runtimes.base import PREFILL_CHUNK, Model
from engine.snapshot import FloatArray, Snapshot, State
from engine.tokenizers import Tokenizer

SPACES = b" \t"
"""Prompts never end in these, so a text that does would not be looked for."""


@dataclass(frozen=True)
class _Fork:
    """Where the model stood when text and tokens last agreed."""

    state: State
    logits: FloatArray
    standing: Standing | None


@dataclass(frozen=True)
class TrailMark:
    """What was read since text and tokens last agreed, at one moment."""

    read: bytes
    n_read: int
    fork: _Fork | None


@dataclass(frozen=True)
class TrailStart:
    """Where a generation begins: after exactly `text`, which is `n_tokens` long. Snapshots are
    kept under `key` (see `Beginning`)."""

    text: TextIdentity
    key: str
    n_tokens: int


class Trail:
    """For one generation from `start` on. `save` copies the state of what writes: the model
    itself, or a row of a batch."""

    def __init__(
        self, model: Model, tokenizer: Tokenizer, start: TrailStart, save: Callable[[], State]
    ) -> None:
        self._model = model
        self._save = save
        self._tokenizer = tokenizer
        self._start = start
        self._n_tokens = start.n_tokens
        self._agreed = bytearray()
        self._shown = bytearray()
        self._read = bytearray()
        self._n_read = 0
        self._fork: _Fork | None = None

    open_ended = False
    """Whether a text that is cut off leaves out what it holds back."""

    @property
    def agrees(self) -> bool:
        """Whether text and tokens agree where the model stands."""
        return self._fork is None

    def show(self, text: str) -> str:
        """Is told text that is certain; returns what goes out."""
        self._shown += text.encode("utf-8")
        return text

    def release(self) -> str:
        """Returns what was told and did not go out; no more will come."""
        return ""

    def about_to_read(self, token: int, logits: FloatArray, standing: Standing | None) -> str:
        """Is told a token before the model reads it, with the logits [vocab] it came from, and
        how things stood before it was chosen, if text and tokens agreed then. Returns text that
        goes out now.

        Copies the state only where text and tokens part: it costs a few percent of a token.
        """
        self._note(token, logits, standing)
        return ""

    def _note(self, token: int, logits: FloatArray, standing: Standing | None) -> None:
        read = self._read + self._tokenizer.token_bytes(token)
        self._n_read += 1
        if read == self._shown and not read.endswith((b" ", b"\t")):
            self._agreed += read
            self._n_tokens += self._n_read
            self._shown, self._read, self._n_read = bytearray(), bytearray(), 0
            self._fork = None
            return
        if self._fork is None:
            self._fork = _Fork(self._save(), logits.copy(), standing)
        self._read = read

    def mark(self) -> TrailMark:
        """What `back_to` needs to forget what will be read from here on."""
        return TrailMark(bytes(self._read), self._n_read, self._fork)

    def back_to(self, mark: TrailMark) -> None:
        """Forgets what was read since `mark`, of which nothing was shown."""
        self._read, self._n_read, self._fork = bytearray(mark.read), mark.n_read, mark.fork

    def is_new(self, *, cut_off: bool) -> bool:
        """Whether the snapshot after what was written differs from the one before it: there is
        text, or part of a character that was cut off."""
        return bool(self._agreed or self._shown.rstrip(SPACES)) or (cut_off and not self.agrees)

    def finish(
        self, logits: FloatArray, standing: Standing, state: State | None = None
    ) -> tuple[Snapshot, Standing | None]:
        """The snapshot after all text that was shown, without spaces at its end, and how things
        stood there, unless the way went through another state.

        `logits` and `standing` are the latest, and `state` the one after what was read, unless
        the model has it. Goes back to where text and tokens parted and reads the little that
        was shown since.
        """
        missing = bytes(self._shown).rstrip(SPACES)
        n_tokens, tokens = self._n_tokens + self._n_read, list[int]()
        stood: Standing | None = standing
        # Equal where held-back text came out last: they agree again, where the model stands.
        if self._read != missing:
            tokens = self._tokenizer.encode(missing.decode("utf-8"))
            n_tokens = self._n_tokens + len(tokens)
            stood = None if tokens or self._fork is None else self._fork.standing
            if self._fork is not None:
                state, logits = self._fork.state, self._fork.logits
        if state is not None:
            self._model.load_state(state)
        for begin in range(0, len(tokens), PREFILL_CHUNK):
            logits = self._model.prefill(tokens[begin : begin + PREFILL_CHUNK])
        text = (bytes(self._agreed) + missing).decode("utf-8")
        key = self._start.text.after(self._start.key, text)
        return Snapshot(key, n_tokens, self._model.save_state(), logits.copy()), stood


class SteadyTrail(Trail):
    """Lets text out only where text and tokens agree, so that each text that went out can be
    gone on with exactly: what a token begins and the next one ends goes out with that one.

    Bytes that are no text never agree again with what stands for them; from there on text goes
    out as it comes.
    """

    open_ended = True

    def __init__(
        self, model: Model, tokenizer: Tokenizer, start: TrailStart, save: Callable[[], State]
    ) -> None:
        super().__init__(model, tokenizer, start, save)
        self._waiting = ""

    def show(self, text: str) -> str:
        """See `Trail.show`."""
        self._waiting += text
        return ""

    def release(self) -> str:
        """See `Trail.release`."""
        text, self._waiting = self._waiting, ""
        return super().show(text)

    def about_to_read(self, token: int, logits: FloatArray, standing: Standing | None) -> str:
        """See `Trail.about_to_read`."""
        read = self._read + self._tokenizer.token_bytes(token)
        told = self._shown + self._waiting.encode("utf-8")
        agrees = read == told and not read.endswith((b" ", b"\t"))
        text = self.release() if agrees or not read.startswith(told) else ""
        self._note(token, logits, standing)
        return text

    def is_new(self, *, cut_off: bool) -> bool:
        """Always: it matters too what was chosen, or that the text has ended."""
        return True
