"""What all tests share: no user folder, no screen, no clock. Knows nothing of the app."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt: a test must not need a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("longscroll", deadline=None, max_examples=40)
settings.load_profile("longscroll")

HOMES = ("HOME", "USERPROFILE")
FOLDERS = (
    "APPDATA",
    "LOCALAPPDATA",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
)


@pytest.fixture(autouse=True)
def private_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch):
    """Point every user folder at a temporary one; yields it. The data folder is its `data`."""
    home = tmp_path_factory.mktemp("home")
    for name in HOMES:
        monkeypatch.setenv(name, str(home))
    for name in FOLDERS:
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("LONGSCROLL_DATA", str(home / "data"))
    return home


@pytest.fixture(scope="session", autouse=True)
def native_operators(tmp_path_factory: pytest.TempPathFactory):
    """Compiles the engine's operators once for all tests; without a compiler there are none."""
    from engine.native.library import VARIABLE, native_library

    library = native_library(tmp_path_factory.mktemp("native"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "0" if library is None else str(library))
        yield


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the working tree."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared(repository: Path) -> Path:
    """The folder with other people's models and texts, beside the working tree."""
    folder = repository.parent / "shared"
    if not (folder / "testdata").is_dir():
        pytest.skip("needs ../shared/testdata beside the working tree")
    return folder
