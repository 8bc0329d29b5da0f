"""The text of a message as blocks and runs: what is marked, and what is inert."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.chat_inline import Run, runs_of
from app.domain.chat_markup import BlockKind, clean, links_of, parse, plain, settled


def marked(text, **options):
    """Runs as text with s(trong), e(mphasis), x (strike), c(ode), q (speech), l(ink) before."""
    names = (("strong", "s"), ("emphasis", "e"), ("strike", "x"), ("code", "c"), ("speech", "q"))
    return [
        (
            "".join(letter for name, letter in names if getattr(run, name))
            + ("l" if run.link else ""),
            run.text,
        )
        for run in runs_of(text, **options)
    ]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("a *b* c", [("", "a "), ("e", "b"), ("", " c")]),
        ("**b**", [("s", "b")]),
        ("***b***", [("se", "b")]),
        ("*a **b***", [("e", "a "), ("se", "b")]),
        ("**a *b***", [("s", "a "), ("se", "b")]),
        ("~~b~~", [("x", "b")]),
        ("_b_ read_me_now", [("e", "b"), ("", " read_me_now")]),
        ("他*笑了*，说", [("", "他"), ("e", "笑了"), ("", "，说")]),
        ("**“好”**，", [("sq", "“好”"), ("", "，")]),
        ("2 * 3 * 4", [("", "2 * 3 * 4")]),
        ("a * b*", [("", "a * b*")]),
        ("*a _b* c_", [("e", "a _b"), ("", " c_")]),
        ("****", [("", "****")]),
        ("`*a*` b", [("c", "*a*"), ("", " b")]),
        ("`` a`b ``", [("c", "a`b")]),
        ("`a", [("", "`a")]),
        (r"\*a\*", [("", "*a*")]),
        ("*a\nb*", [("e", "a\nb")]),
    ],
)
def test_marks_become_looks(text, runs):
    assert marked(text) == runs


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ('He said "go" now', [("", "He said "), ("q", '"go"'), ("", " now")]),
        ("“a” b", [("q", "“a”"), ("", " b")]),
        ("他说：「走」。", [("", "他说："), ("q", "「走」"), ("", "。")]),
        ("『a』«b»", [("q", "『a』«b»")]),
        ('"a *b* c"', [("q", '"a '), ("eq", "b"), ("q", ' c"')]),
        ('*He says "go"*', [("e", "He says "), ("eq", '"go"')]),
        ('5" long', [("", '5" long')]),
        ('"a\nb"', [("", '"a\nb"')]),
        ("“a\nb", [("q", "“a\nb")]),
        ('`"a"`', [("c", '"a"')]),
        ("“他说「走」吧”", [("q", "“他说「走」吧”")]),
    ],
)
def test_speech_has_its_colour(text, runs):
    assert marked(text) == runs


def test_what_grows_is_closed_at_its_end():
    assert marked('She says "go', growing=True) == [("", "She says "), ("q", '"go')]
    assert marked("*She", growing=True) == [("e", "She")]
    assert marked("*She") == [("", "*She")]
    first, last = parse('"a\n\n"b', growing=True)
    assert first.runs == (Run('"a'),)
    assert last.runs == (Run('"b', speech=True),)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a\nb\n\nc", [("paragraph", 0, "a\nb"), ("paragraph", 0, "c")]),
        ("# T\nx", [("heading", 1, "T"), ("paragraph", 0, "x")]),
        ("#hash", [("paragraph", 0, "#hash")]),
        ("> a\n> b\n>> c", [("quote", 1, "a\nb"), ("quote", 2, "c")]),
        ("- a\n  more\n- b\n  - c", [("item", 1, "a\nmore"), ("item", 1, "b"), ("item", 2, "c")]),
        ("1. a\n12) b", [("item", 1, "a"), ("item", 1, "b")]),
        ("a\n***\nb", [("paragraph", 0, "a"), ("rule", 0, ""), ("paragraph", 0, "b")]),
        ("```py\nx = *1*\n\n```\nb", [("code", 0, "x = *1*\n"), ("paragraph", 0, "b")]),
        ("```\nopen", [("code", 0, "open")]),
        ("*He walks.*", [("paragraph", 0, "He walks.")]),
        ("", []),
    ],
)
def test_lines_become_blocks(text, kinds):
    assert [(block.kind.value, block.level, block.text) for block in parse(text)] == kinds


def test_items_and_code_say_what_they_are():
    assert [block.marker for block in parse("1. a\n- b\n```js\nx\n```")] == ["1.", "•", "js"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src="file:///etc/passwd">',
        "<b>no</b> &amp; &lt;",
        "![x](file:///etc/passwd)",
        "[x](file:///etc/passwd)",
        "[x](javascript:alert(1))",
        "[x](data:text/html,hi)",
    ],
)
def test_all_else_is_words(text):
    (block,) = parse(text)
    assert block.kind is BlockKind.PARAGRAPH
    assert block.text == text
    assert not list(links_of((block,)))


def test_links_are_of_the_web():
    blocks = parse("[here](https://a.b/c) and http://x.y/z?q=1, FILE:///x mailto:a@b")
    assert list(links_of(blocks)) == ["https://a.b/c", "http://x.y/z?q=1"]
    assert blocks[0].text == "here and http://x.y/z?q=1, FILE:///x mailto:a@b"


def test_what_a_window_would_misread_is_gone():
    assert clean("a\x00b\ufffcc\ud800d\u2029e\u202ef\r\ng") == "a\ufffdb\ufffdc\ufffdd\nef\ng"


def test_words_in_one_line():
    assert plain("# A\n\n*b*\nc") == "A b c"


def test_what_will_not_change_is_settled():
    assert settled("a\n\nb") == 3
    assert settled("a *b\nc") == 0
    assert settled("```\na\n\nb") == 0
    assert settled("```\na\n\n```\n\nb") == 12
    assert settled("x" * 5000 + "\nb") == 5001


@given(st.text(alphabet='*_"“”「」>#-1. \nahtps:/中\t\u202e', max_size=300))
def test_no_word_is_lost(text):
    blocks = parse(text)
    assert all(run.text for block in blocks for run in block.runs)
    kept = "".join(block.text for block in blocks)
    assert [c for c in kept if c in "ahtps中"] == [c for c in text if c in "ahtps中"]


@given(st.text(alphabet='*_~`"“”>#-1. \n[](h)ttps:/a\\中', max_size=300))
def test_settled_parts_stay_as_they_are(text):
    cut = settled(text)
    first = parse(text[:cut])
    assert parse(text)[: len(first)] == first
    assert parse(text[cut:]) == parse(text)[len(first) :]


@pytest.mark.parametrize(
    "unit",
    ["*a ", "**", "*_", "`", "``a`", "[", "[a](", '"', "“", "> ", "- ", "a*b_c~~", "\\", "#",
     "```\n", "http://", "* _ ** ", "1. ", "\n", "中“", "[x](https://a", "*a**b***c"],
)  # fmt: skip
def test_a_hundred_kilobytes_of_marks_take_no_time(unit):
    text = unit * (100_000 // len(unit))
    mixed = "".join(unit + str(n) for n in range(20_000))[:100_000]
    started = time.process_time()  # other work on the machine does not count
    parse(text)
    parse(mixed, growing=True)
    settled(mixed)
    assert time.process_time() - started < 3


def test_more_marks_than_anybody_means_are_words():
    text = "*a* " * 3000
    assert parse(text)[0].runs == (Run(text),)
