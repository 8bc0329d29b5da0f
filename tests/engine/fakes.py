"""A vocabulary with merged tokens, models whose state is exactly what they have read, and a
store in memory. No weights."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from engine.runtimes.base import Batch, Model
from engine.snapshot import FloatArray, SnapshotKey, State, StoredSnapshot
from engine.types import ModelInfo

STATE_SHAPES: Mapping[str, tuple[int, ...]] = {"chain": (16,)}

MERGED = (
    "The", " the", "the", " cat", " cats", "cat", " dra", " dragon", " dragons", "dra", "gon",
    " was", " sa", " sat", " on", "on", ".\n", ".\n\n", "\n\n", "\n ", "\n\n ", "  ",
    "他", "他走", "走了", "走了。", "。\n", "了。\n", "龙", "他的", "的龙",
)  # fmt: skip


class MergingTokenizer:
    """Greedy longest match over bytes, as the World vocabulary does it: 0 is the end, then
    256 bytes, then `MERGED`. Pieces encoded apart differ from the whole in most places."""

    def __init__(self, merged: Sequence[str] = MERGED) -> None:
        self._bytes = [b"", *(bytes([i]) for i in range(256)), *(t.encode() for t in merged)]
        self._ids = {piece: token for token, piece in enumerate(self._bytes) if piece}
        self._longest = max(map(len, self._bytes))

    @property
    def vocab_size(self) -> int:
        return len(self._bytes)

    def encode(self, text: str) -> list[int]:
        data, position, tokens = text.encode("utf-8"), 0, []
        while position < len(data):
            for length in range(self._longest, 0, -1):
                piece = data[position : position + length]
                if piece in self._ids:
                    tokens.append(self._ids[piece])
                    position += len(piece)
                    break
        return tokens

    def token_bytes(self, token: int) -> bytes:
        if not 0 <= token < len(self._bytes):
            raise ValueError(f"no token {token}")
        return self._bytes[token]

    def decode(self, tokens: Sequence[int]) -> bytes:
        return b"".join(map(self.token_bytes, tokens))


class PieceTokenizer(MergingTokenizer):
    """0 is the end, then come the given pieces, then the bytes that are not among them."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        others = {bytes([i]) for i in range(256)} - set(pieces)
        self._bytes = [b"", *pieces, *sorted(others)]
        self._ids = {piece: token for token, piece in enumerate(self._bytes) if piece}
        self._longest = max(map(len, self._bytes))


class ScriptedModel(Model):
    """Its state is a hash chain of the tokens it has read, so equal states mean equal tokens.

    `respond` chooses the likeliest next token from all tokens read; the other logits are noise
    that depends on the state only.
    """

    def __init__(
        self,
        vocab_size: int,
        respond: Callable[[tuple[int, ...]], int] = lambda tokens: tokens[-1],
        model_key: str = "fake-1",
    ) -> None:
        self._info = ModelInfo("fake", model_key, "fake", 1, 16, vocab_size, 0, "cpu", "none")
        self._respond = respond
        self._histories: dict[bytes, tuple[int, ...]] = {}
        self._chain = bytes(16)
        self._histories[self._chain] = ()
        self._buffer = np.zeros(vocab_size, dtype=np.float32)
        self.tokens_read = 0
        self.prefills: list[int] = []
        self.batches: list[FakeBatch] = []
        self.closed = False

    @property
    def info(self) -> ModelInfo:
        return self._info

    @property
    def history(self) -> tuple[int, ...]:
        """All tokens that made the current state."""
        return self._histories[self._chain]

    def history_of(self, state: State) -> tuple[int, ...]:
        """All tokens that made `state`; only for tokens that this object has read."""
        return self._histories[_chain_of(state)]

    def load_state(self, state: State | None) -> None:
        self._chain = bytes(16) if state is None else _chain_of(state)

    def save_state(self) -> State:
        return {"chain": np.frombuffer(self._chain, dtype=np.uint8).astype(np.float32)}

    def prefill(self, tokens: Sequence[int]) -> FloatArray:
        if not tokens:
            raise ValueError("nothing to read")
        self.prefills.append(len(tokens))
        for token in tokens:
            self._read(token)
        return self.logits().copy()

    def step(self, token: int) -> FloatArray:
        self._read(token)
        # Like a runtime's output buffer: valid until the next call only.
        self._buffer[:] = self.logits()
        return self._buffer

    def batch(self, rows: int) -> FakeBatch:
        one = FakeBatch(self, rows)
        self.batches.append(one)
        return one

    def close(self) -> None:
        self.closed = True

    def logits(self) -> FloatArray:
        """What follows from the current state."""
        random = np.random.default_rng(int.from_bytes(self._chain, "little"))
        logits = random.standard_normal(self._info.vocab_size).astype(np.float32)
        logits[self._respond(self.history)] = 30.0
        return logits

    def _read(self, token: int) -> None:
        if not 0 <= token < self._info.vocab_size:
            raise ValueError(f"no token {token}")
        history = self.history
        self._chain = hashlib.blake2b(
            self._chain + token.to_bytes(4, "little"), digest_size=16
        ).digest()
        self._histories[self._chain] = (*history, token)
        self.tokens_read += 1


