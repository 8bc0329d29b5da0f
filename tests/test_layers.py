"""The architecture, as tests: who may import whom, how long things are, what lies where."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("app", "engine", "tests")
SOURCES = [ROOT / "dev.py", *(p for name in FOLDERS for p in sorted((ROOT / name).glob("**/*.py")))]
MODULES = [path for path in SOURCES if path.parts[len(ROOT.parts)] in ("app", "engine")]
MAX_FILE_LINES = 350
MAX_FUNCTION_LINES = 60

# The composition root and the command line may import everything of ours and Qt.
PROGRAM = (
    "app.application",
    "app.front",
    "app.instance",
    "app.care_parts",
    "app.program",
    "app.cli",
    "app.commands*",
    "app.__main__",
)
# Heavy libraries: only modules of these names may import them.
CONFINED = {
    "gguf": ("engine.checkpoint.ggml_blocks",),
    "accelerate": ("engine.training.processes",),
    "threadpoolctl": ("engine.training.multiplying",),
    "torch": ("engine.ops.torch*", "engine.runtimes.torch*", "engine.training*"),
    "onnx": ("engine.ops.onnx*", "engine.runtimes.onnx*", "engine.runtimes"),
    "onnxruntime": ("engine.ops.onnx*", "engine.runtimes.onnx*", "engine.runtimes"),
    "httpx2": ("app.hub*",),
    "huggingface_hub": ("app.hub*",),
    "regex": ("app.patterns", "app.search_patterns"),
    "sqlalchemy": ("app.db*", *PROGRAM),
    "PySide6": ("app.controllers*", "app.pictures", "app.printing*", "app.ui*", *PROGRAM),
}
# Layers: beside the standard library and itself, a layer may import only this.
ALLOWED = {
    "app.domain": (),
    "app.db": ("app.domain", "engine.types", "engine.snapshot", "sqlalchemy"),
    "app.formats": (
        "app.domain", "engine.types", "charset_normalizer", "defusedxml", "docx", "markdown_it",
    ),
    "app.hub": (
        "app.domain", "app.formats.json_file", "engine.architectures", "engine.checkpoint",
        "engine.quantize", "engine.types", "httpx2", "huggingface_hub", "numpy", "psutil",
    ),
    "app.printing": (
        "app.domain", "app.formats", "engine.types", "PySide6.QtCore", "PySide6.QtGui",
    ),
    "app.controllers": (
        "app.domain", "app.db", "app.formats", "app.settings", "engine.types", "PySide6.QtCore",
    ),
    "app.pictures": ("engine.types", "PySide6.QtCore", "PySide6.QtGui"),
    "app.ui": ("app.domain", "app.formats", "app.pictures", "app.settings", "PySide6"),
}  # fmt: skip


def name_of(path: Path) -> str:
    """The dotted name of the module in `path`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def within(module: str, package: str) -> bool:
    """Whether `module` is `package` or lies in it."""
    return module == package or module.startswith(package + ".")


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Every module that `tree` imports, with `from a import b` as `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def breaches(module: str, imports: list[str]) -> list[str]:
    """The imports of `module` that break `CONFINED` or `ALLOWED`."""
    bad = []
    for library, places in CONFINED.items():
        if not any(fnmatch(module, place) for place in places):
            bad += [name for name in imports if within(name, library)]
    for layer, allowed in ALLOWED.items():
        if within(module, layer):
            known = (layer, *allowed)
            foreign = [n for n in imports if n.split(".")[0] not in sys.stdlib_module_names]
            bad += [n for n in foreign if not any(within(n, package) for package in known)]
    return bad


def long_functions(tree: ast.AST) -> list[str]:
    """The functions in `tree` that have more lines than allowed, with their length."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in ast.walk(tree) if isinstance(node, functions)]
    lengths = [(node.name, (node.end_lineno or 0) - node.lineno + 1) for node in found]
    return [f"{name}: {n} lines" for name, n in lengths if n > MAX_FUNCTION_LINES]


def test_import_contracts_hold():
    code = "from importlinter.cli import lint_imports_command as c; c(['--no-cache'])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_imports_only_what_its_layer_may(path: Path):
    assert breaches(name_of(path), list(imports_of(parse(path)))) == []


@pytest.mark.parametrize(
    ("module", "source", "bad"),
    [
        ("app.domain.documents", "import json\nimport numpy as np", ["numpy"]),
        ("app.ui.editor", "from app.db import tables", ["app.db.tables"]),
        ("app.ui.editor", "from PySide6.QtWidgets import QWidget", []),
        ("app.controllers.x", "from PySide6.QtGui import QColor", ["PySide6.QtGui.QColor"]),
        ("engine.generate", "def f():\n    import torch.nn", ["torch.nn"]),
        ("engine.training.trainer", "import torch", []),
        ("engine.runtimes.onnx_model", "import onnxruntime", []),
        ("engine.quantize", "from onnx import helper", ["onnx.helper"]),
    ],
)
def test_the_import_rule_itself(module: str, source: str, bad: list[str]):
    assert breaches(module, list(imports_of(ast.parse(source)))) == bad


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_file_and_its_functions_are_short(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES
    assert long_functions(parse(path)) == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_module_says_what_it_is(path: Path):
    assert ast.get_docstring(parse(path))


def test_packaging_folder_does_not_shadow_the_library():
    assert not list((ROOT / "packaging").glob("**/__init__.py"))


def test_resources_hold_no_python():
    assert not list((ROOT / "resources").glob("**/*.py"))
