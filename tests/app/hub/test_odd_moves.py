"""Models folders that people have are moved: with links, and over mounts."""

import errno
import os
from pathlib import Path

import pytest

from app.hub import moving
from app.hub.moving import move_folder
from engine.types import UserError
from tests.app.hub.hub_desk import link
from tests.app.hub.test_store import contents, fill


def test_a_link_to_the_folder_is_the_folder_itself(tmp_path):
    before = fill(tmp_path / "old")
    link(tmp_path / "same", tmp_path / "old")
    with pytest.raises(UserError, match="into itself"):
        move_folder(tmp_path / "old", tmp_path / "same")
    assert contents(tmp_path / "old") == before


def test_not_into_itself_through_a_link(tmp_path):
    before = fill(tmp_path / "old")
    link(tmp_path / "same", tmp_path / "old")
    with pytest.raises(UserError, match="into itself"):
        move_folder(tmp_path / "old", tmp_path / "same" / "b")
    assert contents(tmp_path / "old") == before


def test_links_move_as_links_and_lead_where_they_led(tmp_path):
    fill(tmp_path / "old")
    fill(tmp_path / "elsewhere")
    link(tmp_path / "old" / "folder", tmp_path / "elsewhere" / "b")
    link(tmp_path / "old" / "file.pth", tmp_path / "elsewhere" / "a.pth")
    (tmp_path / "old" / "near.pth").symlink_to(Path("..", "elsewhere", "a.pth"))
    (tmp_path / "old" / "within.pth").symlink_to("a.pth")
    link(tmp_path / "old" / "broken.pth", tmp_path / "not there")
    new = tmp_path / "new" / "deeper"
    move_folder(tmp_path / "old", new)
    assert (new / "folder").is_symlink()
    assert (new / "folder" / "c.bin").is_file()
    for name in ("file.pth", "near.pth", "within.pth"):
        assert (new / name).is_symlink()
        assert (new / name).read_bytes() == (tmp_path / "elsewhere" / "a.pth").read_bytes()
    assert os.readlink(new / "within.pth") == "a.pth"
    assert (new / "broken.pth").is_symlink()
    assert not (tmp_path / "old").exists()
    assert (tmp_path / "elsewhere" / "b" / "c.bin").is_file()


def test_two_places_of_one_disk_between_which_nothing_can_be_renamed(tmp_path, monkeypatch):
    """As between two mounts of the same file system."""
    before = fill(tmp_path / "old")

    def refuse(_old, _new):
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(moving.os, "rename", refuse)
    move_folder(tmp_path / "old", tmp_path / "new")
    assert contents(tmp_path / "new") == before
    assert not (tmp_path / "old").exists()
