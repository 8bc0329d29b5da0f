"""Downloads at odd moments: two programs, a crash at the end, a stop while the hub is silent."""

import os
import threading

import pytest

from app.hub import fetch
from app.hub.download_values import DownloadRequest, DownloadState, is_usable_name
from app.hub.listing import list_files
from app.hub.part_file import PartFile, Sidecar
from app.hub.session import HubAccess
from tests.app.hub.fake_hub import sha256
from tests.app.hub.hub_desk import DATA

S = DownloadState


@pytest.mark.parametrize("data", [DATA, b"less than a buffer"], ids=["large", "small"])
def test_the_hub_is_asked_once_for_a_download_that_goes_well(hubs, desks, data):
    hub = hubs(files={"m.pth": data})
    assert desks(hub).run().state is S.DONE
    assert [method for method, _path, _headers in hub.seen] == ["HEAD", "GET"]


def test_two_programs_do_not_write_into_one_part(hubs, desks):
    """Say a window, and `longscroll models download` beside it."""
    hub = hubs(byte_pause=0.01)
    first, second = desks(hub), desks(hub)
    first.add()
    first.wait_for(lambda p: p.state is S.RUNNING and p.done > 0)
    assert "another window or program" in second.error()
    hub.rules.byte_pause = 0
    assert first.queue.wait_idle(10)
    assert first.queue.downloads()[0].state is S.DONE
    assert (first.folder / "m.pth").read_bytes() == DATA
    assert first.names() == ["m.pth"]


def test_what_was_whole_when_the_program_died_is_no_unfinished_download(hubs, desks):
    desk = desks(hubs())
    for name in ("m.pth", "n.pth"):
        request = DownloadRequest("me/model", name, name)
        PartFile(desk.folder / name).describe(Sidecar(request, sha256(DATA), len(DATA)))
    (desk.folder / "m.pth").write_bytes(DATA)
    assert [request.file for request in desk.queue.unfinished()] == ["n.pth"]
    assert desk.names() == ["m.pth", "n.pth.part.json"]


def test_a_note_that_names_another_place_is_no_download(hubs, desks):
    desk = desks(hubs())
    request = DownloadRequest("me/model", "m.pth", "../m.pth")
    PartFile(desk.folder / "m.pth").describe(Sidecar(request))
    assert desk.queue.unfinished() == ()


def test_after_closing_nothing_on_the_disk_changes(hubs, desks, monkeypatch):
    """The models folder may be moved then, although a silent hub still holds up the thread."""
    desk = desks(hubs())
    request = DownloadRequest("me/model", "m.pth", "m.pth")
    PartFile(desk.folder / "m.pth").describe(Sidecar(request, "0" * 64, len(DATA)))
    (desk.folder / "m.pth.part").write_bytes(DATA[:5000])
    asked, answer = threading.Event(), threading.Event()
    real = fetch.file_head

    def slow(*arguments):
        asked.set()
        assert answer.wait(10)
        return real(*arguments)

    monkeypatch.setattr(fetch, "file_head", slow)
    desk.queue.add(request)
    assert asked.wait(10)
    assert not desk.queue.close(0.05)
    before = {p.name: p.read_bytes() for p in desk.folder.iterdir() if p.suffix != ".lock"}
    answer.set()
    assert desk.queue.close(10)
    assert {p.name: p.read_bytes() for p in desk.folder.iterdir()} == before


def test_cancelled_while_the_disk_still_writes(hubs, desks, monkeypatch):
    """The last bytes of gigabytes take their time to reach the disk."""
    desk = desks(hubs())
    real = os.fsync

    def fsync(handle):
        real(handle)
        desk.queue.cancel(1)

    monkeypatch.setattr(os, "fsync", fsync)
    assert desk.run().state is S.CANCELLED
    assert desk.names() == []


def test_an_empty_file(hubs, desks):
    desk = desks(hubs(files={"tokenizer.json": b""}))
    assert desk.run("tokenizer.json").state is S.DONE
    assert (desk.folder / "tokenizer.json").read_bytes() == b""


def test_another_mirror_or_token_leaves_a_running_download_alone(hubs, desks):
    hub = hubs(byte_pause=0.01)
    desk = desks(hub)
    desk.add()
    desk.wait_for(lambda p: p.state is S.RUNNING and p.done > 0)
    other = HubAccess(official=hub.address, token="hf_new")
    desk.queue.set_access(other)
    assert list_files(other, "me/model")
    hub.rules.byte_pause = 0
    assert desk.queue.wait_idle(10)
    assert desk.queue.downloads()[0].state is S.DONE
    assert (desk.folder / "m.pth").read_bytes() == DATA


@pytest.mark.parametrize("name", ["x" * 300 + ".pth", "字" * 90 + ".pth"], ids=["Latin", "Han"])
def test_names_that_no_disk_can_have(hubs, desks, name):
    assert not is_usable_name(name)
    with pytest.raises(Exception, match="cannot be the name"):
        desks(hubs()).queue.add(DownloadRequest("me/model", name, name))


def test_a_folder_whose_name_hides_it_is_no_place_for_a_model(hubs, desks):
    """The list of models does not look into such folders."""
    with pytest.raises(Exception, match="cannot be the name"):
        desks(hubs()).queue.add(DownloadRequest("me/model", "m.pth", ".cache/m.pth"))
