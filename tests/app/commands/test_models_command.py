"""`longscroll models`, as a user types it, with a hub on loopback as the mirror."""

import argparse
import json

import numpy as np
import pytest
import safetensors.numpy
from huggingface_hub import close_session

from app.cli import main
from app.commands.models_places import access_of
from app.paths import data_paths
from app.settings import Settings, SettingsFile
from app.settings.secrets import SecretsFile
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from tests.app.hub.fake_hub import FakeHub, HubRules


@pytest.fixture
def model(tmp_path):
    source = RandomTensors(Shape(2, 64, 1, 256))
    path = tmp_path / "little.safetensors"
    tensors = {name: source.read(name).astype(np.float16) for name in source.names()}
    safetensors.numpy.save_file(tensors, path)
    return path


@pytest.fixture
def hub(model, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "HF_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    files = {"a/little.safetensors": model.read_bytes(), "a/tokenizer.json": b"{}"}
    hub = FakeHub(HubRules(files=files))
    SettingsFile(data_paths(None).settings).save(Settings(hub_mirror=hub.address))
    yield hub
    close_session()
    hub.close()


def run(capsys, *arguments):
    """Exit code, lines of JSON on stdout, stderr."""
    code = main(["models", *arguments])
    out, err = capsys.readouterr()
    return (
        code,
        [json.loads(line) for line in out.splitlines()] if "--json" in arguments else out,
        err,
    )


def test_added_listed_and_removed(model, capsys):
    code, (added,), _ = run(capsys, "add", str(model), "--json")
    assert (code, added["registered"], added["numbers"]) == (0, True, "f16")
    assert run(capsys, "add", str(model), "--copy")[0] == 0
    _, (models,), _ = run(capsys, "list", "--json")
    assert [each["registered"] for each in models] == [False, True]
    copy = data_paths(None).models / "little.safetensors"
    assert run(capsys, "remove", str(copy))[0] == 0
    assert not copy.exists()
    assert "is forgotten" in run(capsys, "remove", "little")[1]
    assert model.exists()
    assert run(capsys, "list")[1] == ""


def test_what_is_no_model_is_one_clear_line(tmp_path, capsys):
    (tmp_path / "x.pth").write_bytes(b"nothing")
    code, _, err = run(capsys, "add", str(tmp_path / "x.pth"))
    assert (code, err.count("\n")) == (1, 1)
    assert run(capsys, "remove", "x")[0] == 1
    assert run(capsys, "download", "unknown")[0] == 1
    assert run(capsys, "download", "a/../b")[0] == 1


def test_the_catalogue(capsys):
    _, (models,), _ = run(capsys, "catalogue", "--json")
    assert {"id", "sha256", "good_for", "licence", "prompt", "sampling"} <= models[0].keys()
    assert models[0]["id"] in run(capsys, "catalogue")[1]


def test_a_repository_is_listed_and_its_model_downloaded(hub, model, capsys):
    _, (files,), _ = run(capsys, "files", "me/model", "--json")
    assert [file["path"] for file in files] == sorted(hub.rules.files)
    code, told, _ = run(capsys, "download", "me/model", "--json")
    assert code == 0
    assert told[-1]["state"] == "done"
    folder = data_paths(None).models / "model" / "a"
    assert (folder / "little.safetensors").read_bytes() == model.read_bytes()
    assert (folder / "tokenizer.json").exists()
    _, (models,), _ = run(capsys, "list", "--json")
    assert [(each["name"], each["problem"]) for each in models] == [("a", None)]


def test_one_file_by_name_and_what_goes_wrong(hub, capsys):
    hub.rules.files["b.pth"] = b"x" * 1000
    code, _, err = run(capsys, "download", "me/model")
    assert (code, "has 2 model files" in err) == (1, True)
    assert "has no model file c" in run(capsys, "download", "me/model", "--file", "c")[2]
    code, out, err = run(capsys, "download", "me/model", "--file", "b.pth")
    assert code == 0
    assert out.strip().endswith("b.pth")
    assert "100 %" in err
    assert (
        "in the models folder already" in run(capsys, "download", "me/model", "--file", "b.pth")[2]
    )
    hub.rules.status = 403
    assert "does not let you have" in run(capsys, "files", "me/model")[2]


def test_which_will_run(capsys):
    code, (found,), _ = run(capsys, "fit", "rwkv7-g1d-0.1b-20260129-ctx8192", "--json")
    assert code == 0
    assert found["machine"]["int8"] > 0
    assert found["models"][0]["verdict"] in ("comfortable", "slow", "too_large")
    assert found["models"][0]["need"]["total"] > 10**8
    assert data_paths(None).machine.exists()
    assert "rwkv7-g1k-13.3b" in run(capsys, "fit")[1]


def test_where_the_space_goes(model, capsys):
    run(capsys, "add", str(model), "--copy")
    _, (found,), _ = run(capsys, "space", "--json")
    assert found["models"] == model.stat().st_size
    assert "prepared" in run(capsys, "space")[1]


def test_a_model_without_known_results_is_not_tested(model, capsys):
    run(capsys, "add", str(model))
    assert "No results are known" in run(capsys, "test", "little")[2]


def test_a_model_that_computes_something_else_fails_its_test(tmp_path, capsys):
    source = RandomTensors(Shape(1, 64, 1, 65536))
    path = tmp_path / "rwkv7-g1d-0.4b-20260210-ctx8192.pth"  # told by content, not by its ending
    tensors = {name: source.read(name).astype(np.float16) for name in source.names()}
    safetensors.numpy.save_file(tensors, path)
    run(capsys, "add", str(path))
    code, (result,), _ = run(capsys, "test", path.stem, "--json")
    assert (code, result["passed"]) == (1, False)
    assert len(result["found"]) == 24


def test_the_token_is_the_one_that_the_window_keeps(tmp_path):
    secrets = SecretsFile(data_paths(str(tmp_path)).secrets)
    secrets.keep("hub_token", "hf_x")
    options = argparse.Namespace(data_dir=str(tmp_path))
    assert access_of(options).token == "hf_x"
    secrets.keep("hub_token", "")
    assert access_of(options).token == ""
