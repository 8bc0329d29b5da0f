"""Style files of the model in use: `.pth` with `time_state`, as other RWKV tools exchange them.

Knows nothing of the library or of windows.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.controllers.style_files import StyleFormat
from engine.types import UserError


def style_format(model: Callable[[], Path]) -> StyleFormat:
    """How style files are read and written for the model that `model` names."""

    def read(path: Path) -> tuple[str, str, bytes]:
        from engine.beginnings import style_bytes
        from engine.checkpoint import content_key, find_model_file, model_shape, open_checkpoint
        from engine.styles import read_style

        file = find_model_file(model())
        with open_checkpoint(file) as checkpoint:
            shape = model_shape(checkpoint)
        style = read_style(path, shape, content_key(file))
        return style.name, *style_bytes(style.matrices)

    def write(path: Path, name: str, blob: bytes) -> None:
        from engine.beginnings import matrices_of
        from engine.checkpoint import content_key, find_model_file, model_shape, open_checkpoint
        from engine.styles import Style, write_style

        file = find_model_file(model())
        with open_checkpoint(file) as checkpoint:
            shape = model_shape(checkpoint)
        style = Style(name, matrices_of(blob), content_key(file))
        try:
            write_style(path, style, shape, file.parent.name)
        except OSError as error:
            raise UserError(
                "The style could not be written to {path}: {reason}.",
                "Choose another folder, or free some disk space.",
                path=path,
                reason=error.strerror or error,
            ) from error

    return StyleFormat(read, write)
