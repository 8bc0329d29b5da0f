#!/usr/bin/env python3
"""Sets Longscroll up in `.venv` and starts it, or checks everything that must pass.

    python3 dev.py run [ARGUMENTS]     start the program; ARGUMENTS go to it as they are
    python3 dev.py test [ARGUMENTS]    run every check; ARGUMENTS go to pytest
    python3 dev.py package [--only …]  build what is installed on this kind of system

LONGSCROLL_RUNTIME=cpu|cuda|directml overrides the choice of ONNX Runtime. Standard library only.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
import hashlib
import importlib.util
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import venv
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
say = functools.partial(print, flush=True)  # else it would come after a child's output
RUNTIMES = ("cpu", "cuda", "directml")
# Stands in the stamp while we work; whoever finds it knows that it was cut off.
CUT_OFF = {"state": "cut off"}
PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"

# What Qt's wheels expect of a Linux system.
QT_LIBRARIES = [
    "libEGL.so.1", "libGL.so.1", "libdbus-1.so.3", "libfontconfig.so.1", "libglib-2.0.so.0",
    "libxkbcommon.so.0",
]  # fmt: skip
X11_LIBRARIES = [
    "libX11-xcb.so.1", "libX11.so.6", "libxcb-cursor.so.0", "libxcb-icccm.so.4",
    "libxcb-image.so.0", "libxcb-keysyms.so.1", "libxcb-randr.so.0", "libxcb-render-util.so.0",
    "libxcb-render.so.0", "libxcb-shape.so.0", "libxcb-shm.so.0", "libxcb-sync.so.1",
    "libxcb-util.so.1", "libxcb-xfixes.so.0", "libxcb-xkb.so.1", "libxcb.so.1",
    "libxkbcommon-x11.so.0",
]  # fmt: skip
WAYLAND_LIBRARIES = ["libwayland-client.so.0", "libwayland-cursor.so.0"]
# The window test presses real keys in a real X server, and its pictures show Chinese.
TEST_PROGRAMS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool"}
CJK_FONT = ("a Chinese font", "fonts-noto-cjk")
FONT_FOLDERS = ("/usr/share/fonts", "~/.local/share/fonts")

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy", "--strict", "app", "engine")),
    ("import contracts", ("-c", "from importlinter.cli import lint_imports_command as c; c()")),
    ("pytest", ("-m", "pytest", "--numprocesses=auto", "--dist=loadfile")),  # a file's share much
)


class Stop(Exception):
    """The set-up cannot go on, and the text says what to do about it."""


def choose_runtime(environ: Mapping[str, str], system: str, machine: str, nvidia: bool) -> str:
    """The extra that brings ONNX Runtime to this machine; `system` is a `sys.platform`."""
    if wish := environ.get("LONGSCROLL_RUNTIME", ""):
        if wish not in RUNTIMES:
            raise Stop(f"LONGSCROLL_RUNTIME is {wish!r}; it can be {', '.join(RUNTIMES)}.")
        return wish
    if nvidia and system != "darwin" and machine.lower() in ("x86_64", "amd64"):
        return "cuda"
    return "directml" if system == "win32" else "cpu"


def has_nvidia_driver() -> bool:
    """Whether NVIDIA's driver is installed; a card without it is of no use to us."""
    library = "nvcuda" if sys.platform == "win32" else "cuda"
    return bool(shutil.which("nvidia-smi") or ctypes.util.find_library(library))


def has_display(environ: Mapping[str, str], system: str) -> bool:
    """Whether a window can be opened, as far as the environment tells."""
    if system in ("win32", "darwin"):
        return True
    return any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def debian_package(library: str) -> str:
    """The package that brings `library`, by Debian's rule for naming them."""
    name, _, version = library.lower().replace("glib-2", "glib2").partition(".so.")
    return f"{name}-{version}" if name[-1].isdigit() else name + version


def missing_libraries(names: Iterable[str]) -> list[tuple[str, str]]:
    """(library, Debian package) for each library that the dynamic linker does not find."""
    missing = []
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append((name, debian_package(name)))
    return missing


def missing_for_window() -> list[tuple[str, str]]:
    """(library, Debian package) for each library that a window on this desktop lacks."""
    x11 = X11_LIBRARIES if os.environ.get("DISPLAY") else []
    wayland = WAYLAND_LIBRARIES if os.environ.get("WAYLAND_DISPLAY") else []
    return missing_libraries([*QT_LIBRARIES, *x11, *wayland])


