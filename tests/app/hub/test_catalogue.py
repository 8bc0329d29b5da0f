"""The list of models that comes with the program, and lists that are wrong."""

import copy
import json

import pytest

from app.domain.samplers import RANGES
from app.hub.catalogue import parse_catalogue, read_catalogue
from app.paths import resource
from engine.types import UserError

PATH = resource("models", "catalogue.json")
VALUE = json.loads(PATH.read_text("utf-8"))


@pytest.fixture
def value():
    return copy.deepcopy(VALUE)


def test_ours_can_be_read_and_holds_what_the_window_needs():
    catalogue = read_catalogue(PATH)
    assert len(catalogue.models) > 30
    assert {"rwkv4", "rwkv5.2", "rwkv6", "rwkv7"} <= {e.generation for e in catalogue.models}
    assert {e.series for e in catalogue.models} == {"g1", "world", "novel"}
    assert 3 <= sum(entry.recommended for entry in catalogue.models) <= 5
    for entry in catalogue.models:
        assert entry.good_for
        assert entry.languages
        assert set(entry.sampling) == {"story", "chat"}
        for values in entry.sampling.values():
            assert all(RANGES[name][0] <= each <= RANGES[name][1] for name, each in values.items())


def test_sizes_and_parameters_agree():
    for entry in read_catalogue(PATH).models:
        if entry.format == "pth":  # two bytes a number
            assert entry.parameters == pytest.approx(entry.size / 2, rel=0.001)


def test_it_agrees_with_the_facts(shared):
    facts = json.loads((shared / "reference" / "catalogue.json").read_text("utf-8"))["models"]
    known = {fact["name"]: fact for fact in facts}
    for entry in read_catalogue(PATH).models:
        fact = known[entry.file]
        assert (entry.size, entry.sha256) == (fact["size"], fact["sha256"])
        assert entry.size_is_exact is not fact.get("size_inferred", False)


def test_an_entry_is_found_by_id_file_and_digest():
    catalogue = read_catalogue(PATH)
    entry = next(e for e in catalogue.models if e.sha256)
    assert catalogue.find(entry.id) is entry
    assert catalogue.find(entry.file.upper()) is entry
    assert catalogue.by_sha256(entry.sha256) is entry
    assert catalogue.find("nothing") is None


def test_a_catalogue_from_the_future_is_refused_in_plain_words(value):
    value["format"] = 2
    with pytest.raises(UserError, match="of a later version of Longscroll"):
        parse_catalogue(value, "catalogue.json")


def test_what_is_not_known_is_left_alone(value):
    value["news"] = [1]
    value["models"][0]["colour"] = "green"
    assert parse_catalogue(value, "c.json") == read_catalogue(PATH)


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("id", None),
        ("repo", "no repository"),
        ("repo", "../x"),
        ("file", "../m.pth"),
        ("file", "a/m.pth"),
        ("file", ""),
        ("size", 0),
        ("size", "big"),
        ("size", True),
        ("generation", "gpt"),
        ("layers", -1),
        ("vocabulary", "mine"),
        ("sha256", "abc"),
        ("good_for", [1]),
        ("sampling", {"chat": {"temperature": "hot"}}),
        ("recommended", "yes"),
    ],
)
def test_wrong_values_are_named(value, key, wrong):
    value["models"][3][key] = wrong
    with pytest.raises(UserError, match=f"“{key}”"):
        parse_catalogue(value, "c.json")


@pytest.mark.parametrize(
    "other", [[], 7, {}, {"format": 1}, {"format": "1"}, {"format": 1, "models": 3}]
)
def test_something_else_is_refused(other):
    with pytest.raises(UserError, match="cannot be used"):
        parse_catalogue(other, "c.json")


def test_the_same_id_twice(value):
    value["models"].append(value["models"][0])
    with pytest.raises(UserError, match="same id"):
        parse_catalogue(value, "c.json")
