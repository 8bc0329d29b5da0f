"""How the model chooses its words: kept with the project, with presets, as the engine takes it."""

import pytest

from app.controllers.sampler_controller import SamplerController, to_sampling
from app.controllers.settings_controller import SettingsController
from app.controllers.storage_bridge import StorageBridge
from app.db.documents import create_document, load_document
from app.domain.samplers import NEUTRAL, PRESETS, SamplerChoice, full, usable
from app.settings import Settings, SettingsFile
from engine.sampling.checking import check_settings
from engine.types import DEFAULT_ORDER, Mirostat, UserError
from tests.app.window_rig import MemoryStorage


class Desk:
    def __init__(self, folder):
        self.storage = MemoryStorage()
        self.settings = SettingsController(SettingsFile(folder / "settings.json"))
        self.sampler = SamplerController(StorageBridge(self.storage), self.settings)
        self.problems = []
        self.sampler.problem.connect(lambda *problem: self.problems.append(problem))
        self.first, self.second = (self.make() for _ in range(2))

    def make(self, project=None):
        return self.storage.run(lambda s: create_document(s, "T", "", project)).id

    def open(self, number):
        self.sampler.show_document(self.storage.run(lambda s: load_document(s, number)))


@pytest.fixture
def desk(qtbot, tmp_path):
    one = Desk(tmp_path)
    one.open(one.first)
    yield one
    one.sampler.flush()
    one.settings.flush()
    one.storage.close()


def test_each_project_has_its_own_choice_and_finds_it_again(desk):
    desk.sampler.choose("creative")
    desk.sampler.change(max_tokens=320, banned=("suddenly",))
    desk.open(desk.second)
    assert desk.sampler.choice.preset == "default"
    desk.open(desk.first)
    choice = desk.sampler.choice
    assert (choice.preset, choice.number("max_tokens")) == ("creative", 320)
    assert choice.values["banned"] == ("suddenly",)
    sampling = desk.sampler.sampling(7)
    assert (sampling.temperature, sampling.top_p, sampling.presence_penalty) == (1.0, 0.6, 2.0)
    assert sampling.banned.phrases == ("suddenly",)
    assert sampling.seed == 7


def test_a_project_without_a_choice_has_what_the_program_is_set_to(desk):
    desk.settings.change(temperature=1.4, max_tokens=400)
    desk.open(desk.second)
    assert desk.sampler.sampling(1).temperature == 1.4
    assert desk.sampler.sampling(1).max_tokens == 400


def test_a_preset_leaves_length_bans_and_seed_alone(desk):
    desk.sampler.change(max_tokens=320, seed=5, stop=("THE END",), temperature=2.0)
    assert desk.sampler.choice.changed
    desk.sampler.choose("novel")
    assert not desk.sampler.choice.changed
    assert desk.sampler.sampling(1).seed == 5
    assert desk.sampler.stop_texts() == ("THE END",)
    assert desk.sampler.sampling(1).max_tokens == 320
    desk.sampler.choose("no such preset")
    assert desk.sampler.choice.preset == "novel"


def test_presets_of_ones_own_are_kept_with_the_program(desk):
    names = []
    desk.sampler.presets_changed.connect(names.append)
    desk.sampler.change(temperature=1.7, min_p=0.1)
    desk.sampler.keep_preset("  Mine ")
    desk.sampler.keep_preset("creative")
    desk.sampler.keep_preset(" ")
    assert names == [["Mine"]]
    desk.sampler.choose("neutral")
    desk.sampler.choose("Mine")
    assert desk.sampler.sampling(1).min_p == 0.1
    assert desk.sampler.choice.preset == "Mine"
    again = SamplerController(StorageBridge(desk.storage), desk.settings)
    assert list(again.own_presets) == ["Mine"]
    desk.sampler.forget_preset("Mine")
    assert names[-1] == []
    assert desk.sampler.sampling(1).temperature == 1.7


@pytest.mark.parametrize("name", PRESETS)
def test_the_engine_takes_every_preset(name):
    check_settings(to_sampling(full(name), 1))


def test_neutral_turns_everything_off():
    sampling = to_sampling(full("neutral"), 1)
    assert (sampling.temperature, sampling.top_p, sampling.top_k) == (1.0, 1.0, 0)
    assert (sampling.presence_penalty, sampling.frequency_penalty) == (0.0, 0.0)
    assert (sampling.mirostat, sampling.xtc, sampling.dry) == (None, None, None)
    assert sampling.order == DEFAULT_ORDER


def test_what_is_switched_on_reaches_the_engine():
    values = {**full("neutral"), "mirostat": True, "xtc_probability": 0.5, "dry_multiplier": 0.8}
    sampling = to_sampling(values, 1)
    assert sampling.mirostat == Mirostat(5.0, 0.1)
    assert sampling.xtc.probability == 0.5
    assert sampling.dry.multiplier == 0.8
    order = ("top_p", "temperature")
    moved = to_sampling({**values, "order": order}, 1).order
    assert moved[:2] == order
    assert sorted(moved) == sorted(DEFAULT_ORDER)


@pytest.mark.parametrize(
    ("name", "given", "used"),
    [
        ("temperature", "hot", NEUTRAL["temperature"]),
        ("temperature", 99, 5.0),
        ("top_k", 12.7, 12),
        ("mirostat", 1, False),
        ("banned", "word", ()),
        ("banned", ["a", 3, ""], ("a",)),
        ("seed", True, -1),
        ("order", ["nonsense", "xtc"], ("xtc",)),
    ],
)
def test_values_from_a_file_are_made_usable(name, given, used):
    found = usable({name: given})[name]
    assert found[:1] == used if name == "order" else found == used


def test_a_damaged_file_of_presets_is_no_preset(desk):
    desk.settings.change(sampler_presets='{"A": 1, "B": {"temperature": "x"}, ')
    assert desk.sampler.own_presets == {}
    desk.settings.change(sampler_presets='{"A": 1, "B": {"temperature": "x"}}')
    assert list(desk.sampler.own_presets) == ["B"]


def test_a_problem_is_told(desk):
    desk.storage.error = UserError("The disk is full.")
    desk.sampler.change(top_k=40)
    desk.sampler.flush()
    assert desk.problems[0][0] == "sampler"


def test_settings_begin_as_the_default_preset():
    assert SamplerChoice().number("temperature") == Settings().temperature
    assert SamplerChoice().number("top_p") == Settings().top_p
