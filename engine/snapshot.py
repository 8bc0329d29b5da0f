"""A snapshot: an RWKV state, the logits after it, and the identity of what was read.

Stored as safetensors bytes (fp32, no pickle). Knows nothing of where the bytes are kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import safetensors
import safetensors.numpy

from engine.tokenizer_bytes import to_utf8
from engine.types import StylePart, UserError

FloatArray = npt.NDArray[np.float32]
State = Mapping[str, FloatArray]
"""Named state tensors, all layers stacked: for RWKV-7 `att_shift` [L,C], `wkv` [L,H,V,K] and
`ffn_shift` [L,C]. Nobody writes into these arrays once they are shared."""

BLOB_VERSION = 1
_LOGITS = "logits"
_STYLED = "+"
"""Stands in no model key; between it and what identifies the styles."""


class DamagedSnapshotError(UserError):
    """Stored bytes are not a whole snapshot. It costs reading time, never words."""


@dataclass(frozen=True)
class SnapshotKey:
    """Where a snapshot belongs: the model and the exact text that was read.

    `text_bytes` is the length of that text in UTF-8 and `text_hash` its 16-byte BLAKE2b, or
    what `chain_hash` makes of its pieces.
    """

    model_key: str
    text_hash: bytes
    text_bytes: int


@dataclass(frozen=True)
class Snapshot:
    """Enough to sample the next token: state, logits [vocab], and how many tokens were read.

    `resume` is how the text that was written up to here would have gone on (`engine.resuming`),
    if it can; it is ASCII.
    """

    key: SnapshotKey
    n_tokens: int
    state: State
    logits: FloatArray
    resume: bytes | None = None

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        arrays = sum(array.nbytes for array in self.state.values())
        return int(self.logits.nbytes + arrays + len(self.resume or b""))


def text_hash(text: str | bytes) -> bytes:
    """16-byte BLAKE2b of the UTF-8 text."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    return hashlib.blake2b(data, digest_size=16).digest()


def chain_hash(previous: bytes, piece: str) -> bytes:
    """The hash of a text that ends in `piece`, from the hash of what lies before it (b"" if that
    is nothing): BLAKE2b with 16 bytes of both, one after the other."""
    return hashlib.blake2b(previous + to_utf8(piece), digest_size=16).digest()


def key_for(model_key: str, text: str) -> SnapshotKey:
    """The key of the snapshot that is taken after exactly `text`."""
    data = text.encode("utf-8")
    return SnapshotKey(model_key, text_hash(data), len(data))


def beginning_key(model_key: str, styles: Sequence[StylePart]) -> str:
    """The model key under which snapshots of a text that begins in some styles are kept: the
    model's own without any, and another for each mixture, whatever its order."""
    return f"{model_key}{_STYLED}{mixture_identity(styles)}" if styles else model_key


def is_styled(key: str) -> bool:
    """Whether a key of `beginning_key` is that of a text in some style."""
    return _STYLED in key


def mixture_identity(styles: Sequence[StylePart]) -> str:
    """32 hex digits, the same for the same styles and weights, whatever their order."""
    digest = hashlib.blake2b(digest_size=16)
    for part in sorted(styles, key=lambda part: (part.key, part.weight)):
        digest.update(f"{part.key}:{part.weight:.6f};".encode())
    return digest.hexdigest()


def to_bytes(snapshot: Snapshot) -> bytes:
    """Safetensors blob with the key in its metadata and a digest over the tensors."""
    tensors = {f"state.{name}": np.ascontiguousarray(a) for name, a in snapshot.state.items()}
    tensors[_LOGITS] = np.ascontiguousarray(snapshot.logits)
    metadata = {
        "version": str(BLOB_VERSION),
        "model_key": snapshot.key.model_key,
        "text_hash": snapshot.key.text_hash.hex(),
        "text_bytes": str(snapshot.key.text_bytes),
        "n_tokens": str(snapshot.n_tokens),
        "digest": _digest(tensors),
    }
    if snapshot.resume is not None:
        metadata["resume"] = snapshot.resume.decode("ascii")
    return safetensors.numpy.save(tensors, metadata=metadata)


def from_bytes(blob: bytes) -> Snapshot:
    """The snapshot in `blob`. Raises `DamagedSnapshotError` on anything but a whole one."""
    try:
        tensors = safetensors.numpy.load(blob)
        metadata = _metadata(blob)
        key = SnapshotKey(
            metadata["model_key"],
            bytes.fromhex(metadata["text_hash"]),
            int(metadata["text_bytes"]),
        )
        n_tokens, digest, version = metadata["n_tokens"], metadata["digest"], metadata["version"]
        resume = metadata.get("resume")
    except (safetensors.SafetensorError, KeyError, ValueError) as error:
        raise _damaged() from error
    if version != str(BLOB_VERSION) or digest != _digest(tensors) or _LOGITS not in tensors:
        raise _damaged()
    logits = tensors.pop(_LOGITS)
    state = {name.removeprefix("state."): array for name, array in tensors.items()}
    # It is checked by whoever goes on from it: without it the state is good all the same.
    carried = None if resume is None else resume.encode("ascii", "replace")
    return Snapshot(key, int(n_tokens), state, logits, carried)


def _metadata(blob: bytes) -> dict[str, str]:
    size = int.from_bytes(blob[:8], "little")
    header = json.loads(blob[8 : 8 + size])
    return dict(header["__metadata__"])


def _digest(tensors: Mapping[str, FloatArray]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for name in sorted(tensors):
        digest.update(name.encode("utf-8"))
        digest.update(np.ascontiguousarray(tensors[name]).data)
    return digest.hexdigest()


def _damaged() -> DamagedSnapshotError:
    return DamagedSnapshotError(
        "A saved state is damaged and was set aside.",
        "The text is safe; the model will read it again.",
    )


@dataclass(frozen=True)
class StoredSnapshot:
    """That a snapshot exists, without its blob."""

    key: SnapshotKey
    n_tokens: int
    nbytes: int


class SnapshotStore(Protocol):
    """Where snapshots outlive the program. Called on the engine thread; may block briefly."""

    def index(self, model_key: str) -> Sequence[StoredSnapshot]:
        """What is stored for a model."""

    def load(self, key: SnapshotKey) -> bytes | None:
        """The blob as it was saved, or `None` if it is gone. Marks it as used."""

    def save(
        self, key: SnapshotKey, n_tokens: int, blob: bytes, owner: str, *, pinned: bool = False
    ) -> None:
        """Keeps a blob, replacing an older one of the same key; does not wait for the disk.

        The store may drop others to stay within its budget, but none that is `pinned`. Failing
        to save (full disk) is not an error here: a state is a cache; the store reports it on
        its own side.
        """

    def pin_for(self, key: SnapshotKey, owner: str) -> None:
        """Pins a stored snapshot, which is `owner`'s from now on; does not wait for the disk."""

    def discard(self, key: SnapshotKey) -> None:
        """Forgets a snapshot, for instance a damaged one."""
