"""Random RWKV-7 checkpoints of the released sizes, as files of every engine, in a cache folder.

Made once and streamed tensor by tensor: a 1.5B takes 3 GB on disk for each 16-bit file. Knows no
engine but llama.cpp's quantiser, which it calls in the peers' Python.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from tests.benchmarks.peers.write_gguf import write_gguf
from tests.tools.random_checkpoints import Sizes, shapes_of, tensor
from tests.tools.write_pth import write_pth

VERSION = "7"
SIZES = {
    "0.1B": Sizes(12, 768, 64, 65536, ranks={"w": 64, "a": 64, "v": 32, "g": 128}),
    "0.4B": Sizes(24, 1024, 64, 65536, ranks={"w": 64, "a": 64, "v": 32, "g": 128}),
    "1.5B": Sizes(24, 2048, 64, 65536, ranks={"w": 96, "a": 96, "v": 64, "g": 256}),
}
"""Low ranks as in the released files."""

SMALL = Sizes(3, 256, 64, 260)
"""For the check of the logits."""


@dataclass(frozen=True)
class ModelFiles:
    """The files of one model, made when they are first asked for."""

    folder: Path
    sizes: Sizes
    peers_python: str

    def pth(self) -> Path:
        """BlinkDL's format, bfloat16."""
        shapes, read = self._source()
        return _made(
            self.folder / "model.pth", lambda path: write_pth(path, shapes, read, "bfloat16")
        )

    def gguf(self, kind: str) -> Path:
        """F32 or F16 written here, Q8_0, Q4_0 or Q4_K by llama.cpp from F16."""
        target = self.folder / f"model-{kind}.gguf"
        if kind in ("F32", "F16"):
            shapes, read = self._source()
            half = kind == "F16"
            write = partial(write_gguf, version=VERSION, sizes=self.sizes, shapes=shapes, read=read)
            return _made(target, lambda path: write(path, half=half))
        source = self.gguf("F16")
        return _made(target, lambda path: self._quantise(source, path, kind))

    def _source(self) -> tuple[dict[str, tuple[int, ...]], Callable[[str], np.ndarray]]:
        shapes = shapes_of(VERSION, self.sizes)
        return shapes, lambda name: tensor(name, shapes[name])

    def _quantise(self, source: Path, target: Path, kind: str) -> None:
        module = "tests.benchmarks.peers.llama_child"
        command = [self.peers_python, "-m", module, "quantise", str(source), str(target), kind]
        subprocess.run(command, check=True, capture_output=True)


def _made(path: Path, make: Callable[[Path], None]) -> Path:
    """`path`, made under another name first, so that a broken run leaves no half file."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"unfinished-{os.getpid()}-{path.name}")
        make(unfinished)
        unfinished.rename(path)
    return path
