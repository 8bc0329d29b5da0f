#!/usr/bin/env python3
"""Builds what is installed on the system that it runs on: `python3 dev.py package`.

    --only STEP ...   program, archive, deb, installer, dmg (default: all that fit this system)

The steps: an environment of its own with nothing but what users get and PyInstaller; the list of
all parts (SBOM, CycloneDX); the compiled operators; the program as a folder, which tests itself;
then the packages in `dist/` with their checksums. Standard library only.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD, DIST, HERE = ROOT / "build", ROOT / "dist", ROOT / "packaging"
APP_ID = "io.github.longscroll.Longscroll"
sys.path.insert(0, str(ROOT))
import dev  # noqa: E402

say = dev.say


def main() -> int:
    """Runs the steps in order; a failing one ends the build."""
    steps = steps_for(sys.platform)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=sorted(steps), default=list(steps))
    wanted = parser.parse_args().only
    try:
        for name in steps:
            if name in wanted:
                say(f"\n=== {name}")
                steps[name]()
        write_checksums()
    except (dev.Stop, subprocess.CalledProcessError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def steps_for(system: str) -> dict[str, Callable[[], None]]:
    """What is built on a system (`sys.platform`), in order."""
    own: dict[str, dict[str, Callable[[], None]]] = {
        "linux": {"archive": make_archive, "deb": make_deb},
        "win32": {"archive": make_archive, "installer": make_installer},
        "darwin": {"dmg": make_dmg},
    }
    return {"program": make_program} | own.get(system, {"archive": make_archive})


def run(*command: str | Path, environment: dict[str, str] | None = None) -> str:
    """Runs a command in the project's folder; what it prints is shown, and its output returned."""
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, check=True, stdout=subprocess.PIPE,
        encoding="utf-8", errors="replace", env={**os.environ, **(environment or {})},
    )  # fmt: skip
    return done.stdout


def version() -> str:
    """The project's version, from pyproject.toml."""
    import tomllib

    data = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return str(data["project"]["version"])


def make_program() -> None:
    """The program as a folder in `build/`, tested."""
    if sys.platform.startswith("linux"):
        dev.require(lambda: dev.missing_libraries([*dev.QT_LIBRARIES, *dev.X11_LIBRARIES]))
        dev.require(missing_tools)
    environment = dev.Environment(ROOT, ".venv-package")
    environment.ensure("directml" if sys.platform == "win32" else "cpu", ["package"])
    BUILD.mkdir(exist_ok=True)
    python = environment.python
    make_sbom(python)
    make_operators(python)
    make_icons(python)
    shutil.rmtree(BUILD / "longscroll", ignore_errors=True)
    run(
        python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", BUILD,
        "--workpath", BUILD / "pyinstaller", HERE / "longscroll.spec",
    )  # fmt: skip
    make_smaller(BUILD / "longscroll")
    size = sum(path.stat().st_size for path in (BUILD / "longscroll").rglob("*") if path.is_file())
    say(f"{size / 1e6:.0f} MB in {BUILD / 'longscroll'}")
    say(run(executable(), "--selftest", environment={"QT_QPA_PLATFORM": "offscreen"}))


def missing_tools() -> list[tuple[str, str]]:
    """(program, Debian package) for what a build on Linux needs beside Qt's libraries."""
    tools = {"cc": "gcc", "objdump": "binutils", "strip": "binutils", "dpkg-deb": "dpkg"}
    return [item for item in tools.items() if not shutil.which(item[0])]


def executable() -> Path:
    """The program that was built, as one with output."""
    if sys.platform == "darwin":
        return BUILD / "Longscroll.app" / "Contents" / "MacOS" / "longscroll"
    name = "longscroll-cli.exe" if sys.platform == "win32" else "longscroll"
    return BUILD / "longscroll" / name


def make_sbom(python: Path) -> None:
    """All parts with versions and licences, in CycloneDX's JSON."""
    run(
        python, "-m", "cyclonedx_py", "environment", "--pyproject", ROOT / "pyproject.toml",
        "--output-format", "JSON", "--output-file", BUILD / "sbom.json", python,
    )  # fmt: skip


def make_operators(python: Path) -> None:
    """The compiled operators, where there is a C compiler; the program runs without them too."""
    folder = BUILD / "native"
    folder.mkdir(exist_ok=True)
    suffix = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
    if platform.machine().lower() not in ("x86_64", "amd64") or sys.platform == "win32":
        return
    target = folder / f"longscroll_ops{suffix}"
    code = "import sys; from pathlib import Path; from engine.native.library import compile_library"
    run(python, "-c", f"{code}; compile_library(Path(sys.argv[1]))", target)


