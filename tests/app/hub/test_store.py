"""The models folder: what lies there, adding, renaming, deleting, moving, and where space goes."""

import errno
import os
import shutil

import numpy as np
import pytest
import safetensors.numpy

from app.hub import moving
from app.hub.moving import folder_size, move_folder, moved
from app.hub.space import Places, clean_up, space, unused_graphs
from app.hub.store import ModelStore, inspect
from app.paths import bundled_model
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.convert import convert
from engine.loading import LoadOptions, load_weights, model_key
from engine.quantize import Quantization
from engine.runtimes.graph_cache import folders_of
from engine.types import UserError


def write_model(path, dtype=np.float16, vocab=256):
    source = RandomTensors(Shape(2, 64, 1, vocab))
    path.parent.mkdir(parents=True, exist_ok=True)
    tensors = {name: source.read(name).astype(dtype) for name in source.names()}
    safetensors.numpy.save_file(tensors, path)
    return path


@pytest.fixture
def store(tmp_path):
    return ModelStore(tmp_path / "models")


def test_an_absent_folder_holds_nothing(store):
    assert store.installed() == ()


def test_what_lies_there_is_told_from_headers(store, monkeypatch):
    write_model(store.folder / "a.safetensors")
    write_model(store.folder / "b.safetensors", np.float32)
    convert(store.folder / "b.safetensors", store.folder / "c.safetensors", Quantization.INT8)
    (store.folder / "half.pth.part").write_bytes(b"PK")
    (store.folder / "half.pth.part.json").write_text("{}")
    (store.folder / "notes.txt").write_text("mine")
    monkeypatch.setattr("engine.checkpoint.Checkpoint.read_finite", None)
    models = store.installed()
    assert [(m.name, m.numbers) for m in models] == [("a", "f16"), ("b", "f32"), ("c", "int8")]
    first = models[0]
    assert (first.generation, first.layers, first.width, first.vocab_size) == ("rwkv7", 2, 64, 256)
    assert first.size == first.path.stat().st_size
    assert first.parameters > 100_000


def test_folders_of_any_layout(store):
    write_model(store.folder / "one" / "deep" / "model.safetensors")
    write_model(store.folder / "two" / "x.safetensors")
    write_model(store.folder / "two" / "y.safetensors")
    names = [(m.name, m.path.is_dir(), m.problem) for m in store.installed()]
    assert names == [("deep", True, None), ("x", False, None), ("y", False, None)]


