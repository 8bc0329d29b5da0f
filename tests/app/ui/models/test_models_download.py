"""Downloads in the whole window: from a click to “Use”, with a hub on loopback."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.rail import MODELS
from engine.types import ModelReady
from tests.app.models_rig import (
    ENTRY,
    FILE,
    PATIENCE,
    TITLE,
    download,
    fetch_card,
    measured,
    open_window,
    own,
    words,
)
from tests.app.window_rig import MODEL

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
