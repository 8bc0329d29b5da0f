"""Where new items go, where moved ones go, and what is open when one is gone."""

from app.domain.projects import Item, Kind, Tree
from app.domain.tree_places import NewPlace, Target, neighbour, new_place, step_target

TREE = Tree(
    (
        Item(1, None, 0, Kind.PART, "Part"),
        Item(2, 1, 0, Kind.CHAPTER, "One"),
        Item(3, 2, 0, Kind.SCENE, "Dawn"),
        Item(4, 2, 1, Kind.SCENE, "Noon"),
        Item(5, 1, 1, Kind.CHAPTER, "Two"),
        Item(6, None, 1, Kind.NOTE, "Ideas"),
        Item(7, 2, 2, Kind.SCENE, "Old", trashed=True),
        Item(8, 2, 3, Kind.SCENE, "Dusk"),
    )
)


def test_a_new_item_goes_behind_the_open_one_or_into_what_holds_it():
    assert new_place(TREE, Kind.SCENE, 3) == NewPlace(2, 3)
    assert new_place(TREE, Kind.SCENE, 5) == NewPlace(5, None)
    assert new_place(TREE, Kind.CHAPTER, 3) == NewPlace(1, 2)
    assert new_place(TREE, Kind.PART, 3) == NewPlace(None, 1)
    assert new_place(TREE, Kind.NOTE, 6) == NewPlace(None, 6)


def test_an_item_of_another_section_goes_to_its_end():
    assert new_place(TREE, Kind.SCENE, 6) == NewPlace(5, None)
    assert new_place(TREE, Kind.PLACE, 3) == NewPlace(None, None)
    assert new_place(TREE, Kind.SCENE, 7) == NewPlace(5, None)
    assert new_place(Tree(()), Kind.SCENE, None) == NewPlace(None, None)


def test_siblings_move_by_one_and_stop_at_the_ends():
    assert step_target(TREE, [4], -1) == Target(2, 3)
    assert step_target(TREE, [3], 1) == Target(2, 8)
    assert step_target(TREE, [4], 1) == Target(2, None)  # not behind what is in the trash
    assert step_target(TREE, [3, 4], 1) == Target(2, None)
    assert step_target(TREE, [3], -1) is None
    assert step_target(TREE, [8], 1) is None
    assert step_target(TREE, [3, 5], 1) is None
    assert step_target(TREE, [7], 1) is None
    assert step_target(TREE, [6], -1) is None


def test_the_next_item_is_open_when_one_is_gone():
    assert neighbour(TREE, 3, [3]) == 4
    assert neighbour(TREE, 8, [8]) == 5
    assert neighbour(TREE, 5, [5]) == 8
    assert neighbour(TREE, 6, [6]) == 1
    assert neighbour(TREE, 1, [1, 2, 3, 4, 5, 8]) is None
