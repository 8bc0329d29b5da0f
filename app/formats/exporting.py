"""A manuscript as a file of any kind that is known. Chooses the writer.

PDF needs fonts and line breaking, which are Qt's here: its writer is handed in by who has Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from app.domain.documents import Generation
from app.domain.manuscript import Manuscript
from app.formats.book import Book, make_book
from app.formats.files import Progress, no_progress, replacing
from app.formats.options import ExportOptions, Format
from app.formats.own_format import OwnFile, write_own
from app.formats.write_docx import write_docx
from app.formats.write_epub import write_epub
from app.formats.write_html import write_html
from app.formats.write_odt import write_odt
from app.formats.write_text import write_markdown, write_plain

Writer = Callable[[Book, ExportOptions, BinaryIO, Progress], None]

_WRITERS: Mapping[Format, Writer] = {
    Format.DOCX: write_docx,
    Format.ODT: write_odt,
    Format.EPUB: write_epub,
    Format.HTML: write_html,
    Format.MARKDOWN: write_markdown,
    Format.TEXT: write_plain,
}


class Exporter:
    """Writes works. `write_pdf` is a writer like the others."""

    def __init__(self, write_pdf: Writer) -> None:
        self._writers = {**_WRITERS, Format.PDF: write_pdf}

    def export(
        self,
        manuscript: Manuscript,
        path: Path,
        kind: Format,
        options: ExportOptions,
        progress: Progress = no_progress,
        generations: Mapping[int, Generation] | None = None,
    ) -> None:
        """Writes `path`, which keeps what it held until all is written. Raises `UserError`."""
        if kind is Format.OWN:
            with replacing(path) as file:
                write_own(OwnFile(manuscript, generations or {}), file, progress)
            return
        book = make_book(manuscript, options)
        with replacing(path) as file:
            self._writers[kind](book, options, file, progress)
