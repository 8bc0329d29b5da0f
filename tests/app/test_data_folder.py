"""Where the data lies, who says so, and how it moves."""

import json
import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import data_move
from app.data_folder import (
    Chosen,
    DataFolderMissingError,
    find_data_folder,
    point_to,
    pointer_file,
    program_folder,
    usual_folder,
)
from app.data_move import copy_data, move_data, plan_move, sync_service
from app.formats.files import Cancelled, no_progress
from engine.types import UserError


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A packaged program in a folder of its own, without the variable of the tests."""
    folder = tmp_path / "program"
    folder.mkdir()
    monkeypatch.delenv("LONGSCROLL_DATA")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "longscroll"))
    return folder


def test_the_first_who_speaks_wins(program, tmp_path, monkeypatch):
    assert find_data_folder(None).chosen is Chosen.SYSTEM
    moved = tmp_path / "moved"
    moved.mkdir()
    point_to(moved)
    assert find_data_folder(None).path == moved
    assert find_data_folder(None).may_move
    (program / "portable.txt").touch()
    assert find_data_folder(None).path == program / "data"
    assert not find_data_folder(None).may_move
    monkeypatch.setenv("LONGSCROLL_DATA", str(tmp_path / "variable"))
    assert find_data_folder(None).path == tmp_path / "variable"
    assert find_data_folder(str(tmp_path / "option")).path == tmp_path / "option"
    assert not find_data_folder("option").may_move


def test_a_bundle_is_portable_by_a_file_beside_it(tmp_path, monkeypatch):
    inside = tmp_path / "Longscroll.app" / "Contents" / "MacOS"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(inside / "longscroll"))
    assert program_folder() == tmp_path


def test_without_a_package_the_program_is_where_its_source_is(repository):
    assert program_folder() == repository


def test_a_folder_on_a_missing_disk_is_no_new_library(program, tmp_path):
    point_to(tmp_path / "gone")
    with pytest.raises(DataFolderMissingError, match="is not there"):
        find_data_folder(None)


def test_a_pointer_that_cannot_be_read_is_said(program):
    pointer_file().parent.mkdir(parents=True)
    pointer_file().write_bytes(b"\xff\xfe\xff")
    with pytest.raises(UserError, match="cannot be read"):
        find_data_folder(None)


def test_an_empty_pointer_points_nowhere(program):
    pointer_file().parent.mkdir(parents=True)
    pointer_file().write_text("\n")
    assert find_data_folder(None).path == usual_folder()


# Moving


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "old 数据"
    for name, content in (
        ("library.sqlite3", b"words" * 400_000),
        ("settings.json", b"{}"),
        ("models/a/model.safetensors", b"\0" * 3_000_000),
        ("logs/longscroll.log", b"line\n"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "secrets.json").write_text("{}")
    (folder / "secrets.json").chmod(0o600)
    return folder


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_everything_but_the_log_arrives_and_the_old_folder_stays(source, tmp_path):
    before = names(source)
    seen = []
    plan = plan_move(source, tmp_path / "new")
    assert (plan.files, plan.nbytes) == (4, 5_000_004)
    move_data(plan, lambda done, total: seen.append((done, total)))
    assert names(source) == before
    assert names(plan.target) == [name for name in before if not name.startswith("logs")]
    for name in names(plan.target):
        assert (plan.target / name).read_bytes() == (source / name).read_bytes()
    assert seen[-1] == (2 * plan.nbytes, 2 * plan.nbytes)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert pointer_file().read_text("utf-8").strip() == str(plan.target)
    if os.name == "posix":
        assert (plan.target / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_settings_that_name_places_in_the_old_folder_name_the_new_ones(source, tmp_path):
    """Else the models would be gone with the old folder."""
    model, far = source / "models" / "a" / "model.safetensors", tmp_path / "far"
    kept = {
        "model_path": str(model),
        "models_folder": str(source / "models"),
        "backup_folder": str(far),
        "of another version": 1,
    }
    (source / "settings.json").write_text(json.dumps(kept), "utf-8")
    (tmp_path / "linked").symlink_to(source, target_is_directory=True)
    new = copy_data(plan_move(tmp_path / "linked", tmp_path / "new"), no_progress)
    found = json.loads((new / "settings.json").read_text("utf-8"))
    assert found["model_path"] == str(new / "models" / "a" / "model.safetensors")
    assert found["models_folder"] == str(new / "models")
    assert (found["backup_folder"], found["of another version"]) == (str(far), 1)
    assert json.loads((source / "settings.json").read_text("utf-8")) == kept


def test_an_empty_folder_will_do(source, tmp_path):
    (tmp_path / "new").mkdir()
    copy_data(plan_move(source, tmp_path / "new"), no_progress)
    assert (tmp_path / "new" / "library.sqlite3").exists()


def test_what_leads_elsewhere_still_does(source, tmp_path):
    (tmp_path / "big").mkdir()
    (tmp_path / "big" / "model").write_bytes(b"x")
    (source / "link").symlink_to(tmp_path / "big")
    copy_data(plan_move(source, tmp_path / "new"), no_progress)
    assert (tmp_path / "new" / "link").is_symlink()
    assert (tmp_path / "new" / "link" / "model").read_bytes() == b"x"


def test_cancelling_leaves_nothing(source, tmp_path):
    def stop(done, _total):
        if done > 2_500_000:
            raise Cancelled

    with pytest.raises(Cancelled):
        move_data(plan_move(source, tmp_path / "new"), stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old 数据"]
    assert not pointer_file().exists()


def test_a_copy_that_differs_is_found_and_removed(source, tmp_path, monkeypatch):
    real = data_move.shutil.copystat

    def spoil(path, to):
        real(path, to)
        if to.name == "library.sqlite3":
            data = bytearray(to.read_bytes())
            data[1_000_000] ^= 1
            to.write_bytes(data)

    monkeypatch.setattr(data_move.shutil, "copystat", spoil)
    with pytest.raises(UserError, match=r"The copy of library.sqlite3 is not"):
        move_data(plan_move(source, tmp_path / "new"), no_progress)
    assert not (tmp_path / "new").exists()
    assert not pointer_file().exists()


def test_a_pointer_that_cannot_be_written_takes_the_copy_away(source, tmp_path):
    pointer_file().parent.parent.mkdir(parents=True, exist_ok=True)
    pointer_file().parent.write_text("a file where a folder should be")
    with pytest.raises(UserError, match="old folder stays"):
        move_data(plan_move(source, tmp_path / "new"), no_progress)
    assert not (tmp_path / "new").exists()
    assert (source / "library.sqlite3").exists()


def test_a_disk_that_is_full_while_copying_leaves_nothing(source, tmp_path, monkeypatch):
    def full(_path, _to):
        raise OSError(28, "No space left on device", "library.sqlite3")

    plan = plan_move(source, tmp_path / "new")
    monkeypatch.setattr(data_move.shutil, "copystat", full)
    with pytest.raises(UserError, match="No space left"):
        copy_data(plan, no_progress)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old 数据"]


@pytest.mark.parametrize(
    ("place", "words"),
    [("old 数据", "already"), ("old 数据/inside", "in the other"), (".", "in the other")],
)
def test_places_that_make_no_sense_are_refused(source, tmp_path, place, words):
    with pytest.raises(UserError, match=words):
        plan_move(source, tmp_path / place)


def test_a_folder_with_something_in_it_is_refused(source, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    with pytest.raises(UserError, match="not empty"):
        plan_move(source, tmp_path / "full")
    with pytest.raises(UserError, match="not empty"):
        plan_move(source, tmp_path / "full" / "letter.txt")


def test_a_disk_without_room_is_refused_beforehand(source, tmp_path, monkeypatch):
    usage = type("Usage", (), {"free": 5_100_000})
    monkeypatch.setattr(data_move.shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(UserError, match="not enough room"):
        plan_move(source, tmp_path / "new")


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/a/OneDrive/Books", "OneDrive"),
        ("/home/a/OneDrive - University/Books", "OneDrive"),
        ("/home/a/Dropbox/x", "Dropbox"),
        ("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/x", "iCloud Drive"),
        ("/home/a/Nextcloud/x", "Nextcloud"),
        ("/home/a/Documents/dropboxer", ""),
        ("/home/a/Books", ""),
    ],
)
def test_folders_that_are_synchronised_are_known(tmp_path, path, service):
    assert sync_service(tmp_path / path.lstrip("/")) == service


def test_a_service_is_also_known_by_what_it_leaves_in_its_folder(tmp_path):
    (tmp_path / ".dropbox").touch()
    assert sync_service(tmp_path / "a" / "b") == "Dropbox"


@given(content=st.dictionaries(st.text("abc", min_size=1, max_size=3), st.binary(max_size=99)))
def test_any_files_arrive_as_they_were(tmp_path_factory, content):
    root = tmp_path_factory.mktemp("any")
    (root / "old").mkdir()
    for name, data in content.items():
        (root / "old" / name).write_bytes(data)
    copy_data(plan_move(root / "old", root / "new"), no_progress)
    assert {p.name: p.read_bytes() for p in (root / "new").iterdir()} == content
