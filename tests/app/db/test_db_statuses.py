"""The steps of work of a project: added, changed, ordered, removed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.db import items, projects, statuses
from app.db.projects import load_project
from engine.types import UserError
from tests.app.db.test_db_items import Book


@pytest.fixture
def book() -> Iterator[Book]:
    book = Book()
    yield book
    book.session.close()


def test_statuses_are_added_changed_ordered_and_removed(book: Book) -> None:
    def names() -> list[str]:
        book.session.flush()
        return [status.name for status in load_project(book.session, book.id).statuses]

    new = statuses.add_status(book.session, book.id, " To  check ", "#112233")
    assert names() == ["Draft", "Revised", "Finished", "To check"]
    statuses.order_statuses(book.session, book.id, [new])
    statuses.change_status(book.session, new, name="Check", colour="#445566")
    assert names() == ["Check", "Draft", "Revised", "Finished"]
    assert load_project(book.session, book.id).statuses[0].colour == "#445566"
    with pytest.raises(UserError, match="already"):
        statuses.change_status(book.session, new, name="draft")
    with pytest.raises(UserError, match="needs a name"):
        statuses.add_status(book.session, book.id, " ", "#112233")
    items.change_items(book.session, [book["Dawn"]], status_id=new)
    statuses.remove_status(book.session, new)
    assert names() == ["Draft", "Revised", "Finished"]
    assert book.tree().get(book["Dawn"]).status_id is None


def test_the_whole_list_is_arranged_at_once(book: Book) -> None:
    draft, revised, _finished = load_project(book.session, book.id).statuses
    items.change_items(book.session, [book["Dawn"]], status_id=draft.id)
    wanted = [
        (revised.id, "Checked", "#010203"),
        (0, "Idea", "#000000"),
        (draft.id, "Draft", "#1"),
    ]
    statuses.arrange_statuses(book.session, book.id, wanted)
    arranged = load_project(book.session, book.id).statuses
    assert [(s.name, s.colour) for s in arranged] == [w[1:] for w in wanted]
    assert book.tree().get(book["Dawn"]).status_id == draft.id
    with pytest.raises(UserError, match="already"):
        statuses.arrange_statuses(book.session, book.id, [*wanted, (0, "idea", "#000000")])


def test_works_have_a_status_list_of_their_own(book: Book) -> None:
    other = projects.new_project(book.session, "Other").id
    statuses.add_status(book.session, other, "Idea", "#000000")
    assert len(load_project(book.session, book.id).statuses) == 3
