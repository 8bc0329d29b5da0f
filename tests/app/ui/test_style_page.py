"""The parts of the Style page: values in, signals out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
)

from app.domain.documents import DocumentSummary
from app.domain.styles import Lesson, Style, StyleChoice, StyleShare, StyleUsers
from app.ui.durations import time_left
from app.ui.language import Language
from app.ui.lesson_form import LessonForm
from app.ui.lesson_progress import LessonProgress
from app.ui.loss_plot import LossPlot, smoothed, ticks
from app.ui.style_list import StyleList
from tests.app.window_rig import MODEL

# The offscreen platform says so for every window with a smallest size.
NOW = datetime.now(UTC)
KEY = MODEL.model_key
NOIR = Style(1, "Noir", "k1", KEY, "First Light", NOW, 3.0, 2.5)
FAIRY = Style(2, "Fairy", "k2", KEY, "First Light", NOW)
SAGA = Style(3, "Saga", "k3", "other", "Old Tales", NOW, 2.0, 1.5)


@pytest.fixture(autouse=True)
def _english(qapp):
    """Plurals and separators are a language's."""
    language = Language(qapp, "en")
    yield
    language.use("en")


def shown_texts(widget):
    return [
        label.text()
        for label in widget.findChildren(QLabel)
        if label.isVisibleTo(widget) and label.text()
    ]


def button(widget, words):
    return next(b for b in widget.findChildren(QPushButton) if b.text() == words)


@pytest.fixture
def show(qtbot):
    def show(widget):
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return show


# The form


def stories(*sizes):
    return [DocumentSummary(n, f"Story {n}", NOW, size) for n, size in enumerate(sizes, 1)]


def tick(form, row, state=Qt.CheckState.Checked):
    form.findChild(QListWidget).item(row).setCheckState(state)


def test_the_open_story_is_ticked_until_the_person_decides(show):
    form = show(LessonForm())
    form.show_current(2)
    form.show_documents(stories(10_000, 10_000, 5))
    assert form.lesson() == Lesson("My style", (2,))
    form.show_current(1)
    assert form.lesson().documents == (1,)
    tick(form, 2)
    form.show_current(2)
    assert form.lesson().documents == (1, 3)
    form.show_documents(stories(10_000, 10_000, 5, 7))
    assert form.lesson().documents == (1, 3)


def test_files_are_learnt_from_beside_stories(show, tmp_path):
    form = show(LessonForm())
    form.show_documents(stories(100))
    path = tmp_path / "书.txt"
    path.write_text("x" * 9000)
    form.add_files([str(path), str(path), str(tmp_path / "gone.txt")])
    lesson = form.lesson()
    assert lesson.files == (path, tmp_path / "gone.txt")
    assert any("9,000 characters" in text for text in shown_texts(form))
    form.show_documents(stories(100, 200))
    assert form.lesson().files == lesson.files


def test_what_is_asked_and_told_of_sizes(show):
    form = LessonForm()
    form.show_documents(stories(100, 200))
    form.show_current(2)
    wanted = []
    form.story_sizes_wanted.connect(lambda *values: wanted.append(values))
    form.file_size_wanted.connect(lambda *values: wanted.append(values))
    show(form)
    assert wanted == [((2,), True)]
    form.show_story_sizes({2: 50})
    assert any(text.startswith("50 characters") for text in shown_texts(form))
    form.add_files(["/gone/a.docx"])
    form.show_file_size("/gone/a.docx", 9_000)
    assert any("9,050 characters" in text for text in shown_texts(form))
    form.findChild(QCheckBox).setChecked(False)
    assert wanted[1:] == [("/gone/a.docx", True), ((2,), False), ("/gone/a.docx", False)]
    form.show_summary(replace(stories(1, 300)[1], title="Longer"))
    assert wanted[-1] == ((2,), False)
    form.remove_file("/gone/a.docx")
    assert form.lesson().files == ()
    assert any(text.startswith("300 characters") for text in shown_texts(form))


def test_a_lesson_needs_something_to_learn_from_and_warns_of_little(show):
    form = show(LessonForm())
    form.show_documents(stories(100))
    assert not button(form, "Teach").isEnabled()
    tick(form, 0)
    assert button(form, "Teach").isEnabled()
    assert any("little to learn from" in text for text in shown_texts(form))


def test_teaching_by_keyboard(show, qtbot):
    form = show(LessonForm())
    form.show_current(1)
    form.show_documents(stories(10_000))
    name = form.findChild(QLineEdit)
    QTest.keyClicks(name, "  My  noir ")
    with qtbot.waitSignal(form.teach_requested) as asked:
        QTest.keyClick(name, Qt.Key.Key_Return)
    assert asked.args == [Lesson("My noir", (1,))]


def test_without_pytorch_one_line_says_what_to_install(show):
    form = show(LessonForm())
    form.show_current(1)
    form.show_documents(stories(10_000))
    form.allow_training(False)
    assert not button(form, "Teach").isEnabled()
    (line,) = [text for text in shown_texts(form) if "PyTorch" in text]
    assert 'pip install "longscroll[train]"' in line
    form.allow_training(True)
    assert button(form, "Teach").isEnabled()


# The lesson


def test_a_lesson_tells_how_far_it_is_and_what_came_of_it(show, theme, qtbot):
    progress = show(LessonProgress(theme))
    progress.begin("Noir")
    assert "Getting ready…" in shown_texts(progress)
    progress.show_progress(40, 1200, 130.0)
    assert "Step 40 of 1,200 · 2 minutes left" in shown_texts(progress)
    assert progress.findChild(QProgressBar).value() == 40
    with qtbot.waitSignal(progress.cancel_requested):
        button(progress, "Cancel").click()
    progress.show_keeping()
    assert not button(progress, "Cancel").isEnabled()
    progress.allow_use(True)
    progress.show_result(NOIR)
    words = "On the part held out, bits per byte fell from 3.000 to 2.500."
    assert shown_texts(progress) == ["“Noir” is ready", words]
    with qtbot.waitSignal(progress.use_requested) as asked:
        button(progress, "Use in the story").click()
    assert asked.args == [1]


