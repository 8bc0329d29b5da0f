"""What readers make of files: encodings, structure, what is left out."""

import lzma
import zipfile

import pytest

from app.domain.projects import Kind
from app.formats.book import han, heading, roman
from app.formats.encodings import guess_encoding
from app.formats.headings import heading_level, is_ornament
from app.formats.importing import ImportOptions, natural_key, read_work
from app.formats.structure import Split
from engine.types import UserError
from tests.app.formats.conftest import read

CHINESE = "他来到了这里，说：“你好。”我们都没有听见，因为雨下得很大。"
TRADITIONAL = "這個時候，他們來到了國家公園，說話的聲音很小。她沒有聽見。"
FRENCH = "Il était une fois, à l’orée d’une forêt, une fille « très » étrange."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def tree(work):
    return [(depth, item.kind.value, item.title, item.text) for depth, item in work.walk()]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "gb18030"),
        (TRADITIONAL, "big5"),
        (FRENCH, "cp1252"),
        (CHINESE, "utf-8"),
        (CHINESE, "utf-16-le"),
        (CHINESE, "utf-16-be"),
        (FRENCH, "utf-16-le"),
        ("吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。", "shift_jis"),
        ("나는 고양이로소이다. 이름은 아직 없다.", "euc_kr"),
    ],
)
def test_encodings_are_found(tmp_path, text, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    got = read(path)
    assert got.manuscript.items[0].text == text
    assert got.encodings[0].encoding == encoding
    assert not got.encodings[0].doubtful


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_no_text(tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes(CHINESE.encode(encoding))
    assert read(tmp_path / "a.txt").manuscript.items[0].text == CHINESE


def test_a_doubtful_text_says_what_else_it_could_be(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"one \xb0\xa1 two")
    found = read(tmp_path / "a.txt").encodings[0]
    assert found.doubtful
    assert "gb18030" in (found.encoding, *found.others)


def test_the_chosen_encoding_is_taken_and_losses_are_told(tmp_path):
    (tmp_path / "a.txt").write_bytes(CHINESE.encode("gb18030") + b"\xff")
    got = read(tmp_path / "a.txt", encoding="GBK")
    assert got.manuscript.items[0].text.startswith(CHINESE)
    assert [str(remark) for remark in got.remarks] == [
        "Characters that the encoding does not have became “\ufffd”: 1."
    ]


def test_real_chinese_books_are_found_in_each_encoding(shared):
    with lzma.open(
        shared / "corpus" / "chinese_classic_novels.txt.xz", "rt", encoding="utf-8"
    ) as f:
        text = f.read(200_000)
    for at in range(0, 200_000, 20_000):
        piece = text[at : at + 500]
        for encoding in ("gb18030", "utf-8", "utf-16-le"):
            assert guess_encoding(piece.encode(encoding)).encoding == encoding


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Chapter 12", 2),
        ("CHAPTER XII.", 2),
        ("Chapter Twenty-One: The Sea", 2),
        ("Chapter 3 The Sea", 2),
        ("Part Two", 1),
        ("Prologue", 2),
        ("第十二回 贾宝玉初试云雨情", 2),
        ("第3章", 2),
        ("第一卷 风起", 1),
        ("卷二", 1),
        ("第二节 雨", 3),
        ("楔子", 2),
        ("Chapter 3 was the longest that she had ever read.", 0),
        ("第一章的内容我已经忘了，你呢。", 0),
        ("Partly cloudy", 0),
        ("He said nothing", 0),
        ("", 0),
    ],
)
def test_lines_that_are_headings(line, level):
    assert heading_level(line) == level


@pytest.mark.parametrize("line", ["***", "* * *", "#", "⁂", "---", "~ ~ ~", "※※※", "◆", "_____"])
def test_lines_of_ornament(line):
    assert is_ornament(line)


@pytest.mark.parametrize("line", ["", "a", "...a", "*", "--", "1", "#1", "。"])
def test_lines_that_are_none(line):
    assert not is_ornament(line)


def test_wrapped_text_is_joined_and_split_at_what_it_says(tmp_path):
    wrapped = (
        "The evening was cold, and the river had not moved since the\n"
        "morning; nobody spoke of it, because nobody wanted to be the\n"
        "first to say what all of them had seen under the dark ice.\n"
    )
    (tmp_path / "a.txt").write_text(
        f"CHAPTER I\n\n{wrapped}\n* * *\n\n{wrapped}\nCHAPTER II\n\n{wrapped}\n", "utf-8"
    )
    work = read(tmp_path / "a.txt").manuscript
    joined = wrapped.replace("\n", " ").strip()
    assert [(d, k, text) for d, k, _title, text in tree(work)] == [
        (0, "chapter", ""), (1, "scene", joined), (1, "scene", joined),
        (0, "chapter", ""), (1, "scene", joined),
    ]  # fmt: skip


