"""Finds the compiled operators, or compiles them. Knows no graphs and no ONNX Runtime.

Packages of the program bring the library ready made, beside this file. From a checkout it is
compiled once, where there is a C compiler, and kept among the prepared graphs.
"""

from __future__ import annotations

import ctypes
import hashlib
import logging
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCES = ("plain.c", "x86.c", "ops.c")
HEADERS = ("matrix.h", "ort.h", "x86_kernels.h")
FLAGS = ("-O3", "-std=c11", "-fPIC", "-fvisibility=hidden", "-shared", "-pthread")
OFF = "LONGSCROLL_NATIVE"
"""Set to 0, this variable keeps the compiled operators from being used."""

_HERE = Path(__file__).resolve().parent
_SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
_log = logging.getLogger(__name__)


def native_library(cache: Path) -> Path | None:
    """The library, compiled into `cache` if need be; None where it cannot be had or would not
    be faster than ONNX Runtime's own operators."""
    if os.environ.get(OFF) == "0" or platform.machine().lower() not in ("x86_64", "amd64"):
        return None
    ready = _HERE / f"longscroll_ops{_SUFFIX}"
    library = ready if ready.exists() else _compiled(cache)
    return library if library is not None and instructions(library) != "plain" else None


def instructions(library: Path) -> str:
    """The instructions that the library found on this processor; "" if it cannot be loaded."""
    try:
        name = ctypes.CDLL(str(library)).longscroll_kernels
    except (OSError, AttributeError) as error:
        _log.warning("the compiled operators cannot be loaded: %s", error)
        return ""
    name.restype = ctypes.c_char_p
    found: bytes = name()
    return found.decode("ascii")


def compile_library(target: Path) -> None:
    """Compiles the operators to `target`. Raises `OSError` or `CalledProcessError`."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise FileNotFoundError("there is no C compiler")
    sources = [str(_HERE / name) for name in SOURCES]
    command = [compiler, *FLAGS, *sources, "-lm", "-o", str(target)]
    subprocess.run(command, check=True, capture_output=True, text=True)


def _compiled(cache: Path) -> Path | None:
    library = cache / f"longscroll-ops-{_fingerprint()}{_SUFFIX}"
    if library.exists():
        return library
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="new-", dir=cache) as folder:
            made = Path(folder) / library.name
            compile_library(made)
            made.replace(library)
    except (OSError, subprocess.CalledProcessError) as error:
        # Nothing is lost: the graphs are built with ONNX Runtime's operators instead.
        _log.info("the compiled operators are not used: %s", error)
        return None
    return library


def _fingerprint() -> str:
    digest = hashlib.blake2b(" ".join(FLAGS).encode("ascii"), digest_size=8)
    for name in (*SOURCES, *HEADERS):
        digest.update((_HERE / name).read_bytes())
    return digest.hexdigest()
