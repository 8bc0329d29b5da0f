"""What the program is made of, from the metadata that each part brings along.

Takes a moment, so it runs away from the GUI thread. Knows no window.
"""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path

from app.bug_report import system_name
from app.domain.care import AboutFacts, Part
from app.paths import ROOT, bundled_model, resource
from app.version import own_version
from engine.types import UserError

_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors|copyright)", re.IGNORECASE)
_CLASSIFIER = "License :: "
_LONGEST_NAME = 60
_LARGEST = 2_000_000
_COMMON = (
    ("LGPL", ("LGPL-3.0.txt", "GPL-3.0.txt")),
    ("Apache", ("Apache-2.0.txt",)),
    ("MPL", ("MPL-1.1.txt",)),
)
"""Texts for parts that only name their licence, by what stands in the name."""


def about_facts() -> AboutFacts:
    """Version, parts and documents of this program."""
    documents = (
        ("Longscroll: Apache-2.0", ROOT / "LICENSE"),
        ("Longscroll: NOTICE", ROOT / "NOTICE"),
        ("First Light", bundled_model() / "README.md"),
        ("First Light: CREDITS", bundled_model() / "CREDITS.md"),
        ("Lucide", resource("icons", "LICENSE")),
        ("Hunspell en_US", resource("dictionaries", "en_US.license.txt")),
        ("Hunspell: MPL-1.1", resource("licences", "MPL-1.1.txt")),
        ("Qt: LGPL-3.0", resource("licences", "LGPL-3.0.txt")),
    )
    sbom = ROOT / "sbom.json"
    return AboutFacts(
        own_version(),
        system_name(),
        tuple(sorted(_parts().values(), key=lambda part: part.name.casefold())),
        tuple((name, path) for name, path in documents if path.is_file()),
        sbom if sbom.is_file() else None,
    )


def licence_of(name: str) -> str:
    """The texts of a part's licence, as it brings them along; "" if it brings none."""
    try:
        part = distribution(name)
    except PackageNotFoundError:
        return ""
    texts: list[str] = []
    for file in part.files or ():
        path = Path(str(part.locate_file(file)))
        # In the metadata, or at the top of the package itself.
        own = ".dist-info" in str(file.parent) or len(file.parts) == 2
        if own and path.suffix != ".py" and _LICENCE_FILE.search(file.name) and path.is_file():
            texts.append(f"{file.name}\n\n{_read(path)}")
    return "\n\n".join(texts) or _long_licence(part) or _common_licence(part)


def document_text(path: Path) -> str:
    """The text of a document. Raises `UserError`."""
    try:
        return _read(path)
    except OSError as error:
        raise UserError(
            "The file {path} cannot be read: {reason}.",
            "Check that it is there and that you may read it.",
            path=path,
            reason=error.strerror,
        ) from error


def _parts() -> dict[str, Part]:
    found: dict[str, Part] = {}
    for part in distributions():
        name = part.metadata["Name"]
        if name and name not in found:
            found[name] = Part(name, part.version, _short_licence(part))
    return found


def _short_licence(part: Distribution) -> str:
    expression = _field(part, "License-Expression")
    if expression:
        return expression
    classifiers = part.metadata.get_all("Classifier") or []
    names = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith(_CLASSIFIER)]
    named = ", ".join(name for name in names if name != "OSI Approved")
    written = _field(part, "License").partition("\n")[0]
    return named or (written if len(written) <= _LONGEST_NAME else "")


def _long_licence(part: Distribution) -> str:
    written = _field(part, "License")
    return written if len(written) > _LONGEST_NAME else ""


def _common_licence(part: Distribution) -> str:
    named = _short_licence(part)
    files = next((files for mark, files in _COMMON if mark in named), ())
    return "\n\n".join(_read(resource("licences", file)) for file in files)


def _field(part: Distribution, name: str) -> str:
    return str((part.metadata.get_all(name) or [""])[0]).strip()


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(_LARGEST)
