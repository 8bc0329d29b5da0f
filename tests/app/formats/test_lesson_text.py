"""What is learnt from files of every kind."""

import json

import pytest

from app.domain.documents import OriginSpan
from app.domain.manuscript import Manuscript
from app.domain.own_words import own_words
from app.formats.lesson_text import lesson_text
from engine.types import UserError
from tests.app.formats.conftest import chapter, export, scene

STORY = "The river was wide.\n\nNobody crossed it by night."
CHINESE = "他一生都在风里走，没有人知道他从哪里来。雨下得很大，路上没有一个人。"


@pytest.mark.parametrize("ending", ["docx", "odt", "epub", "html", "md", "longscroll"])
def test_works_in_any_format_say_their_text(tmp_path, ending):
    work = Manuscript("Wide", (chapter("One", scene(STORY)), chapter("Two", scene("It was cold."))))
    text = lesson_text(export(work, tmp_path / f"a.{ending}"))
    first, second, third = (text.index(part) for part in ("The river", "Nobody", "It was cold."))
    assert first < second < third
    assert "<" not in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_line_for_line_in_its_encoding(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(f"{CHINESE}\r\n\r\n{CHINESE}\r\n".encode(encoding))
    assert lesson_text(path) == f"{CHINESE}\n\n{CHINESE}\n"


def test_a_file_of_an_unknown_ending_is_text_if_it_reads_as_text(tmp_path):
    path = tmp_path / "chapter.fountain"
    path.write_text(STORY)
    assert lesson_text(path) == STORY


def test_of_our_own_format_only_what_the_writer_wrote(tmp_path):
    origins = (OriginSpan(0, 19),)
    path = export(Manuscript("W", (scene(STORY, origins=origins),)), tmp_path / "a.longscroll")
    assert lesson_text(path, own_only=True) == own_words(STORY, origins)
    assert lesson_text(path, own_only=False) == STORY


def test_json_lines_and_compressed_text_are_left_to_the_trainer(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": STORY}))
    assert lesson_text(path) is None
    assert lesson_text(tmp_path / "a.txt.xz") is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bytes(range(256)) * 40, "is not a text file"),
        (b" \n\n ", "holds no text"),
        (b"", "is empty"),
        (None, "a.txt"),
    ],
)
def test_what_cannot_be_learnt_from_is_named(tmp_path, content, words):
    path = tmp_path / "a.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError, match=words):
        lesson_text(path)