def make_icons(python: Path) -> None:
    """The icon in the forms that systems want, drawn by Qt from the one SVG."""
    (BUILD / "icons").mkdir(exist_ok=True)
    run(python, HERE / "icons.py", BUILD / "icons", environment={"QT_QPA_PLATFORM": "offscreen"})


def make_smaller(folder: Path) -> None:
    """Leaves out symbols for debuggers."""
    if not sys.platform.startswith("linux"):
        return
    libraries = [p for p in folder.rglob("*.so*") if p.is_file() and not p.is_symlink()]
    for path in libraries:
        # A few wheels are linked so that strip would break them; those stay as they are.
        if "numpy.libs" not in path.parts and "scipy.libs" not in path.parts:
            subprocess.run(
                ["strip", "--strip-unneeded", str(path)], check=False, stderr=subprocess.DEVNULL
            )


def make_archive() -> None:
    """The folder as one file, to be unpacked anywhere."""
    DIST.mkdir(exist_ok=True)
    name = f"longscroll-{version()}-{sys.platform}-{platform.machine().lower()}"
    if sys.platform == "win32":
        shutil.make_archive(str(DIST / name), "zip", BUILD, "longscroll")
        return
    with tarfile.open(DIST / f"{name}.tar.gz", "w:gz", compresslevel=6) as archive:
        archive.add(BUILD / "longscroll", name)


def make_deb() -> None:
    """A package for Debian and its kin."""
    tree = BUILD / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(BUILD / "longscroll", tree / "opt" / "longscroll", symlinks=True)
    share = tree / "usr" / "share"
    icons = BUILD / "icons"
    files = {
        HERE / "linux" / f"{APP_ID}.desktop": share / "applications",
        HERE / "linux" / f"{APP_ID}.metainfo.xml": share / "metainfo",
        HERE / "linux" / "longscroll.xml": share / "mime" / "packages",
        ROOT / "resources" / "icons" / "longscroll.svg": share / "icons/hicolor/scalable/apps",
        ROOT / "LICENSE": share / "doc" / "longscroll",
        ROOT / "NOTICE": share / "doc" / "longscroll",
        BUILD / "sbom.json": share / "doc" / "longscroll",
    }
    for size in (48, 128, 256):
        files[icons / str(size) / "longscroll.png"] = share / f"icons/hicolor/{size}x{size}/apps"
    for source, folder in files.items():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, folder)
    (tree / "usr" / "bin").mkdir()
    (tree / "usr" / "bin" / "longscroll").symlink_to("/opt/longscroll/longscroll")
    changes = (ROOT / "CHANGELOG.md").read_bytes()
    (share / "doc" / "longscroll" / "changelog.gz").write_bytes(gzip.compress(changes, mtime=0))
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control(tree), "utf-8")
    DIST.mkdir(exist_ok=True)
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", tree, DIST)


def control(tree: Path) -> str:
    """Debian's description of the package."""
    size = sum(p.lstat().st_size for p in tree.rglob("*") if p.is_file()) // 1024
    libraries = [*dev.QT_LIBRARIES, *dev.X11_LIBRARIES, *dev.WAYLAND_LIBRARIES]
    needed = sorted({dev.debian_package(name) for name in libraries})
    template = (HERE / "linux" / "control").read_text("utf-8")
    arch = run("dpkg", "--print-architecture").strip()
    return template.format(version=version(), arch=arch, size=size, depends=", ".join(needed))


def make_installer() -> None:
    """An installer for Windows, by Inno Setup."""
    compiler = shutil.which("iscc") or r"C:\Program Files (x86)\Inno Setup 6\ISCC.exe"
    run(compiler, f"/DVersion={version()}", HERE / "windows" / "longscroll.iss")


def make_dmg() -> None:
    """A disk image for macOS."""
    DIST.mkdir(exist_ok=True)
    image = DIST / f"Longscroll-{version()}-{platform.machine()}.dmg"
    image.unlink(missing_ok=True)
    folder = BUILD / "dmg"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copytree(BUILD / "Longscroll.app", folder / "Longscroll.app", symlinks=True)
    (folder / "Applications").symlink_to("/Applications")
    run(
        "hdiutil",
        "create",
        "-volname",
        "Longscroll",
        "-srcfolder",
        folder,
        "-format",
        "UDZO",
        image,
    )


def write_checksums() -> None:
    """SHA256SUMS over all that lies in `dist/`."""
    if not DIST.is_dir():
        return
    files: Sequence[Path] = sorted(
        p for p in DIST.iterdir() if p.is_file() and p.name != "SHA256SUMS"
    )
    lines = []
    for path in files:
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}")
        say(f"{path.stat().st_size / 1e6:.0f} MB  {path.name}")
    (DIST / "SHA256SUMS").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
