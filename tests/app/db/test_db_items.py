"""Items of a tree are created, moved, trashed, split, joined and copied; the tree stays sane."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, StaticPool, create_engine, event, select
from sqlalchemy.orm import Session

from app.db import item_texts, items
from app.db.documents import load_document, save_document
from app.db.generations import record_generation
from app.db.manuscripts import store_manuscript
from app.db.projects import ItemRow, load_project
from app.db.tables import Base, DocumentRow, GenerationRow, TextRow
from app.domain.documents import DocumentDraft, Generation, OriginSpan
from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind, Section, Tree, section_of
from engine.types import UserError

SCENE, NOTE = Kind.SCENE, Kind.NOTE
BOOK = Manuscript(
    "Book",
    (
        ManuscriptItem(
            Kind.CHAPTER,
            "One",
            children=(
                ManuscriptItem(SCENE, "Dawn", "It rained.\nThen it stopped.", "Rain", "wet"),
                ManuscriptItem(SCENE, "Noon", "Bread and salt."),
            ),
        ),
        ManuscriptItem(Kind.CHAPTER, "Two", children=(ManuscriptItem(SCENE, "Dusk", "Dark."),)),
        ManuscriptItem(NOTE, "Ideas", "A storm?"),
    ),
)


@functools.cache
def empty_library() -> Engine:
    """One for all tests of this file; what they do there is never committed."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    event.listen(engine, "connect", lambda c, _: c.execute("PRAGMA foreign_keys=ON"))
    Base.metadata.create_all(engine)
    return engine


def new_session() -> Session:
    return Session(empty_library())


class Book:
    """The book of these tests, its items by title."""

    def __init__(self) -> None:
        self.session = new_session()
        self.id = store_manuscript(self.session, BOOK)

    def tree(self) -> Tree:
        self.session.flush()
        return Tree(load_project(self.session, self.id).items)

    def __getitem__(self, title: str) -> int:
        found = select(DocumentRow.id).where(DocumentRow.title == title)
        return self.session.scalars(found.order_by(DocumentRow.id)).one()

    def text(self, title: str) -> str:
        return load_document(self.session, self[title]).text

    def titles(self, section: Section = Section.MANUSCRIPT) -> list[str]:
        return [item.title for item in self.tree().reading_order(section)]


@pytest.fixture
def book() -> Iterator[Book]:
    book = Book()
    yield book
    book.session.close()


def test_a_new_item_comes_behind_the_one_it_is_asked_for(book: Book) -> None:
    place = ItemRow(book.id, SCENE, "Morning", book["One"])
    items.create_item(book.session, place, after=book["Dawn"])
    items.create_item(book.session, ItemRow(book.id, Kind.CHAPTER, "Three"))
    assert book.titles() == ["One", "Dawn", "Morning", "Noon", "Two", "Dusk", "Three"]


def test_several_items_move_at_once_in_the_order_of_the_tree(book: Book) -> None:
    items.move_items(
        book.session, [book["Dusk"], book["Dawn"]], Section.MANUSCRIPT, book["One"], book["Noon"]
    )
    assert book.titles() == ["One", "Dawn", "Dusk", "Noon", "Two"]
    items.move_items(book.session, [book["Two"]], Section.MANUSCRIPT, None, book["One"])
    assert book.titles() == ["Two", "One", "Dawn", "Dusk", "Noon"]


def test_before_an_item_that_moves_itself_means_before_the_next_one(book: Book) -> None:
    dawn = book["Dawn"]
    items.move_items(book.session, [book["Dusk"], dawn], Section.MANUSCRIPT, book["One"], dawn)
    assert book.titles() == ["One", "Dawn", "Dusk", "Noon", "Two"]


def test_what_an_item_is_follows_its_section(book: Book) -> None:
    items.move_items(book.session, [book["One"]], Section.NOTES)
    assert book.titles(Section.NOTES) == ["Ideas", "One", "Dawn", "Noon"]
    assert {item.kind for item in book.tree().reading_order(Section.NOTES)} == {NOTE}
    items.move_items(book.session, [book["Ideas"]], Section.NOTES, book["Two"])
    assert book.tree().get(book["Ideas"]).kind is SCENE


def test_nothing_moves_below_itself_or_into_the_trash(book: Book) -> None:
    with pytest.raises(UserError, match="below itself"):
        items.move_items(book.session, [book["One"]], Section.MANUSCRIPT, book["Dawn"])
    items.trash_items(book.session, [book["Two"]])
    with pytest.raises(UserError, match="no longer"):
        items.move_items(book.session, [book["Dawn"]], Section.MANUSCRIPT, book["Two"])


def test_the_trash_gives_back_what_went_there_together(book: Book) -> None:
    items.trash_items(book.session, [book["Noon"]])
    gone = items.trash_items(book.session, [book["One"], book["Dawn"]])
    assert gone == [book["One"], book["Dawn"]]
    assert book.titles() == ["Two", "Dusk"]
    items.restore_items(book.session, [book["One"]])
    assert book.titles() == ["One", "Dawn", "Two", "Dusk"]
    items.restore_items(book.session, [book["Noon"]])
    assert book.titles() == ["One", "Dawn", "Noon", "Two", "Dusk"]


