"""How the arguments of `import` and `export` are spelled. Imports nothing heavy."""

from __future__ import annotations

import argparse

FORMATS = ("docx", "odt", "epub", "pdf", "html", "md", "txt", "longscroll")
"""Those of `app.formats.options.Format`, which is not imported for a list of names."""


def add_import_options(parser: argparse.ArgumentParser) -> None:
    """What to import, and how it is understood."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or a folder")
    parser.add_argument(
        "--project",
        metavar="NAME",
        help="put everything into this project, by id or title; it is made if it is not there "
        "(default: each PATH becomes a project of its own)",
    )
    parser.add_argument(
        "--encoding", metavar="NAME", help="of text files (default: found out), such as gb18030"
    )
    parser.add_argument(
        "--no-headings", dest="headings", action="store_false", help="do not split at headings"
    )
    parser.add_argument(
        "--no-scenes", dest="scenes", action="store_false", help="do not split at scene breaks"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON list of the projects")


def add_export_options(parser: argparse.ArgumentParser) -> None:
    """What to export, as what, and where to."""
    parser.add_argument("project", metavar="PROJECT", help="the id or title of a project")
    parser.add_argument("--format", required=True, choices=FORMATS)
    parser.add_argument("--output", required=True, metavar="PATH", help="the file to write")
    parser.add_argument(
        "--preset",
        metavar="NAME",
        help="ebook (default), manuscript, plain, or one of your own",
    )
