"""With which styles one thing is written: told at once, kept when the hand rests, not lost."""

import pytest

from app.controllers.storage_bridge import StorageBridge
from app.controllers.style_chooser import StyleChooser
from app.domain.styles import Style, StyleChoice, StyleShare
from engine.types import UserError
from tests.app.window_rig import MemoryStorage


class Desk:
    def __init__(self):
        self.storage = MemoryStorage()
        self.kept = []
        self.told = []
        self.problems = []
        keeping = lambda owner, choice: lambda _session: self.kept.append((owner, choice))  # noqa: E731
        self.chooser = StyleChooser(StorageBridge(self.storage), keeping)
        self.chooser.chosen.connect(self.told.append)
        self.chooser.problem.connect(lambda _key, error: self.problems.append(error))
        self.chooser.show_styles([Style(n, str(n), f"k{n}", "m", "M", None) for n in (1, 2)])


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    yield desk
    desk.chooser.flush()
    desk.storage.close()


def test_as_what_it_belongs_to_until_something_is_chosen(desk):
    desk.chooser.show(5, None)
    assert desk.told[-1] is None
    desk.chooser.toggle(1)
    desk.chooser.set_strength(0.5)
    desk.chooser.flush()
    desk.chooser.clear()
    desk.chooser.flush()
    desk.chooser.inherit()
    desk.chooser.flush()
    one = StyleChoice((StyleShare(1),), 0.5)
    assert desk.kept == [(5, one), (5, StyleChoice((), 0.5)), (5, None)]
    assert desk.told[-1] is None


def test_what_rests_is_kept_once(desk, qtbot):
    desk.chooser.show(5, StyleChoice())
    for percent in range(10, 60, 10):
        desk.chooser.set_strength(percent / 100)
    with qtbot.waitSignal(desk.chooser.kept) as kept:
        pass
    assert kept.args == [5]
    assert desk.kept == [(5, StyleChoice((), 0.5))]


def test_an_older_answer_does_not_take_back_what_was_chosen_since(desk):
    desk.chooser.show(5, StyleChoice())
    desk.chooser.toggle(1)
    desk.chooser.show(5, StyleChoice())
    assert desk.chooser.choice.ids == (1,)
    desk.storage.held = True
    desk.chooser.flush()
    desk.chooser.show(5, StyleChoice())
    assert desk.chooser.choice.ids == (1,), "on its way into the library"
    desk.storage.release()
    desk.chooser.show(5, StyleChoice())
    assert desk.chooser.choice.ids == ()


def test_another_thing_has_its_own_and_the_first_is_kept(desk):
    desk.chooser.show(5, StyleChoice())
    desk.chooser.toggle(2)
    desk.chooser.show(6, StyleChoice((StyleShare(1),)))
    assert desk.kept == [(5, StyleChoice((StyleShare(2),)))]
    desk.chooser.show(None, None)
    desk.chooser.toggle(2)
    desk.chooser.flush()
    assert len(desk.kept) == 1


def test_a_style_that_is_gone_is_told_no_longer_and_comes_back(desk):
    desk.chooser.show(5, StyleChoice((StyleShare(1), StyleShare(3))))
    assert desk.told[-1].ids == (1,)
    desk.chooser.show_styles([Style(3, "3", "k3", "m", "M", None)])
    assert desk.told[-1].ids == (3,)


def test_a_full_disk_is_told_and_the_choice_is_tried_again(desk):
    desk.chooser.show(5, StyleChoice())
    desk.chooser.use(1)
    desk.storage.error = UserError("The disk is full.")
    desk.chooser.flush()
    assert [str(error) for error in desk.problems] == ["The disk is full."]
    desk.storage.error = None
    desk.chooser.show(5, StyleChoice())
    desk.chooser.flush()
    assert desk.kept == [(5, StyleChoice((StyleShare(1),)))]
