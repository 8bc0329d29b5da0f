"""Names of files that are to be written: their endings, and what is there already."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog

from app.domain.cards import CharacterSummary
from app.ui import save_place
from app.ui.characters.characters_page import CharactersPage
from app.ui.people_page import PeoplePage
from tests.app.window_rig import discard


@pytest.fixture
def answers(monkeypatch):
    """What a person answers; what was asked is added to it."""
    found = {"name": "", "kind": "", "replace": False, "asked": []}

    def question(_parent, _title, words):
        found["asked"].append(words)
        return found["replace"]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (found["name"], found["kind"]))
    monkeypatch.setattr(save_place, "_agrees", question)
    return found


@pytest.fixture
def characters(qapp, theme, english):
    page = CharactersPage(theme)
    page.set_characters([CharacterSummary(1, "Dr. Who")])
    page.heard = []
    page.export_requested.connect(lambda *what: page.heard.append(what))
    yield page
    discard(page)


def test_a_dot_in_a_name_is_no_ending(characters, answers, tmp_path):
    answers["name"] = str(tmp_path / "Dr. Who")
    characters.choose_export(1, "png")
    assert characters.heard == [(1, "png", tmp_path / "Dr. Who.png")]


def test_a_card_is_never_called_by_the_ending_of_another_kind(characters, answers, tmp_path):
    answers["name"] = str(tmp_path / "Who.json")
    characters.choose_export(1, "png")
    assert characters.heard == [(1, "png", tmp_path / "Who.json.png")]


@pytest.mark.parametrize("replaces", [True, False])
def test_what_is_there_under_the_name_with_its_ending_is_asked_about(
    characters, answers, tmp_path, replaces
):
    (tmp_path / "Who.png").write_bytes(b"mine")
    answers.update(name=str(tmp_path / "Who"), replace=replaces)
    characters.choose_export(1, "png")
    assert answers["asked"] == ["“Who.png” is there already. Replace it?"]
    assert bool(characters.heard) == replaces


def test_a_chat_is_written_as_the_ending_or_else_the_filter_says(
    qapp, theme, english, answers, tmp_path
):
    page = PeoplePage(theme)
    heard = []
    page.chat_export_requested.connect(lambda *what: heard.append(what))
    (tmp_path / "talk.md").write_text("mine")
    for name, kind in (("talk.txt", ""), ("talk", "Markdown (*.md)"), ("talk", "Text (*.txt)")):
        answers.update(name=str(tmp_path / name), kind=kind)
        page._ask_where_to_export(7)
    assert heard == [(7, tmp_path / "talk.txt", "txt"), (7, tmp_path / "talk.txt", "txt")]
    assert answers["asked"] == ["“talk.md” is there already. Replace it?"]
    discard(page)
