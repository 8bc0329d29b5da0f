"""What tests of formats share: a small work with everything in it, and the programs that check."""

import shutil
import subprocess
from pathlib import Path

import pytest

from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind
from app.formats.exporting import Exporter
from app.formats.importing import Imported, ImportOptions, read_work
from app.formats.options import ExportOptions, Format
from app.printing.pdf import write_pdf


def scene(text: str, title: str = "", **more) -> ManuscriptItem:
    return ManuscriptItem(Kind.SCENE, title, text, **more)


def chapter(title: str, *scenes: ManuscriptItem, **more) -> ManuscriptItem:
    return ManuscriptItem(Kind.CHAPTER, title, children=scenes, **more)


WORK = Manuscript(
    "The River & the Sea",
    (
        ManuscriptItem(
            Kind.PART,
            "Part One",
            children=(
                chapter(
                    "The first",
                    scene("It was *late* and **very** cold.\n> A quote, ~~once~~\n>> middle <<"),
                    scene("The second scene ends in ***both***."),
                ),
                chapter("The second", scene("他说：“*好*。” <b> &amp; done")),
            ),
        ),
        ManuscriptItem(
            Kind.PART,
            "Part Two",
            children=(chapter("The third", scene("Last words.")),),
        ),
    ),
    author="Ann O’Nym",
    language="en-GB",
)

ROUND = (Format.DOCX, Format.ODT, Format.EPUB, Format.MARKDOWN, Format.HTML)
"""Formats that keep headings, emphasis and scene breaks."""


def export(work: Manuscript, path: Path, options: ExportOptions | None = None) -> Path:
    kind = Format(path.suffix[1:])
    Exporter(write_pdf).export(work, path, kind, options or ExportOptions())
    return path


def read(path: Path, **options) -> Imported:
    return read_work([path], ImportOptions(**options))


def shape(work: Manuscript) -> list[tuple[int, Kind, str, str]]:
    """The tree without titles of scenes, which are made up from their words."""
    return [
        (depth, item.kind, "" if item.kind is Kind.SCENE else item.title, item.text)
        for depth, item in work.walk()
    ]


def needs(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"needs {program}")
    return found


def said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
