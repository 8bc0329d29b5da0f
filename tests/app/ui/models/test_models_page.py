"""The page of models by itself: its words, its filters, its buttons."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox

from app.domain.model_shelf import (
    Expected,
    Fetch,
    FetchState,
    ModelJob,
    ModelVerdict,
    Offer,
    OwnModel,
    RemoteFile,
    SpaceUse,
)
from app.ui.models.models_page import OFFERS, SPACE, ModelsPage
from engine.types import UserError

GB = 1_000_000_000
WELL = Expected("comfortable", 16.0, 2 * GB, 25 * GB, "int8")
SLOW = Expected("slow", 4.0, 6 * GB, 25 * GB, "int8")
LARGE = Expected("too_large", 1.0, 60 * GB, 25 * GB, "int4")


def offer(name, expected=WELL, **values):
    fields = {
        "id": name,
        "title": name,
        "repo": "BlinkDL/rwkv7-g1",
        "file": f"{name}.pth",
        "size": 3 * GB,
        "size_is_exact": False,
        "parameters": 1_500_000_000,
        "date": "2026-09-30",
        "context": 25600,
        "languages": ("en", "zh"),
        "good_for": ("novels", "chat"),
        "licence": "apache-2.0",
        "recommended": False,
    }
    return Offer(**(fields | values), expected=expected)


OFFERED = (
    offer("small", recommended=True),
    offer("middle", SLOW, good_for=("web_novels",), languages=("zh",), licence=""),
    offer("huge", LARGE, good_for=("instructions",)),
)
BUNDLED = OwnModel("", "First Light", Path("/a/first"), Path("/a/first/m.safetensors"), 15_000_000)
MINE = OwnModel(
    "/m/small.pth",
    "small",
    Path("/m/small.pth"),
    Path("/m/small.pth"),
    3 * GB,
    "rwkv7",
    1_500_000_000,
    "bf16",
    expected=WELL,
    testable=True,
)
RUNNING = Fetch(
    7, "small", "me/model", "small.pth", "small", FetchState.RUNNING, Path("/m/small.pth"),
    GB, 3 * GB, 5e6, 400.0,
)  # fmt: skip


@pytest.fixture
def page(qtbot, theme, english):
    page = ModelsPage(theme)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.offers.show_offers(OFFERED)
    page.show_own((BUNDLED, MINE))
    return page


def words(card):
    return "\n".join(one.text() for one in card.findChildren(QLabel) if not one.isHidden())


def action(card, text):
    return next(each for each in card.menu().actions() if each.text() == text)


# What is said


def test_a_card_says_in_plain_words_how_a_model_will_do(page):
    said = words(page.offers.cards.card("small"))
    assert (
        "Runs well here: about 12 words (16 tokens) a second, needs 2.0 GB of your 25.0 GB." in said
    )
    assert "Good for novels and conversations" in said
    assert "Recommended" in said
    assert "about 3.0 GB" in said
    assert "licence: apache-2.0" in said
    assert "Runs slowly here" in words(page.offers.cards.card("middle"))
    assert "licence: not known" in words(page.offers.cards.card("middle"))
    assert "Too large for this computer" in words(page.offers.cards.card("huge"))


def test_that_the_machine_is_measured_is_said(page):
    page.offers.show_measuring(True)
    assert "Measuring how fast this computer is" in words(page.offers)
    assert not page.offers.measure.isEnabled()
    page.offers.show_measuring(False)
    assert "Measuring" not in words(page.offers)


# Finding


def test_the_list_is_searched_and_filtered(page):
    view = page.offers
    view.search.setText("HUGE")
    assert view.cards.order() == ("huge",)
    view.search.setText("nothing like it")
    assert view.cards.order() == ()
    assert "None of the models is like that." in words(view)
    view.search.clear()
    view.only_well.setChecked(True)
    assert view.cards.order() == ("small",)
    view.only_well.setChecked(False)
    view.purpose.setCurrentIndex(view.purpose.findData("web_novels"))
    assert view.cards.order() == ("middle",)
    view.purpose.setCurrentIndex(0)
    view.language.setCurrentIndex(view.language.findData("en"))
    assert view.cards.order() == ("small", "huge")


# Downloads


def test_a_download_is_asked_for_and_then_led_from_its_card(page, qtbot):
    view = page.offers
    page.show_own((BUNDLED,))
    page.show_tab(OFFERS)
    card = view.cards.card("small")
    with qtbot.waitSignal(view.download_requested) as asked:
        card.button("download").click()
    assert asked.args == ["small"]
    page.show_fetches([RUNNING])
    assert "1.0 GB of 3.0 GB · 5.0 MB a second · 7 minutes left" in words(card)
    with qtbot.waitSignal(view.fetch_requested) as wish:
        card.button("pause").click()
    assert wish.args == [7, "pause"]
    page.show_fetches([replace(RUNNING, state=FetchState.PAUSED, bytes_per_second=0.0)])
    assert "Paused: 1.0 GB of 3.0 GB" in words(card)
    with qtbot.waitSignal(page.own.fetch_requested) as wish:
        page.own.cards.card("fetch 7").button("resume").click()
    assert wish.args == [7, "resume"]
    page.show_fetches([])
    page.show_own((BUNDLED, MINE))
    with qtbot.waitSignal(view.use_requested) as use:
        card.button("use").click()
    assert use.args == ["small.pth"]


def test_a_failed_download_says_why_and_can_be_tried_again(page):
    error = UserError("{host} cannot be reached.", "Check the connection.", host="hub")
    failed = replace(RUNNING, state=FetchState.FAILED, error=error, remarks=("cannot_resume",))
    page.show_fetches([failed])
    card = page.own.cards.card("fetch 7")
    assert "hub cannot be reached. Check the connection." in words(card)
    assert "began anew" in words(card)
    assert card.button("resume").text() == "Try again"


def test_buttons_keep_the_keyboard_while_a_download_goes_on(page, qtbot):
    page.show_fetches([RUNNING])
    pause = page.own.cards.card("fetch 7").button("pause")
    qtbot.waitExposed(page)
    pause.setFocus()
    page.show_fetches([replace(RUNNING, done=2 * GB)])
    assert page.own.cards.card("fetch 7").button("pause") is pause
    assert not pause.isHidden()


# Yours


def test_the_model_in_use_says_so_with_its_device(page):
    page.own.show_used("/m/small.pth")
    page.own.show_loaded("small", "rwkv7, int8, on cpu\nThere is no graphics card.")
    said = words(page.own.cards.card("/m/small.pth"))
    assert "In use" in said
    assert "There is no graphics card." in said
    assert page.own.cards.card("").button("use").text() == "Use"


def test_what_cannot_be_used_says_why(page):
    broken = replace(MINE, problem=UserError("It is damaged.", "Download it again."))
    page.show_own((BUNDLED, broken))
    card = page.own.cards.card(MINE.key)
    assert "It is damaged. Download it again." in words(card)
    assert [each.text() for each in card.menu().actions() if each.text()] == [
        "Show the folder",
        "Delete…",
    ]


def test_deleting_asks_first(page, qtbot):
    page.own.show_used(MINE.key)
    asked = []
    page.own.delete_requested.connect(asked.append)
    action(page.own.cards.card(MINE.key), "Delete…").trigger()
    box = page.own.findChild(QMessageBox)
    assert "It is in use" in box.informativeText()
    box.escapeButton().click()
    assert asked == []
    qtbot.waitUntil(lambda: page.own.findChild(QMessageBox) is None)
    action(page.own.cards.card(MINE.key), "Delete…").trigger()
    delete = next(b for b in page.own.findChild(QMessageBox).buttons() if b.text() == "Delete")
    delete.click()
    assert asked == [MINE.key]


def test_one_that_lies_elsewhere_is_only_taken_off_the_list(page, qtbot):
    page.show_own((BUNDLED, replace(MINE, elsewhere=True)))
    with qtbot.waitSignal(page.own.delete_requested):
        action(page.own.cards.card(MINE.key), "Take off the list").trigger()
    assert page.own.findChild(QMessageBox) is None


def test_conversions_and_tests_are_behind_the_dots(page, qtbot):
    card = page.own.cards.card(MINE.key)
    with qtbot.waitSignal(page.own.convert_requested) as wish:
        action(card, "Convert to 8 bits").trigger()
    assert wish.args == [MINE.key, "int8"]
    with qtbot.waitSignal(page.own.test_requested):
        action(card, "Test").trigger()
    bundled = page.own.cards.card("").menu().actions()
    assert [each.text() for each in bundled] == ["Show the folder"]


def test_what_a_test_found_is_told_plainly(page):
    page.show_passed(ModelVerdict("k", "small", True, 32, 32))
    assert "computes what it should" in page.messages.current.what


def test_a_job_shows_how_far_it_is_and_can_be_cancelled(page, qtbot):
    page.process.show_job(ModelJob("convert", "small", 500, 1000))
    assert "Converting “small”…" in words(page.process)
    with qtbot.waitSignal(page.process.cancel_requested):
        page.process._cancel.click()
    page.process.show_job(None)
    assert page.process.isHidden()


# A repository


def test_any_repository_can_be_listed_and_fetched_with_the_keyboard(page, qtbot):
    view = page.repository
    page.show_tab(2)
    with qtbot.waitSignal(view.list_requested) as asked:
        QTest.keyClicks(view.name, "me/model")
        QTest.keyClick(view.name, Qt.Key.Key_Return)
    assert asked.args == ["me/model"]
    assert not view.list_files.isEnabled()
    files = (RemoteFile("a.pth", 3 * GB, True), RemoteFile("tokenizer.json", 1000, False))
    view.show_files("me/model", files)
    assert view.chosen() == ("a.pth", "tokenizer.json")
    QTest.keyClick(view.files, Qt.Key.Key_Space)
    assert view.chosen() == ("tokenizer.json",)
    with qtbot.waitSignal(view.download_requested) as wish:
        view.download.click()
    assert wish.args == ["me/model", ("tokenizer.json",)]


def test_a_repository_without_models_says_so(page):
    page.repository.show_files("me/empty", ())
    assert "There is no model in me/empty." in words(page.repository)


# Space


def test_the_disk_is_told_and_cleaned_up(page, qtbot):
    with qtbot.waitSignal(page.space_opened):
        page.show_tab(SPACE)
    page.space.show_space(
        SpaceUse(Path("/m"), 3 * GB, 0, GB, GB // 2, 2 * GB, GB, 0, GB // 4, 50 * GB)
    )
    said = words(page.space)
    assert "6.3 GB in all, 50.0 GB are free" in said
    assert not page.space.clean_states.isEnabled()
    with qtbot.waitSignal(page.space.clean_graphs_requested):
        page.space.clean_graphs.click()


def test_when_memory_is_freed_can_be_chosen(page, qtbot):
    page.space.show_minutes(42)
    assert page.space.minutes.currentText() == "After 42 minutes"
    page.space.minutes.setCurrentIndex(0)
    with qtbot.waitSignal(page.space.minutes_chosen) as chosen:
        page.space.minutes.activated.emit(0)
    assert chosen.args == [0]


def test_the_page_speaks_chinese(page, qtbot, english):
    english.use("zh_CN")
    try:
        qtbot.waitUntil(lambda: page.tabs[0].text() == "我的模型")
        assert "推荐" in words(page.offers.cards.card("small"))
    finally:
        english.use("en")
