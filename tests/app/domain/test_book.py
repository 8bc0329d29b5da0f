"""The text before a place in a book."""

from app.domain.book import book_text_before, items_before
from app.domain.projects import Item, Kind, Tree


def tree(**changes):
    rows = [
        (1, None, Kind.PART, "Part One", ""),
        (2, 1, Kind.CHAPTER, "The  Boat", "Motto.\n"),
        (3, 2, Kind.SCENE, "a", "Scene a.\r\n\r\nMore.\n\n"),
        (4, 2, Kind.SCENE, "b", ""),
        (5, 2, Kind.SCENE, "c", "Scene c."),
        (6, 1, Kind.CHAPTER, "", "Two."),
        (7, 6, Kind.SCENE, "d", "Scene d."),
        (8, None, Kind.NOTE, "n", "A note."),
    ]
    items = [
        Item(n, parent, n, kind, title, **changes.get(f"i{n}", {}))
        for n, parent, kind, title, _ in rows
    ]
    texts = {number: text for number, _, _, _, text in rows}
    return Tree(items), texts.__getitem__


def test_scenes_are_parted_and_titles_are_lines():
    built, texts = tree()
    assert book_text_before(built, texts, 7, "Scene") == (
        "# Part One\n\n## The Boat\n\nMotto.\n\nScene a.\n\nMore.\n\nScene c.\n\nTwo.\n\nScene"
    )
    assert book_text_before(built, texts, 2, "Mot") == "# Part One\n\n## The Boat\n\nMot"


def test_a_note_and_a_lone_scene_are_read_alone():
    built, texts = tree()
    assert book_text_before(built, texts, 8, "A n") == "A n"
    lone = Tree([Item(1, None, 0, Kind.SCENE, "The Boat")])
    assert book_text_before(lone, texts, 1, "\nOnce ") == "\nOnce "
    assert items_before(lone, 99) == []


def test_what_is_not_of_the_book_is_not_read():
    built, _texts = tree(i3={"included": False}, i6={"trashed": True})
    assert [item.id for item in items_before(built, 5)] == [1, 2, 4]
    built, _texts = tree(i2={"included": False})
    assert [item.id for item in items_before(built, 7)] == [1, 6]
