"""Import and export in the whole window: dialogs, controller, library, files."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtTest import QTest

from app.db.manuscripts import load_manuscript
from app.db.projects import list_projects, load_project
from app.formats.importing import ImportOptions, read_work
from app.formats.options import Format
from app.ui.export_dialog import EXPORT_KEY, _below
from app.ui.import_dialog import IMPORT_KEY
from tests.app import window_rig

MARKDOWN = "# One\n\nIt was *late*.\n\n***\n\nMore.\n\n# Two\n\nEnd.\n"


@pytest.fixture
def rig(qapp, tmp_path):
    rig = window_rig.build(qapp, tmp_path)
    rig.window.show()
    rig.documents.start(0)
    yield rig
    for dialog in (rig.dialogs.importing, rig.dialogs.exporting):
        dialog.close()
    rig.close()


@pytest.fixture
def book(tmp_path) -> Path:
    path = tmp_path / "River.md"
    path.write_text(MARKDOWN, "utf-8")
    return path


def rows(dialog):
    return [row.text(0) for row in _below(dialog._tree.invisibleRootItem())]


def preview(rig, qtbot, path):
    rig.window.commands.import_requested.emit()
    with qtbot.waitSignal(rig.transfer.previewed, timeout=10_000):
        rig.dialogs.importing.choose([path])
    return rig.dialogs.importing


def test_keys_open_the_dialogs(rig, qtbot):
    QTest.keySequence(rig.window, QKeySequence(IMPORT_KEY))
    assert rig.dialogs.importing.isVisible()
    rig.dialogs.importing.reject()
    rig.documents.create("A", "words")
    QTest.keySequence(rig.window, QKeySequence(EXPORT_KEY))
    assert rig.dialogs.exporting.isVisible()


def test_files_are_shown_before_they_are_imported(rig, qtbot, book):
    dialog = preview(rig, qtbot, book)
    assert rows(dialog) == ["One", "It was late", "More", "Two", "End"]
    assert rig.storage.run(list_projects) == []
    with qtbot.waitSignal(rig.transfer.previewed, timeout=10_000):
        dialog._scenes.click()
    assert rows(dialog) == ["One", "It was late", "Two", "End"]
    dialog._title.setText("The River")
    dialog._author.setText("Ann")
    with qtbot.waitSignal(rig.transfer.imported):
        dialog._import.click()
    assert not dialog.isVisible()
    (work,) = rig.storage.run(list_projects)
    assert (work.title, work.items) == ("The River", 4)
    assert rig.window.editor.toPlainText() == "It was *late*.\n***\nMore."


def test_an_imported_work_has_statuses_in_the_language_of_the_window(rig, qtbot, book):
    rig.language.use("zh_CN")
    preview(rig, qtbot, book)
    with qtbot.waitSignal(rig.transfer.imported):
        rig.dialogs.importing._import.click()
    (work,) = rig.storage.run(list_projects)
    statuses = rig.storage.run(lambda s: load_project(s, work.id)).statuses
    assert [status.name for status in statuses] == ["草稿", "已修改", "已完成"]
    rig.language.use("en")


def test_dropped_files_are_looked_at(rig, qtbot, book):
    rig.window.commands.import_requested.emit()
    dialog = rig.dialogs.importing
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(book))])
    drop = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(rig.transfer.previewed, timeout=10_000):
        dialog.dropEvent(drop)
    assert "River.md" in dialog._names.text()
    assert dialog._import.isEnabled()


def test_an_uncertain_encoding_is_asked_for(rig, qtbot, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("国 and the rest in English".encode("gb18030"))
    dialog = preview(rig, qtbot, path)
    assert dialog._encoding.isVisible()
    at = dialog._encoding.findData("gb18030")
    if at == dialog._encoding.currentIndex():
        dialog._encoding.setCurrentIndex(dialog._encoding.findData("cp1252"))
    with qtbot.waitSignal(rig.transfer.previewed, timeout=10_000):
        dialog._encoding.setCurrentIndex(at)
    assert rows(dialog) == ["国 and the rest in English"]
    assert dialog._encoding.isVisible()


def test_a_damaged_file_is_told_in_the_dialog(rig, qtbot, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(b"no zip at all")
    rig.window.commands.import_requested.emit()
    dialog = rig.dialogs.importing
    with qtbot.waitSignal(rig.transfer.preview_failed, timeout=10_000):
        dialog.choose([path])
    assert "a.docx is damaged" in dialog._outcome.words
    assert not dialog._import.isEnabled()


def offer(rig, qtbot, tmp_path):
    path = tmp_path / "W.md"
    path.write_text(MARKDOWN, "utf-8")
    preview(rig, qtbot, path)
    with qtbot.waitSignal(rig.transfer.scene_ready):
        rig.dialogs.importing._import.click()
    with qtbot.waitSignal(rig.transfer.offered):
        rig.window.commands.export_requested.emit()
    return rig.dialogs.exporting


@pytest.mark.parametrize("kind", list(Format))
def test_a_work_is_exported(rig, qtbot, tmp_path, kind):
    dialog = offer(rig, qtbot, tmp_path)
    dialog._format.setCurrentIndex(list(Format).index(kind))
    out = tmp_path / "out"
    with qtbot.waitSignal(rig.transfer.exported, timeout=20_000):
        dialog.target(out)
    path = out.with_name(f"out.{kind}")
    assert path.stat().st_size > 20
    assert str(path) in dialog._outcome.words
    if kind not in (Format.PDF, Format.TEXT):
        back = read_work([path], ImportOptions()).manuscript
        assert [item.title for item in back.items] == ["One", "Two"]


def test_only_ticked_items_are_exported_with_what_was_just_typed(rig, qtbot, tmp_path):
    dialog = offer(rig, qtbot, tmp_path)
    QTest.keyClicks(rig.window.editor, "Typed. ")
    with qtbot.waitSignal(rig.transfer.offered):
        rig.window.commands.export_requested.emit()
    two = next(r for r in _below(dialog._tree.invisibleRootItem()) if r.text(0) == "Two")
    two.setCheckState(0, Qt.CheckState.Unchecked)
    dialog._format.setCurrentIndex(list(Format).index(Format.MARKDOWN))
    with qtbot.waitSignal(rig.transfer.exported, timeout=10_000):
        dialog.target(tmp_path / "out.md")
    text = (tmp_path / "out.md").read_text("utf-8")
    assert "Typed." in text
    assert "# One" in text
    assert "Two" not in text
    assert "End" not in text


def test_a_file_that_cannot_be_written_is_told(rig, qtbot, tmp_path):
    dialog = offer(rig, qtbot, tmp_path)
    with qtbot.waitSignal(rig.transfer.failed, timeout=10_000):
        dialog.target(tmp_path / "none" / "out.docx")
    assert "out.docx cannot be written" in dialog._outcome.words
    assert dialog._export.isEnabled()


def test_presets_fill_the_form_and_are_kept(rig, qtbot, tmp_path):
    dialog = offer(rig, qtbot, tmp_path)
    dialog._preset.setCurrentIndex(dialog._preset.findData("manuscript"))
    assert dialog.form.options.line_spacing == 2.0
    dialog.form._separator.setText("~")
    with qtbot.waitSignal(rig.transfer.presets_changed):
        rig.transfer.keep_preset("Mine", dialog.form.options)
    dialog._preset.setCurrentIndex(dialog._preset.findData("ebook"))
    assert dialog.form.options.scene_separator == "* * *"
    dialog._preset.setCurrentIndex(dialog._preset.findData("Mine"))
    assert dialog.form.options.scene_separator == "~"
    assert dialog._remove.isEnabled()
    with qtbot.waitSignal(rig.transfer.presets_changed):
        dialog._remove.click()
    assert dialog._preset.findData("Mine") < 0


def test_cancelling_ends_the_work_and_writes_nothing(rig, qtbot, tmp_path):
    dialog = offer(rig, qtbot, tmp_path)
    started = []

    def slow(*arguments):
        progress = arguments[4]
        started.append(True)
        while True:
            progress(1, 2)
            QTest.qSleep(1)

    rig.transfer._formats = type(rig.transfer._formats)(None, slow, rig.transfer._formats.presets)
    dialog.target(tmp_path / "out.md")
    qtbot.waitUntil(lambda: bool(started))
    assert not dialog._export.isEnabled()
    dialog.reject()
    assert dialog._export.isEnabled()
    assert not (tmp_path / "out.md").exists()
    texts = rig.storage.run(lambda s: load_manuscript(s, 1))
    assert texts.items[0].children[0].text == "It was *late*."
