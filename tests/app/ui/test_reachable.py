"""Every control of the window and its dialogs has a name, and no two things want the same keys."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from app.ui.backup_dialog import BackupDialog
from app.ui.export_dialog import ExportDialog
from app.ui.import_dialog import ImportDialog
from app.ui.shortcuts_dialog import ShortcutsDialog
from app.ui.statuses_dialog import StatusesDialog
from app.ui.versions_dialog import VersionsDialog
from app.ui.work_dialog import WorkDialog

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
INNER = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar, QDialogButtonBox)


def controls(root):
    """What a person can act on in `root`; the parts that Qt builds inside a control are its own."""
    for widget in root.findChildren(QWidget):
        inside = isinstance(widget.parent(), INNER) or isinstance(
            widget.parent().parent(), QComboBox
        )
        part = isinstance(widget, QScrollBar | QHeaderView) or inside
        if isinstance(widget, INTERACTIVE) and not part:
            yield widget


def name_of(widget):
    """What a screen reader says: the name, or what stands on the button."""
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return (widget.accessibleName() or words).strip()


def nameless(root):
    return sorted(
        f"{type(w).__name__} {w.objectName()} in {type(w.parent()).__name__}"
        for w in controls(root)
        if not name_of(w)
    )


def test_every_control_of_the_window_and_its_dialogs_has_a_name(rig):
    rig.documents.create("A scene", "Some words.")
    assert len(list(controls(rig.window))) > 60
    assert nameless(rig.window) == []
    dialogs = {type(dialog) for dialog in rig.window.findChildren(QDialog)}
    assert {VersionsDialog, BackupDialog, ImportDialog, ExportDialog} <= dialogs


@pytest.mark.parametrize("kind", [ShortcutsDialog, StatusesDialog, WorkDialog])
def test_every_control_of_a_passing_dialog_has_a_name(rig, kind):
    window = rig.window
    made = {
        ShortcutsDialog: lambda: ShortcutsDialog(window.commands.commands, window),
        StatusesDialog: lambda: StatusesDialog(window, ()),
        WorkDialog: lambda: WorkDialog(window),
    }[kind]()
    assert list(controls(made))
    assert nameless(made) == []


def test_every_control_can_be_reached_by_the_keyboard(rig):
    """By Tab, by an arrow, or by a key of its own that its tooltip names."""
    rig.documents.create("A scene", "Some words.")
    left = [
        f"{type(w).__name__} {name_of(w)}"
        for w in controls(rig.window)
        if not w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(w, QAbstractScrollArea)
        and "(" not in w.toolTip()
    ]
    assert left == []


def test_no_two_things_claim_the_same_keys_in_the_window(rig):
    window = rig.window
    wide = (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut)
    keys = Counter()
    for shortcut in window.findChildren(QShortcut):
        if shortcut.context() in wide and not isinstance(shortcut.parent(), QDialog):
            keys.update(key.toString() for key in list(shortcut.keys()))
    listened = {
        action
        for widget in (window, *window.findChildren(QWidget))
        if not isinstance(widget.window(), QDialog)
        for action in widget.actions()
    }
    for action in listened:
        if isinstance(action, QAction) and action.shortcutContext() in wide:
            keys.update(key.toString() for key in action.shortcuts())
    assert len(keys) > 30
    assert [key for key, count in keys.items() if count > 1 and key] == []


def test_no_two_commands_have_the_same_title(rig):
    titles = Counter(command.title() for command in rig.window.commands.commands)
    assert [title for title, count in titles.items() if count > 1] == []


def test_every_key_in_the_list_can_be_read_by_qt(rig):
    for command in rig.window.commands.commands:
        assert all(not QKeySequence(key).isEmpty() for key in command.keys)