def missing_for_tests() -> list[tuple[str, str]]:
    """(library, program or font; Debian package) for each thing that the tests lack."""
    missing = missing_libraries([*QT_LIBRARIES, *X11_LIBRARIES])
    missing += [item for item in TEST_PROGRAMS.items() if not shutil.which(item[0])]
    fonts = (Path(folder).expanduser().glob("**/*[cC][jJ][kK]*") for folder in FONT_FOLDERS)
    return missing if any(map(any, fonts)) else [*missing, CJK_FONT]


def missing_for_venv() -> list[tuple[str, str]]:
    """Debian ships Python without the part that makes virtual environments."""
    if importlib.util.find_spec("ensurepip"):
        return []
    return [("Python's venv module", f"python{PYTHON}-venv")]


def require(find_missing: Callable[[], list[tuple[str, str]]]) -> None:
    """Install what `find_missing` names where we may, else raise `Stop` with the command."""
    missing = find_missing()
    if not missing:
        return
    packages = sorted({package for _, package in missing})
    names = ", ".join(name for name, _ in missing)
    if not shutil.which("apt-get"):
        raise Stop(f"Please install these with your system's package manager: {names}")
    if getattr(os, "geteuid", lambda: 1)() != 0:
        command = f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"
        raise Stop(f"Some system packages are missing ({names}). Please run:\n  {command}")
    say(f"Installing system packages: {' '.join(packages)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    # A stale list of packages is often good enough, so only the installation decides.
    follow(["apt-get", "update"], ROOT, quiet)
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    log, code = follow(install, ROOT, quiet)
    importlib.invalidate_caches()
    if code or find_missing():
        raise Stop(f"{log}\n`{' '.join(install)}` did not bring all of it; see above.")


class Environment:
    """The virtual environment of one checkout, and the stamp that says what is in it."""

    def __init__(self, root: Path, name: str = ".venv") -> None:
        self.root = root
        self.folder = root / name
        self.stamp = self.folder / "longscroll.json"
        windows = sys.platform == "win32"
        self.python = self.folder / ("Scripts/python.exe" if windows else "bin/python")

    def ensure(self, runtime: str, extras: Iterable[str] = ()) -> None:
        """Make, mend or complete the environment; nothing but a look when all is there."""
        wanted = {runtime, *extras}
        state = self.state(runtime, wanted)
        if state == "rebuild":
            self.create()
        if state != "ready":
            self.install(runtime, wanted | set(self.read_stamp().get("extras", ())))

    def state(self, runtime: str, wanted: set[str]) -> str:
        """`ready`, `install` (something is missing or old) or `rebuild` (damaged, moved)."""
        if not os.access(self.python, os.X_OK):
            return "rebuild"
        if self.by_hand():
            return "install"
        stamp = self.read_stamp()
        whole = set(stamp.get("installed", ["?"])) <= self.installed()
        if not whole or stamp.get("base") != self.base(runtime):
            return "rebuild"
        current = stamp["inputs"] == self.inputs() and wanted <= set(stamp["extras"])
        return "ready" if current else "install"

    def by_hand(self) -> bool:
        """Whether somebody made this environment with our Python and pip, but without us."""
        config = self.folder / "pyvenv.cfg"
        ours = config.exists() and f"version = {PYTHON}." in config.read_text(encoding="utf-8")
        return ours and not self.read_stamp() and "pip" in self.installed()

    def base(self, runtime: str) -> list[str]:
        """What cannot change without a new environment. The runtimes exclude one another."""
        return [PYTHON, str(self.root), runtime]

    def inputs(self) -> str:
        """A hash of the files that say what is to be installed."""
        files = [self.root / name for name in ("pyproject.toml", "constraints.txt")]
        return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()

    def installed(self) -> set[str]:
        """The names in the environment's site-packages."""
        pattern = "Lib/site-packages" if sys.platform == "win32" else "lib/python*/site-packages"
        return {path.name for path in self.folder.glob(f"{pattern}/*")} - {"__pycache__"}

    def read_stamp(self) -> dict[str, Any]:
        """The stamp's content; empty when there is none or it cannot be read."""
        try:
            return dict(json.loads(self.stamp.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return {}

    def write_stamp(self, content: dict[str, Any]) -> None:
        """Put `content` in the stamp."""
        self.stamp.write_text(json.dumps(content, indent=1), encoding="utf-8")

    def create(self) -> None:
        """A fresh environment with pip in it, in place of whatever lies there."""
        if Path(sys.prefix).resolve() == self.folder.resolve():
            raise Stop("Please run dev.py with the system's Python, not with the one in .venv.")
        require(missing_for_venv)
        say(f"Making the virtual environment {self.folder.name} ...")
        shutil.rmtree(self.folder, ignore_errors=True)
        try:
            self.folder.mkdir(exist_ok=True)
            self.write_stamp(CUT_OFF)
            venv.create(self.folder, with_pip=True, symlinks=os.name != "nt")
        except (OSError, subprocess.CalledProcessError) as error:
            raise Stop(f"Could not make {self.folder}: {error}") from error

    def install(self, runtime: str, extras: set[str]) -> None:
        """Install the project with `extras`. Raises `Stop` when pip fails."""
        before = self.read_stamp()
        self.write_stamp(CUT_OFF)
        say("Installing Longscroll's libraries; this takes a few minutes the first time ...")
        command = [
            str(self.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
            "--constraint", "constraints.txt", "--editable", f".[{','.join(sorted(extras))}]",
        ]  # fmt: skip
        log, code = follow(command, self.root, {"PIP_USER": "0"})
        if code != 0:
            # pip installs all or nothing, so what was there still is.
            self.write_stamp(before)
            raise Stop(explain_pip(log))
        facts = {"base": self.base(runtime), "inputs": self.inputs(), "extras": sorted(extras)}
        self.write_stamp(facts | {"installed": sorted(self.installed())})


def follow(command: Sequence[str], folder: Path, extra: Mapping[str, str]) -> tuple[str, int]:
    """Run `command`, show its progress on a terminal, and return (last lines, exit code)."""
    lines: deque[str] = deque(maxlen=40)
    show = sys.stdout.isatty()
    with subprocess.Popen(
        command, cwd=folder, env={**os.environ, **extra}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
    ) as process:  # fmt: skip
        for line in process.stdout or ():
            lines.append(line)
            if show:
                print(f"\r  {line.strip()[:70]:<70}", end="\r", flush=True)
    return "".join(lines), process.returncode


def explain_pip(log: str) -> str:
    """What to tell a person whose installation failed, from pip's own output."""
    advice = "pip could not install Longscroll's libraries; its last lines are above."
    if re.search("ConnectionError|ResolutionError|Timeout|ProxyError|connection broken", log):
        advice = "No connection to the package index. Check the network or proxy, then try again."
    elif "No space left" in log:
        advice = "The disk is full. Make some room (about 2 GB), then try again."
    return f"{log}\n{advice}"


def start(command: Sequence[str]) -> int:
    """Become `command`, or where that is not possible wait for it; returns its exit code."""
    if os.name != "nt":
        os.execv(command[0], list(command))
    with subprocess.Popen(command) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # the program heard it too, and is closing
                continue


def prepare(root: Path, *extras: str) -> Environment:
    """The environment with `extras` and the ONNX Runtime for the machine that we are on."""
    machine = platform.machine()
    runtime = choose_runtime(os.environ, sys.platform, machine, has_nvidia_driver())
    environment = Environment(root)
    environment.ensure(runtime, extras)
    return environment


def run(root: Path, arguments: Sequence[str]) -> int:
    """Set up, then start the program with `arguments`."""
    window = has_display(os.environ, sys.platform)
    if window and sys.platform.startswith("linux"):
        require(missing_for_window)
    environment = prepare(root)
    if not window and not arguments:
        say("No display found: continuing the sample story here, in the terminal.")
        arguments = ("generate", "--sample")
    # -P: a folder named `app` where the user happens to be must not be taken for ours.
    return start([str(environment.python), "-P", "-m", "app", *arguments])


def test(root: Path, arguments: Sequence[str]) -> int:
    """Set up, run every check to its end, and name those that failed."""
    if sys.platform.startswith("linux"):
        require(missing_for_tests)
    environment = prepare(root, "test", "torch")
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    failed = []
    for name, command in CHECKS:
        say(f"\n=== {name}")
        whole = [str(environment.python), *command, *(arguments if name == "pytest" else ())]
        code = subprocess.run(whole, cwd=root, env=environ, check=False).returncode
        if code != 0:
            failed.append(name if code > 0 else f"{name} (ended by signal {-code})")
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks are fine.")
    return 1 if failed else 0


def main(argv: Sequence[str]) -> int:
    """Carry out one command; returns the exit code."""
    if sys.version_info < (3, 11):
        say(f"Longscroll needs Python 3.11 or newer; this is Python {PYTHON}.")
        return 1
    builder = [sys.executable, str(ROOT / "packaging" / "build.py")]
    commands = {"run": run, "test": test, "package": lambda _root, rest: start([*builder, *rest])}
    if not argv or argv[0] not in commands:
        say((__doc__ or "").strip())
        return 0 if argv and argv[0] in ("-h", "--help") else 2
    try:
        return commands[argv[0]](ROOT, argv[1:])
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a narrow console must not stop us
            stream.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
