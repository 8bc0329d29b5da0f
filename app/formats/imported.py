"""What is wished of an import and what comes of it: values that the window handles.

Knows no format, so that the window need not load one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.documents import Generation
from app.domain.manuscript import Manuscript
from app.formats.remarks import FileEncoding, Remark
from app.formats.structure import Split


@dataclass(frozen=True)
class ImportOptions:
    """`encoding` is for text files; "" finds it out."""

    encoding: str = ""
    split: Split = field(default_factory=Split)


@dataclass(frozen=True)
class Imported:
    """A work that was read, how its text files were read, and what a person should know.
    `generations` are those that the origins of the work name."""

    manuscript: Manuscript
    encodings: tuple[FileEncoding, ...] = ()
    remarks: tuple[Remark, ...] = ()
    generations: Mapping[int, Generation] = field(default_factory=dict)
