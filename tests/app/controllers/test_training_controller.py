"""Teaching a style, with a stand-in for the trainer that learns, crashes, hangs or babbles."""

import dataclasses
import sys
from pathlib import Path

import pytest

from app.controllers.storage_bridge import StorageBridge
from app.controllers.training_controller import (
    IDLE,
    LEARNING,
    PREPARING,
    Surroundings,
    TrainingController,
)
from app.db import documents, styles
from app.domain.documents import DocumentDraft, OriginSpan
from app.domain.styles import Lesson
from app.formats.lesson_text import lesson_text
from engine.types import UserError
from tests.app import fake_trainer
from tests.app.window_rig import MODEL, MemoryStorage


class Desk:
    def __init__(self, folder: Path):
        self.storage = MemoryStorage()
        self.folder = folder / "训练 folder"
        self.behaviour = "learn"
        self.asked = []
        self.read_error = None
        around = Surroundings(
            command=self.command,
            root=folder,
            folder=self.folder,
            read_style=self.read,
            read_text=lesson_text,
            model_path=lambda: folder / "model",
        )
        self.controller = TrainingController(StorageBridge(self.storage), around)
        self.controller.show_model(MODEL)
        self.heard = []
        for name in ("state_changed", "progressed", "measured", "learnt", "problem"):
            signal = getattr(self.controller, name)
            signal.connect(lambda *values, name=name: self.heard.append((name, *values)))
        text = "Mine. Its. Mine."
        story = self.storage.run(lambda s: documents.create_document(s, "T", "")).id
        draft = DocumentDraft(story, text, (OriginSpan(6, 10),))
        self.storage.run(lambda s: documents.save_document(s, draft))
        more = folder / "more.txt"
        more.write_bytes("风很大。的一是不了".encode("gb18030"))
        self.lesson = Lesson("Noir –x", (story,), (more,))

    def command(self, arguments):
        self.asked = list(arguments)
        return [sys.executable, fake_trainer.__file__, self.behaviour, *arguments]

    def read(self, path, model):
        assert model == self.folder.parent / "model"
        if self.read_error is not None:
            raise self.read_error
        return "key", path.read_bytes()

    def all(self, name):
        return [event[1:] for event in self.heard if event[0] == name]

    def styles(self):
        return self.storage.run(styles.list_styles)

    def left_over(self):
        return list(self.folder.iterdir()) if self.folder.exists() else []


@pytest.fixture
def desk(qtbot, tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.controller.shut_down()
    desk.storage.close()


def learn(desk, qtbot, behaviour="learn", lesson=None):
    desk.behaviour = behaviour
    desk.controller.start(lesson or desk.lesson)
    qtbot.waitUntil(lambda: bool(desk.controller.state == IDLE), timeout=30_000)


def test_a_lesson_becomes_a_style(desk, qtbot):
    learn(desk, qtbot)
    (style,) = desk.styles()
    assert (style.name, style.model_key, style.before, style.after) == (
        "Noir –x",
        "rwkv7-1",
        3.0,
        2.5,
    )
    assert desk.storage.run(lambda s: styles.load_style(s, "key")) == "style Noir –x".encode()
    assert [state for (state,) in desk.all("state_changed")] == [
        "preparing",
        "learning",
        "keeping",
        "idle",
    ]
    assert desk.all("learnt") == [(style,)]
    assert desk.all("problem") == []
    assert desk.left_over() == []


def test_progress_and_both_curves_are_told_in_bits_per_byte(desk, qtbot):
    learn(desk, qtbot)
    progress = desk.all("progressed")
    assert progress[0] == (0, 30, 0.0)
    assert progress[-1][:2] == (30, 30)
    heldout = [(step, bits) for held, step, bits in desk.all("measured") if held]
    learnt = [bits for held, step, bits in desk.all("measured") if not held]
    assert heldout[0] == (0, 3.0)
    assert len(learnt) == 30
    assert 2.5 < learnt[-1] < 3.0  # 5.5 nats a token, 3 bytes a token


def test_the_trainer_is_asked_for_a_style_of_the_writers_own_words(desk, qtbot, monkeypatch):
    read = {}

    def command(arguments):
        first = Path(arguments[arguments.index("--source") + 1])
        read["text"] = first.read_text("utf-8")
        read["file"] = Path(arguments[-1]).read_text("utf-8")
        return desk.command(arguments)

    monkeypatch.setattr(desk.controller, "_around", _with(desk.controller._around, command=command))
    learn(desk, qtbot)
    assert read["text"] == "Mine.\n\nMine."
    assert desk.asked[:2] == ["state", "--json"]
    assert f"--model={desk.folder.parent / 'model'}" in desk.asked
    assert "--name=Noir –x" in desk.asked
    assert read["file"] == "风很大。的一是不了"


def _with(value, **changes):
    return dataclasses.replace(value, **changes)


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        ("complain", "Too little: 7 tokens. Add more."),
        ("crash", "ended from outside"),
        ("full", "No space left on device. Your stories and styles are as they were"),
        ("silent", "gave up"),
    ],
)
def test_a_lesson_that_fails_says_why_and_leaves_nothing(desk, qtbot, behaviour, words):
    learn(desk, qtbot, behaviour)
    ((key, error),) = desk.all("problem")
    assert key == "training"
    assert words in str(error)
    assert desk.styles() == []
    assert desk.left_over() == []
    learn(desk, qtbot)
    assert len(desk.styles()) == 1