def test_an_item_whose_parent_stays_in_the_trash_comes_to_the_top(book: Book) -> None:
    items.trash_items(book.session, [book["One"]])
    items.restore_items(book.session, [book["Dawn"]])
    assert book.titles() == ["Two", "Dusk", "Dawn"]
    assert book.tree().get(book["Dawn"]).parent_id is None


def test_only_what_is_in_the_trash_is_deleted_for_ever(book: Book) -> None:
    items.trash_items(book.session, [book["One"]])
    items.delete_items(book.session, [book["Two"], book["Noon"]])
    assert len(book.tree()) == 5
    assert items.empty_trash(book.session, book.id) == 2
    assert book.titles() == ["Two", "Dusk"]
    assert len(book.session.scalars(select(TextRow.document_id)).all()) == 3


def test_items_are_changed_several_at_once(book: Book) -> None:
    status = load_project(book.session, book.id).statuses[1].id
    both = [book["Dawn"], book["Noon"]]
    items.change_items(book.session, both, included=False, status_id=status)
    items.change_items(book.session, both[:1], title="Day", synopsis="S", notes="N", status_id=0)
    tree = book.tree()
    day, noon = tree.get(both[0]), tree.get(both[1])
    assert (day.title, day.synopsis, day.status_id, day.included) == ("Day", "S", None, False)
    assert (noon.title, noon.status_id, noon.included) == ("Noon", status, False)
    assert items.load_notes(book.session, day.id) == "N"
    with pytest.raises(UserError, match="status"):
        items.change_items(book.session, both, status_id=99)


def generation(session: Session, document: int) -> int:
    when = load_document(session, document).created_at
    row = Generation(document, "First", "key", "{}", 7, 1, 1, 3, "length", "text", when, 0.5)
    return record_generation(session, row)


def test_a_split_keeps_whose_text_is_whose_on_both_sides(book: Book) -> None:
    dawn = book["Dawn"]
    made = generation(book.session, dawn)
    spans = (OriginSpan(3, 9, made), OriginSpan(11, 15, None))
    text = "It rained.\nThen it stopped."
    save_document(book.session, DocumentDraft(dawn, text, spans, 20))
    new = item_texts.split_item(book.session, dawn, 11)
    first, second = load_document(book.session, dawn), load_document(book.session, new)
    assert (first.text, second.text) == ("It rained.", "Then it stopped.")
    assert first.origins == (OriginSpan(3, 9, made),)
    assert second.origins == (OriginSpan(0, 4, None),)
    assert (first.cursor, second.cursor, second.title) == (10, 0, "Then it stopped")
    assert book.titles() == ["One", "Dawn", "Then it stopped", "Noon", "Two", "Dusk"]
    tree = book.tree()
    assert (tree.get(dawn).words, tree.get(new).words) == (2, 3)


def test_a_span_that_is_cut_in_two_keeps_its_generation_without_the_first_document(
    book: Book,
) -> None:
    dawn = book["Dawn"]
    made = generation(book.session, dawn)
    save_document(book.session, DocumentDraft(dawn, "abcdef", (OriginSpan(1, 5, made),)))
    new = item_texts.split_item(book.session, dawn, 3)
    items.trash_items(book.session, [dawn])
    items.empty_trash(book.session, book.id)
    (span,) = load_document(book.session, new).origins
    kept = book.session.get(GenerationRow, span.generation_id)
    assert (span.start, span.end) == (0, 2)
    assert kept is not None
    assert (kept.document_id, kept.seed, kept.model_name) == (new, 7, "First")


def test_joined_items_have_one_text_and_the_others_lie_in_the_trash(book: Book) -> None:
    dusk = book["Dusk"]
    save_document(book.session, DocumentDraft(dusk, "Dark.", (OriginSpan(0, 4, None),)))
    assert item_texts.merge_items(book.session, [dusk, book["Dawn"]]) == book["Dawn"]
    joined = load_document(book.session, book["Dawn"])
    assert joined.text == "It rained.\nThen it stopped.\nDark."
    assert joined.origins == (OriginSpan(28, 32, None),)
    assert book.titles() == ["One", "Dawn", "Noon", "Two"]
    assert book.tree().get(dusk).trashed


def test_what_lay_below_a_joined_item_is_not_lost(book: Book) -> None:
    item_texts.merge_items(book.session, [book["One"], book["Two"]])
    assert book.titles() == ["One", "Dawn", "Noon", "Dusk"]


def test_what_lay_below_a_joined_note_becomes_part_of_the_manuscript(book: Book) -> None:
    note = items.create_item(book.session, ItemRow(book.id, NOTE, "Rain"))
    below = items.create_item(book.session, ItemRow(book.id, NOTE, "Clouds", note))
    item_texts.merge_items(book.session, [book["One"], note])
    found = book.tree().get(below)
    assert found.parent_id == book["One"]
    assert section_of(found.kind) is Section.MANUSCRIPT


