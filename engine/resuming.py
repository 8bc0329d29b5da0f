"""How a text that was left in the middle goes on exactly, as bytes that lie in its snapshot.

Knows the sampler and the gate; nothing of models or of where snapshots are kept.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from engine.phrases import PhraseState
from engine.sampling import Sampler, SamplerState, Vocabulary
from engine.sampling_settings import SamplingSettings
from engine.sentences import SentenceState
from engine.text_gate import GateState, TextGate
from engine.types import GenerationRequest, UserError

VERSION = 1

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """What the choice of the next tokens depends on besides the model, after `generated`."""

    sampler: SamplerState
    gate: GateState
    generated: int


@dataclass(frozen=True)
class Resumption:
    """What goes on: settings and vocabulary by which it can be told, the `seed` it began with,
    and the states of sampler and gate where text and tokens agreed last. `owed` tokens were
    chosen after that, whose text did not come out; they are chosen again and not counted."""

    settings: str
    vocab_size: int
    seed: int
    owed: int
    sampler: SamplerState
    gate: GateState

    def to_bytes(self) -> bytes:
        """As ASCII, with a digest."""
        body = {
            "settings": self.settings,
            "vocab_size": self.vocab_size,
            "seed": self.seed,
            "owed": self.owed,
            "sampler": self.sampler.to_json(),
            "sentence": asdict(self.gate.sentence),
            "phrases": asdict(self.gate.phrases),
        }
        whole = {"version": VERSION, "digest": _digest(body), "body": body}
        return json.dumps(whole, sort_keys=True).encode("ascii")

    @staticmethod
    def from_bytes(data: bytes) -> Resumption:
        """What `to_bytes` wrote. Raises `ValueError` for anything else."""
        try:
            whole = json.loads(data)
            body = whole["body"]
            if whole["version"] != VERSION or whole["digest"] != _digest(body):
                raise ValueError("damaged, or of another version")
            return Resumption(
                _text(body["settings"]),
                _count(body["vocab_size"]),
                _count(body["seed"]),
                _count(body["owed"]),
                SamplerState.from_json(_text(body["sampler"])),
                GateState(b"", "", _sentence(body["sentence"]), _phrases(body["phrases"])),
            )
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError("not what a text goes on from") from error


@dataclass(frozen=True)
class Chooser:
    """A sampler and a gate for one text, which stand at its beginning or where it was left.
    `owed` tokens do not count for its length."""

    sampler: Sampler
    gate: TextGate
    owed: int = 0


def resume(
    request: GenerationRequest, vocabulary: Vocabulary, carried: bytes | None
) -> Chooser | None:
    """What goes on from the bytes that the snapshot carries at the end of the prompt; `None` if
    the text begins as any other: because nobody asked, or the settings are others, or the bytes
    are damaged, which is logged."""
    if not request.resume or carried is None or request.alternatives != 1:
        return None
    try:
        one = Resumption.from_bytes(carried)
        if one.vocab_size != vocabulary.size:
            raise ValueError("another vocabulary")
        if not _same_settings(one, request.sampling):
            return None
        return _restored(request, vocabulary, one)
    except (ValueError, UserError) as error:
        log.warning("A text begins anew where it should have gone on: %s", error)
        return None


def fingerprint(settings: SamplingSettings) -> str:
    """Hex digits, the same for settings that choose alike, but for the seed. The length of a
    text does not count."""
    plain = asdict(replace(settings, seed=None, max_tokens=0))
    return _digest(_as_floats(plain))


def _same_settings(one: Resumption, settings: SamplingSettings) -> bool:
    return one.settings == fingerprint(settings) and settings.seed in (None, one.seed)


def _restored(request: GenerationRequest, vocabulary: Vocabulary, one: Resumption) -> Chooser:
    settings = replace(request.sampling, seed=one.seed)
    sampler = Sampler(settings, vocabulary.size, vocabulary=vocabulary)
    sampler.restore(one.sampler)
    gate = TextGate(vocabulary.tokenizer, request.prompt, settings.banned)
    gate.restore(one.gate)
    if not gate.at_rest:
        raise ValueError("something was held back")
    return Chooser(sampler, gate, one.owed)


def _digest(value: object) -> str:
    data = json.dumps(value, sort_keys=True).encode("ascii")
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _as_floats(value: object) -> object:
    """`value` with all numbers as floats: 1 and 1.0 choose alike."""
    if isinstance(value, dict):
        return {name: _as_floats(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_as_floats(one) for one in value]
    return float(value) if isinstance(value, int | float) else value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(value)
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _sentence(stored: Mapping[str, object]) -> SentenceState:
    return SentenceState(
        ended=_flag(stored["ended"]),
        hard=_flag(stored["hard"]),
        gap=_flag(stored["gap"]),
        begun=_flag(stored["begun"]),
        word=_text(stored["word"]),
        held=_text(stored["held"]),
    )


def _phrases(stored: Mapping[str, object]) -> PhraseState:
    return PhraseState(_text(stored["tail"]), _count(stored["count"]))
