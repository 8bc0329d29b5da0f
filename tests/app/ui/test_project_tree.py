"""The tree of a work in its panel: shown, unfolded, renamed, dragged; wishes come out."""

from functools import partial

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox

from app.domain.projects import Item, Kind, Project, Section, Status
from app.ui.project_tree import ProjectTree
from app.ui.project_tree_model import (
    COLOUR_ROLE,
    DIMMED_ROLE,
    TRASH,
    WORDS_ROLE,
    ProjectTreeModel,
    section_node,
)

ITEMS = (
    Item(1, None, 0, Kind.CHAPTER, "One"),
    Item(2, 1, 0, Kind.SCENE, "Dawn", status_id=9, words=10),
    Item(3, 1, 1, Kind.SCENE, "Noon", included=False, words=5),
    Item(4, None, 1, Kind.NOTE, "Ideas", words=3),
    Item(5, None, 2, Kind.SCENE, "Old", words=7, trashed=True),
)
WORK = Project(1, "Book", "", "", ITEMS, (Status(9, "Draft", "#112233"),))


@pytest.fixture
def panel(qtbot, theme):
    panel = ProjectTree(theme)
    qtbot.addWidget(panel)
    panel.resize(260, 600)
    panel.show_project(WORK)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def below(model: ProjectTreeModel, node: QModelIndex) -> list[str]:
    return [model.index(row, 0, node).data() for row in range(model.rowCount(node))]


def select(panel: ProjectTree, *ids: int) -> None:
    panel.view.clearSelection()
    for number in ids:
        panel.view.selectionModel().setCurrentIndex(
            panel.view.tree_model.index_of(number), QItemSelectionModel.SelectionFlag.Select
        )


def test_items_lie_in_their_sections_with_words_and_marks(panel):
    model = panel.view.tree_model
    sections = below(model, QModelIndex())
    assert sections == ["Manuscript", "Characters", "Places", "Notes", "Research", "Trash"]
    manuscript = model.index_of_node(section_node(Section.MANUSCRIPT))
    assert below(model, manuscript) == ["One"]
    assert below(model, model.index_of(1)) == ["Dawn", "Noon"]
    assert below(model, model.index_of_node(TRASH)) == ["Old"]
    assert manuscript.data(WORDS_ROLE) == 15
    assert model.index_of(2).data(COLOUR_ROLE) == "#112233"
    assert [model.index_of(n).data(DIMMED_ROLE) for n in (2, 3, 5)] == [False, True, True]
    assert model.parent(model.index_of(2)) == model.index_of(1)
    assert not model.parent(manuscript).isValid()


def test_a_change_keeps_what_is_folded_and_selected(panel):
    view, model = panel.view, panel.view.tree_model
    view.collapse(model.index_of(1))
    select(panel, 4)
    moved = (ITEMS[3], Item(1, None, 2, Kind.CHAPTER, "One"), *ITEMS[1:3])
    new = Item(8, None, 0, Kind.SCENE, "New")
    panel.show_changes(Project(1, "Book", "", "", (new, *moved), WORK.statuses))
    assert below(model, model.index_of_node(1)) == ["New", "One"]
    assert not view.isExpanded(model.index_of(1))
    assert view.isExpanded(model.index_of_node(1))
    assert view.selected_ids() == [4]
    assert not model.index_of(5).isValid()


def test_another_work_is_unfolded_as_it_was_left(panel, qtbot):
    with qtbot.waitSignal(panel.folded_changed) as folded:
        panel.view.collapse(panel.view.tree_model.index_of(1))
    assert folded.args == [[TRASH, 17]]
    other = Project(2, "Other", "", "", ITEMS, (), settings={"tree_folded": [17]})
    panel.show_project(other)
    assert not panel.view.isExpanded(panel.view.tree_model.index_of(1))
    assert panel.view.isExpanded(panel.view.tree_model.index_of_node(TRASH))


def test_counts_follow_one_item_up_to_its_section(panel):
    panel.show_item(Item(2, 1, 0, Kind.SCENE, "Dawn", words=100))
    model = panel.view.tree_model
    assert [model.index_of(n).data(WORDS_ROLE) for n in (2, 1)] == [100, 105]
    assert model.index_of_node(1).data(WORDS_ROLE) == 105


