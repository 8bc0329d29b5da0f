"""Settings survive a restart, damage and newer versions."""

import json

import pytest

from app.settings import Settings, SettingsFile
from engine.types import UserError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "settings.json"


def test_what_was_saved_is_loaded(path):
    wanted = Settings(theme="sepia", font_size=22, window=(1, 2, 800, 600), folded=("inspector",))
    SettingsFile(path).save(wanted)
    assert SettingsFile(path).load() == (wanted, None)
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_without_a_file_there_are_defaults(path):
    assert SettingsFile(path).load() == (Settings(), None)


@pytest.mark.parametrize("content", ["{", "[]", "\x00\xff", "", "[" * 100_000])
def test_a_damaged_file_is_put_aside_and_said_so(path, content):
    path.parent.mkdir()
    path.write_text(content, "latin-1")
    settings, problem = SettingsFile(path).load()
    assert settings == Settings()
    assert isinstance(problem, UserError)
    assert "settings.json.bad" in problem.hint
    assert path.with_name("settings.json.bad").read_text("latin-1") == content


def test_fields_of_a_newer_version_survive(path):
    path.parent.mkdir()
    path.write_text(json.dumps({"theme": "dark", "from_the_future": [1, 2]}))
    file = SettingsFile(path)
    settings, _ = file.load()
    file.save(settings)
    assert json.loads(path.read_text())["from_the_future"] == [1, 2]


@pytest.mark.parametrize(
    "fields",
    [
        {"theme": "pink"},
        {"font_size": 900},
        {"font_size": "big"},
        {"temperature": True},
        {"window": [1, "2"]},
        {"window": [0, 0, 10**12, 700]},
        {"folded": [1]},
        {"maximized": 1},
        {"language": None},
    ],
)
def test_a_value_that_does_not_fit_is_replaced_by_the_default(path, fields):
    path.parent.mkdir()
    path.write_text(json.dumps({**fields, "max_tokens": 200}))
    assert SettingsFile(path).load() == (Settings(max_tokens=200), None)


def test_half_a_character_in_the_file_does_not_keep_it_from_being_saved(path):
    path.parent.mkdir()
    path.write_text('{"font_family": "Song\\ud83d", "later": "\\udc00"}')
    file = SettingsFile(path)
    settings, problem = file.load()
    assert (settings.font_family, problem) == ("Song\ufffd", None)
    file.save(settings)
    assert SettingsFile(path).load() == (settings, None)


def test_a_failing_save_says_why_and_leaves_the_old_file(path):
    file = SettingsFile(path)
    file.save(Settings(theme="dark"))
    path.with_name("settings.json.tmp").mkdir()
    with pytest.raises(UserError, match="cannot be saved"):
        file.save(Settings())
    assert SettingsFile(path).load()[0].theme == "dark"


def test_sampling_carries_the_settings_and_the_seed():
    sampling = Settings(temperature=0.5, max_tokens=99).sampling(7)
    assert (sampling.temperature, sampling.max_tokens, sampling.seed) == (0.5, 99, 7)