def test_a_program_that_is_not_there(desk, qtbot, monkeypatch):
    around = _with(desk.controller._around, command=lambda _arguments: ["/nowhere/trainer"])
    monkeypatch.setattr(desk.controller, "_around", around)
    learn(desk, qtbot)
    assert "could not be started" in str(desk.all("problem")[0][1])
    assert desk.left_over() == []


def test_babble_between_the_lines_does_no_harm(desk, qtbot):
    learn(desk, qtbot, "garbage")
    assert len(desk.styles()) == 1


@pytest.mark.parametrize("behaviour", ["hang", "slow"])
def test_cancelling_keeps_nothing(desk, qtbot, behaviour):
    desk.behaviour = behaviour
    desk.controller.start(desk.lesson)
    qtbot.waitUntil(lambda: bool(desk.left_over() and desk.asked))
    if behaviour == "slow":
        qtbot.waitUntil(lambda: bool(desk.all("measured")))
    desk.controller.cancel()
    qtbot.waitUntil(lambda: bool(desk.controller.state == IDLE))
    assert desk.styles() == []
    assert desk.left_over() == []
    assert desk.all("problem") == []


def test_cancelling_before_the_process_is_there(desk, qtbot):
    desk.storage.held = True
    desk.controller.start(desk.lesson)
    assert desk.controller.state == PREPARING
    desk.controller.cancel()
    desk.storage.release()
    qtbot.waitUntil(lambda: bool(desk.controller.state == IDLE))
    assert desk.asked == []
    assert desk.left_over() == []


def test_leaving_the_program_ends_the_process(desk, qtbot):
    desk.behaviour = "hang"
    desk.controller.start(desk.lesson)
    qtbot.waitUntil(lambda: bool(desk.controller.state == LEARNING))
    desk.controller.shut_down()
    assert desk.left_over() == []


def test_a_second_lesson_waits_for_nobody_and_is_not_begun(desk, qtbot):
    desk.behaviour = "slow"
    desk.controller.start(desk.lesson)
    desk.controller.start(Lesson("Another", desk.lesson.documents))
    qtbot.waitUntil(lambda: bool(desk.controller.state == IDLE), timeout=30_000)
    assert [style.name for style in desk.styles()] == ["Noir –x"]


def test_without_text_or_model_nothing_is_begun(desk, qtbot):
    learn(desk, qtbot, lesson=Lesson("Empty", ()))
    assert "no text to learn from" in str(desk.all("problem")[-1][1])
    desk.controller.show_model(None)
    desk.controller.start(desk.lesson)
    assert "No model" in str(desk.all("problem")[-1][1])
    assert desk.asked == []


def test_a_file_that_cannot_be_read_is_named_and_nothing_is_begun(desk, qtbot, tmp_path):
    gone = tmp_path / "gone.docx"
    learn(desk, qtbot, lesson=dataclasses.replace(desk.lesson, files=(gone,)))
    assert "gone.docx" in str(desk.all("problem")[0][1])
    assert desk.asked == []
    assert desk.left_over() == []
    learn(desk, qtbot)
    assert len(desk.styles()) == 1


def test_json_lines_go_to_the_trainer_as_they_are(desk, qtbot, tmp_path):
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"text": "A."}')
    learn(desk, qtbot, lesson=Lesson("Lines", (), (lines,)))
    assert desk.asked[-1] == str(lines)


def test_a_folder_that_cannot_be_written(desk, qtbot):
    desk.folder.write_text("a file")
    learn(desk, qtbot)
    error = desk.all("problem")[0][1]
    assert "cannot be written" in str(error)
    assert str(desk.folder) in str(error)


def test_a_damaged_result_or_a_full_library_keeps_nothing(desk, qtbot):
    desk.read_error = UserError("It is damaged.")
    learn(desk, qtbot)
    assert str(desk.all("problem")[0][1]) == "It is damaged."
    assert desk.styles() == []
    assert desk.left_over() == []
