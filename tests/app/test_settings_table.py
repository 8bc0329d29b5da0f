"""Every setting is declared once, and the declaration fits the values."""

from dataclasses import fields

import pytest

from app.settings import Settings
from app.settings.table import DECLARED, SECTIONS, SETTABLE, TRAVELLING, Kind

SPECS = {spec.name: spec for spec in fields(Settings)}
ROWS = [row for section in SECTIONS for row in section.rows]


def test_every_field_is_declared_and_nothing_else_is_but_secrets_and_buttons():
    assert set(SPECS) - set(DECLARED) == set(), "say in app/settings/table.py what these are"
    others = {name for name in DECLARED if name not in SPECS}
    assert {DECLARED[name].kind for name in others} == {Kind.SECRET, Kind.ACTION}


def test_no_setting_stands_in_two_sections():
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names))
    assert len({row.title for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("name", SETTABLE)
def test_its_kind_fits_its_values(name):
    spec, row = SPECS[name], DECLARED[name]
    kinds = {bool: Kind.SWITCH, int: Kind.NUMBER, float: Kind.NUMBER}
    if "choices" in spec.metadata:
        assert row.kind is Kind.CHOICE
        assert tuple(value for value, _ in row.words) == spec.metadata["choices"]
    elif isinstance(spec.default, str):
        assert row.kind in (Kind.TEXT, Kind.FOLDER)
        assert row.empty, "say what an empty one means"
    else:
        assert row.kind is kinds[type(spec.default)]
        assert "range" in spec.metadata or row.kind is Kind.SWITCH


def test_what_is_shown_has_a_title():
    assert all(row.title for row in ROWS)
    assert all(row.unit for row in ROWS if row.kind is Kind.ACTION)


def test_secrets_and_places_of_this_machine_do_not_travel():
    assert "hub_token" not in TRAVELLING
    assert not {"window", "last_document", "model_path", "backup_folder"} & set(TRAVELLING)
    assert "theme" in TRAVELLING
