"""Pictures of formats, aids and dialogs beside the page, for `tests.screenshots`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.ui.shortcuts_dialog import ShortcutsDialog
from app.ui.statuses_dialog import StatusesDialog
from app.ui.work_dialog import WorkDialog
from tests.app.window_rig import Rig

_TEXTS = {
    "en": "# The harbour\nShe said *nothing*, and **meant** it.\n> A letter, years old.\n***\n"
    "Every evening a lantern hung on the blue boat.\nThe wind was very strong.\n",
    "zh_CN": "# 港口\n她*什么*也没说，**真的**没说。\n> 一封多年前的信。\n***\n"
    "每天傍晚，蓝船上都挂着一盏灯笼。\n风刮得很大。\n",
}


def walk_through_dialogs(rig: Rig, language: str, keep: Callable[..., None]) -> None:
    """Everything that opens beside the page."""
    window = rig.window
    window.show_page("write")
    window.editor.setFocus()
    rig.documents.create("", _TEXTS[language])
    _write_twice(rig)
    keep("40-formats")
    window.inspector.studio.toggle_tree()
    keep("41-story-tree")
    window.inspector.studio.toggle_tree()
    window.page.finder.open(True)
    keep("42-find")
    window.page.finder._bar.dismiss()
    window.focus_mode.toggle()
    keep("43-focus")
    window.focus_mode.leave()
    _offer(rig, keep)
    window.commands.open_palette()
    palette = window.findChild(QWidget, "palette")
    keep("45-palette")
    palette.close()
    window.show_page("statistics")
    keep("46-statistics")
    window.show_page("write")
    _open_all(rig, keep)


def _write_twice(rig: Rig) -> None:
    rig.window.editor.moveCursor(QTextCursor.MoveOperation.End)
    rig.continuation.start()
    QTest.qWait(2500)
    rig.continuation.retry()
    QTest.qWait(2500)


def _offer(rig: Rig, keep: Callable[..., None]) -> None:
    rig.settings.change(alternatives=4)
    rig.continuation.start()
    QTest.qWait(900)
    keep("44-offers")
    rig.continuation.escape()
    rig.continuation.escape()
    rig.settings.change(alternatives=1)


def _open_all(rig: Rig, keep: Callable[..., None]) -> None:
    window, dialogs = rig.window, rig.dialogs
    window.studio.sampler.show()
    keep("50-sampler", window.studio.sampler)
    window.studio.sampler.show_advanced(True)
    keep("51-sampler-advanced", window.studio.sampler)
    window.studio.sampler.close()
    window.rail.open_text_dialog()
    keep("52-text-and-page", window.rail.text_dialog)
    window.rail.text_dialog.close()
    dialogs.open_versions()
    keep("53-versions", dialogs.versions)
    dialogs.versions.close()
    dialogs.open_backups()
    keep("54-backups", dialogs.backups)
    dialogs.backups.close()
    project = rig.manuscript.project.project
    statuses = project.statuses if project else ()
    passing = (
        ("55-keys", ShortcutsDialog(window.commands.commands, window)),
        ("56-statuses", StatusesDialog(window, statuses)),
        ("57-work", WorkDialog(window)),
    )
    for name, dialog in passing:
        dialog.show()
        keep(name, dialog)
        dialog.close()
    menu = window.rail.build_menu()
    menu.popup(window.mapToGlobal(window.rect().center()))
    keep("58-settings-menu", menu)
    menu.close()
