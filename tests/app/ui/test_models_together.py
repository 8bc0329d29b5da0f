"""Models in the whole window: from a click to "Use" with a hub on loopback, and what goes wrong."""

import sys
from dataclasses import replace

import pytest
from huggingface_hub import close_session
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QToolButton

from app.db.chats import load as load_chat
from app.db.projects import project_settings
from app.domain.model_shelf import BUNDLED
from app.ui.rail import MODELS
from engine.types import Failed, ModelReady, ModelUnloaded, UserError
from tests.app import window_rig
from tests.app.hub.fake_hub import FakeHub, HubRules
from tests.app.models_rig import ENTRY, FILE, TITLE, measured, write_catalogue, write_model
from tests.app.window_rig import MODEL

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")
PATIENCE = 15_000


@pytest.fixture
def model(tmp_path):
    return write_model(tmp_path / "elsewhere" / FILE)


@pytest.fixture
def hub(model, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "HF_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    hub = FakeHub(HubRules(files={FILE: model.read_bytes()}))
    yield hub
    close_session()
    hub.close()


def open_window(qapp, qtbot, theme, folder, hub, catalogue):
    rig = window_rig.build(qapp, folder, theme=theme, catalogue=catalogue)
    rig.settings.change(hub_mirror=hub.address)
    rig.window.show()
    qtbot.waitExposed(rig.window)
    rig.documents.start(0, ("The Boat", "Once upon a time"))
    rig.engine_bridge.post(ModelReady(MODEL))
    return rig


@pytest.fixture
def catalogue(tmp_path, model):
    return write_catalogue(tmp_path / "catalogue.json", model.read_bytes())


@pytest.fixture
def rig(qapp, qtbot, theme, tmp_path, english, hub, catalogue):
    measured(tmp_path)
    rig = open_window(qapp, qtbot, theme, tmp_path, hub, catalogue)
    yield rig
    rig.close()


@pytest.fixture
def page(rig, qtbot):
    rig.window.show_page(MODELS)
    page = rig.window.models
    qtbot.waitUntil(lambda: BUNDLED in page.own.cards.order(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: ENTRY in page.offers.cards.order(), timeout=PATIENCE)
    return page


def words(widget):
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if not one.isHidden())


def own(page, name=FILE):
    keys = [key for key in page.own.cards.order() if key.endswith(name)]
    return page.own.cards.card(keys[0]) if keys else None


def fetch_card(page):
    keys = [key for key in page.own.cards.order() if key.startswith("fetch ")]
    return page.own.cards.card(keys[0]) if keys else None


def download(page, qtbot):
    page.offers.cards.card(ENTRY).button("download").click()
    qtbot.waitUntil(lambda: own(page) is not None, timeout=PATIENCE)


def menu_action(card, text):
    return next(each for each in card.menu().actions() if each.text() == text)


# From a click to "Use"


def test_a_model_is_downloaded_and_used(rig, page, qtbot, tmp_path):
    card = page.offers.cards.card(ENTRY)
    assert "Runs well here" in words(card)
    assert "Too large for this computer" in words(page.offers.cards.card("giant"))
    download(page, qtbot)
    assert (tmp_path / "models" / FILE).exists()
    bar = rig.window.messages
    qtbot.waitUntil(lambda: bar.current is not None, timeout=PATIENCE)
    assert TITLE in bar.current.what
    own(page).button("use").click()
    path = str(tmp_path / "models" / FILE)
    assert rig.engine.loaded == [path]
    assert rig.settings.value.model_path == path
    rig.engine_bridge.post(ModelReady(MODEL))
    assert "In use" in words(own(page))
    assert bar.current is None


def test_a_download_shows_in_the_status_line_and_is_paused_and_resumed(rig, page, qtbot, hub):
    hub.rules.byte_pause = 0.05
    status = rig.window.status
    page.offers.cards.card(ENTRY).button("download").click()
    qtbot.waitUntil(lambda: TITLE in words(status), timeout=PATIENCE)
    qtbot.waitUntil(lambda: fetch_card(page) is not None, timeout=PATIENCE)
    fetch_card(page).button("pause").click()
    qtbot.waitUntil(lambda: "Paused" in words(fetch_card(page)), timeout=PATIENCE)
    assert TITLE not in words(status)
    hub.rules.byte_pause = 0.0
    page.offers.cards.card(ENTRY).button("resume").click()
    qtbot.waitUntil(lambda: own(page) is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: fetch_card(page) is None, timeout=PATIENCE)


def test_what_was_half_done_is_paused_after_a_restart(
    qapp, qtbot, theme, tmp_path, english, hub, catalogue
):
    measured(tmp_path)
    hub.rules.byte_pause = 0.05
    first = open_window(qapp, qtbot, theme, tmp_path, hub, catalogue)
    first.window.show_page(MODELS)
    page = first.window.models
    qtbot.waitUntil(lambda: ENTRY in page.offers.cards.order(), timeout=PATIENCE)
    page.offers.cards.card(ENTRY).button("download").click()
    qtbot.waitUntil(
        lambda: fetch_card(page) is not None and "a second" in words(fetch_card(page)),
        timeout=PATIENCE,
    )
    first.close()
    hub.rules.byte_pause = 0.0
    second = open_window(qapp, qtbot, theme, tmp_path, hub, catalogue)
    second.window.show_page(MODELS)
    page = second.window.models
    qtbot.waitUntil(lambda: fetch_card(page) is not None, timeout=PATIENCE)
    assert "Paused" in words(fetch_card(page))
    fetch_card(page).button("cancel").click()
    qtbot.waitUntil(lambda: fetch_card(page) is None, timeout=PATIENCE)
    assert list((tmp_path / "models").glob("*")) == []
    second.close()


def test_a_hub_that_says_no_is_told_plainly(rig, page, qtbot, hub):
    hub.rules.status = 404
    hub.rules.error_code = "RepoNotFound"
    page.offers.cards.card(ENTRY).button("download").click()
    qtbot.waitUntil(
        lambda: fetch_card(page) is not None and "Stopped" in words(fetch_card(page)),
        timeout=PATIENCE,
    )
    assert "me/model" in words(fetch_card(page))
    assert fetch_card(page).button("resume").text() == "Try again"


def test_any_repository_is_listed_and_fetched(rig, page, qtbot):
    page.show_tab(2)
    repository = page.repository
    QTest.keyClicks(repository.name, "https://huggingface.co/me/model")
    QTest.keyClick(repository.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: repository.chosen() == (FILE,), timeout=PATIENCE)
    repository.download.click()
    qtbot.waitUntil(lambda: own(page) is not None, timeout=PATIENCE)


def test_a_repository_that_is_not_there_is_told(rig, page, qtbot):
    QTest.keyClicks(page.repository.name, "you/nothing")
    page.repository.list_files.click()
    qtbot.waitUntil(lambda: page.messages.current is not None, timeout=PATIENCE)
    assert "you/nothing" in page.messages.current.what
    assert page.repository.list_files.isEnabled()


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


# Processes of their own


def test_a_model_is_converted_in_a_process_of_its_own(rig, page, qtbot, tmp_path):
    download(page, qtbot)
    menu_action(own(page), "Convert to 8 bits").trigger()
    assert not page.job.isHidden()
    made = FILE.removesuffix(".safetensors") + "-int8.safetensors"
    qtbot.waitUntil(lambda: own(page, made) is not None, timeout=60_000)
    assert page.job.isHidden()
    assert "8 bits" in words(own(page, made))


def test_a_conversion_is_cancelled_and_leaves_nothing(rig, page, qtbot, tmp_path):
    download(page, qtbot)
    menu_action(own(page), "Convert to 4 bits").trigger()
    page.job._cancel.click()
    qtbot.waitUntil(lambda: page.job.isHidden(), timeout=PATIENCE)
    assert not list((tmp_path / "models").glob("*int4*"))


def test_a_process_that_dies_is_told_and_the_model_stays(rig, page, qtbot, monkeypatch):
    download(page, qtbot)
    jobs = rig.models.jobs
    crash = [sys.executable, "-c", "import sys; sys.exit('longscroll: no more paper')"]
    monkeypatch.setattr(jobs, "_tools", replace(jobs._tools, command=lambda _a: crash))
    menu_action(own(page), "Convert to 8 bits").trigger()
    qtbot.waitUntil(lambda: page.job.isHidden(), timeout=PATIENCE)
    assert "no more paper" in page.messages.current.what
    assert own(page) is not None


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
