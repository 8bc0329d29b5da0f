"""Finding and replacing in the whole work, in the whole window."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from app.db.documents import load_document
from app.db.items import change_items, load_notes, trash_items
from app.db.manuscripts import store_manuscript
from app.db.projects import load_project
from app.db.versions import list_versions, load_version
from app.domain.documents import OriginKind, OriginSpan
from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind
from app.ui.work_search_model import NEW_ROLE
from app.ui.work_search_panel import TAKE_BACK_KEY, WORK_FIND_KEY, WORK_REPLACE_KEY

ONE = "The lantern burned. Lanterns swung.\nA lantern fell."
TWO = "No light but the lantern of the ferry."
NOTE = "Lantern: a brass one."


@pytest.fixture
def ids(rig, qtbot):
    """Two scenes and a note, the first scene on the page."""
    span = (OriginSpan(0, 19, None),)
    work = Manuscript(
        "Boats",
        (
            ManuscriptItem(Kind.CHAPTER, "Night", "", children=(
                ManuscriptItem(Kind.SCENE, "One", ONE, origins=span),
                ManuscriptItem(Kind.SCENE, "Two", TWO, synopsis="The lantern again"),
            )),
            ManuscriptItem(Kind.NOTE, "Things", NOTE, notes="lantern"),
        ),
    )  # fmt: skip
    number = rig.storage.run(partial(store_manuscript, manuscript=work))
    items = rig.storage.run(partial(load_project, project_id=number)).items
    found = {item.title: item.id for item in items}
    rig.manuscript.project.open_work(number)
    rig.documents.open(found["One"])
    assert rig.window.editor.document_id == found["One"]
    return found


@pytest.fixture
def panel(rig, ids):
    return rig.window.page.work_search


def look(rig, qtbot, panel, pattern, **toggles):
    def right(found):
        return found.query.pattern == pattern and found.query == panel.query

    with qtbot.waitSignal(rig.search.found, check_params_cb=right):
        for name, on in toggles.items():
            getattr(panel, f"_{name}").setChecked(on)
        panel._find.setText(pattern)


def listed(panel):
    return [
        (panel.model.title(group), group.field.value, [hit.words for hit in group.hits])
        for group in panel.model.groups()
    ]


def text(rig, number):
    return rig.storage.run(partial(load_document, document_id=number)).text


def replace_all(rig, qtbot, panel, new):
    panel._fold.setChecked(True)
    panel._put_in.setText(new)
    with qtbot.waitSignal(rig.search.replaced):
        panel._replace.click()


def test_the_key_opens_it_with_the_selection(rig, qtbot, panel):
    caret = rig.window.editor.textCursor()
    caret.movePosition(caret.MoveOperation.Start)
    caret.movePosition(caret.MoveOperation.EndOfWord)
    caret.select(caret.SelectionType.WordUnderCursor)
    rig.window.editor.setTextCursor(caret)
    with qtbot.waitSignal(rig.search.found):
        QTest.keySequence(rig.window, QKeySequence(WORK_FIND_KEY))
    assert panel.isVisible()
    assert panel._find.text() == "The"
    assert panel._find.hasFocus()


def test_who_asks_to_replace_while_finding_goes_on_to_what_is_put_in(rig, qtbot, panel):
    panel.open("", replace=False)
    look(rig, qtbot, panel, "lantern")
    panel.open("chosen", replace=True)
    assert panel._put_in.hasFocus()
    assert panel._find.text() == "lantern"


def test_hits_stand_by_item_in_the_order_of_the_tree(rig, qtbot, panel):
    panel.open("", replace=False)
    look(rig, qtbot, panel, "lantern")
    assert listed(panel) == [
        ("One", "text", ["lantern", "Lantern", "lantern"]),
        ("Two", "text", ["lantern"]),
    ]
    assert panel._count.text() == "4 hits · 2 items"
    look(rig, qtbot, panel, "lantern", words=True, case=True)
    assert [row[2] for row in listed(panel)] == [["lantern", "lantern"], ["lantern"]]
    with qtbot.waitSignal(rig.search.found):
        panel._where.setCurrentIndex(1)
    look(rig, qtbot, panel, "lantern ", details=True, case=False, words=False)
    look(rig, qtbot, panel, "lantern")
    assert [row[:2] for row in listed(panel)] == [
        ("One", "text"),
        ("Two", "text"),
        ("Two", "synopsis"),
        ("Things", "text"),
        ("Things", "notes"),
    ]


def test_what_is_wrong_with_a_pattern_is_said(rig, qtbot, panel):
    panel.open("", replace=False)
    with qtbot.waitSignal(rig.search.failed):
        panel._regex.setChecked(True)
        panel._find.setText("(lantern")
    assert "(" not in panel._count.text() or panel._count.text().startswith("Not a pattern")
    assert not panel._replace.isEnabled()


def test_a_pattern_without_an_end_is_given_up(rig, qtbot, panel, ids):
    change = partial(rig.window.editor.replace_text, "a" * 60 + "!", None)
    change()
    panel.open("", replace=False)
    panel._regex.setChecked(True)
    with qtbot.waitSignal(rig.search.failed, timeout=8000) as failed:
        panel._find.setText("(a|aa|b?a)+$")
    assert failed.args == [""]


def test_return_jumps_to_the_hit(rig, qtbot, panel, ids):
    panel.open("", replace=False)
    look(rig, qtbot, panel, "ferry")
    panel.results.setFocus()
    panel.results.setCurrentIndex(panel.model.index(0, 0, panel.model.index(0, 0)))
    QTest.keyClick(panel.results, Qt.Key.Key_Return)
    editor = rig.window.editor
    assert editor.document_id == ids["Two"]
    assert editor.textCursor().selectedText() == "ferry"
    assert editor.hasFocus()


def test_return_in_the_field_goes_from_hit_to_hit_and_stays(rig, qtbot, panel, ids):
    panel.open("", replace=False)
    look(rig, qtbot, panel, "lantern")
    editor, starts = rig.window.editor, []
    for _ in range(5):
        QTest.keyClick(panel._find, Qt.Key.Key_Return)
        starts.append((editor.document_id, editor.textCursor().selectionStart()))
        assert panel._find.hasFocus()
    one, two = ids["One"], ids["Two"]
    assert starts == [(one, 4), (one, 20), (one, 38), (two, 17), (one, 4)]


def test_replace_all_is_one_step_with_versions_and_origins(rig, qtbot, panel, ids):
    editor = rig.window.editor
    editor.moveCursor(editor.textCursor().MoveOperation.Start)
    editor.textCursor().insertText("My lantern. ")
    panel.open("", replace=True)
    look(rig, qtbot, panel, "lantern", case=True, words=True)
    replace_all(rig, qtbot, panel, "lamp")
    assert editor.plain_text().startswith("My lamp. The lamp burned. Lanterns")
    assert text(rig, ids["Two"]) == "No light but the lamp of the ferry."
    one = rig.storage.run(partial(load_document, document_id=ids["One"]))
    assert one.text == editor.plain_text()
    assert one.origins == editor.draft().origins
    assert OriginSpan(13, 17, None, OriginKind.CHANGED) in one.origins
    names = {
        version.name: version.id
        for version in rig.storage.run(partial(list_versions, document_id=ids["Two"]))
    }
    kept = names["Before replacing “lantern”"]
    assert rig.storage.run(partial(load_version, version_id=kept)).text == TWO
    editor.undo_step()
    assert editor.plain_text() == "My lantern. " + ONE
    editor.redo_step()
    assert editor.plain_text() == one.text


def test_a_hit_without_its_tick_stays(rig, qtbot, panel, ids):
    panel.open("", replace=True)
    look(rig, qtbot, panel, "lantern")
    model = panel.model
    index = model.index(1, 0, model.index(0, 0))
    model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    panel._put_in.setText("lamp")
    assert panel._replace.text() == "Replace 3 hits"
    replace_all(rig, qtbot, panel, "lamp")
    assert text(rig, ids["One"]) == "The lamp burned. Lanterns swung.\nA lamp fell."


def test_groups_of_a_pattern_are_put_in_and_shown_before(rig, qtbot, panel, ids):
    panel.open("", replace=True)
    look(rig, qtbot, panel, r"(\w+) of the (\w+)", regex=True)
    panel._put_in.setText(r"\2 \1")
    hit = panel.model.index(0, 0, panel.model.index(0, 0))
    assert hit.data(NEW_ROLE) == "ferry lantern"
    replace_all(rig, qtbot, panel, r"\2 \1")
    assert text(rig, ids["Two"]) == "No light but the ferry lantern."
    panel._find.setText("ferry")
    panel._put_in.setText(r"\9")
    with qtbot.waitSignal(rig.search.found):
        panel.search()
    assert "no group 9" in panel._count.text()
    assert not panel._replace.isEnabled()


def test_the_notice_takes_everything_back(rig, qtbot, panel, ids):
    panel.open("", replace=True)
    with qtbot.waitSignal(rig.search.found):
        panel._where.setCurrentIndex(1)
    look(rig, qtbot, panel, "lantern", details=True)
    before = rig.window.editor.draft()
    replace_all(rig, qtbot, panel, "lamp")
    assert rig.storage.run(partial(load_notes, item_id=ids["Things"])) == "lamp"
    assert rig.window.messages.current.what == "7 hits replaced in 5 texts."
    with qtbot.waitSignal(rig.search.taken_back):
        rig.window.messages._action.click()
    after = rig.window.editor.draft()
    assert (after.text, after.origins) == (before.text, before.origins)
    assert text(rig, ids["Two"]) == TWO
    assert text(rig, ids["Things"]) == NOTE
    assert rig.storage.run(partial(load_notes, item_id=ids["Things"])) == "lantern"
    items = rig.manuscript.project.items
    assert items[ids["Two"]].synopsis == "The lantern again"


def test_what_was_edited_since_stays_and_is_named(rig, qtbot, panel, ids):
    panel.open("", replace=True)
    look(rig, qtbot, panel, "lantern")
    replace_all(rig, qtbot, panel, "lamp")
    editor = rig.window.editor
    editor.moveCursor(editor.textCursor().MoveOperation.Start)
    editor.textCursor().insertText("Then. ")
    with qtbot.waitSignal(rig.search.taken_back):
        QTest.keySequence(rig.window, QKeySequence(TAKE_BACK_KEY))
    assert rig.window.editor.plain_text().startswith("Then. The lamp")
    assert text(rig, ids["Two"]) == TWO
    assert "“One”" in rig.window.messages.current.todo


def test_undone_on_the_page_and_then_everywhere(rig, qtbot, panel, ids):
    panel.open("", replace=True)
    look(rig, qtbot, panel, "lantern")
    replace_all(rig, qtbot, panel, "lamp")
    rig.window.editor.undo_step()
    with qtbot.waitSignal(rig.search.taken_back) as back:
        rig.search.take_back()
    assert back.args == [2, []]
    assert text(rig, ids["One"]) == ONE


def test_what_changed_since_the_search_is_left_and_named(rig, qtbot, panel, ids):
    panel.open("", replace=True)
    look(rig, qtbot, panel, "lantern", details=True)
    rig.storage.run(partial(change_items, ids=[ids["Two"]], synopsis="lantern lantern"))
    panel._fold.setChecked(True)
    with qtbot.waitSignal(rig.search.replaced) as replaced:
        panel._replace.click()
    assert replaced.args == [4, 2, ["Two"]]
    rig.storage.run(partial(trash_items, ids=[ids["Two"]]))


def test_nothing_changes_if_the_library_fails(rig, qtbot, panel, ids):
    panel.open("", replace=True)
    look(rig, qtbot, panel, r"(lantern)", regex=True)
    panel._put_in.setText("x")
    found = panel.model.findings
    with qtbot.waitSignal(rig.search.problem):
        rig.search.replace(found, r"\7", ())
    assert text(rig, ids["Two"]) == TWO
    assert rig.window.editor.plain_text() == ONE
    assert not rig.window.editor.isReadOnly()


def test_escape_closes_it(rig, qtbot, panel):
    QTest.keySequence(rig.window, QKeySequence(WORK_REPLACE_KEY))
    assert panel._second_row.isVisible()
    QTest.keyClick(panel._find, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert rig.window.editor.hasFocus()
