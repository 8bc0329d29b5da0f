"""Files named on the command line: opened, or handed to the window that is open."""

from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket

from app.cli import main
from app.instance import Instance, _name


@pytest.fixture
def started(monkeypatch):
    """What the window would be started with."""
    seen = []
    monkeypatch.setattr("app.cli._command", lambda name: lambda o: seen.append((name, o)) or 0)
    return seen


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (["novel.docx"], ["novel.docx"]),
        (["--data-dir", "d", "a.md", "b.json"], ["a.md", "b.json"]),
        (["a.md", "--data-dir=d"], ["a.md"]),
    ],
)
def test_names_of_files_open_the_window_with_them(started, arguments, files):
    assert main(arguments) == 0
    ((name, options),) = started
    assert (name, options.files) == ("window", files)
    assert getattr(options, "data_dir", "d") == "d"


def test_a_folder_is_a_file_to_open_and_a_command_never_is(started, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("My novel").mkdir()
    Path("doctor").mkdir()
    assert main(["My novel"]) == 0
    assert main(["doctor"]) == 0
    assert [name for name, _ in started] == ["window", "doctor"]


@pytest.mark.parametrize("arguments", [["generat"], ["novel.docx", "--nonsense"], ["--nonsense"]])
def test_what_is_neither_is_wrong_usage(started, arguments, capsys):
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "longscroll" in capsys.readouterr().err


def test_without_anything_the_window_opens(started):
    assert main([]) == 0
    assert started[0][0] == "window"


def test_a_second_start_hands_its_files_over(qtbot, tmp_path):
    first, second = Instance(tmp_path / "library"), Instance(tmp_path / "library")
    assert not first.is_taken()
    assert second.is_taken()
    files = [tmp_path / "a b.docx", tmp_path / "书.md", tmp_path / "line\nbreak.txt"]
    with qtbot.waitSignals([first.files_requested, first.show_requested], order="strict"):
        heard = []
        first.files_requested.connect(heard.append)
        second.show_other(files)
    assert heard == [files]
    first.release()


@pytest.mark.parametrize("words", [b"files not json\n", b'files {"a": 1}\n', b"nonsense\n"])
def test_strangers_at_the_door_are_ignored(qtbot, tmp_path, words):
    first = Instance(tmp_path / "library")
    assert not first.is_taken()
    heard = []
    first.files_requested.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(_name(tmp_path / "library"))
    assert socket.waitForConnected(1000)
    with qtbot.waitSignal(first.show_requested):
        socket.write(words + b"show\n")
        socket.flush()
    assert heard == []
    socket.abort()
    first.release()


def test_what_comes_in_pieces_is_put_together(qtbot, tmp_path):
    first = Instance(tmp_path / "library")
    assert not first.is_taken()
    socket = QLocalSocket()
    socket.connectToServer(_name(tmp_path / "library"))
    assert socket.waitForConnected(1000)
    with qtbot.waitSignal(first.files_requested) as told:
        for piece in (b'files ["/a', b'.txt"]', b"\n"):
            socket.write(piece)
            socket.flush()
            qtbot.wait(20)
    assert told.args == [[Path("/a.txt")]]
    socket.abort()
    first.release()


def test_files_are_taken_like_those_that_are_dropped(rig, tmp_path):
    heard = []
    drops = rig.window.drops
    drops.import_requested.connect(lambda paths: heard.append(("import", paths)))
    drops.lore_requested.connect(lambda path: heard.append(("lore", path)))
    books, lore = [tmp_path / "a.txt"], tmp_path / "b.json"
    (tmp_path / "a.txt").write_text("Words.")
    lore.write_text('{"entries": {}}')
    assert drops.take([*books, lore])
    assert heard == [("import", books), ("lore", lore)]
    assert not drops.take([tmp_path / "c.exe"])
    rig.transfer.cancel()
