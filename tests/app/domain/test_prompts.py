"""From the text before the cursor to the prompt, and from the model's text to the page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.prompts import join_continuation, normalise_newlines, story_prompt

TEXT = st.text(st.sampled_from(" \t\n\rab字😀　."), max_size=40)


@given(TEXT, st.sampled_from(["", "   ", "be brief", "雨\n下"]))
@settings(deadline=None, max_examples=300)
def test_prompts_never_end_in_a_space_and_lose_nothing_else(text: str, note: str) -> None:
    prompt = story_prompt(text, note)
    read = prompt.stable + prompt.volatile
    assert not read.endswith((" ", "\t"))
    assert not prompt.stable.endswith((" ", "\t"))
    assert "\r" not in read
    if not note.strip():
        assert prompt.volatile == ""
        assert normalise_newlines(text).startswith(prompt.stable)
        assert normalise_newlines(text)[len(prompt.stable) :].strip(" \t") == ""


@pytest.mark.parametrize(
    ("text", "stable"),
    [
        ("Once upon a time ", "Once upon a time"),
        ("The end.\r\n\r\n", "The end.\n\n"),
        ("One.\n \t ", "One.\n"),
        ("   ", ""),
        ("", ""),
        ("很久以前，\n　　", "很久以前，\n　　"),
    ],
)
def test_story_prompt_trims_the_end(text: str, stable: str) -> None:
    assert story_prompt(text).stable == stable


def test_a_note_stands_before_the_last_paragraph_and_only_text_before_it_is_stable() -> None:
    prompt = story_prompt("First.\nShe turned and ", "keep it\n calm")
    assert prompt.stable == "First.\n"
    assert prompt.volatile == "[Author's note: keep it calm]\nShe turned and"
    assert prompt.stop == ()


@given(TEXT, TEXT)
@settings(deadline=None, max_examples=300)
def test_joining_never_doubles_a_space_and_only_drops_spaces(before: str, generated: str) -> None:
    inserted = join_continuation(before, generated)
    assert generated.endswith(inserted)
    assert generated[: len(generated) - len(inserted)].strip(" ") == ""
    if before.endswith((" ", "\t")):
        assert not inserted.startswith(" ")
    else:
        assert inserted == generated


@given(TEXT, st.lists(TEXT, max_size=5))
@settings(deadline=None, max_examples=200)
def test_joining_piece_by_piece_equals_joining_at_once(before: str, pieces: list[str]) -> None:
    inserted = ""
    for piece in pieces:
        inserted += piece if inserted else join_continuation(before, piece)
    assert inserted == join_continuation(before, "".join(pieces))
