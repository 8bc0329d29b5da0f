"""A chain of links and a seeded draw. Knows nothing of text or models."""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field

import numpy as np

from engine.sampling.candidates import Candidates, IntArray, aligned, draw
from engine.sampling.chain import build_chain
from engine.sampling.checking import check_settings, check_tokens
from engine.sampling.link import LinkState
from engine.sampling.probabilities import Distribution, distribution
from engine.sampling.vocabulary import Vocabulary
from engine.sampling_settings import SamplingSettings
from engine.snapshot import FloatArray
from engine.tokenizers import END_OF_TEXT
from engine.types import UserError

SEED_BITS = 63


class NothingLeftError(Exception):
    """Every token is banned here: by the user, by a grammar, or by both together."""


@dataclass(frozen=True)
class SamplerState:
    """All that the next draws depend on, but for the settings: the same settings and this
    state give the same tokens. `random` is the generator's state and increment."""

    random: tuple[int, int]
    drawn: int
    links: dict[str, LinkState] = field(default_factory=dict)
    grammar: tuple[int, ...] = ()

    def to_json(self) -> str:
        """As text, exactly."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(text: str) -> SamplerState:
        """The state that `to_json` wrote. Raises `ValueError` for another text."""
        try:
            stored = json.loads(text)
            links = {
                name: LinkState(tuple(map(int, link["ids"])), tuple(map(float, link["values"])))
                for name, link in stored["links"].items()
            }
            state, increment = map(int, stored["random"])
            drawn, grammar = int(stored["drawn"]), tuple(map(int, stored["grammar"]))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a sampler's state") from error
        return SamplerState((state, increment), drawn, links, grammar)


def new_seed() -> int:
    """A seed that nobody can foresee."""
    return secrets.randbits(SEED_BITS)


class Sampler:
    """Draws tokens for one generation; the same seed and logits give the same tokens.

    Raises `UserError` for settings that are out of range. `banned` are ids never to draw
    (with a `vocabulary`, its unusable ones are meant if it is left out); the vocabulary is
    needed for DRY's breakers and for a grammar.
    """

    def __init__(
        self,
        settings: SamplingSettings,
        vocab_size: int,
        banned: IntArray | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        check_settings(settings)
        check_tokens(settings, vocab_size)
        seed = new_seed() if settings.seed is None else settings.seed
        self.seed = seed & ((1 << SEED_BITS) - 1)
        """What `SamplingSettings.seed` has to be for the same draws."""
        # A generator that is named, so that its state can be kept.
        self._bits = np.random.PCG64(self.seed)
        self._random = np.random.Generator(self._bits)
        token_bytes = vocabulary.token_bytes if vocabulary else None
        self._chain = build_chain(settings, vocab_size, self._random, token_bytes)
        self._greedy = settings.temperature <= 0.0
        self._min_tokens = settings.min_tokens
        self._drawn = 0
        if banned is None and vocabulary is not None:
            banned = vocabulary.unusable
        self._unusable = np.empty(0, dtype=np.int64) if banned is None else banned
        own = np.array(settings.banned_tokens, dtype=np.int64)
        self._banned = np.union1d(self._unusable, own)
        self._grammar = None
        if settings.grammar is not None:
            if vocabulary is None:
                raise ValueError("a grammar needs a vocabulary")
            self._grammar = vocabulary.grammar(settings.grammar)
        self._scratch = aligned(1, vocab_size)[0]
        self._spare = aligned(3, vocab_size)
        self._last: Candidates | None = None

    def read(self, tokens: Iterable[int]) -> None:
        """Is told the end of the prompt, for the links that look back on it."""
        for token in tokens:
            for _, link in self._chain:
                link.read(token)

    def sample(self, logits: FloatArray, forbidden: Collection[int] = ()) -> int:
        """The next token for `logits` [vocab], which stay unchanged; none of `forbidden`.

        Raises `NothingLeftError` if all is banned, `UserError` if a broken model gave NaN,
        +inf, or nothing but -inf, and `ValueError` for another vocabulary size.
        """
        candidates = self._candidates(logits, forbidden)
        for _, link in self._chain:
            link.apply(candidates)
        token, surprise = self._pick(candidates)
        for _, link in self._chain:
            link.accept(token, surprise)
        if self._grammar is not None:
            self._grammar.accept(token)
        self._drawn += 1
        return token

    def probabilities(self, logits: FloatArray, token: int, count: int) -> Distribution:
        """What the last draw, of `token` from `logits`, was made from; `count` of the best."""
        if self._last is None:
            raise ValueError("nothing was drawn yet")
        return distribution(logits, self._last, token, count, greedy=self._greedy)

    def state(self) -> SamplerState:
        """All that the next draws depend on; later draws do not change it."""
        inner = self._bits.state["state"]
        return SamplerState(
            (int(inner["state"]), int(inner["inc"])),
            self._drawn,
            {name: link.state() for name, link in self._chain},
            self._grammar.state() if self._grammar is not None else (),
        )

    def restore(self, state: SamplerState) -> None:
        """Goes to `state`. Raises `ValueError` if it came from another chain or cannot be one,
        and `UserError` if the grammar does not allow its tokens; then no draws may follow."""
        self._check(state)
        whole = self._bits.state
        whole["state"] = {"state": state.random[0], "inc": state.random[1]}
        self._bits.state = whole
        self._drawn = state.drawn
        for name, link in self._chain:
            link.restore(state.links[name])
        if self._grammar is not None:
            self._grammar.restore(state.grammar)

    def _check(self, state: SamplerState) -> None:
        if state.links.keys() != {name for name, _ in self._chain}:
            raise ValueError("the state of another chain")
        tokens = [*state.grammar, *(one for link in state.links.values() for one in link.ids)]
        if tokens and not 0 <= min(tokens) <= max(tokens) < self._scratch.size:
            raise ValueError("tokens of another vocabulary")
        values = [value for link in state.links.values() for value in link.values]
        if not all(map(math.isfinite, values)) or state.drawn < 0:
            raise ValueError("numbers that no chain has")
        inner, increment = state.random
        if not (0 <= inner < 1 << 128 and 0 <= increment < 1 << 128 and increment % 2):
            raise ValueError("the state of another generator")

    def _candidates(self, logits: FloatArray, forbidden: Collection[int]) -> Candidates:
        if logits.shape != self._scratch.shape:
            raise ValueError(f"{logits.shape} logits for a vocabulary of {self._scratch.size}")
        # Not `copyto`: it writes past the cache, and what follows would wait for memory.
        np.add(logits, np.float32(0.0), out=self._scratch)
        if self._banned.size:
            self._scratch[self._banned] = -np.inf
        for token in forbidden:
            self._scratch[token] = -np.inf
        complete = self._grammar is not None and self._grammar.complete
        if self._drawn < self._min_tokens and not complete:
            self._scratch[END_OF_TEXT] = -np.inf
        candidates = self._last = Candidates(self._scratch, self._spare)
        if self._grammar is not None:
            candidates.keep(self._grammar.allowed())
        # max() hands a NaN on, so one pass finds every kind of damage.
        best = candidates.logits.max(initial=-np.inf)
        if not np.isfinite(best):
            raise self._trouble(logits)
        return candidates

    def _trouble(self, logits: FloatArray) -> Exception:
        """Why nothing can be drawn: bans, or a broken model."""
        usable = np.delete(logits, self._unusable)
        if usable.size and np.isfinite(usable.max()):
            return NothingLeftError("every token is banned here")
        return UserError(
            "The model gave no usable numbers.",
            "Its file may be damaged; load the model again, or choose another.",
        )

    def _pick(self, candidates: Candidates) -> tuple[int, float]:
        if self._greedy:
            return candidates.token(int(candidates.logits.argmax())), 0.0
        position, share = draw(candidates.weights(), self._random.random())
        return candidates.token(position), -math.log2(share)
