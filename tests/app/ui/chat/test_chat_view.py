"""The view of a conversation in a real window: scrolling, swipes, editing, keys."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QMenu, QScrollBar

from app.ui.chat.link_menu import link_menu
from app.ui.chat.message_paint import arrow_rects
from tests.app.ui.chat.test_chat_streaming import shown

LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
LONG = "\n\n".join("A sentence that is long enough to take some room. " * 4 for _ in range(6))


def y_of(view, row):
    return view._pool.find(row).y()


def menu_of(view):
    menus = [menu for menu in view.findChildren(QMenu) if menu.isVisible()]
    return menus[-1]


def choose(menu, text):
    action = next(action for action in menu.actions() if action.text() == text)
    menu.close()
    action.trigger()


def test_a_long_conversation_opens_at_its_end(view):
    view.set_chat(100_000)
    assert shown(view)[-1] == 99_999
    assert view.follows
    assert len(view.findChildren(type(view._pool.find(99_999)))) < 20
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum()
    assert y_of(view, 99_999) + view._pool.find(99_999).height() == view.viewport().height()


def test_nothing_jumps_when_heights_become_known(view, messages, make):
    messages.update({n: make(n, LONG) for n in range(99_900, 99_980)})
    view.set_chat(100_000)
    bar = view.verticalScrollBar()
    for _ in range(60):
        row = shown(view)[0]
        before = y_of(view, row)
        bar.setValue(bar.value() - 120)
        assert view._pool.find(row) is None or y_of(view, row) == before + 120
    assert not view.follows
    for _ in range(400):
        row = shown(view)[-1]
        before = y_of(view, row)
        bar.setValue(bar.value() + 120)
        if view.follows:
            break
        assert view._pool.find(row) is None or y_of(view, row) == before - 120
    assert view.follows


def test_a_page_that_comes_late_leaves_what_is_read_in_place(view, make):
    view.page_wanted.disconnect()
    asked = []
    view.page_wanted.connect(lambda *page: asked.append(page))
    view.set_chat(1000, at=500)
    assert (500, 50) in asked
    assert view._pool.find(500).accessibleName() == "A message that is being fetched"
    view.show_page(500, [make(n, LONG) for n in range(500, 550)])
    assert y_of(view, 500) == 0
    view.show_page(450, [make(n, LONG) for n in range(450, 500)])
    assert y_of(view, 500) == 0
    assert len(asked) == len(set(asked))


def test_dragging_reaches_every_place(view):
    view.set_chat(100_000)
    bar = view.verticalScrollBar()
    bar.setValue(0)
    assert shown(view)[0] == 0
    bar.setValue(bar.maximum() // 2)
    assert 40_000 < shown(view)[0] < 60_000
    QTest.mouseClick(view._to_end, LEFT)
    assert shown(view)[-1] == 99_999
    assert view._to_end.isHidden()


def test_resizing_keeps_the_place(view, messages, make):
    messages.update({n: make(n, LONG) for n in range(100)})
    view.set_chat(100, at=50)
    view.resize(500, 600)
    assert shown(view)[0] == 50
    view.scroll_to_end()
    view.resize(800, 500)
    assert view.follows
    assert shown(view)[-1] == 99


def test_keys_go_from_message_to_message(view, heard):
    view.set_chat(200)
    view.setFocus()
    QTest.keyClick(view, Key.Key_Up)
    assert view.current_row == 199
    QTest.keyClick(view, Key.Key_Up)
    assert view.current_row == 198
    QTest.keyClick(view, Key.Key_Home)
    assert (view.current_row, shown(view)[0]) == (0, 0)
    QTest.keyClick(view, Key.Key_PageDown)
    assert view.current_row > 3
    QTest.keyClick(view, Key.Key_End)
    assert (view.current_row, view.follows) == (199, True)
    QTest.keyClick(view, Key.Key_Down)
    assert heard.said == [("leave_requested",)]


def test_a_long_message_is_walked_through_in_steps(view, messages, make):
    messages[10] = make(10, LONG * 4)
    view.set_chat(12, at=10)
    assert shown(view)[0] == 10
    view.go_to(10)
    QTest.keyClick(view, Key.Key_Down)
    assert view.current_row == 10
    assert y_of(view, 10) < 0
    for _ in range(12):
        QTest.keyClick(view, Key.Key_Down)
    assert view.current_row == 11


def test_swipes_by_arrows_and_by_keys(view, messages, make, heard):
    messages[2] = make(2, swipe=1, swipes=3)
    messages[4] = make(4, swipe=1, swipes=2)
    view.set_chat(5)
    left, right = arrow_rects(view._pool.find(2).layout_)
    QTest.mouseClick(view._pool.find(2), LEFT, pos=left.center())
    QTest.mouseClick(view._pool.find(2), LEFT, pos=right.center())
    _, newest = arrow_rects(view._pool.find(4).layout_)
    QTest.mouseClick(view._pool.find(4), LEFT, pos=newest.center())
    assert heard.said == [
        ("swipe_requested", 1002, -1),
        ("swipe_requested", 1002, 1),
        ("regenerate_requested", 1004),
    ]
    assert not view._pool.find(3).layout_.strip.isValid()
    heard.said.clear()
    view.go_to(2)
    QTest.keyClick(view, Key.Key_Left)
    view.go_to(3)
    QTest.keyClick(view, Key.Key_Right)
    assert heard.said == [("swipe_requested", 1002, -1)]
    assert view._pool.find(2).accessibleName().endswith("2 of 3 replies")


def test_a_message_is_changed_where_it_stands(view, heard):
    view.set_chat(20)
    view.go_to(18)
    QTest.keyClick(view, Key.Key_Return)
    assert view.editor.isVisible()
    assert view.editor.field.toPlainText() == "Message number 18."
    QTest.keyClicks(view.editor.field, " More.")
    QTest.keyClick(view.editor.field, Key.Key_Return, CTRL)
    assert heard.said == [("edit_requested", 1018, "Message number 18. More.")]
    assert view.editor.isHidden()
    assert view.hasFocus()
    QTest.keyClick(view, Key.Key_Return)
    QTest.keyClicks(view.editor.field, "x")
    QTest.keyClick(view.editor.field, Key.Key_Escape)
    assert len(heard.said) == 1
    assert view.editor.isHidden()


def test_the_editor_makes_room_for_itself(view):
    view.set_chat(20)
    height = view._pool.find(18).height()
    view.edit(18)
    assert view._pool.find(18).height() > height + 40
    view.editor.field.setPlainText("line\n" * 12)
    assert view.editor.height() >= 12 * view.editor.field.fontMetrics().lineSpacing()
    view.verticalScrollBar().setValue(0)
    assert not view.viewport().rect().intersects(view.editor.geometry())
    view.leave_editor()
    view.scroll_to_end()
    assert view._pool.find(18).height() == height


def test_the_last_own_message_can_be_changed(view):
    view.set_chat(21)
    assert view.edit_last_own()
    assert view.editor.field.toPlainText() == "Message number 19."
    view.set_chat(0)
    assert view.editor.isHidden()
    assert not view.edit_last_own()


def test_deleting_asks(view, heard):
    view.set_chat(20)
    view.go_to(18)
    QTest.keyClick(view, Key.Key_Delete)
    assert heard.said == []
    choose(menu_of(view), "Delete from here on")
    QTest.keyClick(view, Key.Key_Delete)
    choose(menu_of(view), "Delete this message")
    assert heard.said == [("delete_requested", 1018, True), ("delete_requested", 1018, False)]


def test_buttons_come_with_the_mouse(view, messages, make, heard):
    messages[18] = make(18, hidden=True)
    view.set_chat(20)
    QTest.mouseMove(view._pool.find(18), QPoint(200, 20))
    view._pool.find(18).entered.emit(18)
    bar = view.actions_bar
    assert bar.isVisible()
    assert "stays as a swipe" in bar._regenerate.toolTip()
    QTest.mouseClick(bar._show, LEFT)
    view._pool.find(19).entered.emit(19)
    assert bar._regenerate.toolTip().startswith("Another reply (")
    QTest.mouseClick(bar._regenerate, LEFT)
    QTest.mouseClick(bar._hide, LEFT)
    QTest.mouseClick(bar._copy, LEFT)
    assert heard.said == [
        ("hide_requested", 1018, False),
        ("regenerate_requested", 1019),
        ("hide_requested", 1019, True),
    ]
    assert QGuiApplication.clipboard().text() == "Message number 19."
    QTest.mouseClick(bar._edit, LEFT)
    assert view.editor.field.toPlainText() == "Message number 19."


def test_the_menu_branches_and_names_places(view, messages, make, heard, monkeypatch):
    messages[18] = make(18, checkpoint="old")
    view.set_chat(19)
    view.go_to(18)
    view.actions_bar.open_menu(QPoint(10, 10))
    choose(menu_of(view), "Branch from here")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: (" the map ", True))
    choose(view.actions_bar.build_menu(), "Checkpoint…")
    choose(view.actions_bar.build_menu(), "Remove the checkpoint")
    QTest.mouseClick(view.actions_bar._continue, LEFT)
    assert heard.said == [
        ("branch_requested", 1018),
        ("checkpoint_requested", 1018, "the map"),
        ("checkpoint_requested", 1018, ""),
        ("continue_requested", 1018),
    ]


def test_words_are_selected_and_copied(view, messages, make):
    messages[1] = make(1, "One *two*\nthree")
    view.set_chat(2)
    widget = view._pool.find(1)
    words = widget.layout_.words
    start, end = words.topLeft() + QPoint(1, 5), words.bottomRight() - QPoint(0, 4)
    QTest.mousePress(widget, LEFT, pos=start)
    QTest.mouseMove(widget, end)
    QTest.mouseRelease(widget, LEFT, pos=end)
    assert widget.selected_text == "One two\nthree"
    QTest.keyClick(view, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "One two\nthree"
    QTest.mouseDClick(widget, LEFT, pos=start)
    assert widget.selected_text == "One"
    QTest.mousePress(view._pool.find(0), LEFT, pos=QPoint(5, 5))
    assert widget.selected_text == ""
    view.go_to(1)
    QTest.keyClick(view, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "One *two*\nthree"
    QTest.keyClick(view, Key.Key_A, CTRL)
    assert widget.selected_text == "One two\nthree"


def test_a_link_asks_first(view, messages, make, monkeypatch):
    messages[0] = make(0, "https://example.org/a")
    view.set_chat(1)
    opened = []
    monkeypatch.setattr("app.ui.chat.link_menu.QDesktopServices.openUrl", opened.append)
    widget = view._pool.find(0)
    QTest.mouseClick(widget, LEFT, pos=widget.layout_.words.topLeft() + QPoint(20, 8))
    menu = menu_of(view)
    assert menu.actions()[0].text() == "https://example.org/a"
    assert opened == []
    choose(menu, "Open in the browser")
    assert [url.toString() for url in opened] == ["https://example.org/a"]
    bad = link_menu("file:///etc/passwd", view)
    assert not bad.actions()[2].isEnabled()


def test_reasoning_folds(view, messages, make):
    messages[2] = make(2, reasoning="I wonder.")
    view.set_chat(3)
    widget = view._pool.find(2)
    height = widget.height()
    QTest.mouseClick(widget, LEFT, pos=widget.layout_.fold.center())
    assert widget.height() > height
    view.go_to(2)
    QTest.keyClick(view, Key.Key_Space)
    assert widget.height() == height


def test_jumping_to_a_message_marks_it(view):
    view.set_chat(10_000)
    view.show_message(17)
    assert view.current_row == 17
    assert 0 < y_of(view, 17) < 200
    assert view._pool.find(17).accessibleName().startswith("Anna")


def test_looks_change_at_once(view, theme):
    view.set_chat(50)
    view.set_style("flat", 20)
    assert not view._pool.find(49).layout_.bubble.isValid()
    theme.use("dark")
    assert view._pool.find(49).layout_.looks.tokens.name == "dark"
    theme.use("light")
    assert view.grab().toImage().width() == view.width()
    assert isinstance(view.verticalScrollBar(), QScrollBar)


def test_the_menu_opens_by_mouse_and_by_its_key(view, qtbot):
    view.set_chat(20)
    widget = view._pool.find(18)
    point = QPoint(150, 30)
    by_mouse = QContextMenuEvent.Reason.Mouse
    for target, reason in ((widget, by_mouse), (view, QContextMenuEvent.Reason.Keyboard)):
        view.go_to(18)
        event = QContextMenuEvent(reason, point, target.mapToGlobal(point))
        QGuiApplication.sendEvent(target, event)
        menu = menu_of(view)
        assert menu.actions()[0].text() == "Copy"
        choose(menu, "Copy")
        assert QGuiApplication.clipboard().text() == "Message number 18."
        QGuiApplication.clipboard().clear()
