"""Tree, works, page and library together: what a writer does, and what is kept of it."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.db.manuscripts import store_manuscript
from app.db.projects import load_project
from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind, Section
from engine.types import UserError


@pytest.fixture
def work(rig):
    """A work of two scenes in a chapter, open at the first."""
    book = Manuscript(
        "Book",
        (
            ManuscriptItem(
                Kind.CHAPTER,
                "One",
                children=(
                    ManuscriptItem(Kind.SCENE, "Dawn", "It rained.\nIt stopped."),
                    ManuscriptItem(Kind.SCENE, "Noon", "Bread."),
                ),
            ),
            ManuscriptItem(Kind.NOTE, "Ideas", "A storm?"),
        ),
    )
    number = rig.storage.run(partial(store_manuscript, manuscript=book))
    rig.manuscript.project.open_work(number)
    return number


def by_title(rig, title):
    return next(i.id for i in rig.manuscript.project.items.values() if i.title == title)


def titles(rig, section=Section.MANUSCRIPT):
    return [item.title for item in rig.manuscript.project.tree.reading_order(section)]


def test_a_work_opens_at_the_item_it_was_left_at(rig, work):
    rig.documents.open(by_title(rig, "Noon"))
    assert rig.window.windowTitle() == "Noon – Longscroll"
    rig.documents.open(1)
    assert rig.manuscript.project.project.title == "The Boat"
    rig.manuscript.project.open_work(work)
    assert rig.window.editor.draft().text == "Bread."
    assert rig.storage.run(lambda s: load_project(s, work)).last_item == by_title(rig, "Noon")


def test_a_work_that_was_never_open_opens_at_its_first_text(rig, work):
    assert rig.window.editor.draft().text == "It rained.\nIt stopped."


def test_a_new_scene_comes_after_the_open_one_and_is_named_after_its_text(rig, work, qtbot):
    project = rig.manuscript.project
    rig.documents.open(by_title(rig, "Dawn"))
    project.create()
    assert titles(rig) == ["One", "Dawn", "", "Noon"]
    QTest.keyClicks(rig.window.editor, "She woke early.")
    rig.documents.open(by_title(rig, "Noon"))
    assert titles(rig) == ["One", "Dawn", "She woke early", "Noon"]
    project.create(Kind.CHAPTER)
    field = rig.window.documents.findChild(QLineEdit)
    field.setText("Two")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(titles(rig)[-2:] == ["Noon", "Two"]))


def test_items_are_moved_by_keys_and_put_back(rig, work):
    project = rig.manuscript.project
    project.step([by_title(rig, "Noon")], -1)
    assert titles(rig) == ["One", "Noon", "Dawn"]
    project.move([by_title(rig, "Noon")], Section.NOTES, None, None)
    assert titles(rig, Section.NOTES) == ["Ideas", "Noon"]
    assert rig.window.messages.current.what == "“Noon” was moved."
    rig.window.messages._choose_action()
    assert titles(rig) == ["One", "Noon", "Dawn"]


def test_what_is_trashed_with_unsaved_words_comes_back_with_them(rig, work):
    project = rig.manuscript.project
    rig.documents.open(by_title(rig, "Dawn"))
    QTest.keyClicks(rig.window.editor, "X")
    project.trash([by_title(rig, "Dawn")])
    assert titles(rig) == ["One", "Noon"]
    assert rig.window.editor.draft().text == "Bread."
    rig.window.messages._choose_action()
    assert titles(rig) == ["One", "Dawn", "Noon"]
    assert "X" in rig.window.editor.draft().text


def test_a_chapter_goes_to_the_trash_with_all_below_it(rig, work):
    rig.documents.open(by_title(rig, "Dawn"))
    rig.manuscript.project.trash([by_title(rig, "One"), by_title(rig, "Ideas")])
    assert rig.window.editor.draft() is None
    rig.manuscript.project.create()
    assert titles(rig) == [""]
    rig.manuscript.project.empty_trash()
    assert len(rig.manuscript.project.items) == 1


def test_a_split_takes_what_was_just_typed_along(rig, work):
    rig.documents.open(by_title(rig, "Dawn"))
    editor = rig.window.editor
    cursor = editor.textCursor()
    cursor.setPosition(11)
    editor.setTextCursor(cursor)
    QTest.keyClicks(editor, "Then ")
    cursor.setPosition(11)
    editor.setTextCursor(cursor)
    rig.window.documents.split_requested.emit()
    assert titles(rig) == ["One", "Dawn", "Then It stopped", "Noon"]
    assert editor.draft().text == "Then It stopped."
    assert not editor.isReadOnly()
    rig.documents.open(by_title(rig, "Dawn"))
    assert editor.draft().text == "It rained."


def test_a_split_that_fails_loses_nothing(rig, work, qtbot):
    rig.documents.open(by_title(rig, "Dawn"))
    QTest.keyClicks(rig.window.editor, "X")
    before = rig.window.editor.draft().text
    rig.storage.error = UserError("The disk is full.", "Free some space.")
    rig.manuscript.project.split(3)
    assert rig.window.editor.draft().text == before
    assert not rig.window.editor.isReadOnly()
    rig.storage.error = None
    QTest.keyClicks(rig.window.editor, "Y")
    rig.documents.save_now()
    rig.manuscript.project.refresh()
    assert titles(rig) == ["One", "Dawn", "Noon"]


def test_joined_scenes_are_shown_as_one(rig, work):
    ids = [by_title(rig, "Noon"), by_title(rig, "Dawn")]
    rig.manuscript.project.merge(ids)
    assert titles(rig) == ["One", "Dawn"]
    assert rig.window.editor.draft().text == "It rained.\nIt stopped.\nBread."


def test_a_copy_says_that_it_is_one(rig, work):
    rig.manuscript.project.duplicate([by_title(rig, "One")])
    assert titles(rig) == ["One", "Dawn", "Noon", "One (copy)", "Dawn", "Noon"]


def test_a_work_goes_to_the_trash_and_comes_back(rig, work):
    works, popup = rig.manuscript.works, rig.window.works
    works.refresh()
    model = popup._model
    assert [w.title for w in model.works] == ["Book", "The Boat"]
    works.trash(work)
    assert rig.manuscript.project.project.title == "The Boat"
    assert [w.title for w in model.trash] == ["Book"]
    rig.window.messages._choose_action()
    assert rig.manuscript.project.project.title == "Book"
    works.change(work, "Boats", "A. Writer", "en")
    assert rig.window.documents.work.accessibleName() == "Work: Boats"
    works.begin("Third")
    assert rig.manuscript.project.project.title == "Third"
    assert rig.window.editor.draft().text == ""


def test_a_work_without_a_name_takes_that_of_its_first_text(rig):
    rig.manuscript.works.begin()
    QTest.keyClicks(rig.window.editor, "Snow fell.")
    rig.documents.open(1)
    rig.manuscript.works.refresh()
    assert "Snow fell" in [w.title for w in rig.window.works._model.works]