def test_a_lesson_without_gain_says_so(show, theme):
    progress = show(LessonProgress(theme))
    progress.show_result(replace(NOIR, after=3.2))
    assert any("nothing was gained" in text for text in shown_texts(progress))
    progress.show_result(FAIRY)
    assert any("not known" in text for text in shown_texts(progress))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "a few seconds left"),
        (12, "10 seconds left"),
        (59, "1 minute left"),
        (600, "10 minutes left"),
        (7200, "2 hours left"),
    ],
)
def test_the_time_left_is_said_as_people_say_it(qapp, seconds, words):
    assert time_left(seconds) == words


def colours(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def test_the_plot_draws_both_curves(show, theme):
    plot = show(LossPlot(theme))
    plot.resize(300, 180)
    empty = colours(plot)
    plot.show_steps(10)
    for step in range(11):
        plot.add(False, step, 3.0 - step / 10)
    plot.add(True, 0, 3.0)
    plot.add(True, 10, 2.2)
    plot.add(True, 10, float("nan"))
    assert [len(points) for points in plot.points] == [11, 2]
    assert len(colours(plot)) > len(empty)
    assert theme.tokens.accent.lower() in colours(plot)
    assert "2.20" in plot.accessibleDescription()
    plot.clear()
    assert plot.points == ([], [])


def test_one_point_or_equal_points_are_drawn_too(show, theme):
    plot = show(LossPlot(theme))
    plot.add(True, 0, 2.0)
    plot.grab()
    plot.add(True, 1, 2.0)
    plot.grab()


def test_ticks_are_round_and_few():
    assert ticks(2.53, 3.02) == pytest.approx([2.6, 2.7, 2.8, 2.9, 3.0])
    for low, high in ((0.0, 4.0), (1.111, 1.113), (2.0, 900.0)):
        assert 2 <= len(ticks(low, high)) <= 6


def test_smoothing_keeps_a_level_and_follows_a_change():
    assert smoothed([(1, 2.0), (2, 2.0)]) == [(1, 2.0), (2, 2.0)]
    values = [value for _, value in smoothed([(1, 3.0), *((n, 1.0) for n in range(2, 30))])]
    assert values[0] == 3.0
    assert values == sorted(values, reverse=True)
    assert values[-1] == pytest.approx(1.0, abs=0.01)


# The list


def test_the_list_tells_what_a_style_achieved_and_whose_it_is(show, theme):
    styles = show(StyleList(theme))
    styles.show_styles([NOIR, FAIRY, SAGA], KEY)
    view = styles.findChild(QListWidget)
    details = [view.item(row).data(Qt.ItemDataRole.UserRole + 1) for row in range(3)]
    assert details[0].startswith("3.00 → 2.50 bits per byte")
    assert details[2] == "Belongs to another model or version: Old Tales"
    styles.show_story("The Boat")
    assert button(styles, "Use in the story").isEnabled()
    view.setCurrentRow(2)
    assert not button(styles, "Use in the story").isEnabled()
    assert button(styles, "Delete").isEnabled()


def test_the_list_tells_who_uses_a_style(show, theme):
    styles = show(StyleList(theme))
    users = StyleUsers(("The Boat",), tuple(f"Anna {n}" for n in range(8)), ("", "Tea"))
    styles.show_styles([replace(NOIR, users=users), FAIRY], KEY)
    used, free = (styles.findChild(QListWidget).item(row) for row in range(2))
    detail = used.data(Qt.ItemDataRole.UserRole + 1)
    assert detail.endswith(" · 1 story, 8 characters, and 2 conversations")
    assert used.toolTip().splitlines()[1:] == [
        "Stories: The Boat",
        "Characters: Anna 0, Anna 1, Anna 2, Anna 3, Anna 4, Anna 5, and 2 more",
        "Conversations: Untitled and Tea",
    ]
    assert "story" not in free.data(Qt.ItemDataRole.UserRole + 1)
    assert len(free.toolTip().splitlines()) == 1


def test_styles_are_used_renamed_and_deleted(show, theme, qtbot):
    styles = show(StyleList(theme))
    styles.show_story("The Boat")
    styles.show_styles([NOIR, FAIRY], KEY)
    view = styles.findChild(QListWidget)
    with qtbot.waitSignal(styles.use_toggled) as used:
        button(styles, "Use in the story").click()
    assert used.args == [1]
    styles.show_choice(StyleChoice((StyleShare(1),)))
    assert button(styles, "Use no longer").isEnabled()
    styles.rename_current()
    editor = view.findChild(QLineEdit)
    editor.setText(" Dark  noir ")
    with qtbot.waitSignal(styles.rename_requested) as renamed:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert renamed.args == [1, "Dark noir"]
    view.setFocus()
    view.setCurrentRow(1)
    with qtbot.waitSignal(styles.delete_requested) as deleted:
        QTest.keyClick(view, Qt.Key.Key_Delete)
    assert deleted.args == [2]


def test_a_style_just_learnt_is_selected_when_it_is_listed(show, theme):
    styles = show(StyleList(theme))
    styles.show_styles([FAIRY], KEY)
    styles.select(1)
    styles.show_styles([NOIR, FAIRY], KEY)
    assert styles.findChild(QListWidget).currentRow() == 0
    styles.show_styles([SAGA, NOIR, FAIRY], KEY)
    assert styles.findChild(QListWidget).currentRow() == 1
