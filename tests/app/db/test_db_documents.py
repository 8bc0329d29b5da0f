"""Documents and generations go in and come out as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db import documents
from app.db.generations import list_generations, record_generation, update_generation
from app.db.storage import Storage
from app.domain.documents import DocumentDraft, Generation, OriginSpan
from engine.types import UserError

TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("\0\r\n 长卷　😀𠀀\u200d\u0301"),
    ),
    max_size=60,
)


def spans_of(text: str, cuts: list[int]) -> tuple[OriginSpan, ...]:
    places = sorted({cut for cut in cuts if cut <= len(text)})
    return tuple(OriginSpan(a, b, b % 3 or None) for a, b in pairwise(places))


def a_generation(document_id: int) -> Generation:
    return Generation(
        document_id=document_id,
        model_name="tiny",
        model_key="rwkv7-abc",
        sampling_json='{"temperature": 0.9}',
        seed=2**63 - 1,
        prompt_tokens=1240,
        reused_tokens=1240,
        generated_tokens=0,
        reason=None,
        text="",
        started_at=datetime(2026, 5, 1, 12, 30, tzinfo=UTC),
        seconds=0.0,
    )


@given(text=TEXT, title=TEXT, cuts=st.lists(st.integers(0, 60), max_size=8))
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_is_saved_is_loaded(storage: Storage, text: str, title: str, cuts: list[int]) -> None:
    made = storage.submit(lambda s: documents.create_document(s, title)).result()
    draft = DocumentDraft(made.id, text, spans_of(text, cuts), cursor=len(text))
    summary = storage.submit(lambda s: documents.save_document(s, draft)).result()
    loaded = storage.submit(lambda s: documents.load_document(s, made.id)).result()
    assert (loaded.text, loaded.title) == (text, title)
    assert (loaded.origins, loaded.cursor) == (draft.origins, draft.cursor)
    assert summary.characters == len(text)
    assert loaded.created_at == made.created_at
    assert loaded.updated_at == summary.updated_at
    assert loaded.updated_at.tzinfo is UTC


def test_text_cursor_and_origins_are_there_after_a_restart(library: Path) -> None:
    storage = Storage(library)
    document = storage.submit(documents.create_document).result()
    draft = DocumentDraft(document.id, "长卷 goes on", (OriginSpan(2, 5, 7),), cursor=4)
    storage.submit(lambda s: documents.save_document(s, draft))
    assert storage.close()
    storage = Storage(library)
    loaded = storage.submit(lambda s: documents.load_document(s, document.id)).result()
    assert (loaded.text, loaded.origins, loaded.cursor) == (draft.text, draft.origins, draft.cursor)
    assert storage.close()


def test_half_a_character_does_not_stop_a_save(storage: Storage) -> None:
    document = storage.submit(
        lambda s: documents.create_document(s, "t\ud800", "a\udc00b")
    ).result()
    loaded = storage.submit(lambda s: documents.load_document(s, document.id)).result()
    assert (loaded.title, loaded.text) == ("t\ufffd", "a\ufffdb")


def test_only_another_text_counts_as_a_change(storage: Storage) -> None:
    document = storage.submit(lambda s: documents.create_document(s, text="same")).result()
    moved = DocumentDraft(document.id, "same", cursor=2)
    same = storage.submit(lambda s: documents.save_document(s, moved)).result()
    assert same.updated_at == document.updated_at
    changed = replace(moved, text="other")
    summary = storage.submit(lambda s: documents.save_document(s, changed)).result()
    assert summary.updated_at >= document.updated_at
    loaded = storage.submit(lambda s: documents.load_document(s, document.id)).result()
    assert (loaded.text, loaded.cursor) == ("other", 2)


def test_the_list_shows_the_last_changed_first(storage: Storage) -> None:
    for title in ("one", "two", "three"):
        storage.submit(lambda s, title=title: documents.create_document(s, title, title)).result()
    storage.submit(lambda s: documents.save_document(s, DocumentDraft(1, "newer"))).result()
    storage.submit(lambda s: documents.rename_document(s, 2, "zwei")).result()
    listed = storage.submit(documents.list_documents).result()
    assert [(line.title, line.characters) for line in listed] == [
        ("one", 5),
        ("three", 5),
        ("zwei", 3),
    ]


def test_a_deleted_document_lies_in_the_trash_until_it_is_restored(storage: Storage) -> None:
    document = storage.submit(lambda s: documents.create_document(s, text="words")).result()
    storage.submit(lambda s: documents.delete_document(s, document.id)).result()
    assert storage.submit(documents.list_documents).result() == []
    assert [line.id for line in storage.submit(documents.list_trash).result()] == [document.id]
    with pytest.raises(UserError, match="no longer in the library"):
        storage.submit(lambda s: documents.load_document(s, document.id)).result()
    late = DocumentDraft(document.id, "words typed last")
    storage.submit(lambda s: documents.save_document(s, late)).result()
    storage.submit(lambda s: documents.restore_document(s, document.id)).result()
    loaded = storage.submit(lambda s: documents.load_document(s, document.id)).result()
    assert loaded.text == "words typed last"


@pytest.mark.parametrize(
    "work",
    [
        lambda s: documents.load_document(s, 404),
        lambda s: documents.save_document(s, DocumentDraft(404, "x")),
        lambda s: documents.rename_document(s, 404, "x"),
        lambda s: documents.delete_document(s, 404),
        lambda s: documents.restore_document(s, 404),
    ],
)
def test_an_unknown_document_is_the_users_error(storage: Storage, work: object) -> None:
    assert isinstance(storage.submit(work).exception(), UserError)


def test_a_generation_is_recorded_and_completed(storage: Storage) -> None:
    document = storage.submit(documents.create_document).result()
    begun = a_generation(document.id)
    number = storage.submit(lambda s: record_generation(s, begun)).result()
    done = replace(begun, reason="length", text="了😀", generated_tokens=2, seconds=0.5)
    storage.submit(lambda s: update_generation(s, number, done)).result()
    listed = storage.submit(lambda s: list_generations(s, document.id)).result()
    assert listed == [(number, done)]
    assert isinstance(
        storage.submit(lambda s: update_generation(s, 404, done)).exception(), KeyError
    )


def test_a_time_of_another_zone_is_stored_as_the_same_moment(storage: Storage) -> None:
    document = storage.submit(documents.create_document).result()
    in_beijing = datetime(2026, 5, 1, 20, 30, tzinfo=timezone(timedelta(hours=8)))
    generation = replace(a_generation(document.id), started_at=in_beijing)
    storage.submit(lambda s: record_generation(s, generation)).result()
    [(_, loaded)] = storage.submit(lambda s: list_generations(s, document.id)).result()
    assert loaded.started_at == in_beijing
    assert loaded.started_at.tzinfo is UTC


def test_a_generation_needs_its_document_and_is_rolled_back(storage: Storage) -> None:
    def work(session: object) -> None:
        documents.create_document(session, "half done")
        record_generation(session, a_generation(404))

    error = storage.submit(work).exception()
    assert error is not None
    assert not isinstance(error, UserError)  # a bug, so it is not made to look like one's fault
    assert storage.submit(documents.list_documents).result() == []
