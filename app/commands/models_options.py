"""How the arguments of `models` are spelled. Imports nothing heavy."""

from __future__ import annotations

import argparse


def add_models_options(parser: argparse.ArgumentParser) -> None:
    """An action and what it is about."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("--json", action="store_true", help="print JSON")
        return action

    add("list", "List the models on this computer.")
    add("catalogue", "List the models that can be downloaded.")
    add("space", "Show where the space of the disk goes.")
    files = add("files", "List the model files of a repository.")
    files.add_argument("repo", metavar="OWNER/NAME")
    download = add("download", "Download a model; again after an interruption goes on.")
    download.add_argument("name", metavar="NAME", help="of the catalogue, or OWNER/NAME")
    download.add_argument(
        "--file", metavar="PATH", action="append", default=[], help="of that repository"
    )
    download.add_argument("--revision", default="", metavar="NAME", help="default: the newest")
    found = add("add", "Add a model that is on this computer.")
    found.add_argument("path", metavar="PATH", help="a file or folder, left where it is")
    found.add_argument("--copy", action="store_true", help="copy it into the models folder")
    remove = add("remove", "Delete a model, or forget one that lies elsewhere.")
    remove.add_argument("name", metavar="NAME")
    fit = add("fit", "Tell which models will run here, and how fast.")
    fit.add_argument("name", nargs="?", metavar="NAME", help="of the catalogue (default: all)")
    fit.add_argument("--again", action="store_true", help="measure this machine again")
    test = add("test", "Check a downloaded model against known results.")
    test.add_argument("name", metavar="NAME")
