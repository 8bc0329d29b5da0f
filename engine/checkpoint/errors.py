"""The messages about model files that cannot be used. Knows no format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.types import Clause, ModelLoadError

_SHOWN_CHARACTERS = 100


def printable(text: str, limit: int = _SHOWN_CHARACTERS) -> str:
    """Foreign text made safe to show: no lone surrogates, controls or endless lines."""
    clean = text.encode("utf-8", "backslashreplace").decode("utf-8")
    clean = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in clean)
    return clean if len(clean) <= limit else clean[:limit] + "…"


def _shown(path: Path) -> str:
    return printable(str(path), limit=1000)


def cannot_open(path: Path, error: OSError) -> ModelLoadError:
    """The system refused to open or read the file."""
    if isinstance(error, FileNotFoundError):
        return ModelLoadError(
            "The file {file} does not exist.",
            "Choose a file that is there.",
            file=_shown(path),
        )
    return ModelLoadError(
        "The file {file} cannot be read: {reason}.",
        "Check the disk and the permissions of the file.",
        file=_shown(path),
        reason=error.strerror or type(error).__name__,
    )


def damaged(path: Path, detail: str, **fields: object) -> ModelLoadError:
    """The file contradicts itself or ends early; `detail` is a clause without a full stop, a
    template of `fields`."""
    return ModelLoadError(
        "The file {file} is damaged: {detail}.",
        "Download or copy it again.",
        file=printable(path.name, limit=1000),
        detail=_clause(detail, fields),
    )


class ForeignFileError(ModelLoadError):
    """The file is of no format that is known here."""


def foreign(path: Path) -> ForeignFileError:
    """See `ForeignFileError`."""
    return ForeignFileError(
        "{file} is not a model file that Longscroll can read.",
        "Choose an RWKV model: .safetensors, .pth, .gguf, or .bin of rwkv.cpp.",
        file=printable(path.name, limit=1000),
    )


def wants_code(path: Path, callable_name: str) -> ModelLoadError:
    """A pickle names something other than a tensor builder."""
    return ModelLoadError(
        "The model file {file} wants to run code ({callable}) and was refused.",
        "Do not trust this file. Get the model from its author, best as .safetensors.",
        file=printable(path.name, limit=1000),
        callable=printable(callable_name),
    )


def unsupported(path: Path, what: str, hint: str, **fields: object) -> ModelLoadError:
    """A sound file of a kind that cannot be used; `what`, a template of `fields`, completes
    "The model file X …"."""
    return ModelLoadError(
        "The model file {file} {what}.",
        hint,
        file=printable(path.name, limit=1000),
        what=_clause(what, fields),
    )


def _clause(template: str, fields: Mapping[str, object]) -> Clause:
    """`fields` may come from the file, and are made safe to show."""
    return Clause(
        template,
        {name: printable(v) if isinstance(v, str) else v for name, v in fields.items()},
    )
