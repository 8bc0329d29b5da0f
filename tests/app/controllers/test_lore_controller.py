"""Memory, note and lorebook of the work on the page."""

import json

import pytest

from app.controllers.lore_controller import LoreController
from app.controllers.storage_bridge import StorageBridge
from app.db.contexts import Contexts
from app.db.documents import create_document, load_document
from app.db.lore import load_lorebook, load_reminders
from app.domain.context import Reminders
from app.domain.lorebook import LoreEntry, LoreSettings
from app.patterns import TimedPatterns
from app.program import lore_tools
from engine.types import UserError
from tests.app.window_rig import MemoryStorage


class Desk:
    def __init__(self):
        self.storage = MemoryStorage()
        self.controller = LoreController(
            StorageBridge(self.storage), lore_tools(Contexts(TimedPatterns))
        )
        self.document = self.storage.run(lambda s: create_document(s, "Old Tom", "He has a boat."))
        self.heard = {}
        for name in (
            "reminders_shown", "book_shown", "no_work", "added", "deleted", "imported", "exported",
            "tried", "problem",
        ):  # fmt: skip
            getattr(self.controller, name).connect(
                lambda *values, name=name: self.heard.__setitem__(name, values)
            )
        self.controller.show_document(self.document)

    @property
    def project(self):
        return self.controller._project

    def book(self):
        return self.storage.run(lambda s: load_lorebook(s, self.project))

    def add(self, **values):
        self.controller.add(LoreEntry(**values))
        return self.heard["added"][0]


@pytest.fixture
def desk(qapp):
    desk = Desk()
    yield desk
    desk.storage.close()


def test_what_belongs_to_the_work_is_shown(desk):
    assert desk.heard["reminders_shown"] == (Reminders(),)
    assert desk.heard["book_shown"][0].entries == ()
    desk.controller.show_document(None)
    assert "no_work" in desk.heard


def test_what_is_typed_is_kept_after_a_rest(desk, qtbot):
    number = desk.add(title="a")
    desk.controller.set_reminders(Reminders("m"))
    desk.controller.change(LoreEntry(number, "b"))
    desk.controller.change(LoreEntry(number, "c"))
    desk.controller.set_settings(LoreSettings(scan_depth=2))
    assert desk.book().entries[0].title == "a"
    qtbot.waitUntil(lambda: desk.book().entries[0].title == "c")
    assert desk.book().settings.scan_depth == 2
    assert desk.storage.run(lambda s: load_reminders(s, desk.project)) == Reminders("m")


def test_another_work_takes_nothing_of_the_first(desk):
    first = desk.project
    desk.controller.set_reminders(Reminders("m"))
    other = desk.storage.run(lambda s: create_document(s, "Other", ""))
    desk.controller.show_document(other)
    assert desk.project != first
    assert desk.storage.run(lambda s: load_reminders(s, first)) == Reminders("m")
    assert desk.heard["reminders_shown"] == (Reminders(),)


def test_a_deleted_entry_comes_back(desk):
    number = desk.add(title="a", keys=("k",))
    desk.controller.delete(number)
    assert desk.heard["deleted"] == (number, "a")
    assert desk.book().entries == ()
    desk.controller.restore(number)
    assert desk.book().entries == (LoreEntry(number, "a", ("k",)),)
    desk.controller.restore(number)


def test_an_item_becomes_an_entry(desk):
    desk.controller.add_from(desk.document.id)
    (entry,) = desk.book().entries
    assert (entry.title, entry.keys, entry.content) == ("Old Tom", ("Old Tom",), "He has a boat.")
    assert desk.storage.run(lambda s: load_document(s, desk.document.id)).text == "He has a boat."


def test_files_go_in_and_out(desk, tmp_path):
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(json.dumps({"entries": {"0": {"key": ["灯笼"], "content": "c", "mine": 1}}}))
    desk.controller.import_file(source)
    assert desk.heard["imported"] == (1,)
    desk.controller.export_file(target)
    assert desk.heard["exported"] == (str(target),)
    (entry,) = json.loads(target.read_text("utf-8"))["entries"].values()
    assert (entry["key"], entry["mine"]) == (["灯笼"], 1)
    source.write_text("[]")
    desk.controller.import_file(source)
    key, error = desk.heard["problem"]
    assert key == "lore"
    assert isinstance(error, UserError)
    assert len(desk.book().entries) == 1


def test_a_text_is_tried_with_what_was_typed_last(desk):
    number = desk.add(keys=("boat",), content="c")
    desk.controller.change(LoreEntry(number, keys=("whale",), content="c"))
    desk.controller.try_text("A whale.")
    (verdict,) = desk.heard["tried"][0]
    assert (verdict.active, verdict.key) == (True, "whale")


def test_entries_are_put_in_order(desk):
    a, b = desk.add(title="a"), desk.add(title="b")
    desk.controller.move((b, a))
    assert [entry.title for entry in desk.book().entries] == ["b", "a"]


def test_a_new_entry_is_told_of_when_the_book_with_it_is_shown(desk):
    storage, told = desk.storage, []
    submit = storage.submit

    def one_by_one(work):
        future = submit(work)
        storage.held = True
        return future

    desk.controller.book_shown.connect(lambda book: told.append(len(book.entries)))
    desk.controller.added.connect(lambda _number: told.append("added"))
    storage.submit = one_by_one
    desk.controller.add()
    assert told == []
    storage.submit = submit
    storage.release()
    assert told == [1, "added"]
