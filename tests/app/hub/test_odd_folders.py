"""Models folders that people have: with links, unreadable corners, and files of other kinds."""

import errno
from pathlib import Path

import pytest

from app.hub.store import ModelStore
from tests.app.hub.hub_desk import link
from tests.app.hub.test_store import write_model


@pytest.fixture
def store(tmp_path):
    return ModelStore(tmp_path / "models")


def test_a_corner_that_may_not_be_read_hides_nothing_else(store, monkeypatch):
    """Each disk has one: `lost+found`, `System Volume Information`."""
    write_model(store.folder / "a.safetensors")
    (store.folder / "lost+found").mkdir()
    listed = Path.iterdir

    def iterdir(path):
        if path.name == "lost+found":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert [model.name for model in store.installed()] == ["a"]


def test_a_folder_that_leads_back_to_itself_is_looked_through_once(store):
    write_model(store.folder / "one" / "a.safetensors")
    link(store.folder / "one" / "again", store.folder)
    assert [model.name for model in store.installed()] == ["one"]


def test_a_linked_folder_is_a_model_like_others(store, tmp_path):
    write_model(tmp_path / "far" / "m.safetensors")
    link(store.folder / "linked", tmp_path / "far")
    (model,) = store.installed()
    assert (model.name, model.problem) == ("linked", None)
    store.delete(model)
    assert not (store.folder / "linked").is_symlink()
    assert (tmp_path / "far" / "m.safetensors").is_file()


def test_only_the_model_goes_when_its_folder_holds_more(store):
    kept = write_model(store.folder / "mine" / "older" / "b.safetensors")
    write_model(store.folder / "mine" / "a.safetensors")
    thesis = store.folder / "mine" / "thesis.odt"
    thesis.write_text("three years of work")
    (store.folder / "mine" / "tokenizer.json").write_text("{}")
    model = store.find("mine")
    size = (store.folder / "mine" / "a.safetensors").stat().st_size
    assert store.delete(model) == size + 2
    assert thesis.read_text() == "three years of work"
    assert kept.is_file()
    assert not (store.folder / "mine" / "a.safetensors").exists()
    assert not (store.folder / "mine" / "tokenizer.json").exists()


def test_a_folder_of_a_damaged_model_keeps_what_else_is_in_it(store):
    folder = store.folder / "project"
    folder.mkdir(parents=True)
    (folder / "firmware.bin").write_bytes(b"no model at all")
    (folder / "source.c").write_text("int main;")
    model = store.find("project")
    assert model.problem is not None
    store.delete(model)
    assert [path.name for path in folder.iterdir()] == ["source.c"]


def test_an_empty_folder_goes_with_its_model(store):
    write_model(store.folder / "mine" / "a.safetensors")
    store.delete(store.find("mine"))
    assert not (store.folder / "mine").exists()


@pytest.mark.parametrize("beside", [(), ("tokenizer.json",)])
def test_a_copied_folder_keeps_its_name_and_is_found(store, tmp_path, beside):
    write_model(tmp_path / "rwkv7-1.5b" / "model.safetensors")
    for name in beside:
        (tmp_path / "rwkv7-1.5b" / name).write_text("{}")
    model = store.copy(tmp_path / "rwkv7-1.5b")
    assert model.problem is None
    assert [each.name for each in store.installed()] == ["rwkv7-1.5b"]


def test_a_folder_that_cannot_be_read_is_listed_with_the_reason(store, tmp_path, monkeypatch):
    path = write_model(tmp_path / "far" / "m.safetensors").parent
    store.register(path)

    def refuse(_path):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    monkeypatch.setattr(Path, "is_dir", lambda each: each == path)
    (model,) = store.installed()
    assert "Permission denied" in str(model.problem)
