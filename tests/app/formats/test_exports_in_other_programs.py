"""Exported files as other programs read them, and what options do to them."""

from dataclasses import replace

import pytest
from docx import Document

from app.domain.manuscript import Manuscript
from app.formats.book import make_book
from app.formats.files import file_name
from app.formats.options import (
    PRESETS,
    ExportOptions,
    Format,
    PresetFile,
    options_from_json,
    options_to_json,
)
from engine.types import UserError
from tests.app.formats.conftest import WORK, chapter, export, needs, said, scene

CHINESE = Manuscript(
    "长卷",
    (chapter("第一章", scene("　他一生都在风里。\n***\n*雨*下得很大。"), scene("完。")),),
    "作者",
    "zh-CN",
)
NO_PARTS = Manuscript("Plain", (scene("One *scene*."), scene("Another.")))
WORKS = (WORK, CHINESE, NO_PARTS)


@pytest.mark.parametrize(
    ("work", "preset"), list(zip(WORKS, sorted(PRESETS), strict=True)), ids=sorted(PRESETS)
)
def test_epubcheck_has_nothing_to_say(tmp_path, work, preset):
    java, checker = needs("java"), needs("epubcheck")
    path = export(work, tmp_path / "a.epub", PRESETS[preset])
    assert "No errors or warnings detected" in said(java, "-jar", checker, str(path))


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_libreoffice_reads_every_word(tmp_path, kind):
    office = needs("soffice")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for number, work in enumerate((WORK, CHINESE)):
        path = export(work, tmp_path / f"{number}.{kind}")
        where = ("--outdir", str(tmp_path / "out"))
        said(
            office,
            profile,
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            *where,
            str(path),
        )
        got = (tmp_path / "out" / f"{number}.txt").read_text("utf-8-sig").split("\n")
        wanted = [work.title, work.author]
        for each in make_book(work, ExportOptions()).chapters:
            wanted += [block.text or "* * *" for block in each.blocks]
        assert [line.strip() for line in got if line.strip()] == [w.strip() for w in wanted]


@pytest.mark.usefixtures("qapp")
def test_pdftotext_reads_every_word(tmp_path):
    reader = needs("pdftotext")
    for number, work in enumerate(WORKS):
        path = export(work, tmp_path / f"{number}.pdf")
        got = "".join(said(reader, str(path), "-").split())
        for each in make_book(work, ExportOptions()).chapters:
            for block in each.blocks:
                assert "".join(block.text.split()) in got


@pytest.mark.usefixtures("qapp")
def test_chapters_of_a_pdf_begin_on_new_pages(tmp_path):
    reader = needs("pdftotext")
    pages = said(reader, str(export(WORK, tmp_path / "a.pdf")), "-").split("\f")
    starts = [page.split("\n")[0] for page in pages if page]
    assert starts == [WORK.title, "Part One", "The first", "The second", "Part Two", "The third"]


def test_word_styles_are_real_ones(tmp_path):
    document = Document(str(export(WORK, tmp_path / "a.docx")))
    styles = [(p.style.name, p.text) for p in document.paragraphs]
    assert styles[:6] == [
        ("Title", WORK.title),
        ("Subtitle", WORK.author),
        ("Heading 1", "Part One"),
        ("Heading 2", "The first"),
        ("First Paragraph", "It was late and very cold."),
        ("Quote", "A quote, once"),
    ]
    assert ("Centred", "middle") in styles
    assert ("Scene Break", "* * *") in styles
    assert document.paragraphs[3].paragraph_format.page_break_before
    assert document.core_properties.author == WORK.author


def book_lines(work, **options):
    book = make_book(work, ExportOptions(**options))
    return [[block.text for block in each.blocks] for each in book.chapters]


def test_what_is_excluded_stays_out_with_all_below_it():
    work = Manuscript(
        "T",
        (
            chapter("A", scene("a"), scene("b", included=False)),
            replace(chapter("B", scene("c")), included=False),
            scene("d"),
        ),
    )
    assert book_lines(work) == [["A", "a", "", "d"]]
    assert book_lines(work, items=frozenset({2, 4})) == [["b", "", "c"]]
    with pytest.raises(UserError, match="nothing to export"):
        book_lines(work, items=frozenset())


def test_headings_follow_their_templates():
    assert (
        book_lines(WORK, chapter_heading="Chapter {roman}: {title}")[1][0] == "Chapter I: The first"
    )
    assert book_lines(WORK, chapter_heading="")[1][0] == "It was late and very cold."
    named = Manuscript("T", (chapter("A", scene("a", "Dawn")),))
    assert book_lines(named, scene_titles=True) == [["A", "Dawn", "a"]]


@pytest.mark.parametrize("kind", [k for k in Format if k not in (Format.OWN, Format.PDF)])
def test_the_separator_stands_between_scenes(tmp_path, kind):
    path = export(WORK, tmp_path / f"a.{kind}", ExportOptions(scene_separator="§ § §"))
    back = path.read_bytes()
    if kind in (Format.HTML, Format.TEXT):
        assert "§ § §" in back.decode("utf-8")
    from tests.app.formats.conftest import read, shape

    if kind is not Format.TEXT:
        assert shape(read(path).manuscript) == shape(WORK)


def test_presets_of_a_person_are_kept(tmp_path):
    presets = PresetFile(tmp_path / "presets.json")
    assert presets.load() == {}
    mine = replace(PRESETS["plain"], page="A5", font="Garamond", indent=2.0)
    presets.keep("Mine", mine)
    presets.keep("Other", ExportOptions())
    assert PresetFile(tmp_path / "presets.json").load() == {"Mine": mine, "Other": ExportOptions()}
    presets.remove("Other")
    assert list(presets.load()) == ["Mine"]
    (tmp_path / "presets.json").write_text("{")
    with pytest.raises(UserError, match="cannot be read"):
        presets.load()


def test_presets_of_another_version_still_serve():
    values = {**options_to_json(ExportOptions()), "page": "A0", "indent": "x", "new": 1}
    assert options_from_json(values) == ExportOptions()
    assert options_from_json({"font_size": 1e9}).font_size == 36.0
    assert options_from_json([]) == ExportOptions()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A/B: C?", "A B C.epub"),
        ("长卷", "长卷.epub"),
        ("con", "con_.epub"),
        ("...", "Untitled.epub"),
        ("🎉" * 80, "🎉" * 50 + ".epub"),
    ],
)
def test_titles_become_names_that_every_system_takes(title, name):
    assert file_name(title, "epub") == name
