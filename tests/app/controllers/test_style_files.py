"""Styles between the library and files of other programs, for the bundled model."""

from __future__ import annotations

import numpy as np
import pytest

from app.controllers.storage_bridge import StorageBridge
from app.controllers.style_files import StyleFiles
from app.db import styles
from app.paths import bundled_model
from app.style_format import style_format
from engine.beginnings import matrices_of
from engine.checkpoint import (
    find_model_file,
    model_shape,
    open_checkpoint,
    read_state_file,
    write_state_file,
)
from tests.app.window_rig import MODEL, MemoryStorage


@pytest.fixture
def shape():
    with open_checkpoint(find_model_file(bundled_model())) as checkpoint:
        return model_shape(checkpoint)


@pytest.fixture
def desk(qtbot):
    storage = MemoryStorage()
    files = StyleFiles(StorageBridge(storage), style_format(bundled_model))
    files.show_model(MODEL)
    yield storage, files
    storage.close()


def some(shape, number):
    size = shape.n_embd // shape.n_head
    random = np.random.default_rng(number)
    return random.normal(size=(shape.n_layer, shape.n_head, size, size)).astype(np.float32)


def test_a_style_of_another_program_comes_in_and_goes_out(desk, shape, qtbot, tmp_path):
    storage, files = desk
    given = tmp_path / "their style.pth"
    write_state_file(given, some(shape, 1), shape)
    with qtbot.waitSignal(files.brought_in) as heard:
        files.bring_in(given)
    style = heard.args[0]
    assert (style.name, style.model_key) == ("their style", MODEL.model_key)
    blob = storage.run(lambda session: styles.load_style(session, style.key))
    assert np.array_equal(matrices_of(blob), some(shape, 1))
    files.show_styles([style], MODEL.model_key)
    out = tmp_path / "out.pth"
    with qtbot.waitSignal(files.handed_out):
        files.hand_out(style.id, out)
    assert np.array_equal(read_state_file(out, shape), some(shape, 1))


@pytest.mark.parametrize("content", [b"", b"no style", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_style_is_told(desk, qtbot, tmp_path, content):
    storage, files = desk
    path = tmp_path / "bad.pth"
    path.write_bytes(content)
    with qtbot.waitSignal(files.problem):
        files.bring_in(path)
    assert storage.run(styles.list_styles) == []


def test_one_of_another_size_is_told(desk, shape, qtbot, tmp_path):
    _storage, files = desk
    path = tmp_path / "large.pth"
    from dataclasses import replace

    larger = replace(shape, n_layer=shape.n_layer + 1)
    write_state_file(path, some(larger, 2), larger)
    with qtbot.waitSignal(files.problem):
        files.bring_in(path)


def test_a_full_disk_is_told(desk, shape, qtbot, tmp_path):
    storage, files = desk
    given = tmp_path / "a.pth"
    write_state_file(given, some(shape, 1), shape)
    with qtbot.waitSignal(files.brought_in) as heard:
        files.bring_in(given)
    files.show_styles([heard.args[0]], MODEL.model_key)
    with qtbot.waitSignal(files.problem):
        files.hand_out(heard.args[0].id, tmp_path / "nowhere" / "a.pth")
    assert len(storage.run(styles.list_styles)) == 1
