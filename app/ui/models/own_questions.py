"""What is asked before a model is deleted, renamed or added. Answers through callbacks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from app.domain.model_shelf import OwnModel
from app.ui.models.words import size_words

translate = QCoreApplication.translate
"""The texts of this page that stand in no class have one context."""


def ask_to_delete(parent: QWidget, model: OwnModel, used: bool, act: Callable[[], None]) -> None:
    """Whether a model is to be deleted, and what that means."""
    box = _box(parent, translate("Models", "Delete “{0}”?").format(model.title))
    lines = [
        translate(
            "Models", "{0} are free by that. The file cannot be brought back, but downloaded again."
        ).format(size_words(model.size))
    ]
    if used:
        lines.append(
            translate(
                "Models", "It is in use: the model that comes with Longscroll takes its place."
            )
        )
    box.setInformativeText("\n".join(lines))
    delete = box.addButton(translate("Models", "Delete"), QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(translate("Models", "Keep"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    delete.clicked.connect(act)
    box.open()


def ask_to_add(parent: QWidget, path: Path, act: Callable[[bool], None]) -> None:
    """Whether a model is used where it is (`False`) or copied (`True`)."""
    box = _box(parent, translate("Models", "Add “{0}” to your models?").format(path.name))
    box.setInformativeText(
        translate("Models", "It can be used where it is, as long as it stays there, or be copied.")
    )
    stay = box.addButton(
        translate("Models", "Use it where it is"), QMessageBox.ButtonRole.AcceptRole
    )
    copy = box.addButton(translate("Models", "Copy it"), QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(translate("Models", "Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(cancel)
    stay.clicked.connect(lambda: act(False))
    copy.clicked.connect(lambda: act(True))
    box.open()


def ask_for_name(parent: QWidget, name: str, act: Callable[[str], None]) -> None:
    """Another name for a model."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(translate("Models", "Rename the model"))
    dialog.setLabelText(translate("Models", "Name of the file, without its ending"))
    dialog.setTextValue(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def chosen(new: str) -> None:
        if new.strip() and new.strip() != name:
            act(new.strip())

    dialog.textValueSelected.connect(chosen)
    dialog.open()


def _box(parent: QWidget, what: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Longscroll")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(what)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
