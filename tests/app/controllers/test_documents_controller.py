"""Stories are opened, kept and never lost, whatever the storage does."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer

from app.controllers import documents_controller
from app.controllers.documents_controller import DocumentsController
from app.controllers.storage_bridge import StorageBridge
from app.db import documents as library
from app.domain.documents import DocumentDraft, OriginSpan
from engine.types import UserError
from tests.app.window_rig import MemoryStorage

FULL = UserError("The disk is full.", "Free some space.")


class Page:
    """Stands for the editor: shows what is opened, gives what a test typed."""

    def __init__(self):
        self.shown = None

    def draft(self):
        return self.shown

    def show(self, document):
        self.shown = DocumentDraft(document.id, document.text, document.origins, document.cursor)

    def clear(self):
        self.shown = None

    def type(self, controller, text):
        self.shown = replace(self.shown, text=self.shown.text + text)
        controller.note_edit()


class Desk:
    def __init__(self):
        self.storage = MemoryStorage()
        self.page = Page()
        self.controller = DocumentsController(StorageBridge(self.storage), self.page)
        self.heard = []
        self.controller.opened.connect(self.page.show)
        self.controller.closed.connect(self.page.clear)
        for name in (
            "listed",
            "leaving",
            "closed",
            "retitled",
            "deleted",
            "save_state_changed",
            "ready_to_close",
            "close_failed",
            "problem",
            "solved",
        ):
            signal = getattr(self.controller, name)
            signal.connect(lambda *values, name=name: self.heard.append((name, *values)))

    def stored(self, document_id):
        return self.storage.run(lambda s: library.load_document(s, document_id))

    def last(self, name):
        return next(event[1:] for event in reversed(self.heard) if event[0] == name)

    def states(self):
        return [event[1] for event in self.heard if event[0] == "save_state_changed"]


@pytest.fixture
def desk(qtbot, monkeypatch):
    monkeypatch.setattr(documents_controller, "AUTOSAVE_MS", 20)
    monkeypatch.setattr(documents_controller, "RETRY_MS", 30)
    desk = Desk()
    yield desk
    desk.storage.close()


def test_an_empty_library_gets_the_welcome_story(desk):
    desk.controller.start(0, ("Welcome", "Once"))
    assert desk.page.shown.text == "Once"
    assert [d.title for d in desk.last("listed")[0]] == ["Welcome"]


def test_an_empty_library_without_a_welcome_shows_no_story(desk):
    desk.controller.start(0)
    assert ("closed",) in desk.heard


def test_the_last_story_is_opened_again_or_else_the_newest(desk):
    first = desk.storage.run(lambda s: library.create_document(s, "A", "a")).id
    second = desk.storage.run(lambda s: library.create_document(s, "B", "b")).id
    desk.controller.start(first)
    assert desk.controller.current == first
    desk.controller.start(99)
    assert desk.controller.current == second


def test_text_is_saved_after_the_last_key(desk, qtbot):
    desk.controller.start(0, ("T", "Once"))
    desk.page.type(desk.controller, " upon")
    desk.page.type(desk.controller, " a time")
    assert desk.stored(desk.controller.current).text == "Once"
    qtbot.waitUntil(lambda: bool(desk.states()[-1] == "saved"))
    assert desk.stored(desk.controller.current).text == "Once upon a time"
    assert desk.states()[-3:] == ["changed", "saving", "saved"]


def test_typing_without_a_pause_is_saved_too(desk, qtbot):
    desk.controller.start(0, ("T", ""))
    typist = QTimer(interval=5)
    typist.timeout.connect(lambda: desk.page.type(desk.controller, "x"))
    typist.start()
    qtbot.waitUntil(lambda: bool(desk.stored(desk.controller.current).text))
    typist.stop()
    qtbot.waitUntil(lambda: bool(desk.states()[-1] == "saved"))


def test_a_failed_save_says_so_keeps_the_text_and_tries_again(desk, qtbot):
    desk.controller.start(0, ("T", "Once"))
    desk.storage.error = FULL
    desk.page.type(desk.controller, " upon")
    desk.controller.save()
    assert desk.last("problem") == ("save", FULL)
    assert desk.states()[-1] == "failed"
    desk.page.type(desk.controller, " a time")
    desk.storage.error = None
    qtbot.waitUntil(lambda: bool(desk.states()[-1] == "saved"))
    assert ("solved", "save") in desk.heard
    assert desk.stored(desk.controller.current).text == "Once upon a time"


def test_saving_by_hand_tries_again_at_once(desk):
    desk.controller.start(0, ("T", "Once"))
    desk.storage.error = FULL
    desk.page.type(desk.controller, "!")
    desk.controller.save_now()
    desk.storage.error = None
    desk.controller.save_now()
    assert desk.stored(desk.controller.current).text == "Once!"


def test_another_story_can_be_opened_while_saving_fails_and_nothing_is_lost(desk, monkeypatch):
    desk.controller.start(0, ("One", "1"))
    one = desk.controller.current
    desk.controller.create("Two", "2")
    two = desk.controller.current
    desk.controller.open(one)

    def refuse(session, draft):
        raise FULL

    with monkeypatch.context() as patch:
        patch.setattr(library, "save_document", refuse)
        desk.page.shown = replace(desk.page.shown, origins=(OriginSpan(0, 1, None),), cursor=1)
        desk.page.type(desk.controller, " edited")
        desk.controller.open(two)
        assert desk.page.shown.text == "2"
        desk.controller.open(one)
        assert desk.page.shown == DocumentDraft(one, "1 edited", (OriginSpan(0, 1, None),), 1)
        assert desk.states()[-1] == "failed"
    desk.controller.save_now()
    assert desk.stored(one).text == "1 edited"


def test_only_the_story_chosen_last_is_opened(desk):
    desk.controller.start(0, ("One", "1"))
    one = desk.controller.current
    desk.controller.create("Two", "2")
    two = desk.controller.current
    desk.controller.create("Three", "3")
    desk.storage.held = True
    desk.controller.open(one)
    desk.controller.open(two)
    desk.page.type(desk.controller, " typed while it loads")
    three = desk.controller.current
    desk.storage.release()
    assert desk.controller.current == two
    assert desk.stored(three).text == "3 typed while it loads"


def test_the_cursor_is_kept_without_an_edit(desk):
    desk.controller.start(0, ("T", "Once"))
    desk.page.shown = replace(desk.page.shown, cursor=3)
    desk.controller.close()
    assert desk.stored(desk.controller.current).cursor == 3


def test_a_story_without_a_title_is_named_when_it_is_left(desk):
    desk.controller.start(0, ("T", ""))
    desk.controller.create()
    untitled = desk.controller.current
    desk.page.type(desk.controller, "A cold day. Snow fell.")
    desk.controller.open(1)
    assert desk.stored(untitled).title == "A cold day. Snow fell"


def test_renaming_shows_in_the_list_and_on_the_page(desk):
    desk.controller.start(0, ("Old", ""))
    desk.controller.rename(desk.controller.current, "New")
    assert desk.last("retitled") == ("New",)
    assert [d.title for d in desk.last("listed")[0]] == ["New"]


def test_deleting_opens_another_story_and_can_be_undone(desk):
    desk.controller.start(0, ("One", "1"))
    one = desk.controller.current
    desk.controller.create("Two", "2")
    two = desk.controller.current
    desk.page.type(desk.controller, " last words")
    desk.controller.delete(two)
    assert desk.last("deleted") == (two, "Two")
    assert desk.controller.current == one
    desk.controller.restore(two)
    assert desk.page.shown.text == "2 last words"


def test_deleting_the_only_story_leaves_an_empty_page(desk):
    desk.controller.start(0, ("One", "1"))
    desk.controller.delete(desk.controller.current)
    assert desk.controller.current is None
    assert desk.page.shown is None
    assert desk.last("listed") == ([],)


def test_closing_waits_for_the_save(desk):
    desk.controller.start(0, ("One", "1"))
    desk.storage.held = True
    desk.page.type(desk.controller, "!")
    desk.controller.close()
    assert ("ready_to_close",) not in desk.heard
    desk.storage.release()
    assert ("ready_to_close",) in desk.heard
    assert desk.stored(desk.controller.current).text == "1!"


def test_closing_fails_if_the_text_cannot_be_saved(desk):
    desk.controller.start(0, ("One", "1"))
    desk.page.type(desk.controller, "!")
    desk.storage.error = FULL
    desk.controller.close()
    assert desk.last("close_failed") == (FULL,)
    assert ("ready_to_close",) not in desk.heard
    desk.storage.error = None
    desk.controller.close()
    assert ("ready_to_close",) in desk.heard


def test_a_library_that_cannot_be_opened_is_a_problem_and_no_crash(desk):
    desk.storage.error = FULL
    desk.controller.start(0, ("One", "1"))
    assert desk.last("problem") == ("library", FULL)
    desk.controller.note_edit()
    desk.controller.close()
    assert ("ready_to_close",) in desk.heard
