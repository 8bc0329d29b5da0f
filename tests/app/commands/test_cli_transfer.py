"""`import`, `projects` and `export` as a writer types them."""

import json

import pytest

from app.cli import main


def run(*arguments: str) -> int:
    try:
        return main(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "River.md"
    path.write_text("# One\n\nIt was *late*.\n\n***\n\nMore.\n\n# Two\n\nEnd.\n", "utf-8")
    return path


def projects(capsys):
    capsys.readouterr()
    assert run("projects", "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_a_work_goes_in_and_out(book, tmp_path, capsys):
    assert run("import", str(book)) == 0
    (only,) = projects(capsys)
    assert (only["title"], only["words"], only["items"]) == ("River", 5, 5)
    for name in ("River", "river", str(only["id"])):
        assert run("export", name, "--format", "md", "--output", str(tmp_path / "out.md")) == 0
    text = (tmp_path / "out.md").read_text("utf-8")
    assert "# One\n\nIt was *late*.\n\n* * *\n\nMore." in text


@pytest.mark.parametrize("kind", ["docx", "odt", "epub", "html", "md", "txt", "longscroll"])
def test_each_format_is_written(book, tmp_path, kind, capsys):
    assert run("import", str(book), "--project", "My Novel") == 0
    out = tmp_path / f"out.{kind}"
    assert run("export", "My Novel", "--format", kind, "--output", str(out)) == 0
    assert out.stat().st_size > 20
    assert f"wrote {out}" in capsys.readouterr().out


def test_several_paths_become_several_works_or_one(book, tmp_path, capsys):
    other = tmp_path / "Sea.txt"
    other.write_text("The sea.")
    assert run("import", str(book), str(other)) == 0
    assert {each["title"] for each in projects(capsys)} == {"River", "Sea"}
    assert run("import", str(book), str(other), "--project", "Both") == 0
    assert run("import", str(other), "--project", "Both") == 0
    both = next(each for each in projects(capsys) if each["title"] == "Both")
    assert both["items"] == 7


def test_an_encoding_can_be_said(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_bytes("国".encode("gb18030"))
    assert run("import", str(path), "--encoding", "gb18030") == 0
    assert run("export", "a", "--format", "txt", "--output", str(tmp_path / "b.txt")) == 0
    assert "国" in (tmp_path / "b.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("import", "missing.docx"), "is not there"),
        (("export", "Nothing", "--format", "md", "--output", "x.md"), "There is no project"),
    ],
)
def test_what_goes_wrong_is_one_line(arguments, words, capsys):
    assert run(*arguments) == 1
    error = capsys.readouterr().err
    assert error.startswith("longscroll: ")
    assert words in error
    assert error.count("\n") == 1


def test_titles_that_are_not_alone_need_an_id(book, tmp_path, capsys):
    assert run("import", str(book)) == run("import", str(book)) == 0
    assert run("export", "River", "--format", "md", "--output", str(tmp_path / "x.md")) == 1
    assert "Say which one by its id" in capsys.readouterr().err


def test_an_unknown_preset_is_named(book, tmp_path, capsys):
    assert run("import", str(book)) == 0
    out = ("--output", str(tmp_path / "x.md"), "--preset", "none")
    assert run("export", "River", "--format", "md", *out) == 1
    assert "ebook, manuscript, plain" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [("import",), ("export", "x"), ("export", "x", "--format", "exe")]
)
def test_wrong_usage(arguments):
    assert run(*arguments) == 2
