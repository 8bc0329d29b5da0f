"""Collects the window's texts from the source, brings the translation files up to date with
them, and compiles those: `python -m tests.tools.translations`.

Widgets and controllers say `self.tr("…")` or `QCoreApplication.translate("Context", "…")`; the
texts of errors stand in calls of `UserError` and its kinds, those of what an import leaves out in
calls of `Remark`; both get the context `UserError`, and so do the reasons that an operating
system gives. The table of settings is read as it is.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.settings.table import CONTEXT
from app.settings.table import texts as settings_texts
from app.ui.os_reasons import REASONS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
FULL, PLURALS = FOLDER / "longscroll_zh_CN.ts", FOLDER / "longscroll_en.ts"
FORMS = {FULL: 1, PLURALS: 2}
"""How many forms a noun has beside a number."""

TERMINAL_ONLY = ("app/cli.py", "app/commands/", "engine/training/")
"""What these say is read in a terminal, in English."""

LESSONS = tuple(
    f"engine/training/{name}.py"
    for name in ("base_model", "checkpoint", "cli", "examples", "loop", "results", "rows", "text")
)
"""Those of the trainer whose errors the window passes on."""

ERRORS = frozenset(
    {
        "BaseGoneError",
        "Clause",
        "DamagedSnapshotError",
        "DataFolderMissingError",
        "ForeignFileError",
        "ModelLoadError",
        "PickleError",
        "Remark",
        "UserError",
        "TurnsError",
    }
)
ERROR_HELPERS = frozenset({"damaged", "unsupported"})
"""Functions that take an error's templates from their caller."""


@dataclass(frozen=True, order=True)
class Text:
    """A text to translate. `plural`: it has a form for each number."""

    context: str
    source: str
    plural: bool = False


def collect(root: Path = ROOT) -> set[Text]:
    """All texts the window can show. Raises `ValueError` where a text is not a literal."""
    texts: set[Text] = set()
    for package in ("app", "engine"):
        for path in sorted((root / package).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if name in LESSONS or not name.startswith(TERMINAL_ONLY):
                texts |= set(_texts_of(ast.parse(path.read_text("utf-8")), name))
    texts |= {Text("UserError", reason) for reason in REASONS}
    return texts | {Text(CONTEXT, text) for text in settings_texts()}


def _texts_of(tree: ast.Module, name: str) -> Iterator[Text]:
    yield from _translated(tree, "", name)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    errors = [call for call in calls if _called(call) in ERRORS | ERROR_HELPERS]
    for call in errors:
        yield from (Text("UserError", text) for text in _literals(call.args) if _is_prose(text))
    handed_on = [call for call in errors if _called(call) in ERROR_HELPERS]
    yield from (Text("UserError", text) for text in _named_first(tree, handed_on))
    if any(not isinstance(argument, ast.Constant) for call in errors for argument in call.args):
        yield from (Text("UserError", text) for text in _constants(tree))


def _translated(node: ast.AST, context: str, name: str) -> Iterator[Text]:
    """Texts in calls of `self.tr` and `translate`, with the class they stand in as context."""
    if isinstance(node, ast.ClassDef):
        context = node.name
    if isinstance(node, ast.Call) and _called(node) in ("tr", "translate"):
        texts = _literals(node.args)
        if _called(node) == "tr":
            if not texts or not context:
                raise ValueError(f"{name}:{node.lineno}: tr() of something else than a literal")
            yield Text(context, texts[0], len(node.args) == 3)
        elif len(texts) >= 2:
            yield Text(texts[0], texts[1], len(node.args) == 4)
    for child in ast.iter_child_nodes(node):
        yield from _translated(child, context, name)


def _constants(tree: ast.Module) -> Iterator[str]:
    """Texts in the tuples of strings that a module names at its top."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
            texts = _literals(node.value.elts)
            if len(texts) == len(node.value.elts):
                yield from filter(_is_prose, texts)


def _named_first(tree: ast.Module, calls: Iterable[ast.Call]) -> Iterator[str]:
    """What is put into a local name before `calls` are made with it."""
    names = {arg.id for call in calls for arg in call.args if isinstance(arg, ast.Name)}
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if names & {getattr(target, "id", "") for target in targets}:
            assert isinstance(node, ast.Assign)
            yield from filter(_is_prose, _literals([node.value]))


def _called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _literals(nodes: Iterable[ast.expr]) -> list[str]:
    return [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def _is_prose(text: str) -> bool:
    return " " in text


def read(path: Path) -> dict[Text, list[str]]:
    """The finished translations of a file; those of plurals have several forms."""
    if not path.exists():
        return {}
    done: dict[Text, list[str]] = {}
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished":
                continue
            plural = message.get("numerus") == "yes"
            forms = (
                [form.text or "" for form in translation] if plural else [translation.text or ""]
            )
            key = Text(context.findtext("name", ""), message.findtext("source", ""), plural)
            done[key] = forms
    return done


def write(path: Path, texts: Iterable[Text], done: dict[Text, list[str]]) -> None:
    """Writes a file with exactly `texts`, sorted, with the translations that are there."""
    language = path.stem.removeprefix("longscroll_")
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for text in sorted(texts):
        if text.context not in contexts:
            contexts[text.context] = ET.SubElement(root, "context")
            ET.SubElement(contexts[text.context], "name").text = text.context
        message = ET.SubElement(contexts[text.context], "message")
        ET.SubElement(message, "source").text = text.source
        translation = ET.SubElement(message, "translation")
        forms = done.get(text)
        if not forms:
            translation.set("type", "unfinished")
        if text.plural:
            message.set("numerus", "yes")
            for form in forms or [""] * FORMS[path]:
                ET.SubElement(translation, "numerusform").text = form
        else:
            translation.text = forms[0] if forms else ""
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8")


def compile_all() -> None:
    """Makes the .qm files that the program loads."""
    tool = Path(sys.executable).with_name("pyside6-lrelease")
    for path in FORMS:
        subprocess.run([tool, "-silent", path, "-qm", path.with_suffix(".qm")], check=True)


def main() -> int:
    """Brings all files up to date; 1 if translations are missing."""
    texts = collect()
    missing = 0
    for path, wanted in ((FULL, texts), (PLURALS, {text for text in texts if text.plural})):
        done = read(path)
        write(path, wanted, done)
        for text in sorted(wanted - done.keys()):
            missing += 1
            print(f"{path.name}: not translated: {text.context}: {text.source}")
    compile_all()
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
