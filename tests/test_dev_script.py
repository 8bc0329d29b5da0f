"""The set-up script's decisions: which runtime, which packages, when to install or rebuild."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def dev(repository: Path):
    spec = importlib.util.spec_from_file_location("dev_script", repository / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in a folder with spaces and Chinese characters, without an environment."""
    root = tmp_path / "我的 长 卷"
    root.mkdir()
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (root / "constraints.txt").write_text("numpy==2.0\n", encoding="utf-8")
    return root


@pytest.fixture
def ready(dev, checkout: Path):
    """The environment of `checkout`, as it is after `dev.py test`."""
    environment = dev.Environment(checkout)
    put_files(environment, "numpy", "pip")
    environment.write_stamp(
        {
            "base": environment.base("cpu"),
            "inputs": environment.inputs(),
            "extras": ["cpu", "test", "torch"],
            "installed": ["numpy", "pip"],
        }
    )
    return environment


def put_files(environment, *packages: str) -> None:
    environment.python.parent.mkdir(parents=True)
    environment.python.touch(mode=0o755)
    windows = sys.platform == "win32"
    site = environment.folder / ("Lib" if windows else "lib/python3") / "site-packages"
    for package in packages:
        (site / package).mkdir(parents=True)


@pytest.mark.parametrize(
    ("system", "machine", "nvidia", "runtime"),
    [
        ("linux", "x86_64", False, "cpu"),
        ("linux", "x86_64", True, "cuda"),
        ("linux", "aarch64", True, "cpu"),
        ("win32", "AMD64", True, "cuda"),
        ("win32", "AMD64", False, "directml"),
        ("darwin", "arm64", False, "cpu"),
    ],
)
def test_runtime_follows_the_machine(dev, system: str, machine: str, nvidia: bool, runtime: str):
    assert dev.choose_runtime({}, system, machine, nvidia) == runtime


def test_runtime_can_be_chosen_by_hand(dev):
    wish = {"LONGSCROLL_RUNTIME": "cpu"}
    assert dev.choose_runtime(wish, "linux", "x86_64", True) == "cpu"
    with pytest.raises(dev.Stop, match="directml"):
        dev.choose_runtime({"LONGSCROLL_RUNTIME": "gpu"}, "linux", "x86_64", True)


