"""The story tree as the page sees it: recorded, walked through, gone back to."""

import pytest

from app.controllers.storage_bridge import StorageBridge
from app.controllers.takes_controller import TakesController
from app.db.documents import create_document, load_document
from app.domain.writing import Candidate, Outcome, Passage
from engine.types import UserError
from tests.app.window_rig import MemoryStorage


class Page:
    def __init__(self):
        self.document_id = None
        self.text = ""
        self.origins = ()

    def passage(self):
        return Passage(self.text, origins=self.origins)


class Desk:
    def __init__(self):
        self.storage = MemoryStorage()
        self.page = Page()
        self.takes = TakesController(StorageBridge(self.storage), self.page)
        self.wanted, self.problems, self.left = [], [], []
        self.takes.take_wanted.connect(self.wanted.append)
        self.takes.leaving.connect(lambda: self.left.append(True))
        self.takes.problem.connect(lambda *problem: self.problems.append(problem))
        self.open(self.storage.run(lambda s: create_document(s, "T", "")).id)

    def open(self, number):
        self.page.document_id = number
        self.takes.show_document(self.storage.run(lambda s: load_document(s, number)))

    def write(self, *texts, chosen=0):
        candidates = tuple(Candidate(text) for text in texts)
        before = self.page.text
        outcome = Outcome(self.page.document_id, None, Passage(before), candidates, chosen)
        self.takes.record(outcome)
        if chosen is not None:
            self.page.text += texts[chosen]


@pytest.fixture
def desk(qtbot):
    one = Desk()
    yield one
    one.storage.close()


def test_what_is_written_becomes_the_current_take(desk):
    desk.write("Once", " x", chosen=0)
    desk.write(" upon", " there", " was", chosen=1)
    tree = desk.takes.tree
    assert tree.get(tree.current).text == " there"
    assert tree.place() == (2, 3)
    assert len(tree) == 5


def test_what_was_not_taken_leaves_the_current_one(desk):
    desk.write("Once")
    current = desk.takes.tree.current
    desk.write(" a", " b", chosen=None)
    assert desk.takes.tree.current == current
    assert len(desk.takes.tree) == 3


def test_stepping_brings_the_text_of_a_sibling(desk):
    desk.write("Once", "Twice", "Thrice", chosen=1)
    desk.takes.step(1)
    assert desk.wanted[-1].text == "Thrice"
    desk.page.text = "Thrice"
    assert desk.takes.tree.place() == (3, 3)
    desk.takes.step(1)
    assert len(desk.wanted) == 1
    assert len(desk.left) == 1
    assert len(desk.takes.tree) == 3


def test_a_persons_words_are_kept_before_the_text_goes_elsewhere(desk):
    desk.write("Once", "Twice")
    desk.page.text = "Once my own"
    first = desk.takes.tree.current
    desk.takes.step(1)
    assert [line.take.text for line in desk.takes.tree.lines()] == ["Once", " my own", "Twice"]
    mine = desk.takes.tree.lines()[1].take
    assert mine.parent_id == first
    desk.page.text = "Twice"
    desk.takes.go_to(mine.id)
    assert desk.wanted[-1].text == "Once my own"


def test_another_story_has_a_tree_of_its_own_and_the_old_one_comes_back(desk):
    old = desk.page.document_id
    desk.write("Once", "Twice", chosen=1)
    desk.open(desk.storage.run(lambda s: create_document(s, "U", "")).id)
    assert len(desk.takes.tree) == 0
    desk.open(old)
    assert desk.takes.tree.place() == (2, 2)
    desk.takes.show_document(None)
    desk.takes.go_to(1)
    assert desk.wanted == []


def test_a_problem_is_told(desk):
    desk.write("Once", "Twice")
    error = UserError("The disk is full.")
    desk.storage.error = error
    desk.takes.step(1)
    assert desk.problems[-1] == ("takes", error)
    assert desk.wanted == []


def test_undo_and_redo_move_the_mark_of_the_current_take(desk, qtbot):
    desk.write("Once")
    first = desk.takes.tree.current
    desk.write(" upon")
    second = desk.takes.tree.current
    for text, current in (
        ("Once", first),
        ("On", None),
        ("Once upon and more", second),
        ("", None),
        ("Once upon", second),
    ):
        desk.page.text = text
        with qtbot.waitSignal(desk.takes.changed):
            desk.takes.note_history()
        assert desk.takes.tree.current == current
    assert len(desk.takes.tree) == 2
