"""Where a file is to be written, once a person has chosen a name: with its ending, and nothing is
replaced that nobody was asked about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def place_to_write(parent: QWidget, chosen: str, endings: Sequence[str]) -> Path | None:
    """The path of a file that was `chosen`, ending in one of `endings` (without dots), the first
    if it had none of them; `None` if the file is there already and the person lets it be."""
    path = Path(chosen)
    if path.suffix.removeprefix(".").casefold() in endings:
        return path  # the dialog has asked
    path = path.with_name(f"{path.name}.{endings[0]}")
    if not path.exists():
        return path
    translate = QCoreApplication.translate
    title = translate("SavePlace", "Replace the file?")
    words = translate("SavePlace", "“{0}” is there already. Replace it?").format(path.name)
    return path if _agrees(parent, title, words) else None


def _agrees(parent: QWidget, title: str, words: str) -> bool:
    buttons = QMessageBox.StandardButton
    box = QMessageBox(QMessageBox.Icon.Question, title, words, buttons.Yes | buttons.No, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setDefaultButton(buttons.No)
    return box.exec() == buttons.Yes
