"""Styles in the library: kept, renamed, chosen for documents, deleted and brought back."""

from __future__ import annotations

import pytest

from app.db import documents, styles
from app.db.storage import Storage
from app.db.styles import NewStyle
from app.domain.documents import DocumentDraft, OriginSpan
from app.domain.styles import StyleChoice, StyleShare, StyleUsers
from engine.types import UserError


def new(name: str = "Noir", key: str = "k1") -> NewStyle:
    return NewStyle(name, key, b"blob of " + key.encode(), "rwkv7-1", "First Light", 3.0, 2.5)


@pytest.fixture
def run(storage: Storage):
    return lambda work: storage.submit(work).result()


def test_a_style_is_kept_with_its_bytes_and_what_it_achieved(run) -> None:
    style = run(lambda s: styles.add_style(s, new()))
    (listed,) = run(styles.list_styles)
    assert listed == style
    assert (style.before, style.after, style.model_name) == (3.0, 2.5, "First Light")
    assert run(lambda s: styles.load_style(s, "k1")) == b"blob of k1"
    assert run(lambda s: styles.load_style(s, "nothing")) is None


def test_names_stay_apart(run) -> None:
    first = run(lambda s: styles.add_style(s, new()))
    second = run(lambda s: styles.add_style(s, new(key="k2")))
    assert second.name == "Noir 2"
    run(lambda s: styles.rename_style(s, first.id, "Noir"))
    run(lambda s: styles.rename_style(s, second.id, "Fairy"))
    assert [style.name for style in run(styles.list_styles)] == ["Fairy", "Noir"]
    with pytest.raises(UserError):
        run(lambda s: styles.rename_style(s, 99, "x"))


def test_each_document_has_its_choice(run) -> None:
    one = run(lambda s: documents.create_document(s, "One")).id
    two = run(lambda s: documents.create_document(s, "Two")).id
    a = run(lambda s: styles.add_style(s, new("A", "a"))).id
    b = run(lambda s: styles.add_style(s, new("B", "b"))).id
    choice = StyleChoice((StyleShare(b, 0.7), StyleShare(a, 0.2)), 0.6)
    run(lambda s: styles.save_choice(s, one, choice))
    run(lambda s: styles.save_choice(s, one, choice))
    run(lambda s: styles.save_choice(s, 99, choice))
    assert run(lambda s: documents.load_document(s, one)).style == choice
    assert run(lambda s: documents.load_document(s, two)).style == StyleChoice()
    run(lambda s: styles.save_choice(s, one, StyleChoice()))
    assert run(lambda s: documents.load_document(s, one)).style == StyleChoice()


def test_a_deleted_style_is_left_out_and_comes_back_with_its_users(run) -> None:
    story = run(lambda s: documents.create_document(s, "One")).id
    a = run(lambda s: styles.add_style(s, new("A", "a"))).id
    b = run(lambda s: styles.add_style(s, new("B", "b"))).id
    both = StyleChoice((StyleShare(a), StyleShare(b)))
    run(lambda s: styles.save_choice(s, story, both))
    assert run(lambda s: styles.delete_style(s, a)) == StyleUsers(stories=("One",))
    assert run(lambda s: documents.load_document(s, story)).style.ids == (b,)
    assert [style.id for style in run(styles.list_styles)] == [b]
    run(lambda s: styles.save_choice(s, story, StyleChoice((StyleShare(b, 0.5),))))
    run(lambda s: styles.restore_style(s, a))
    assert set(run(lambda s: documents.load_document(s, story)).style.ids) == {a, b}


def test_emptying_the_trash_frees_the_bytes(run) -> None:
    story = run(lambda s: documents.create_document(s, "One")).id
    style = run(lambda s: styles.add_style(s, new())).id
    run(lambda s: styles.save_choice(s, story, StyleChoice((StyleShare(style),))))
    run(lambda s: styles.delete_style(s, style))
    assert run(lambda s: styles.load_style(s, "k1")) is not None
    run(styles.empty_style_trash)
    assert run(lambda s: styles.load_style(s, "k1")) is None
    assert run(lambda s: documents.load_document(s, story)).style == StyleChoice()


def test_texts_to_learn_from_come_whole_or_without_the_machines_words(run) -> None:
    ids = [run(lambda s: documents.create_document(s, "T", "")).id for _ in range(3)]
    text = "Mine. Its. Mine again."
    drafts = [
        DocumentDraft(ids[0], text, (OriginSpan(5, 10),)),
        DocumentDraft(ids[1], "All its.", (OriginSpan(0, 8),)),
    ]
    for draft in drafts:
        run(lambda s, draft=draft: documents.save_document(s, draft))
    whole = run(lambda s: styles.load_texts(s, ids, own_only=False))
    own = run(lambda s: styles.load_texts(s, ids, own_only=True))
    assert whole == [text, "All its."]
    assert own == ["Mine.\n\nMine again."]