def test_a_click_looks_return_writes_the_middle_button_opens_beside(panel, qtbot):
    view = panel.view
    place = view.visualRect(view.tree_model.index_of(2)).center()
    with qtbot.waitSignal(panel.open_requested) as looked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(panel.keep_requested) as kept:
        QTest.keyClick(view, Qt.Key.Key_Return)
    with qtbot.waitSignal(panel.beside_requested) as beside:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.MiddleButton, pos=place)
    assert [looked.args, kept.args, beside.args] == [[2], [2], [2]]
    with qtbot.assertNotEmitted(panel.open_requested):
        QTest.mouseClick(
            view.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.ControlModifier,
            view.visualRect(view.tree_model.index_of(3)).center(),
        )
    assert view.selected_ids() == [2, 3]


def test_renaming_in_place(panel, qtbot):
    panel.show_current(3)
    panel.rename_current()
    field = panel.view.findChild(QLineEdit)
    assert field.text() == "Noon"
    field.setText("  A  better title ")
    with qtbot.waitSignal(panel.rename_requested) as renamed:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert renamed.args == [3, "A better title"]


def test_keys_move_and_delete_what_is_selected(panel, qtbot):
    select(panel, 2, 3)
    keys = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(panel.step_requested) as step:
        QTest.keyClick(panel.view, Qt.Key.Key_Up, keys)
    assert step.args == [[2, 3], -1]
    with qtbot.waitSignal(panel.delete_requested) as deleted:
        QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    assert deleted.args == [[2, 3]]
    select(panel, 5)
    with qtbot.assertNotEmitted(panel.delete_requested):
        QTest.keyClick(panel.view, Qt.Key.Key_Delete)


def test_a_drop_says_where_things_go(panel, qtbot):
    model = panel.view.tree_model
    dragged: QMimeData = model.mimeData([model.index_of(3), model.index_of(4)])
    drop = partial(model.dropMimeData, dragged, Qt.DropAction.MoveAction)
    with qtbot.waitSignal(panel.move_requested) as moved:
        drop(0, 0, model.index_of(1))
    assert moved.args == [[3, 4], Section.MANUSCRIPT, 1, 2]
    with qtbot.waitSignal(panel.move_requested) as moved:
        drop(-1, -1, model.index_of_node(section_node(Section.PLACES)))
    assert moved.args == [[3, 4], Section.PLACES, None, None]
    with qtbot.waitSignal(panel.delete_requested) as trashed:
        drop(-1, -1, model.index_of_node(TRASH))
    assert trashed.args == [[3, 4]]
    assert not model.flags(model.index_of(5)) & Qt.ItemFlag.ItemIsDropEnabled


def test_the_menu_of_several_items_marks_and_joins_them(panel, qtbot):
    select(panel, 2, 3)
    menu = panel.build_menu()
    actions = {action.text(): action for action in menu.actions()}
    assert "Rename" not in actions
    assert actions["Join into one"].isEnabled()
    with qtbot.waitSignal(panel.merge_requested) as joined:
        actions["Join into one"].trigger()
    assert joined.args == [[2, 3]]
    with qtbot.waitSignal(panel.include_requested) as included:
        actions["Include in export"].trigger()
    assert included.args == [[2, 3], True]
    statuses = actions["Status"].menu().actions()
    with qtbot.waitSignal(panel.status_requested) as marked:
        statuses[1].trigger()
    assert marked.args == [[2, 3], 9]


def test_what_lies_in_the_trash_can_come_back(panel, qtbot):
    select(panel, 5)
    menu = panel.build_menu()
    with qtbot.waitSignal(panel.restore_requested) as restored:
        menu.actions()[0].trigger()
    assert restored.args == [[5]]


def test_nothing_is_deleted_for_ever_without_a_yes(panel, qtbot):
    panel.ask_to_empty()
    box = panel.findChild(QMessageBox)
    with qtbot.assertNotEmitted(panel.empty_requested):
        box.escapeButton().click()
    panel.ask_to_empty()
    box = panel.findChildren(QMessageBox)[-1]
    erase = next(button for button in box.buttons() if button is not box.escapeButton())
    with qtbot.waitSignal(panel.empty_requested):
        erase.click()
