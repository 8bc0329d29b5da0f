"""What goes out comes back: headings, emphasis, quotes, scene breaks, and in our own format all."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.documents import Generation, OriginKind, OriginSpan
from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind
from app.domain.prose import LineKind
from app.formats.blocks import Block, Span, blocks_of, line_of, text_of, tidy
from app.formats.exporting import Exporter
from app.formats.files import no_progress
from app.formats.importing import ImportOptions, read_work
from app.formats.options import ExportOptions, Format
from app.formats.own_format import read_own
from tests.app.formats.conftest import ROUND, WORK, chapter, export, read, scene, shape

WORDS = st.text("ab é我，*_~#>\\`[&<!.-1 ", min_size=1, max_size=12).map(
    lambda text: f"w{' '.join(text.split())}w"
)
SPANS = st.lists(
    st.builds(Span, WORDS, st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=1
) | st.lists(st.builds(lambda w, b, i: (w, b, i), WORDS, st.booleans(), st.booleans())).map(
    lambda parts: [
        Span(text if n % 2 else f" {text} ", n % 2 == 1 and bold, n % 2 == 1 and italic)
        for n, (text, bold, italic) in enumerate(parts)
    ]
)
KINDS = st.sampled_from((LineKind.PARAGRAPH, LineKind.QUOTE, LineKind.CENTRED))
BLOCKS = st.lists(
    st.builds(lambda kind, spans: Block(kind, tidy(spans)), KINDS, SPANS).filter(
        lambda block: bool(block.text)
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.parametrize("kind", ROUND)
def test_a_work_comes_back_whole(tmp_path, kind):
    back = read(export(WORK, tmp_path / f"a.{kind}")).manuscript
    assert shape(back) == shape(WORK)
    assert (back.title, back.author, back.language) == (WORK.title, WORK.author, WORK.language)


@pytest.mark.parametrize("kind", ROUND)
def test_docx_to_project_and_back_is_the_same_file_again(tmp_path, kind):
    first = read(export(WORK, tmp_path / f"a.{kind}")).manuscript
    second = read(export(first, tmp_path / f"b.{kind}")).manuscript
    assert first == second


@given(BLOCKS)
def test_blocks_are_read_as_they_were_written(blocks):
    assert [tidy_block(block) for block in blocks_of(text_of(blocks))] == blocks


@pytest.mark.parametrize("kind", ROUND)
@given(BLOCKS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_emphasis_survives_any_format(tmp_path, kind, blocks):
    work = Manuscript("T", (chapter("One", scene(text_of(blocks))), chapter("Two", scene("x"))))
    back = read(export(work, tmp_path / f"a.{kind}"), split=replace(ImportOptions().split))
    text = back.manuscript.items[0].children[0].text
    assert [tidy_block(block) for block in blocks_of(text)] == blocks


def tidy_block(block: Block) -> Block:
    level = block.level if block.kind is LineKind.HEADING else 0
    return Block(block.kind, tidy(block.spans), level)


def test_emphasis_within_a_word_never_costs_a_word():
    spans = (Span("w"), Span("b", bold=True), Span("i", italic=True), Span("w"))
    assert "".join(span.text for span in next(blocks_of(line_of(Block(LineKind.PARAGRAPH, spans))))
                   .spans) == "wbiw"  # fmt: skip


def test_our_own_format_keeps_everything(tmp_path):
    made = Generation(
        7, "First Light", "key", "{}", 5, 10, 4, 6, "length", " he said",
        datetime(2026, 1, 2, tzinfo=UTC), 1.5,
    )  # fmt: skip
    item = ManuscriptItem(
        Kind.SCENE,
        "Night",
        "He came, he said\n***\n",
        synopsis="He comes.",
        notes="Check the moon.",
        status="Draft",
        included=False,
        origins=(OriginSpan(8, 12, 3), OriginSpan(12, 16, 3, OriginKind.CHANGED)),
    )
    work = Manuscript(
        "W",
        (item, ManuscriptItem(Kind.CHARACTER, "Ann", "Tall."), ManuscriptItem(Kind.NOTE, "n")),
        "A",
        "zh-CN",
        (("Draft", "#112233"),),
    )
    path = tmp_path / "w.longscroll"
    Exporter(lambda *_: None).export(
        work, path, Format.OWN, ExportOptions(), no_progress, {3: made}
    )
    back = read_own(path)
    assert back.manuscript == work
    assert back.generations == {3: made}
    assert read_work([path], ImportOptions()).manuscript == work


def test_plain_text_keeps_chapters_that_say_so(tmp_path):
    first = chapter("Chapter 1", scene("a b."), scene("c d."))
    work = Manuscript("T", (first, chapter("第二章 海", scene("e."))))
    back = read(export(work, tmp_path / "a.txt", ExportOptions(title_page=False))).manuscript
    assert shape(back) == shape(work)
