"""Splitting, joining and copying are taken back; the trash; files dropped on the window."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from app.db.documents import load_document
from app.db.items import trash_items
from app.domain.documents import OriginSpan
from app.ui.rail import LORE


def live(rig):
    items = rig.manuscript.project.items.values()
    return {item.title: item.id for item in items if not item.trashed}


def content(rig, number):
    document = rig.storage.run(partial(load_document, document_id=number))
    return document.text, document.origins


def undo(rig):
    assert rig.window.messages.current.action == "Undo"
    rig.window.messages._action.click()


def test_a_split_is_taken_back(rig, editor):
    rig.window.editor.replace_text("One here.\nTwo there.", (OriginSpan(2, 14, None),))
    page, before = rig.documents.current, rig.window.editor.draft()
    rig.manuscript.project.split(10)
    assert content(rig, page)[0] == "One here."
    assert len(live(rig)) == 2
    undo(rig)
    assert content(rig, page) == (before.text, before.origins)
    assert rig.window.editor.plain_text() == before.text
    assert len(live(rig)) == 1


def test_a_split_whose_text_was_edited_since_stays(rig, editor):
    rig.window.editor.replace_text("One.\nTwo.", None)
    page = rig.documents.current
    rig.manuscript.project.split(5)
    rig.window.editor.textCursor().insertText("More. ")
    undo(rig)
    assert "edited since" in rig.window.messages.current.what
    assert len(live(rig)) == 2
    assert content(rig, page)[0] == "One."
    assert not rig.window.editor.isReadOnly()


def test_joining_is_taken_back(rig, editor):
    project, first = rig.manuscript.project, rig.documents.current
    project.create()
    second = rig.documents.current
    rig.window.editor.replace_text("Second.", None)
    project.merge([first, second])
    assert content(rig, first)[0] == "Once upon a time\nSecond."
    undo(rig)
    assert content(rig, first)[0] == "Once upon a time"
    assert content(rig, second)[0] == "Second."


def test_a_copy_is_taken_back(rig, editor):
    rig.manuscript.project.duplicate([rig.documents.current])
    assert len(live(rig)) == 2
    undo(rig)
    assert len(live(rig)) == 1


def test_the_page_offers_to_split_here(rig, editor):
    texts = [action.text() for action in editor.build_menu().actions()]
    assert "Split here" in texts


def test_an_item_of_the_trash_is_deleted_after_a_question(rig, editor, qtbot):
    number = rig.documents.current
    rig.storage.run(partial(trash_items, ids=[number]))
    rig.manuscript.project.refresh()
    panel = rig.window.documents
    panel.ask_to_erase([number])
    box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox))
    assert "for ever" in box.text()
    next(b for b in box.buttons() if b.text() == "Delete").click()
    assert number not in rig.manuscript.project.items


def test_first_statuses_are_in_the_language_of_the_window(rig, qtbot):
    rig.language.use("zh_CN")
    rig.manuscript.works.begin("书")
    names = [status.name for status in rig.manuscript.project.project.statuses]
    assert names == ["草稿", "已修改", "已完成"]


def drag(rig, paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    arguments = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    viewport = rig.window.editor.viewport()
    action = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), action, *arguments)
    QApplication.sendEvent(viewport, enter)
    drop = QDropEvent(QPointF(5, 5), action, *arguments)
    return data, enter, drop


def test_files_dropped_on_the_page_open_the_import(rig, editor, tmp_path, qtbot):
    book = tmp_path / "River.md"
    book.write_text("# One\n\nWords.", "utf-8")
    _data, enter, drop = drag(rig, [book, tmp_path])
    assert enter.isAccepted()
    assert rig.window.drops.isVisible()
    with qtbot.waitSignal(rig.window.drops.import_requested) as asked:
        QApplication.sendEvent(rig.window.drops, drop)
    assert asked.args == [[Path(book), Path(tmp_path)]]
    assert rig.dialogs.importing.isVisible()
    assert rig.window.drops.isHidden()
    assert editor.plain_text() == "Once upon a time"
    rig.dialogs.importing.reject()


def test_world_info_dropped_goes_to_the_lorebook(rig, editor, tmp_path, qtbot):
    lore = tmp_path / "world.json"
    lore.write_text('{"entries": {"0": {"key": ["boat"], "content": "A boat."}}}', "utf-8")
    _data, _enter, drop = drag(rig, [lore])
    assert "world.json" in rig.window.drops.text()
    with qtbot.waitSignal(rig.lore.imported):
        QApplication.sendEvent(rig.window.drops, drop)
    assert rig.window._pages.currentWidget() is rig.window.lore_page
    assert LORE == "lore"


def test_what_files_will_become_stands_on_a_ground_of_its_own(rig, tmp_path):
    rig.window.editor.setPlainText("dark words " * 400)
    bare = rig.window.grab().toImage()
    data, enter, _drop = drag(rig, [tmp_path / "book.txt"])
    assert enter.mimeData() is data
    covered = rig.window.grab().toImage()
    ink = bare.width() // 2, bare.height() // 4
    spots = [(ink[0] + dx, ink[1] + dy) for dx in range(0, 120, 2) for dy in range(0, 40, 2)]
    darkest = min(covered.pixelColor(*spot).lightness() for spot in spots)
    assert min(bare.pixelColor(*spot).lightness() for spot in spots) < 100
    assert darkest > 180


def test_a_json_card_dropped_goes_to_the_characters(rig, editor, tmp_path, qtbot):
    path = tmp_path / "bea.json"
    path.write_text('{"spec": "chara_card_v2", "data": {"name": "Bea"}}', "utf-8")
    _data, _enter, drop = drag(rig, [path])
    assert "to the characters" in rig.window.drops.text()
    with qtbot.waitSignal(rig.people.characters.selected):
        rig.window.drops.dropEvent(drop)
    assert rig.window._pages.currentWidget() is rig.window.people
