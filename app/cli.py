"""The command line. Knows how arguments are spelled; `app.commands` knows what they do.

Exit codes: 0 fine, 1 the user can mend it (one line on stderr), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import os
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Protocol

from app.commands.card_options import add_card_options, add_lorebook_options
from app.commands.chat_options import add_chat_options
from app.commands.generate_options import add_generate_options
from app.commands.models_options import add_models_options
from app.commands.transfer_options import add_export_options, add_import_options
from app.training_command import COMMAND as TRAIN
from app.version import own_version
from engine.runtimes.providers import DEVICES
from engine.types import UserError

_MODULES = {"import": "import_work", "export": "export_work"}
"""Modules of commands whose names Python keeps for itself, or that go with such a one."""

Command = Callable[[argparse.Namespace], int]


class Subparsers(Protocol):
    """What `ArgumentParser.add_subparsers` returns; argparse has no public name for it."""

    def add_parser(
        self,
        name: str,
        *,
        parents: Sequence[argparse.ArgumentParser],
        help: str,  # noqa: A002
        description: str,
    ) -> argparse.ArgumentParser:
        """Adds a command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    multiprocessing.freeze_support()
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == [TRAIN]:
        return _train(given[1:])
    parser = build_parser()
    options = _with_files(given, parser.get_default("commands")) or parser.parse_args(given)
    try:
        return _command(options.command)(options)
    except UserError as error:
        print(f"longscroll: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; Python must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _with_files(given: Sequence[str], commands: Collection[str]) -> argparse.Namespace | None:
    """The options of a start with files to open; `None` if the first word names no file.

    argparse cannot tell a file from a command by itself: a file is what is there, or what ends
    like one.
    """
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--data-dir", default=argparse.SUPPRESS)
    parser.add_argument("files", nargs="*")
    parser.set_defaults(command="window")
    try:
        options, unknown = parser.parse_known_args(given)
    except argparse.ArgumentError:
        return None  # the real parser says what is wrong
    if unknown or not options.files or options.files[0] in commands:
        return None
    first = Path(options.files[0])
    return options if first.exists() or first.suffix else None


def _train(arguments: Sequence[str]) -> int:
    """The trainer has a command line of its own."""
    from engine.training.cli import main as train

    return train(arguments)


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data-dir",
        default=argparse.SUPPRESS,
        metavar="DIR",
        help="where documents and settings are kept (also: LONGSCROLL_DATA)",
    )
    parser = argparse.ArgumentParser(
        prog="longscroll",
        parents=[shared],
        description="Write long fiction with a model that runs on this machine. "
        "Without a command, the window opens; with names of files instead, it takes them as if "
        "they were dropped on it.",
    )
    parser.add_argument("--version", action="version", version=f"longscroll {own_version()}")
    parser.add_argument(
        "--selftest",
        dest="command",
        action="store_const",
        const="selftest",
        help="check that this copy of the program works, without a window, and exit",
    )
    parser.set_defaults(command="window")
    commands = parser.add_subparsers(metavar="COMMAND")
    for add in (
        _add_generate,
        _add_logits,
        _add_perplexity,
        _add_bench,
        _add_convert,
        _add_models,
        _add_doctor,
        _add_lorebook,
        _add_card,
        _add_chat,
        _add_import,
        _add_projects,
        _add_export,
    ):
        add(commands, shared)
    _add(commands, shared, TRAIN, "Train a model, or teach one your style: see train --help.")
    parser.set_defaults(commands=frozenset(commands.choices))  # no file is ever taken for one
    return parser


def _command(name: str) -> Command:
    # The window needs Qt and the others do not: import only what was asked for.
    module, function = (
        ("app.application", "run_window")
        if name == "window"
        else (f"app.commands.{_MODULES.get(name, name)}", "run")
    )
    command: Command = getattr(importlib.import_module(module), function)
    return command


def _add(
    commands: Subparsers, shared: argparse.ArgumentParser, name: str, text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, parents=[shared], help=text, description=text)
    parser.set_defaults(command=name)
    return parser


def _add_generate(commands: Subparsers, shared: argparse.ArgumentParser) -> None:
    parser = _add(commands, shared, "generate", "Continue a text and print what comes.")
    add_generate_options(parser)
    _add_model(parser, required=False)