def test_a_model_that_cannot_be_used_is_listed_with_the_reason(store):
    write_model(store.folder / "good.safetensors")
    (store.folder / "bad.pth").write_bytes(b"<!doctype html><html>log in</html>")
    data = (store.folder / "good.safetensors").read_bytes()
    (store.folder / "cut.safetensors").write_bytes(data[: len(data) // 2])
    bad, cut, good = store.installed()
    assert "a web page" in str(bad.problem)
    assert "is damaged" in str(cut.problem)
    assert good.problem is None


def test_an_unknown_architecture_is_refused_when_it_is_added(store, tmp_path):
    path = tmp_path / "gpt.safetensors"
    safetensors.numpy.save_file({"wte.weight": np.zeros((4, 4), np.float32)}, path)
    with pytest.raises(UserError, match="no RWKV model"):
        store.register(path)
    with pytest.raises(UserError, match="no RWKV model"):
        store.copy(path)
    assert store.installed() == ()


def test_a_registered_model_stays_where_it_is(store, tmp_path):
    path = write_model(tmp_path / "else" / "mine.safetensors")
    model = store.register(path)
    assert model.registered
    assert store.register(path) == model
    assert store.installed() == (model,)
    assert store.find("mine") == model
    assert store.delete(model) == 0
    assert path.exists()
    assert store.installed() == ()


def test_a_registered_model_that_went_away_is_said_to_be(store, tmp_path):
    path = write_model(tmp_path / "else" / "mine.safetensors")
    store.register(path)
    path.unlink()
    assert "does not exist" in str(store.installed()[0].problem)


def test_a_copy_is_whole_and_told_of(store, tmp_path):
    path = write_model(tmp_path / "else" / "mine.safetensors")
    told = []
    model = store.copy(path, lambda done, total: told.append((done, total)))
    assert model.path.read_bytes() == path.read_bytes()
    assert told[-1] == (path.stat().st_size, path.stat().st_size)
    with pytest.raises(UserError, match="in the models folder already"):
        store.copy(path)


def test_the_vocabulary_comes_along(store):
    model = store.copy(bundled_model())
    names = sorted(path.name for path in model.path.iterdir())
    assert names == ["README.md", "model.safetensors", "tokenizer.json"]
    alone = store.copy(bundled_model() / "model.safetensors")
    assert sorted(path.name for path in alone.path.iterdir()) == names[1:]


def test_a_copy_that_is_stopped_leaves_nothing(store, tmp_path):
    path = write_model(tmp_path / "else" / "mine.safetensors")

    def stop(done, total):
        raise InterruptedError(errno.EINTR, "stopped")

    with pytest.raises(UserError):
        store.copy(path, stop)
    assert list(store.folder.iterdir()) == []


def test_a_copy_is_read_back(store, tmp_path, monkeypatch):
    path = write_model(tmp_path / "else" / "mine.safetensors")
    monkeypatch.setattr(moving, "_digest", lambda _path: b"other")
    with pytest.raises(UserError, match="differs from the file"):
        store.copy(path)
    assert list(store.folder.iterdir()) == []


def test_rename_and_delete(store, tmp_path):
    write_model(store.folder / "a.safetensors")
    write_model(store.folder / "b.safetensors")
    model = store.find("a")
    renamed = store.rename(model, "My model")
    assert renamed.path.name == "My model.safetensors"
    with pytest.raises(UserError, match="already"):
        store.rename(renamed, "b")
    for name in ("", "../x", "a/b", ".hidden"):
        with pytest.raises(UserError, match="cannot be the name"):
            store.rename(renamed, name)
    assert store.delete(renamed) == renamed.size
    assert [m.name for m in store.installed()] == ["b"]
    with pytest.raises(UserError, match="There is no model"):
        store.find("a")


def test_a_damaged_register_is_not_overwritten(store, tmp_path):
    path = write_model(tmp_path / "mine.safetensors")
    store.folder.mkdir()
    register = store.folder / "registered.json"
    for text in ("{", '{"format": 9, "paths": []}', '{"format": 1, "paths": [3]}'):
        register.write_text(text)
        with pytest.raises(UserError):
            store.register(path)
        assert register.read_text() == text


# Moving


@pytest.fixture(params=[True, False], ids=["one disk", "two disks"])
def disks(request, monkeypatch):
    if not request.param:
        monkeypatch.setattr(moving, "_same_disk", lambda _one, _other: False)
    return request.param


def fill(folder):
    for number, name in enumerate(("a.pth", "b/c.bin", "b/d/e.json")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes([number]) * 3_000_000)
    return contents(folder)


def contents(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_folder_is_moved_whole(tmp_path, disks):
    source, target = tmp_path / "old", tmp_path / "新 folder" / "models"
    before = fill(source)
    told = []
    move_folder(source, target, lambda done, total: told.append((done, total)))
    assert contents(target) == before
    assert not source.exists()
    assert told[-1] == (9_000_000, 9_000_000)
    assert moved(source / "b/c.bin", source, target) == target / "b/c.bin"
    assert moved(tmp_path / "x", source, target) == tmp_path / "x"


def test_a_move_that_is_stopped_at_any_point_loses_nothing_and_goes_on(tmp_path, disks):
    class StopError(Exception):
        pass

    for count in range(1, 9):
        source, target = tmp_path / f"old{count}", tmp_path / f"new{count}"
        before, calls = fill(source), []

        def stop(done, total, calls=calls, count=count):
            calls.append(done)
            if len(calls) == count:
                raise StopError

        try:
            move_folder(source, target, stop)
        except StopError:
            both = contents(target) | contents(source)
            assert {k: v for k, v in both.items() if not k.endswith(moving.HALF)} == before
        move_folder(source, target) if source.exists() else None
        assert contents(target) == before
        assert not source.exists()


def test_a_copy_that_differs_leaves_the_file_where_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr(moving, "_same_disk", lambda _one, _other: False)
    before = fill(tmp_path / "old")
    monkeypatch.setattr(moving, "_digest", lambda _path: b"other")
    with pytest.raises(UserError, match="differs from the file"):
        move_folder(tmp_path / "old", tmp_path / "new")
    assert contents(tmp_path / "old") == before


def test_a_killed_move_between_copy_and_deletion_goes_on(tmp_path):
    before = fill(tmp_path / "old")
    (tmp_path / "new").mkdir()
    shutil.copy(tmp_path / "old" / "a.pth", tmp_path / "new" / "a.pth")
    move_folder(tmp_path / "old", tmp_path / "new")
    assert contents(tmp_path / "new") == before


def test_nothing_is_overwritten(tmp_path):
    before = fill(tmp_path / "old")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.pth").write_bytes(b"precious")
    with pytest.raises(UserError, match=r"holds another file called a\.pth"):
        move_folder(tmp_path / "old", tmp_path / "new")
    assert contents(tmp_path / "old") == before
    assert contents(tmp_path / "new") == {"a.pth": b"precious"}


@pytest.mark.parametrize("place", ["old", "old/inside", ""])
def test_not_into_itself(tmp_path, place):
    before = fill(tmp_path / "old")
    with pytest.raises(UserError, match="into itself"):
        move_folder(tmp_path / "old", tmp_path / place)
    assert contents(tmp_path / "old") == before


def test_a_full_disk_is_refused_before(tmp_path, monkeypatch):
    before = fill(tmp_path / "old")
    monkeypatch.setattr(moving, "_same_disk", lambda _one, _other: False)
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    with pytest.raises(UserError, match="too little space"):
        move_folder(tmp_path / "old", tmp_path / "new")
    assert contents(tmp_path / "old") == before


# Space


def test_where_the_space_goes(tmp_path):
    places = Places(*(tmp_path / name for name in ("models", "graphs", "lib.sqlite3", "backups")))
    fill(places.models)
    (places.models / "x.pth.part").write_bytes(b"x" * 500)
    fill(places.graphs)
    places.library.write_bytes(b"l" * 70)
    (tmp_path / "lib.sqlite3-wal").write_bytes(b"w" * 7)
    found = space(places, states=50)
    sizes = (found.models, found.downloads, found.prepared, found.library, found.backups)
    assert sizes == (9_000_000, 500, 9_000_000, 77, 0)
    assert found.states == 50
    assert found.total == sum(sizes)
    assert found.free > 0


def test_only_graphs_of_models_that_are_gone_are_cleaned_up(tmp_path, store):
    graphs = tmp_path / "graphs"
    keys = []
    for name, vocab in (("kept", 256), ("gone", 300)):
        path = write_model(store.folder / f"{name}.safetensors", vocab=vocab)
        for quantization in (Quantization.INT8, Quantization.NONE):
            options = LoadOptions(graphs, quantization=quantization, device="cpu", threads=1)
            load_weights(path, options)[0].close()
        keys.append(model_key(path, inspect(path).generation))
    (graphs / "new-half").mkdir()
    (graphs / "longscroll-ops.so").write_bytes(b"x")
    (graphs / "my notes").mkdir()
    assert len(unused_graphs(graphs, folders_of(keys[0]) | folders_of(keys[1]))) == 1
    unused = unused_graphs(graphs, folders_of(keys[0]))
    assert len(unused) == 3
    size = sum(folder_size(path) for path in unused)
    assert clean_up(graphs, folders_of(keys[0])) == size
    left = {path.name for path in graphs.iterdir()}
    assert {"longscroll-ops.so", "my notes"} < left
    assert len(left & folders_of(keys[0])) == 2


def test_a_model_that_is_open_while_it_is_deleted(store, tmp_path):
    path = write_model(store.folder / "a.safetensors")
    options = LoadOptions(tmp_path / "graphs", device="cpu", threads=1)
    model, _shape = load_weights(path, options)
    first = model.prefill([1, 2, 3]).copy()
    if os.name != "nt":
        store.delete(store.find("a"))
    model.load_state(None)
    assert np.array_equal(model.prefill([1, 2, 3]), first)
    model.close()
    if os.name != "nt":
        with pytest.raises(UserError, match="does not exist"):
            load_weights(path, options)
