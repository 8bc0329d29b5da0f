"""The model's state in words, and settings that are kept."""

from dataclasses import replace

import pytest

from app.controllers.model_controller import ModelController
from app.controllers.settings_controller import SettingsController
from app.settings import Settings, SettingsFile
from engine.types import DeviceLost, Failed, ModelLoading, ModelReady, UserError
from tests.app.window_rig import MODEL


class Loader:
    def __init__(self):
        self.paths = []

    def load_model(self, path):
        self.paths.append(path)


def listen(controller, *names):
    heard = []
    for name in names:
        getattr(controller, name).connect(lambda *v, name=name: heard.append((name, *v)))
    return heard


def test_a_model_is_loaded_and_described(qtbot):
    loader = Loader()
    controller = ModelController(loader)
    heard = listen(controller, "described", "loading", "loading_ended", "ready", "solved")
    controller.load("a/model")
    controller.on_event(ModelLoading("model", 2, 3))
    controller.on_event(ModelReady(MODEL))
    assert loader.paths == ["a/model"]
    assert heard[0] == ("described", "", "")
    assert ("loading", "Loading model…", 2, 3) in heard
    assert heard[-1] == ("ready", MODEL)
    name, detail = next(event[1:] for event in heard if event[0] == "described" and event[1])
    assert name == "First Light"
    assert "9.4 million" in detail


def test_a_model_that_cannot_be_loaded_is_a_problem(qtbot):
    controller = ModelController(Loader())
    heard = listen(controller, "problem", "loading_ended", "described")
    error = UserError("The model file x does not exist.")
    controller.on_event(Failed(0, error))
    controller.on_event(Failed(3, error))
    assert heard == [("loading_ended",), ("problem", "model", error)]
    controller.describe()
    assert heard[-1] == ("described", "", "")


@pytest.fixture
def file(tmp_path):
    return SettingsFile(tmp_path / "settings.json")


def test_settings_are_written_when_they_rest(qtbot, file):
    controller = SettingsController(file)
    heard = listen(controller, "changed")
    controller.change(theme="dark")
    controller.change(theme="dark")
    controller.step_font_size(1)
    assert len(heard) == 2
    assert file.load()[0] == Settings()
    qtbot.waitUntil(lambda: bool(file.load()[0] == Settings(theme="dark", font_size=20)))


def test_the_text_size_stays_in_its_range(qtbot, file):
    controller = SettingsController(file)
    for _ in range(30):
        controller.step_font_size(-1)
    assert controller.value.font_size == 12
    controller.step_font_size(0)
    assert controller.value.font_size == 18
    controller.flush()


def test_settings_that_cannot_be_written_are_a_problem(qtbot, tmp_path):
    (tmp_path / "file").write_text("")
    controller = SettingsController(SettingsFile(tmp_path / "file" / "settings.json"))
    heard = listen(controller, "problem")
    controller.report()
    controller.flush()
    assert [event[1] for event in heard] == ["settings", "settings"]


def test_a_device_that_fails_is_a_message_and_a_new_description(qtbot):
    controller = ModelController(Loader())
    controller.on_event(ModelReady(MODEL))
    heard = listen(controller, "problem", "described", "ready")
    controller.on_event(DeviceLost(replace(MODEL, device="cpu", device_note="no memory left")))
    assert [event[0] for event in heard] == ["described", "problem"]
    assert "no memory left" in heard[0][2]
    key, error = heard[1][1:]
    assert key == "device"
    assert "no memory left" in str(error)