def _add_logits(commands: Subparsers, shared: argparse.ArgumentParser) -> None:
    parser = _add(
        commands, shared, "logits", "Write the logits after the last of some tokens (float32)."
    )
    _add_model(parser, required=True)
    parser.add_argument("--tokens", type=_tokens, required=True, metavar="1,2,3")
    parser.add_argument("--output", required=True, metavar="OUT.npy")
    parser.add_argument("--serial", action="store_true", help="token by token, not as one prompt")


def _add_perplexity(commands: Subparsers, shared: argparse.ArgumentParser) -> None:
    parser = _add(commands, shared, "perplexity", "Measure how well a model predicts a text.")
    _add_model(parser, required=False)
    parser.add_argument("--file", required=True, metavar="FILE", help="a text in UTF-8")
    parser.add_argument("--per-token", action="store_true", help="print the bits of every token")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _add_bench(commands: Subparsers, shared: argparse.ArgumentParser) -> None:
    parser = _add(commands, shared, "bench", "Measure load, prefill, decode and memory.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--model", metavar="FILE", help="a model file or folder")
    what.add_argument("--shape", choices=("0.1B", "0.4B", "1.5B"), help="random weights")
    _add_runtime(parser)
    parser.add_argument(
        "--batch", type=_positive, metavar="N", help="decode N alternatives at once as well"
    )
    parser.add_argument("--json", action="store_true")


def _add_convert(commands: Subparsers, shared: argparse.ArgumentParser) -> None:
    parser = _add(commands, shared, "convert", "Turn a model of any format into .safetensors.")
    parser.add_argument("source", metavar="IN", help="a model file or folder")
    parser.add_argument("target", metavar="OUT.safetensors")
    parser.add_argument(
        "--quant",
        choices=("none", "int8", "int4"),
        default="none",
        help="how the large matrices are stored (default: none, as they are)",
    )
    parser.add_argument("--force", action="store_true", help="replace OUT if it is there")
    parser.add_argument("--json", action="store_true", help="print progress as JSON lines")


def _add_models(commands: Subparsers, shared: argparse.ArgumentParser) -> None:
    text = "Download models, and manage those that are here."
    add_models_options(_add(commands, shared, "models", text))


def _add_doctor(commands: Subparsers, shared: argparse.ArgumentParser) -> None:
    parser = _add(commands, shared, "doctor", "Check this installation.")
    _add_model(parser, required=False)


def _add_lorebook(commands: Subparsers, shared: argparse.ArgumentParser) -> None:
    text = "Work with lorebooks of other programs."
    add_lorebook_options(_add(commands, shared, "lorebook", text))


def _add_card(commands: Subparsers, shared: argparse.ArgumentParser) -> None:
    text = "Look at character cards of other programs and convert them."
    add_card_options(_add(commands, shared, "card", text))


def _add_chat(commands: Subparsers, shared: argparse.ArgumentParser) -> None:
    text = "Bring chats of other programs into the library, and take chats out."
    add_chat_options(_add(commands, shared, "chat", text), shared)


def _add_import(commands: Subparsers, shared: argparse.ArgumentParser) -> None:
    text = "Bring texts, e-books, folders and novelWriter projects into the library."
    add_import_options(_add(commands, shared, "import", text))


def _add_projects(commands: Subparsers, shared: argparse.ArgumentParser) -> None:
    parser = _add(commands, shared, "projects", "List the projects of the library.")
    parser.add_argument("--json", action="store_true", help="print a JSON list")


def _add_export(commands: Subparsers, shared: argparse.ArgumentParser) -> None:
    add_export_options(_add(commands, shared, "export", "Write a project as a file."))


def _add_model(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument(
        "--model",
        required=required,
        metavar="PATH",
        help="a model file or folder" + ("" if required else " (default: the bundled model)"),
    )
    _add_runtime(parser)


def _add_runtime(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runtime", choices=("onnx", "numpy", "torch"), default="onnx")
    parser.add_argument("--device", choices=DEVICES, default="auto")
    parser.add_argument("--quant", choices=("auto", "none", "int8", "int4"), default="auto")
    parser.add_argument(
        "--threads", type=_positive, metavar="N", help="default: all cores but one (bench: all)"
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number above zero")
    return number


def _tokens(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        message = f"“{text}” is not a list of numbers such as 1,2,3"
        raise argparse.ArgumentTypeError(message) from None


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
