"""What packages are made of fits together. `python3 dev.py package` tries to build them."""

from __future__ import annotations

import configparser
import importlib.util
import re
import struct
import tomllib
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtGui import QImage


def load(path):
    spec = importlib.util.spec_from_file_location(f"packaging_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def build(request):
    return load(request.config.rootpath / "packaging" / "build.py")


@pytest.fixture(scope="module")
def linux(request):
    return request.config.rootpath / "packaging" / "linux"


@pytest.mark.parametrize(
    ("system", "made"),
    [
        ("linux", {"program", "archive", "deb"}),
        ("win32", {"program", "archive", "installer"}),
        ("darwin", {"program", "dmg"}),
        ("freebsd14", {"program", "archive"}),
    ],
)
def test_each_system_gets_its_packages(build, system, made):
    steps = build.steps_for(system)
    assert set(steps) == made
    assert next(iter(steps)) == "program"


def test_the_debian_package_names_what_it_needs(build, tmp_path, monkeypatch):
    (tmp_path / "opt").mkdir()
    (tmp_path / "opt" / "program").write_bytes(b"x" * 5000)
    monkeypatch.setattr(build, "run", lambda *_command: "amd64\n")
    fields = dict(re.findall(r"^([A-Z][\w-]*): (.*)$", build.control(tmp_path), re.MULTILINE))
    assert fields["Package"] == "longscroll"
    assert fields["Version"] == build.version()
    assert fields["Architecture"] == "amd64"
    assert fields["Installed-Size"] == "4"
    needed = fields["Depends"].split(", ")
    assert {"libegl1", "libxcb-cursor0", "libxkbcommon0", "libfontconfig1"} <= set(needed)
    assert all(re.fullmatch(r"[a-z0-9.+-]+( \(>= [\d.]+\))?", name) for name in needed)


def test_the_desktop_knows_the_program(build, linux):
    entry = configparser.ConfigParser(interpolation=None, delimiters="=")
    entry.optionxform = str
    entry.read(linux / f"{build.APP_ID}.desktop", "utf-8")
    desktop = entry["Desktop Entry"]
    assert desktop["Exec"].split()[0] == "longscroll"
    assert desktop["Name[zh_CN]"] == "长卷"
    mime = ET.parse(linux / "longscroll.xml").getroot()
    kind = mime.find("{*}mime-type")
    assert kind is not None
    assert f"{kind.get('type')};" == desktop["MimeType"]
    about = ET.parse(linux / f"{build.APP_ID}.metainfo.xml").getroot()
    assert about.findtext("id") == build.APP_ID
    assert about.findtext("launchable") == f"{build.APP_ID}.desktop"
    release = about.find("releases/release")
    assert release is not None
    assert release.get("version") == build.version()


def test_icons_hold_what_their_tables_say(request, qapp, tmp_path):
    icons = load(request.config.rootpath / "packaging" / "icons.py")
    renderer = icons.QSvgRenderer(str(icons.SVG))
    pictures = {size: icons.png(renderer, size) for size in (16, 256)}
    assert all(QImage.fromData(data).width() == size for size, data in pictures.items())
    table = icons.ico(pictures)
    assert struct.unpack_from("<HHH", table) == (0, 1, 2)
    for number, data in enumerate(pictures.values()):
        size, offset = struct.unpack_from("<II", table, 6 + 16 * number + 8)
        assert table[offset : offset + size] == data
    bundle = icons.icns(pictures)
    assert bundle[:4] == b"icns"
    assert struct.unpack_from(">I", bundle, 4)[0] == len(bundle)
    assert bundle[8:12] == b"ic08"


def test_build_tools_are_asked_for_and_stay_out(request):
    root = request.config.rootpath
    extras = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    asked = {
        re.split(r"[<>=]", name)[0]
        for name in extras["project"]["optional-dependencies"]["package"]
    }
    spec = (root / "packaging" / "longscroll.spec").read_text("utf-8")
    assert all(f'"{name}"' in spec for name in asked)
    assert "upx=False" in spec
    assert "upx=True" not in spec


def test_an_update_on_windows_leaves_no_old_parts_behind(request):
    script = (request.config.rootpath / "packaging/windows/longscroll.iss").read_text("utf-8")
    sections = dict(re.findall(r"^\[(\w+)\]\n(.*?)(?=^\[|\Z)", script, re.MULTILINE | re.DOTALL))
    assert 'Name: "{app}\\_internal"' in sections["InstallDelete"]