def test_splitting_can_be_switched_off(tmp_path):
    (tmp_path / "a.md").write_text("# One\n\na\n\n***\n\nb\n\n# Two\n\nc\n", "utf-8")
    whole = read(tmp_path / "a.md", split=Split(headings=False, scenes=False)).manuscript
    assert [item.text for item in whole.items] == ["# One\na\n***\nb\n# Two\nc"]
    chapters = read(tmp_path / "a.md", split=Split(scenes=False)).manuscript
    assert [text for *_, text in tree(chapters)] == ["", "a\n***\nb", "", "c"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("# A\n\n## B\n\n### C\n\nx", "part chapter scene"),
        ("# A\n\n## B\n\nx\n\n# C\n\n## D\n\ny", "part chapter scene part chapter scene"),
        ("# A\n\nx\n\n## B\n\ny\n\n# C\n\nz", "chapter scene scene chapter scene"),
        ("# Book\n\n## A\n\nx\n\n## B\n\ny", "chapter scene chapter scene"),
        ("x\n\ny", "scene"),
    ],
)
def test_what_levels_of_headings_mean(tmp_path, text, kinds):
    (tmp_path / "a.md").write_text(text, "utf-8")
    assert " ".join(kind for _d, kind, *_ in tree(read(tmp_path / "a.md").manuscript)) == kinds


def test_a_folder_is_read_in_natural_order(tmp_path):
    book = tmp_path / "My Book"
    (book / "Chapter 10").mkdir(parents=True)
    (book / "Chapter 2").mkdir()
    (book / "Chapter 2" / "b.txt").write_text("second")
    (book / "Chapter 2" / "a.txt").write_text("first")
    (book / "Chapter 10" / "1.md").write_text("*third*")
    (book / "cover.jpg").write_bytes(b"x")
    (book / "empty.txt").touch()
    got = read(book)
    assert got.manuscript.title == "My Book"
    assert tree(got.manuscript) == [
        (0, "chapter", "Chapter 2", ""), (1, "scene", "a", "first"), (1, "scene", "b", "second"),
        (0, "chapter", "Chapter 10", ""), (1, "scene", "1", "*third*"),
    ]  # fmt: skip
    assert [str(remark) for remark in got.remarks] == ["Empty files were passed over: 1."]
    assert sorted(["a10", "a9", "A1"], key=natural_key) == ["A1", "a9", "a10"]


def test_several_files_become_one_work(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(name)
    work = read_work([tmp_path / "one.txt", tmp_path / "two.txt"], ImportOptions()).manuscript
    assert [(item.kind, item.title, item.text) for item in work.items] == [
        (Kind.SCENE, "one", "one"), (Kind.SCENE, "two", "two"),
    ]  # fmt: skip


def test_a_word_document_tells_what_is_left_out(tmp_path):
    body = (
        '<w:p><w:r><w:t>See</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t> there</w:t></w:r>"
        "</w:ins></w:p><w:p><w:r><w:drawing/></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t>"
        "</w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>a note</w:t></w:r></w:p></w:footnote>'
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as file:
        head = f'<w:document xmlns:w="{W}"><w:body>'
        file.writestr("word/document.xml", f"{head}{body}</w:body></w:document>")
        file.writestr("word/footnotes.xml", f'<w:footnotes xmlns:w="{W}">{note}</w:footnotes>')
    got = read(path)
    assert got.manuscript.items[0].text == "See [a note] there\na\tb"
    assert sorted(str(remark) for remark in got.remarks) == [
        "Deletions that were only proposed were carried out: 1.",
        "Notes stand in brackets where they were referred to: 1.",
        "Pictures were left out: 1.",
        "Tables became paragraphs, one for each row: 1.",
    ]


def test_a_locked_book_is_said_to_be_one(tmp_path):
    from tests.app.formats.conftest import WORK, export

    path = export(WORK, tmp_path / "a.epub")
    enc = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:CipherData>'
        '<e:CipherReference URI="EPUB/chapter-0001.xhtml"/></e:CipherData></e:EncryptedData>'
        "</encryption>"
    )
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("META-INF/encryption.xml", enc)
    with pytest.raises(UserError, match="locked by a password or by copy protection"):
        read(path)


def test_a_novelwriter_project_comes_whole(shared):
    got = read(shared / "testdata" / "novelwriter_sample" / "sample")
    work = got.manuscript
    assert (work.title, work.author, work.language) == ("Sample Project", "Jane Smith", "en-GB")
    kinds = [(depth, item.kind, item.title) for depth, item in work.walk()]
    assert (0, Kind.PART, "Part One") in kinds
    assert (1, Kind.CHAPTER, "Basic Formatting") in kinds
    assert (2, Kind.SCENE, "Making a Scene") in kinds
    assert (1, Kind.CHARACTER, "Jane Smith") in kinds
    assert (0, Kind.PLACE, "Mars") in kinds
    assert not any(title == "Delete Me!" for *_, title in kinds)
    making = next(item for _d, item in work.walk() if item.title == "Making a Scene")
    assert "**bold**, *italic* and ***bold italic***" in making.text
    assert "replace this A with <A>" in making.text
    assert "@pov: Jane" in making.notes
    assert making.status == "1st Draft"
    note = next(item for _d, item in work.walk() if item.title == "A Note on Structure")
    assert not note.included
    assert got.remarks


def test_numbers_of_headings():
    assert [roman(n) for n in (1, 4, 9, 14, 1990)] == ["I", "IV", "IX", "XIV", "MCMXC"]
    numbers = (1, 10, 12, 20, 101, 110, 1001)
    assert [han(n) for n in numbers] == [
        "一",
        "十",
        "十二",
        "二十",
        "一百零一",
        "一百一十",
        "一千零一",
    ]
    assert heading("Chapter {n}: {title}", 3, "") == "Chapter 3"
    assert heading("第{han}章 {title}", 12, "海") == "第十二章 海"
    with pytest.raises(UserError, match="is no heading"):
        heading("{n.__class__}{x}", 1, "")