class FakeBatch(Batch):
    """Rows that are models of their own, with one output buffer; knows what it was asked for."""

    def __init__(self, model: ScriptedModel, rows: int) -> None:
        self._model = model
        self._states = [model.save_state()] * rows
        self._buffer = np.zeros((rows, model.info.vocab_size), dtype=np.float32)
        self.steps = 0
        self.closed = False

    @property
    def rows(self) -> int:
        return len(self._states)

    def step(self, tokens: Sequence[int]) -> FloatArray:
        assert not self.closed
        assert len(tokens) == self.rows
        kept = self._model.save_state()
        for row, token in enumerate(tokens):
            self._model.load_state(self._states[row])
            self._buffer[row] = self._model.step(token)
            self._states[row] = self._model.save_state()
        self._model.load_state(kept)
        self.steps += 1
        return self._buffer

    def save_row(self, row: int) -> State:
        assert not self.closed
        return self._states[row]

    def load_row(self, row: int, state: State) -> None:
        assert not self.closed
        self._states[row] = state

    def close(self) -> None:
        self.closed = True
        self._buffer[:] = np.nan


class NoisyModel(ScriptedModel):
    """Any of the first `used` tokens may follow any text; `scale` is how sure it is."""

    def __init__(self, vocab_size: int, used: int, seed: int = 0, scale: float = 2.0) -> None:
        super().__init__(vocab_size)
        self._used = used
        self._seed = seed
        self._scale = scale

    def logits(self) -> FloatArray:
        random = np.random.default_rng([self._seed, int.from_bytes(self._chain, "little")])
        noise = random.standard_normal(self.info.vocab_size) * self._scale
        noise[self._used :] = -30.0
        return noise.astype(np.float32)


class EchoModel(ScriptedModel):
    """Repeats the last `period` tokens for ever."""

    def __init__(self, vocab_size: int, period: int = 3) -> None:
        super().__init__(vocab_size, lambda tokens: tokens[max(len(tokens) - period, 0)])


class DictStore:
    """A `SnapshotStore` in memory."""

    def __init__(self) -> None:
        self.blobs: dict[SnapshotKey, tuple[int, bytes, str]] = {}
        self.discarded: list[SnapshotKey] = []
        self.pinned: dict[SnapshotKey, str] = {}
        self.loads = 0

    def copy(self) -> DictStore:
        """Another store with the same snapshots."""
        other = DictStore()
        other.blobs.update(self.blobs)
        return other

    def index(self, model_key: str) -> Sequence[StoredSnapshot]:
        return [
            StoredSnapshot(key, n_tokens, len(blob))
            for key, (n_tokens, blob, _) in self.blobs.items()
            if key.model_key == model_key
        ]

    def load(self, key: SnapshotKey) -> bytes | None:
        self.loads += 1
        return self.blobs[key][1] if key in self.blobs else None

    def save(
        self, key: SnapshotKey, n_tokens: int, blob: bytes, owner: str, *, pinned: bool = False
    ) -> None:
        self.blobs[key] = (n_tokens, blob, owner)
        if pinned:
            self.pin_for(key, owner)

    def pin_for(self, key: SnapshotKey, owner: str) -> None:
        self.pinned[key] = owner

    def discard(self, key: SnapshotKey) -> None:
        self.blobs.pop(key, None)
        self.discarded.append(key)


def script(tokenizer: MergingTokenizer, text: str, after: int) -> Callable[..., int]:
    """A `respond` that writes `text` after a prompt of `after` tokens, and then the end."""
    tokens = [*tokenizer.encode(text), 0]
    return lambda history: tokens[min(max(len(history) - after, 0), len(tokens) - 1)]


def _chain_of(state: State) -> bytes:
    return state["chain"].astype(np.uint8).tobytes()
