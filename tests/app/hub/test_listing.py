"""What a repository holds, and names of repositories as people type them."""

import pytest

from app.hub.download_values import requests_for
from app.hub.listing import HubFile, list_files, require_repository
from app.hub.session import HubAccess
from engine.types import UserError
from tests.app.hub.fake_hub import sha256

FILES = {
    "README.md": b"r",
    "a/model.safetensors": b"12345",
    "a/tokenizer.json": b"{}",
    "b.pth": b"1",
    "c.gguf": b"22",
}


def test_models_and_what_belongs_to_them_from_all_pages(hubs):
    hub = hubs(files=FILES)
    files = list_files(HubAccess(official=hub.address), " me/model ")
    assert [file.path for file in files] == sorted(set(FILES) - {"README.md"})
    assert files[0] == HubFile("a/model.safetensors", 5, sha256(b"12345"))
    assert [file.is_model for file in files] == [True, False, True, True]
    assert sum(path.startswith("/api/") for _, path, _ in hub.seen) == 2


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"status": 404}, "There is no “me/model”"),
        ({"status": 401}, "or it is private"),
        ({"html_listing": True}, "not a model hub"),
        ({"portal": True}, "not a model hub"),
        ({"status": 503}, "error 503"),
    ],
)
def test_refusals(hubs, rules, words):
    with pytest.raises(UserError, match=words):
        list_files(HubAccess(official=hubs(**rules).address), "me/model")


def test_no_network_is_said_at_once(hubs):
    hub = hubs()
    hub.close()
    with pytest.raises(UserError, match="cannot be reached"):
        list_files(HubAccess(official=hub.address), "me/model")


def test_offline_by_the_environment(hubs, monkeypatch):
    hub = hubs()
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(UserError, match="HF_HUB_OFFLINE"):
        list_files(HubAccess(official=hub.address), "me/model")
    assert hub.seen == []


@pytest.mark.parametrize(
    ("typed", "repo"),
    [
        ("BlinkDL/rwkv7-g1", "BlinkDL/rwkv7-g1"),
        (" https://huggingface.co/BlinkDL/rwkv7-g1/tree/main ", "BlinkDL/rwkv7-g1"),
        ("hf/a.b_c/", "hf/a.b_c"),
    ],
)
def test_what_people_type(typed, repo):
    assert require_repository(typed) == repo


@pytest.mark.parametrize("typed", ["", "rwkv", "a/../b", "a b/c", "../x", "a/b?c", "中/文"])
def test_what_is_no_repository(typed):
    with pytest.raises(UserError, match="not the name of a repository"):
        require_repository(typed)


def test_one_file_goes_into_the_folder_and_several_into_one_of_their_own():
    one, two = HubFile("a/m.pth", 1, "x"), HubFile("n.pth", 2)
    assert [each.target for each in requests_for("me/model", (one,))] == ["m.pth"]
    both = requests_for("me/model", (one, two))
    assert [each.target for each in both] == ["model/a/m.pth", "model/n.pth"]
    assert (both[0].sha256, both[0].size) == ("x", 1)
