"""Lorebook, reminders and the text of a book in the library."""

from functools import partial

import pytest

from app.db.books import BookTexts
from app.db.contexts import Contexts
from app.db.documents import create_document, save_document
from app.db.lore import (
    add_entries,
    delete_entry,
    import_lorebook,
    load_fired,
    load_lorebook,
    load_reminders,
    move_entries,
    restore_entry,
    save_entry,
    save_lore_settings,
    save_reminders,
)
from app.db.manuscripts import store_manuscript
from app.db.projects import load_project
from app.domain.context import Reminders
from app.domain.documents import DocumentDraft
from app.domain.lorebook import Lorebook, LoreEntry, LoreSettings
from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind
from app.patterns import TimedPatterns
from engine.types import UserError

BOOK = Manuscript(
    "The Boat",
    (
        ManuscriptItem(
            Kind.CHAPTER,
            "One",
            children=(
                ManuscriptItem(Kind.SCENE, "a", "Mia held the lantern."),
                ManuscriptItem(Kind.SCENE, "b", "The boat was gone."),
            ),
        ),
    ),
)


@pytest.fixture
def run(storage):
    return lambda work, *values, **named: storage.submit(
        partial(_call, work, values, named)
    ).result()


def _call(work, values, named, session):
    return work(session, *values, **named)


@pytest.fixture
def project(run):
    return run(store_manuscript, BOOK)


@pytest.fixture
def scenes(run, project):
    items = run(load_project, project).items
    return [item.id for item in items if item.kind is Kind.SCENE]


def test_reminders_are_kept(run, project):
    assert run(load_reminders, project) == Reminders()
    reminders = Reminders("m 灯 \ud800", "n", 6)
    run(save_reminders, project, reminders)
    assert run(load_reminders, project) == Reminders("m 灯 \ufffd", "n", 6)
    with pytest.raises(UserError):
        run(save_reminders, 99, reminders)


def test_entries_are_kept_in_order(run, project):
    given = [LoreEntry(5, "one", ("a",), extra={"x": [1]}), LoreEntry(title="\ud800")]
    one, two = run(add_entries, project, given)
    assert (one.title, one.extra) == ("one", {"x": [1]})
    (three,) = run(add_entries, project, [LoreEntry(title="three")])
    assert run(load_lorebook, project).entries == (one, two, three)
    run(move_entries, project, [three.id, one.id, two.id])
    assert run(load_lorebook, project).entries == (three, one, two)
    changed = LoreEntry(one.id, "changed")
    run(save_entry, changed)
    assert run(load_lorebook, project).entries[1] == changed
    with pytest.raises(UserError):
        run(save_entry, LoreEntry(99))
    with pytest.raises(UserError):
        run(add_entries, 99, [LoreEntry()])


def test_a_deleted_entry_comes_back_where_it_was(run, project):
    entries = run(add_entries, project, [LoreEntry(title=name) for name in "abc"])
    removed = run(delete_entry, entries[1].id)
    assert [e.title for e in run(load_lorebook, project).entries] == ["a", "c"]
    run(restore_entry, *removed)
    assert run(load_lorebook, project).entries == tuple(entries)


def test_an_imported_book_brings_its_settings_into_an_empty_one(run, project):
    settings = LoreSettings(scan_depth=3)
    first = Lorebook((LoreEntry(title="a"),), settings, extra={"k": 1})
    assert run(import_lorebook, project, lambda: first) == 1
    book = run(load_lorebook, project)
    assert (book.settings, book.extra, len(book.entries)) == (settings, {"k": 1}, 1)
    run(import_lorebook, project, lambda: Lorebook((LoreEntry(title="b"),)))
    book = run(load_lorebook, project)
    assert (book.settings, len(book.entries)) == (settings, 2)
    run(save_lore_settings, project, LoreSettings(scan_depth=4))
    assert run(load_lorebook, project).settings == LoreSettings(scan_depth=4)


def test_the_book_before_a_scene_follows_what_is_saved(run, project, scenes):
    books = BookTexts()
    first, second = scenes
    assert run(books.before, first) == (project, "## One\n\n")
    assert run(books.before, second) == (project, "## One\n\nMia held the lantern.\n\n")
    run(save_document, DocumentDraft(first, "Mia slept."))
    assert run(books.before, second) == (project, "## One\n\nMia slept.\n\n")
    alone = run(create_document, "Alone", "x")
    assert run(books.before, alone.id)[1] == ""
    assert run(books.before, second)[1] == "## One\n\nMia slept.\n\n"
    with pytest.raises(UserError):
        run(books.before, 99)


def test_a_key_in_an_earlier_scene_brings_its_entry_up(run, project, scenes):
    contexts = Contexts(TimedPatterns)
    second = scenes[1]
    plain = run(contexts.assemble, second, "The boat", "", 1)
    assert plain[0] == project
    assert plain[1].stable == "## One\n\nMia held the lantern.\n\nThe boat"
    assert plain[1].volatile == ""
    run(add_entries, project, [LoreEntry(0, "Mia", ("mia",), content="Mia is ten.", sticky=2)])
    run(contexts.assemble, second, "The boat", "", None)
    assert run(load_fired, project) == {}
    (_, told) = run(contexts.assemble, second, "The boat", "", 1)
    assert "[Mia is ten.]\n" in told.volatile
    assert [v.key for v in told.verdicts] == ["mia"]
    assert run(load_fired, project) == {told.verdicts[0].entry.id: 5}
    run(save_reminders, project, Reminders("m", "n"))
    (_, again) = run(contexts.assemble, second, "The boat", "", 1)
    assert again.stable == told.stable
    assert "[Memory: m]" in again.volatile
