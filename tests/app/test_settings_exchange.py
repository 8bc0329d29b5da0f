"""Settings carried from one machine to another, and secrets that stay."""

import json
import os
import stat

import pytest

from app.controllers.secrets_controller import SecretsController
from app.controllers.settings_controller import SettingsController
from app.settings import Settings, SettingsFile
from app.settings.exchange import read_settings, write_settings
from app.settings.secrets import SecretsFile
from engine.types import UserError

OURS = {"kind": "longscroll-settings"}
MINE = Settings(theme="sepia", font_size=22, backup_folder="/mine", window=(1, 2, 3, 4))


def test_what_makes_sense_elsewhere_travels(tmp_path):
    path = tmp_path / "out.json"
    write_settings(MINE, path)
    taken = read_settings(path)
    assert taken.values["theme"] == "sepia"
    assert taken.values["font_size"] == 22
    assert not {"backup_folder", "window", "model_path"} & set(taken.values)
    assert taken.unknown == {}
    assert "hub_token" not in path.read_text()


def test_a_settings_file_of_the_program_can_be_imported_too(tmp_path):
    SettingsFile(tmp_path / "settings.json").save(MINE)
    taken = read_settings(tmp_path / "settings.json")
    assert taken.values["theme"] == "sepia"
    assert "window" not in taken.values


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({**OURS, "theme": "pink"}, "theme = pink"),
        (
            {**OURS, "theme": "dark", "font_size": 900, "top_p": "much"},
            "font_size = 900, top_p = much",
        ),
        ({"theme": "dark", "some": "thing"}, "holds no settings"),
        ([1], "holds no settings"),
    ],
)
def test_wrong_values_are_named_and_nothing_is_changed(qtbot, tmp_path, content, words):
    path = tmp_path / "in.json"
    path.write_text(json.dumps(content))
    controller = SettingsController(SettingsFile(tmp_path / "settings.json"))
    with qtbot.waitSignal(controller.exchange_failed) as told:
        controller.take_from(path)
    assert words in str(told.args[0])
    assert controller.value == Settings()


def test_a_file_that_is_more_than_settings_is_refused(tmp_path):
    """What is unknown would be written anew with each setting that is changed."""
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"kind": "longscroll-settings", "later": "x" * 1_000_000}), "utf-8")
    with pytest.raises(UserError, match="far more than settings"):
        read_settings(path)


def test_unknown_fields_are_kept_for_the_version_that_knows_them(qtbot, tmp_path):
    path = tmp_path / "in.json"
    path.write_text(
        json.dumps({**OURS, "theme": "dark", "from_the_future": [1], "hub_token": "s3cret"})
    )
    controller = SettingsController(SettingsFile(tmp_path / "settings.json"))
    with qtbot.waitSignal(controller.imported):
        controller.take_from(path)
    stored = json.loads((tmp_path / "settings.json").read_text())
    assert stored["theme"] == "dark"
    assert stored["from_the_future"] == [1]
    assert "hub_token" not in stored


def test_a_failing_export_says_why(qtbot, tmp_path):
    (tmp_path / "out.json.tmp").mkdir()
    controller = SettingsController(SettingsFile(tmp_path / "settings.json"))
    with qtbot.waitSignal(controller.exchange_failed):
        controller.write_to(tmp_path / "out.json")


def test_fields_go_back_to_what_was_installed(qtbot, tmp_path):
    controller = SettingsController(SettingsFile(tmp_path / "settings.json"))
    controller.change(theme="dark", font_size=30)
    controller.reset(["theme"])
    assert controller.value == Settings(font_size=30)
    controller.flush()


def test_a_secret_is_its_owners_alone(tmp_path):
    file = SecretsFile(tmp_path / "data" / "secrets.json")
    assert file.load() == {}
    file.keep("hub_token", "abc")
    assert file.load() == {"hub_token": "abc"}
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "data" / "secrets.json").stat().st_mode) == 0o600
    file.keep("hub_token", "")
    assert file.load() == {}


@pytest.mark.parametrize("content", ["{", "[]", '{"hub_token": 3}'])
def test_a_damaged_file_of_secrets_holds_none(tmp_path, content):
    path = tmp_path / "secrets.json"
    path.write_text(content)
    assert SecretsFile(path).load() == {}


def test_secrets_are_told_only_to_be_there(qtbot, tmp_path):
    controller = SecretsController(SecretsFile(tmp_path / "secrets.json"))
    with qtbot.waitSignal(controller.known) as told:
        controller.keep("hub_token", " abc ")
    assert told.args == ["hub_token", True]
    assert controller.value("hub_token") == "abc"


def test_a_secret_that_cannot_be_kept_is_a_problem(qtbot, tmp_path):
    (tmp_path / "file").write_text("")
    controller = SecretsController(SecretsFile(tmp_path / "file" / "secrets.json"))
    with qtbot.waitSignal(controller.problem):
        controller.keep("hub_token", "abc")


def test_settings_that_are_too_large_or_no_json_are_refused(tmp_path):
    path = tmp_path / "in.json"
    path.write_text("{")
    with pytest.raises(UserError, match="not valid JSON"):
        read_settings(path)