@pytest.mark.parametrize(
    ("environ", "system", "display"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_display(dev, environ: dict[str, str], system: str, display: bool):
    assert dev.has_display(environ, system) is display


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libX11.so.6", "libx11-6"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ],
)
def test_debian_names(dev, library: str, package: str):
    assert dev.debian_package(library) == package


def test_missing_library_is_named_with_its_package(dev):
    assert dev.missing_libraries(["libnosuchthing.so.7"]) == [
        ("libnosuchthing.so.7", "libnosuchthing7")
    ]


def test_user_without_root_is_told_the_command(dev, monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(dev.Stop, match=r"sudo apt-get .* install -y libegl1"):
        dev.require(lambda: [("libEGL.so.1", "libegl1")])


def test_other_systems_are_told_the_libraries(dev, monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    with pytest.raises(dev.Stop, match=r"package manager: libEGL\.so\.1, Xvfb"):
        dev.require(lambda: [("libEGL.so.1", "libegl1"), ("Xvfb", "xvfb")])


def test_root_on_debian_installs(dev, monkeypatch):
    commands = []
    answers = [[("Xvfb", "xvfb"), ("libGL.so.1", "libgl1")], []]
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(
        dev, "follow", lambda command, *_: commands.append(command[1:]) or ("log", 0)
    )
    dev.require(lambda: answers.pop(0))
    assert commands[0] == ["update"]
    assert commands[1][-2:] == ["libgl1", "xvfb"]
    assert answers == []


def test_complete_environment_is_left_alone(ready, monkeypatch):
    monkeypatch.setattr(ready, "create", None)
    monkeypatch.setattr(ready, "install", None)
    ready.ensure("cpu")
    ready.ensure("cpu", ("test", "torch"))


def test_fresh_checkout_needs_everything(dev, checkout: Path):
    assert dev.Environment(checkout).state("cpu", {"cpu"}) == "rebuild"


def test_changed_pins_are_installed_with_the_extras_that_were_there(ready, monkeypatch):
    (ready.root / "constraints.txt").write_text("numpy==2.1\n", encoding="utf-8")
    calls = []
    monkeypatch.setattr(ready, "install", lambda *arguments: calls.append(arguments))
    ready.ensure("cpu")
    assert calls == [("cpu", {"cpu", "test", "torch"})]


def test_new_extra_is_added(ready):
    assert ready.state("cpu", {"cpu", "train"}) == "install"


def test_other_runtime_needs_a_new_environment(ready):
    assert ready.state("cuda", {"cuda"}) == "rebuild"


def test_moved_checkout_needs_a_new_environment(dev, ready, tmp_path: Path):
    moved = ready.root.rename(tmp_path / "elsewhere")
    assert dev.Environment(moved).state("cpu", {"cpu"}) == "rebuild"


def test_lost_package_needs_a_new_environment(ready):
    next(ready.folder.glob("**/numpy")).rmdir()
    assert ready.state("cpu", {"cpu"}) == "rebuild"


def test_lost_python_needs_a_new_environment(ready):
    ready.python.unlink()
    assert ready.state("cpu", {"cpu"}) == "rebuild"


def test_cut_off_installation_needs_a_new_environment(dev, ready):
    ready.write_stamp(dev.CUT_OFF)
    assert ready.state("cpu", {"cpu"}) == "rebuild"


def test_environment_made_by_hand_is_completed(dev, ready):
    ready.stamp.unlink()
    config = ready.folder / "pyvenv.cfg"
    config.write_text(f"home = /usr/bin\nversion = {dev.PYTHON}.0\n", encoding="utf-8")
    assert ready.state("cpu", {"cpu"}) == "install"
    config.write_text("home = /usr/bin\nversion = 3.9.0\n", encoding="utf-8")
    assert ready.state("cpu", {"cpu"}) == "rebuild"


def test_installation_is_recorded(dev, ready, monkeypatch):
    commands = []
    monkeypatch.setattr(
        dev, "follow", lambda command, *_: commands.append(command) or ("Successfully", 0)
    )
    ready.install("cpu", {"cpu", "train"})
    assert commands[0][-1] == ".[cpu,train]"
    assert ready.state("cpu", {"cpu", "train"}) == "ready"


def test_failed_installation_keeps_what_was_there(dev, ready, monkeypatch):
    log = "NewConnectionError: Failed to establish a new connection"
    monkeypatch.setattr(dev, "follow", lambda *_: (log, 1))
    with pytest.raises(dev.Stop, match="network"):
        ready.install("cpu", {"cpu", "train"})
    assert ready.state("cpu", {"cpu"}) == "ready"


@pytest.mark.parametrize(
    ("log", "advice"),
    [
        ("ReadTimeoutError: read timed out", "network"),
        ("OSError: [Errno 28] No space left on device", "disk"),
        ("error: something else", "last lines"),
    ],
)
def test_pip_failure_is_explained(dev, log: str, advice: str):
    text = dev.explain_pip(log)
    assert log in text
    assert advice in text


def test_without_display_the_sample_story_goes_on(dev, checkout: Path, monkeypatch, capsys):
    started = []
    monkeypatch.setattr(dev, "has_display", lambda *_: False)
    monkeypatch.setattr(dev, "prepare", lambda root: dev.Environment(root))
    monkeypatch.setattr(dev, "start", lambda command: started.append(command[1:]) or 3)
    assert dev.run(checkout, []) == 3
    assert dev.run(checkout, ["doctor", "--data-dir", "数 据"]) == 3
    assert started == [
        ["-P", "-m", "app", "generate", "--sample"],
        ["-P", "-m", "app", "doctor", "--data-dir", "数 据"],
    ]
    assert capsys.readouterr().out.count("No display") == 1


def test_every_check_runs_and_failures_are_named(dev, checkout: Path, monkeypatch, capsys):
    ran = []

    def check(command, **_):
        ran.append(command[1:])
        codes = {"ruff": 1, "pytest": -11}
        return subprocess.CompletedProcess(command, codes.get(command[2], 0))

    monkeypatch.setattr(dev, "prepare", lambda root, *_: dev.Environment(root))
    monkeypatch.setattr(dev, "require", lambda _: None)
    monkeypatch.setattr(dev.subprocess, "run", check)
    assert dev.test(checkout, ["-k", "layers"]) == 1
    assert len(ran) == len(dev.CHECKS)
    assert ran[-1][:2] == ["-m", "pytest"]
    assert ran[-1][-2:] == ["-k", "layers"]
    assert "Failed: ruff check, ruff format, pytest (ended by signal 11)" in capsys.readouterr().out


def test_unknown_command_shows_the_usage(dev, capsys):
    assert dev.main(["dance"]) == 2
    assert "dev.py run" in capsys.readouterr().out
    assert dev.main(["--help"]) == 0


def test_stamp_that_is_no_json_counts_as_damage(ready):
    ready.stamp.write_text("{half", encoding="utf-8")
    assert ready.state("cpu", {"cpu"}) == "rebuild"
    ready.stamp.write_text(json.dumps([1]), encoding="utf-8")
    assert ready.state("cpu", {"cpu"}) == "rebuild"


def test_child_output_and_exit_code_come_back(dev, tmp_path: Path):
    code = "import os; print('输出', os.environ['X']); raise SystemExit(4)"
    log, status = dev.follow([sys.executable, "-X", "utf8", "-c", code], tmp_path, {"X": "y"})
    assert log.strip() == "输出 y"
    assert status == 4
