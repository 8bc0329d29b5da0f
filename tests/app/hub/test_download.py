"""Downloads from a hub that misbehaves in every way, and what is left on the disk."""

import errno
import shutil

import pytest

from app.hub.download_values import DownloadState, Remark
from app.hub.listing import list_files
from app.hub.part_file import PartFile
from app.hub.session import HubAccess, environment_mirror
from tests.app.hub.fake_hub import sha256
from tests.app.hub.hub_desk import DATA

S = DownloadState


def test_a_file_arrives_whole_and_checked(hubs, desks):
    desk = desks(hubs())
    end = desk.run(sha256=sha256(DATA), size=len(DATA))
    assert (end.state, end.done, end.total, end.remarks) == (S.DONE, len(DATA), len(DATA), ())
    assert (desk.folder / "m.pth").read_bytes() == DATA
    assert desk.names() == ["m.pth"]
    states = list(dict.fromkeys(each.state for each in desk.told))
    assert states == [S.QUEUED, S.CONNECTING, S.RUNNING, S.VERIFYING, S.DONE]


def test_a_connection_that_drops_goes_on_where_it_was(hubs, desks):
    hub = hubs(drop_after=60_000)
    end = desks(hub).run()
    assert end.state is S.DONE
    starts = [int(h.get("range", "bytes=0-")[6:-1]) for h in hub.downloads()]
    assert starts == sorted(set(starts))
    assert len(starts) == 4


def test_a_hub_that_only_ever_drops_is_given_up_and_the_part_is_kept(hubs, desks):
    desk = desks(hubs(drop_after=0))
    assert "cannot be reached" in desk.error()
    assert desk.names() == ["m.pth.part", "m.pth.part.json"]


def test_a_busy_hub_is_asked_again(hubs, desks):
    assert desks(hubs(busy=2)).run().state is S.DONE


def test_a_server_that_ignores_ranges_makes_it_begin_anew(hubs, desks):
    end = desks(hubs(ranges=False, drop_after=60_000, drops=1)).run()
    assert end.state is S.DONE
    assert end.remarks == (Remark.CANNOT_RESUME,)


def test_a_wrong_digest_is_refused_and_nothing_stays(hubs, desks):
    desk = desks(hubs(lies_about="ab" * 32))
    assert "arrived damaged" in desk.error()
    assert desk.names() == []


def test_a_replaced_file_is_refused_before_it_is_fetched(hubs, desks):
    hub = hubs()
    assert "has been replaced" in desks(hub).error(sha256="ab" * 32)
    assert hub.downloads() == []


def test_without_any_digest_the_size_alone_is_checked_and_that_is_said(hubs, desks):
    end = desks(hubs(lies_about="some-tag")).run()
    assert end.state is S.DONE
    assert end.remarks == (Remark.NOT_VERIFIED,)


def test_an_etag_that_is_no_digest_leaves_the_catalogues_to_be_checked(hubs, desks):
    hub = hubs(lies_about="some-tag")
    assert desks(hub).run(sha256=sha256(DATA)).remarks == ()
    hub.rules.files["n.pth"] = DATA[::-1]
    assert "damaged" in desks(hub).error("n.pth", sha256=sha256(DATA))


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"status": 404, "error_code": "RepoNotFound"}, "There is no “me/model”"),
        ({"status": 404, "error_code": "EntryNotFound"}, "has no file m.pth"),
        ({"status": 404, "error_code": "RevisionNotFound"}, "The wanted version"),
        ({"status": 404}, "There is no “me/model”"),
        ({"status": 401}, "or it is private"),
        ({"status": 401, "error_code": "GatedRepo"}, "accepted its terms"),
        ({"status": 403, "error_code": "GatedRepo"}, "accepted its terms"),
        ({"status": 403}, "does not let you have"),
        ({"status": 500}, "error 500"),
        ({"portal": True}, "not a model hub but a web page"),
        ({"portal_on_get": True}, "not a model hub but a web page"),
    ],
)
def test_refusals_in_plain_words(hubs, desks, rules, words):
    desk = desks(hubs(**rules))
    assert words in desk.error()
    assert "m.pth" not in desk.names()


