"""Which model is used: offered, gone, at rest; where the disk goes."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from app.db.chats import load as load_chat
from app.db.projects import project_settings
from app.domain.model_shelf import BUNDLED
from engine.types import Failed, ModelReady, ModelUnloaded, UserError
from tests.app.models_rig import (
    FILE,
    PATIENCE,
    download,
    own,
)
from tests.app.window_rig import MODEL

# Which one is used


def test_a_work_written_with_another_model_offers_to_switch(rig, page, qtbot, tmp_path):
    download(page, qtbot)
    other = str(tmp_path / "models" / FILE)
    project = rig.manuscript.project
    project.keep_settings({"model": {"path": other, "name": "Other"}})
    first = rig.documents.current
    rig.models.choice.open_work(project.project.id, project.project.settings)
    bar = rig.window.messages
    qtbot.waitUntil(
        lambda: bar.current is not None and "“Other”" in bar.current.what, timeout=PATIENCE
    )
    assert rig.engine.loaded == []
    bar._action.click()
    assert rig.engine.loaded == [other]
    assert rig.documents.current == first


def test_no_switch_is_offered_to_a_model_that_is_gone(rig, page, qtbot, tmp_path):
    choice = rig.models.choice
    offered = []
    choice.switch_offered.connect(lambda *what: offered.append(what))
    choice.open_work(1, {"model": {"path": str(tmp_path / "gone.pth"), "name": "Gone"}})
    choice.open_chat(1, {"model": {"path": "", "name": "First Light"}})
    choice.open_chat(2, {"model": "nonsense"})
    choice.open_chat(3, {})
    rig.models.shelf.refresh()
    qtbot.waitUntil(lambda: not choice._tasks.busy, timeout=PATIENCE)
    assert offered == []


def test_what_wrote_is_kept_with_the_work(rig, qtbot):
    rig.continuation.start()
    rig.engine.say(" there was")
    rig.engine.finish()
    number = rig.manuscript.project.project.id
    kept = rig.storage.run(lambda session: project_settings(session, number))
    assert kept["model"] == {"path": "", "name": "First Light"}


def test_what_answered_is_kept_with_the_conversation(rig, qtbot):
    people = rig.people
    people.characters.create("Ada")
    character = rig.window.people
    assert character is not None
    people.chats.begin(1)
    chat = people.conversation.chat_id
    rig.models.choice.note_chat(chat)
    extra = rig.storage.run(lambda session: load_chat(session, chat).settings.extra)
    assert extra["model"] == {"path": "", "name": "First Light"}


def test_a_model_that_vanishes_is_told_and_the_bundled_one_offered(rig, page, qtbot, tmp_path):
    download(page, qtbot)
    own(page).button("use").click()
    rig.engine_bridge.post(ModelReady(MODEL))
    (tmp_path / "models" / FILE).unlink()
    rig.models.choice.look()
    bar = rig.window.messages
    qtbot.waitUntil(
        lambda: bar.current is not None and "no longer" in bar.current.what, timeout=PATIENCE
    )
    bar._action.click()
    assert rig.engine.loaded[-1] == BUNDLED
    assert rig.settings.value.model_path == BUNDLED


def test_a_model_that_cannot_be_loaded_offers_the_bundled_one(rig, qtbot):
    rig.settings.change(model_path="/gone/model.pth")
    rig.model.load("/gone/model.pth")
    rig.engine_bridge.post(Failed(0, UserError("It cannot be read.", "Look for it.")))
    bar = rig.window.messages
    assert bar.current.what == "It cannot be read."
    bar._action.click()
    assert rig.engine.loaded[-1] == BUNDLED


def test_the_bundled_model_is_not_offered_instead_of_itself(rig, qtbot):
    rig.model.load("")
    rig.engine_bridge.post(Failed(0, UserError("It cannot be read.", "Install again.")))
    assert rig.window.messages.current.action == ""


def test_an_idle_model_leaves_the_memory_and_says_so(rig, qtbot):
    rig.model.rest()
    assert rig.engine.unloaded == [True]
    button = next(
        each for each in rig.window.status.findChildren(QToolButton) if each.property("role")
    )
    assert button.text() == "First Light"
    assert "memory is free" in button.toolTip()
    rig.model.rest()
    assert rig.engine.unloaded == [True]
    rig.engine_bridge.post(ModelUnloaded(resting=False))
    assert button.text() == "No model"


def test_nobody_waits_for_memory_that_is_never_to_be_freed(rig):
    rest = rig.models.rest
    rest.allow_after(5)
    assert rest._timer.isActive()
    rest.allow_after(0)
    rest.on_event(ModelReady(MODEL))
    assert not rest._timer.isActive()


def test_the_disk_is_measured_and_cleaned(rig, page, qtbot, tmp_path):
    download(page, qtbot)
    old = tmp_path / "graphs" / ("a" * 24)
    old.mkdir(parents=True)
    (old / "weights.bin").write_bytes(bytes(5000))
    page.show_tab(3)
    qtbot.waitUntil(lambda: page.space.clean_graphs.isEnabled(), timeout=PATIENCE)
    page.space.clean_graphs.click()
    qtbot.waitUntil(lambda: not old.exists(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not page.space.clean_graphs.isEnabled(), timeout=PATIENCE)


def test_the_page_opens_from_the_keyboard_and_from_the_status_line(rig, qtbot):
    QTest.keyClick(rig.window, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    assert rig.window.models.isVisible()
    rig.window.show_page("write")
    rig.window.status.models_requested.emit()
    assert rig.window.models.isVisible()


def test_a_model_that_is_named_in_the_settings_is_loaded(rig, page, qtbot, model):
    rig.settings.change(model_path=str(model))
    assert rig.engine.loaded == [str(model)]
    rig.settings.reset(["model_path"])
    assert rig.engine.loaded == [str(model), BUNDLED]
