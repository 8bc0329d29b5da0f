"""Models on this computer: added, renamed, deleted, moved, converted."""

import sys
import threading
from dataclasses import replace

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox

from app.domain.model_shelf import BUNDLED
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.types import ModelReady
from tests.app.models_rig import (
    ENTRY,
    FILE,
    PATIENCE,
    download,
    menu_action,
    own,
    words,
)
from tests.app.window_rig import MODEL
from tests.tools.write_pth import write_arrays

KNOWN = "rwkv7-g1d-0.1b-20260129-ctx8192.pth"
"""A file whose greedy tokens are known."""


# Files of one's own


def drop(rig, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(QPoint(5, 5)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    rig.window.drops.dropEvent(event)


def answer(page, text):
    box = page.own.findChild(QMessageBox)
    next(button for button in box.buttons() if button.text() == text).click()


def test_a_dropped_file_is_used_where_it_is_and_forgotten_again(rig, page, qtbot, model):
    drop(rig, model)
    answer(page, "Use it where it is")
    qtbot.waitUntil(lambda: own(page) is not None, timeout=PATIENCE)
    assert "lies in" in words(own(page))
    menu_action(own(page), "Take off the list").trigger()
    qtbot.waitUntil(lambda: own(page) is None, timeout=PATIENCE)
    assert model.exists()


def test_a_dropped_file_is_copied(rig, page, qtbot, model, tmp_path):
    drop(rig, model)
    answer(page, "Copy it")
    qtbot.waitUntil(lambda: own(page) is not None, timeout=PATIENCE)
    assert (tmp_path / "models" / FILE).read_bytes() == model.read_bytes()
    assert page.job.isHidden()


def test_what_is_no_model_is_refused_in_plain_words(rig, page, qtbot, tmp_path):
    other = tmp_path / "holiday.bin"
    other.write_bytes(b"not a model")
    drop(rig, other)
    answer(page, "Use it where it is")
    qtbot.waitUntil(lambda: page.messages.current is not None, timeout=PATIENCE)
    assert "holiday.bin" in page.messages.current.what
    assert own(page, "holiday.bin") is None


def test_a_model_is_renamed_while_it_is_in_use(rig, page, qtbot, tmp_path):
    download(page, qtbot)
    own(page).button("use").click()
    rig.engine_bridge.post(ModelReady(MODEL))
    page.own.rename_requested.emit(str(tmp_path / "models" / FILE), "mine")
    qtbot.waitUntil(lambda: own(page, "mine.safetensors") is not None, timeout=PATIENCE)
    assert rig.engine.unloaded == [False]
    new = str(tmp_path / "models" / "mine.safetensors")
    assert rig.settings.value.model_path == new
    assert rig.engine.loaded[-1] == new


def test_the_model_in_use_is_let_go_deleted_and_the_bundled_one_takes_over(
    rig, page, qtbot, tmp_path
):
    download(page, qtbot)
    own(page).button("use").click()
    rig.engine_bridge.post(ModelReady(MODEL))
    menu_action(own(page), "Delete…").trigger()
    answer(page, "Delete")
    qtbot.waitUntil(lambda: own(page) is None, timeout=PATIENCE)
    assert not (tmp_path / "models" / FILE).exists()
    assert rig.engine.unloaded == [False]
    assert rig.engine.loaded[-1] == BUNDLED
    assert rig.settings.value.model_path == BUNDLED
    assert "is deleted" in page.messages.current.what


def test_the_models_move_and_the_one_in_use_with_them(rig, page, qtbot, tmp_path):
    download(page, qtbot)
    own(page).button("use").click()
    rig.engine_bridge.post(ModelReady(MODEL))
    target = tmp_path / "新 folder"
    page.space.move_requested.emit(target)
    qtbot.waitUntil(lambda: rig.settings.value.models_folder == str(target), timeout=PATIENCE)
    qtbot.waitUntil(lambda: rig.engine.loaded[-1] == str(target / FILE), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "新 folder" in page.own.cards.order()[-1], timeout=PATIENCE)
    assert (target / FILE).exists()


def test_a_download_that_is_asked_for_while_models_move_waits_for_the_new_folder(
    rig, page, qtbot, tmp_path, monkeypatch
):
    go_on, moves = threading.Event(), threading.Event()

    def slow(_source, _target, _report):
        moves.set()
        assert go_on.wait(10)

    (tmp_path / "models").mkdir(exist_ok=True)
    monkeypatch.setattr("app.hub.moving.move_folder", slow)
    page.space.move_requested.emit(tmp_path / "new")
    qtbot.waitUntil(moves.is_set, timeout=PATIENCE)
    page.offers.cards.card(ENTRY).button("download").click()
    go_on.set()
    qtbot.waitUntil(lambda: own(page) is not None, timeout=PATIENCE)
    assert (tmp_path / "new" / FILE).is_file()


def test_another_models_folder_in_the_settings_is_used_at_once(rig, page, qtbot, tmp_path):
    rig.settings.change(models_folder=str(tmp_path / "other"))
    download(page, qtbot)
    assert (tmp_path / "other" / FILE).is_file()


def test_a_folder_cannot_move_into_itself_and_the_model_is_used_again(rig, page, qtbot, tmp_path):
    download(page, qtbot)
    own(page).button("use").click()
    rig.engine_bridge.post(ModelReady(MODEL))
    page.space.move_requested.emit(tmp_path / "models" / "deeper")
    qtbot.waitUntil(
        lambda: page.messages.current is not None and "itself" in page.messages.current.what,
        timeout=PATIENCE,
    )
    assert rig.engine.loaded[-1] == str(tmp_path / "models" / FILE)
    # Downloads were stopped for it, and go on.
    drop_model = next(key for key in page.own.cards.order() if key.endswith(FILE))
    page.own.delete_requested.emit(drop_model)
    qtbot.waitUntil(lambda: own(page) is None, timeout=PATIENCE)
    download(page, qtbot)


# Processes of their own


def test_a_model_is_converted_in_a_process_of_its_own(rig, page, qtbot, tmp_path):
    download(page, qtbot)
    menu_action(own(page), "Convert to 8 bits").trigger()
    assert not page.process.isHidden()
    made = FILE.removesuffix(".safetensors") + "-int8.safetensors"
    qtbot.waitUntil(lambda: own(page, made) is not None, timeout=60_000)
    assert page.process.isHidden()
    assert "8 bits" in words(own(page, made))


def test_a_conversion_is_cancelled_and_leaves_nothing(rig, page, qtbot, tmp_path):
    download(page, qtbot)
    menu_action(own(page), "Convert to 4 bits").trigger()
    page.process._cancel.click()
    qtbot.waitUntil(lambda: page.process.isHidden(), timeout=PATIENCE)
    assert not list((tmp_path / "models").glob("*int4*"))


def test_a_move_and_a_conversion_have_a_cross_each(rig, page, qtbot, tmp_path, monkeypatch):
    moves, go_on = threading.Event(), threading.Event()

    def slow(_source, _target, report):
        moves.set()
        while not go_on.wait(0.01):
            report(1, 2)

    download(page, qtbot)
    monkeypatch.setattr("app.hub.moving.move_folder", slow)
    menu_action(own(page), "Convert to 8 bits").trigger()
    page.space.move_requested.emit(tmp_path / "new")
    qtbot.waitUntil(moves.is_set, timeout=PATIENCE)
    assert "Converting" in words(page.process)
    page.process._cancel.click()
    qtbot.waitUntil(lambda: page.process.isHidden(), timeout=PATIENCE)
    assert "Moving" in words(page.job)
    page.job._cancel.click()
    qtbot.waitUntil(lambda: page.job.isHidden(), timeout=PATIENCE)
    go_on.set()


def test_a_process_that_dies_is_told_and_the_model_stays(rig, page, qtbot, monkeypatch):
    download(page, qtbot)
    jobs = rig.models.jobs
    crash = [sys.executable, "-c", "import sys; sys.exit('longscroll: no more paper')"]
    monkeypatch.setattr(jobs, "_tools", replace(jobs._tools, command=lambda _a: crash))
    menu_action(own(page), "Convert to 8 bits").trigger()
    qtbot.waitUntil(lambda: page.process.isHidden(), timeout=PATIENCE)
    assert "no more paper" in page.messages.current.what
    assert own(page) is not None


def test_a_model_that_computes_nonsense_is_tested_in_a_process_and_told(rig, page, qtbot, tmp_path):
    path = tmp_path / "elsewhere" / KNOWN
    source = RandomTensors(Shape(1, 64, 1, 65536))
    write_arrays(path, {name: source.read(name) for name in source.names()}, "bfloat16")
    page.own.add_requested.emit(path, False)
    qtbot.waitUntil(lambda: own(page, KNOWN) is not None, timeout=PATIENCE)
    bar = rig.window.messages
    qtbot.waitUntil(
        lambda: bar.current is not None and "does not compute" in bar.current.what, timeout=60_000
    )
    assert "of 24 tokens are right" in bar.current.what
    assert page.process.isHidden()
    menu_action(own(page, KNOWN), "Test").trigger()
    assert not page.process.isHidden()
    page.process._cancel.click()
    qtbot.waitUntil(page.process.isHidden, timeout=PATIENCE)