def test_no_network(hubs, desks):
    hub = hubs()
    desk = desks(hub)
    hub.close()
    assert "cannot be reached" in desk.error()


def test_a_redirect_to_another_host_does_not_get_the_token(hubs, desks):
    cdn = hubs()
    hub = hubs(cdn=cdn.address)
    desk = desks(hub, token="secret")
    assert desk.run().state is S.DONE
    assert cdn.downloads()
    assert cdn.tokens() == []
    assert hub.tokens() == ["Bearer secret"]


def test_a_mirror_never_sees_the_token(hubs, desks):
    mirror, official = hubs(), hubs()
    desk = desks(official, token="secret", mirror=mirror.address)
    assert desk.run().state is S.DONE
    files = list_files(HubAccess(mirror.address, "secret", official=official.address), "me/model")
    assert [file.path for file in files] == ["m.pth"]
    assert len(mirror.seen) >= 4
    assert mirror.tokens() == []
    assert official.seen == []


def test_nobody_is_told_who_else_runs_here(hubs, desks):
    hub = hubs()
    desks(hub).run()
    assert {path for _, path, _ in hub.seen} == {"/me/model/resolve/main/m.pth"}
    assert {headers["user-agent"] for _, _, headers in hub.seen} == {"longscroll"}


def test_the_token_is_not_shown(hubs):
    assert "secret" not in repr(HubAccess(token="secret"))


def test_a_proxy_by_setting_gets_the_requests(hubs, desks):
    proxy = hubs()
    desk = desks(hubs(), proxy=proxy.address, mirror="http://hub.invalid")
    assert desk.run().state is S.DONE
    assert all(path.startswith("http://hub.invalid/") for _, path, _ in proxy.seen)


def test_a_proxy_of_the_environment_that_cannot_be_used(hubs, desks, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "gopher://127.0.0.1:9")
    assert "The proxy" in desks(hubs()).error()


def test_the_mirror_that_other_programs_use(monkeypatch):
    assert environment_mirror() == ""
    monkeypatch.setenv("HF_ENDPOINT", "https://hf-mirror.com/")
    assert environment_mirror() == "https://hf-mirror.com"
    assert HubAccess(environment_mirror(), "secret").host == "hf-mirror.com"


@pytest.mark.parametrize("address", ["hub", "ftp://hub.org", "http://", "http://[", "file:///x"])
def test_an_address_that_is_none(hubs, desks, address):
    assert "is not an address" in desks(hubs(), mirror=address).error()


def test_a_disk_without_room_is_refused_before(hubs, desks, monkeypatch):
    hub = hubs()
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    assert "too little space" in desks(hub).error()


def test_a_disk_that_fills_up_keeps_the_part_for_later(hubs, desks, monkeypatch):
    hub = hubs()
    desk = desks(hub)
    with monkeypatch.context() as patch:

        def full(self, piece):
            raise OSError(errno.ENOSPC, "No space left on device")

        patch.setattr(PartFile, "write", _failing_after(PartFile.write, 1, full))
        number = desk.add()
        assert desk.queue.wait_idle(10)
        failed = desk.queue.downloads()[0]
        assert "The disk is full" in str(failed.error)
        assert "m.pth.part" in desk.names()
    desk.queue.resume(number)
    assert desk.queue.wait_idle(10)
    assert desk.queue.downloads()[0].state is S.DONE
    assert (desk.folder / "m.pth").read_bytes() == DATA


def _failing_after(write, times, fail):
    """`write` through a file that has room for so many pieces."""
    count = 0

    def wrapped(self, piece):
        nonlocal count
        count += 1
        if count > times:
            file, self._file = self._file, _FullFile(self._file, fail)
            try:
                return write(self, piece)
            finally:
                self._file = file
        return write(self, piece)

    return wrapped


class _FullFile:
    def __init__(self, file, fail):
        self._file, self._fail = file, fail

    def write(self, piece):
        self._fail(self, piece)
