"""The queue of downloads: paused, resumed, cancelled, and found again after a restart."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.hub.catalogue import read_catalogue
from app.hub.download_values import DownloadRequest, DownloadState, Remark, request_for
from app.hub.part_file import PartFile, Sidecar
from app.paths import resource
from tests.app.hub.fake_hub import sha256
from tests.app.hub.hub_desk import DATA

S = DownloadState


def test_pause_keeps_and_resume_goes_on(hubs, desks):
    hub = hubs(byte_pause=0.01)
    desk = desks(hub)
    number = desk.add()
    desk.wait_for(lambda p: p.state is S.RUNNING and p.done > 0)
    desk.queue.pause(number)
    desk.wait_for(lambda p: p.state is S.PAUSED)
    kept = (desk.folder / "m.pth.part").stat().st_size
    assert 0 < kept < len(DATA)
    hub.rules.byte_pause = 0
    desk.queue.resume(number)
    assert desk.queue.wait_idle(10)
    assert (desk.folder / "m.pth").read_bytes() == DATA
    assert hub.downloads()[-1]["range"] == f"bytes={kept}-"


def test_cancel_leaves_nothing(hubs, desks):
    desk = desks(hubs(byte_pause=0.01))
    number = desk.add()
    desk.wait_for(lambda p: p.state is S.RUNNING and p.done > 0)
    desk.queue.cancel(number)
    assert desk.queue.wait_idle(10)
    assert desk.queue.downloads()[0].state is S.CANCELLED
    assert desk.names() == []


def test_a_part_that_cannot_be_deleted_is_said_and_the_queue_lives_on(hubs, desks, monkeypatch):
    hub = hubs(files={"m.pth": DATA, "n.pth": DATA}, byte_pause=0.01)
    desk = desks(hub)
    number = desk.add()
    desk.wait_for(lambda p: p.state is S.RUNNING and p.done > 0)
    with monkeypatch.context() as patch:

        def refuse(self, missing_ok=False):
            raise PermissionError(errno.EACCES, "Permission denied")

        patch.setattr(Path, "unlink", refuse)
        desk.queue.cancel(number)
        assert desk.queue.wait_idle(10)
    failed = desk.queue.downloads()[0]
    assert failed.state is S.FAILED
    assert "Permission denied" in str(failed.error)
    hub.rules.byte_pause = 0
    assert desk.run("n.pth").state is S.DONE


def test_a_silent_server_does_not_hold_up_the_person(hubs, desks):
    desk = desks(hubs(silent=True))
    number = desk.add()
    desk.wait_for(lambda p: p.state is S.RUNNING)
    time.sleep(0.1)
    began = time.monotonic()
    desk.queue.cancel(number)
    assert desk.queue.wait_idle(5)
    assert time.monotonic() - began < 2


def test_a_silent_server_is_given_up(hubs, desks):
    assert "no answer in time" in desks(hubs(silent=True), stall_seconds=0.1).error()


def test_one_at_a_time_in_order(hubs, desks):
    hub = hubs(files=dict.fromkeys(("a.pth", "b.pth", "c.pth"), DATA))
    desk = desks(hub)
    for name in hub.rules.files:
        desk.add(name)
    assert desk.queue.wait_idle(10)
    done = [p.request.file for p in desk.told if p.state is S.DONE]
    assert done == ["a.pth", "b.pth", "c.pth"]
    running = [p.id for p in desk.told if p.state in (S.RUNNING, S.VERIFYING)]
    assert running == sorted(running)


def test_what_waits_can_be_cancelled_and_the_same_is_not_added_twice(hubs, desks):
    hub = hubs(files={"a.pth": DATA, "b.pth": DATA}, byte_pause=0.005)
    desk = desks(hub)
    desk.add("a.pth")
    second = desk.add("b.pth")
    with pytest.raises(Exception, match="being downloaded already"):
        desk.add("b.pth")
    desk.queue.cancel(second)
    hub.rules.byte_pause = 0
    assert desk.queue.wait_idle(10)
    assert desk.names() == ["a.pth"]
    with pytest.raises(Exception, match="in the models folder already"):
        desk.add("a.pth")


def test_a_file_that_changed_meanwhile_is_begun_anew_with_a_remark(hubs, desks):
    new = DATA[::-1]
    desk = desks(hubs(drop_after=60_000, drops=1, after_drop={"m.pth": new}))
    end = desk.run()
    assert end.state is S.DONE
    assert end.remarks == (Remark.CHANGED_ON_HUB,)
    assert (desk.folder / "m.pth").read_bytes() == new


def test_a_part_longer_than_the_file_is_begun_anew(hubs, desks):
    desk = desks(hubs())
    part = PartFile(desk.folder / "m.pth")
    request = DownloadRequest("me/model", "m.pth", "m.pth")
    part.describe(Sidecar(request, sha256(DATA), len(DATA)))
    (desk.folder / "m.pth.part").write_bytes(b"x" * (len(DATA) + 5))
    assert desk.run().state is S.DONE
    assert (desk.folder / "m.pth").read_bytes() == DATA


def test_a_part_whose_note_is_damaged_is_begun_anew(hubs, desks):
    desk = desks(hubs())
    desk.folder.mkdir()
    (desk.folder / "m.pth.part").write_bytes(b"whatever")
    (desk.folder / "m.pth.part.json").write_text('{"format": 1, "etag": 7}')
    assert desk.run().state is S.DONE
    assert (desk.folder / "m.pth").read_bytes() == DATA


KILLED = """
import sys, time
from pathlib import Path
from app.hub.download import DownloadQueue
from app.hub.download_values import DownloadRequest
from app.hub.session import HubAccess
tell = lambda p: print(p.done, flush=True)
queue = DownloadQueue(Path(sys.argv[1]), HubAccess(official=sys.argv[2]), tell)
queue.add(DownloadRequest("me/model", "m.pth", "m.pth"))
queue.add(DownloadRequest("me/model", "later.pth", "later.pth"))
time.sleep(60)
"""


def test_a_killed_program_goes_on_after_its_restart(hubs, desks, repository):
    hub = hubs(files={"m.pth": DATA, "later.pth": DATA}, byte_pause=0.02)
    desk = desks(hub)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(desk.folder), hub.address],
        cwd=repository,
        stdout=subprocess.PIPE,
        text=True,
    )
    part = desk.folder / "m.pth.part"
    try:
        for _try in range(400):
            if part.exists() and part.stat().st_size > 8192:
                break
            time.sleep(0.05)
    finally:
        os.kill(process.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        process.communicate(timeout=10)
    kept = part.stat().st_size
    assert 8192 < kept < len(DATA)
    hub.rules.byte_pause = 0
    unfinished = desk.queue.unfinished()
    assert [request.file for request in unfinished] == ["later.pth", "m.pth"]
    for request in unfinished:
        desk.queue.add(request)
    assert desk.queue.unfinished() == ()
    assert desk.queue.wait_idle(10)
    assert (desk.folder / "m.pth").read_bytes() == DATA
    assert f"bytes={kept}-" in [h.get("range") for h in hub.downloads()]


def test_closing_keeps_what_is_there(hubs, desks):
    desk = desks(hubs(byte_pause=0.01))
    desk.add()
    desk.wait_for(lambda p: p.state is S.RUNNING and p.done > 0)
    assert desk.queue.close()
    assert desk.queue.downloads()[0].state is S.PAUSED
    assert desk.names() == ["m.pth.part", "m.pth.part.json"]


def test_speed_and_time_left_are_told(hubs, desks):
    desk = desks(hubs(byte_pause=0.02))
    desk.run()
    told = [p for p in desk.told if p.state is S.RUNNING and p.bytes_per_second > 0]
    assert told
    middle = told[len(told) // 2]
    expected = (middle.total - middle.done) / middle.bytes_per_second
    assert middle.seconds_left == pytest.approx(expected)
    assert 20_000 < middle.bytes_per_second < 400_000


@pytest.mark.parametrize(
    "target", ["../m.pth", "/m.pth", "a//m.pth", "a/..", "C:m.pth", "nul", "m.pth ", "a\\b", ""]
)
def test_a_target_that_leaves_the_folder(hubs, desks, target):
    desk = desks(hubs())
    with pytest.raises(Exception, match="cannot be the name"):
        desk.queue.add(DownloadRequest("me/model", "m.pth", target))


def test_a_model_of_the_catalogue_as_a_request(hubs, desks):
    entry = read_catalogue(resource("models", "catalogue.json")).models[0]
    request = request_for(entry)
    assert request.repo == "BlinkDL/rwkv7-g1"
    assert request.sha256 == entry.sha256
    assert request.size is None or request.size == entry.size