def test_a_copy_has_everything_below_it_and_its_own_generations(book: Book) -> None:
    dawn = book["Dawn"]
    made = generation(book.session, dawn)
    text = "It rained.\nThen it stopped."
    save_document(book.session, DocumentDraft(dawn, text, (OriginSpan(0, 2, made),)))
    (copy,) = item_texts.duplicate_items(book.session, [book["One"], dawn], "{0} (copy)")
    assert book.titles() == ["One", "Dawn", "Noon", "One (copy)", "Dawn", "Noon", "Two", "Dusk"]
    twin = next(item for item in book.tree().below(copy) if item.title == "Dawn")
    document = load_document(book.session, twin.id)
    assert (document.text, twin.synopsis) == (text, "Rain")
    assert items.load_notes(book.session, twin.id) == "wet"
    (span,) = document.origins
    assert span.generation_id not in (None, made)


Step = tuple[str, list[int], int, Section]
DEEDS: dict[str, Callable[[Session, int, list[int], int, Section], object]] = {
    "create": lambda s, project, ids, to, _: items.create_item(
        s, ItemRow(project, SCENE, "new", to), None, "x y"
    ),
    "move": lambda s, _, ids, to, section: items.move_items(
        s, ids, section, to if to % 2 else None, to
    ),
    "trash": lambda s, _project, ids, _to, _section: items.trash_items(s, ids),
    "restore": lambda s, _project, ids, _to, _section: items.restore_items(s, ids),
    "delete": lambda s, _project, ids, _to, _section: items.delete_items(s, ids),
}
LIVE_DEEDS: dict[str, Callable[[Session, list[int], int], object]] = {
    "copy": lambda s, ids, _: item_texts.duplicate_items(s, ids),
    "split": lambda s, ids, at: item_texts.split_item(s, ids[0], at),
    "merge": lambda s, ids, _: item_texts.merge_items(s, ids),
}
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*DEEDS, *LIVE_DEEDS]),
        st.lists(st.integers(0, 30), min_size=1, max_size=3),
        st.integers(0, 30),
        st.sampled_from(Section),
    ),
    max_size=6,
)


def take(session: Session, project: int, step: Step) -> None:
    name, picked, other, section = step
    tree = load_project(session, project).items
    if not tree:
        return
    chosen = [tree[n % len(tree)] for n in picked]
    live = [item.id for item in chosen if not item.trashed]
    if name in DEEDS:
        target = tree[other % len(tree)].id
        DEEDS[name](session, project, [item.id for item in chosen], target, section)
    elif live:
        LIVE_DEEDS[name](session, live, other)


def check_sane(session: Session, project: int, before: set[int], name: str) -> None:
    session.flush()
    all_items = load_project(session, project).items
    tree = Tree(all_items)
    roots = tree.children(None)
    reached = {item.id for root in roots for item in (root, *tree.below(root.id))}
    assert reached == {item.id for item in all_items}  # no cycle, nothing out of reach
    assert all(item.parent_id is None or item.parent_id in tree for item in all_items)
    for parent in (None, *reached):
        assert [c.position for c in tree.children(parent)] == list(
            range(len(tree.children(parent)))
        )
    if name != "delete":
        assert before <= reached
    for item in all_items:
        if item.parent_id is not None:
            parent = tree.get(item.parent_id)
            assert section_of(item.kind) is section_of(parent.kind)
            assert item.trashed or not parent.trashed


@given(STEPS)
def test_whatever_is_done_the_tree_stays_sane(
    steps: list[tuple[str, list[int], int, Section]],
) -> None:
    session = new_session()
    with session:
        project = store_manuscript(session, BOOK)
        for step in steps:
            before = {item.id for item in load_project(session, project).items}
            with session.begin_nested() as point:
                try:
                    take(session, project, step)
                except UserError:
                    point.rollback()
            check_sane(session, project, before, step[0])


@settings(max_examples=15)
@given(st.text("ab\n", max_size=12), st.integers(0, 12), st.lists(st.integers(0, 11), max_size=4))
def test_a_split_and_a_join_lose_no_letter_and_no_mark(
    text: str, at: int, marks: list[int]
) -> None:
    spans = tuple(OriginSpan(n, n + 1, None) for n in sorted(set(marks)) if n < len(text))
    session = new_session()
    with session:
        project = store_manuscript(session, Manuscript("B", (ManuscriptItem(SCENE, "S"),)))
        (item,) = load_project(session, project).items
        save_document(session, DocumentDraft(item.id, text, spans))
        second = item_texts.split_item(session, item.id, at)
        session.flush()
        item_texts.merge_items(session, [item.id, second])
        session.flush()
        joined = load_document(session, item.id)

    def letters(text: str, spans: tuple[OriginSpan, ...]) -> list[tuple[str, bool]]:
        marked = {n for span in spans for n in range(span.start, span.end)}
        return [(c, n in marked) for n, c in enumerate(text) if c != "\n"]

    assert letters(joined.text, joined.origins) == letters(text, spans)
