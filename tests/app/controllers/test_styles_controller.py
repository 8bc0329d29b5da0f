"""Styles and stories: what is listed, what a story is written with, what deleting does."""

from dataclasses import replace

import pytest

from app.controllers.storage_bridge import StorageBridge
from app.controllers.styles_controller import StylesController
from app.db import documents, styles
from app.db.styles import NewStyle
from app.domain.styles import StyleChoice, StyleUsers
from engine.types import StylePart, UserError
from tests.app.window_rig import MODEL, MemoryStorage


class Desk:
    def __init__(self):
        self.storage = MemoryStorage()
        self.controller = StylesController(StorageBridge(self.storage))
        self.heard = []
        for name in ("listed", "chosen", "deleted", "problem", "solved"):
            signal = getattr(self.controller, name)
            signal.connect(lambda *values, name=name: self.heard.append((name, *values)))
        self.noir, self.fairy = (self.add(name, name.lower()) for name in ("Noir", "Fairy"))
        self.foreign = self.add("Saga", "saga", "rwkv7-2")
        self.story = self.storage.run(lambda s: documents.create_document(s, "T", ""))
        self.controller.start()
        self.controller.show_model(MODEL)
        self.controller.show_document(self.story)

    def add(self, name, key, model_key=MODEL.model_key):
        new = NewStyle(name, key, b"x", model_key, "m")
        return self.storage.run(lambda s: styles.add_style(s, new)).id

    def last(self, name):
        return next(event[1:] for event in reversed(self.heard) if event[0] == name)

    def stored(self):
        return self.storage.run(lambda s: documents.load_document(s, self.story.id)).style


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    yield desk
    desk.controller.flush()
    desk.storage.close()


def test_all_styles_are_listed_with_the_model_in_use(desk):
    listed, model_key = desk.last("listed")
    assert [style.name for style in listed] == ["Saga", "Fairy", "Noir"]
    assert model_key == MODEL.model_key


def test_a_choice_is_shown_at_once_and_kept_when_it_rests(desk, qtbot):
    desk.controller.toggle(desk.noir)
    desk.controller.set_strength(0.8)
    (choice,) = desk.last("chosen")
    assert (choice.ids, choice.strength) == ((desk.noir,), 0.8)
    assert desk.stored() == StyleChoice()
    qtbot.waitUntil(lambda: bool(desk.stored() == choice))


def test_a_story_begins_with_a_weighted_mean_of_its_styles(desk):
    desk.controller.toggle(desk.noir)
    assert desk.controller.parts() == (StylePart("noir", 1.0),)
    desk.controller.toggle(desk.fairy)
    desk.controller.set_weight(desk.fairy, 0.25)
    desk.controller.set_strength(0.5)
    assert desk.controller.parts() == (StylePart("noir", 0.4), StylePart("fairy", 0.1))
    desk.controller.set_strength(0.0)
    assert desk.controller.parts() == ()


def test_a_style_of_another_model_adds_nothing_until_its_model_is_back(desk):
    desk.controller.toggle(desk.noir)
    desk.controller.toggle(desk.foreign)
    assert desk.controller.parts() == (StylePart("noir", 1.0),)
    desk.controller.show_model(replace(MODEL, model_key="rwkv7-2"))
    assert desk.controller.parts() == (StylePart("saga", 1.0),)


def test_each_story_has_its_own_choice(desk):
    other = desk.storage.run(lambda s: documents.create_document(s, "Other", ""))
    desk.controller.toggle(desk.noir)
    desk.controller.show_document(other)
    assert desk.stored().ids == (desk.noir,)
    assert desk.last("chosen") == (StyleChoice(),)
    assert desk.controller.parts() == ()
    desk.controller.show_document(None)
    desk.controller.toggle(desk.fairy)
    assert desk.controller.parts() == ()


def test_a_deleted_style_is_told_of_with_its_users_and_can_come_back(desk):
    desk.controller.toggle(desk.noir)
    desk.controller.delete(desk.noir)
    assert desk.last("deleted") == (desk.noir, "Noir", StyleUsers(stories=("T",)))
    assert desk.last("chosen") == (StyleChoice(),)
    assert desk.controller.parts() == ()
    desk.controller.restore(desk.noir)
    assert desk.controller.parts() == (StylePart("noir", 1.0),)


def test_a_style_that_stays_in_the_trash_is_gone_after_the_next_start(desk):
    desk.controller.delete(desk.noir)
    desk.controller.start()
    desk.controller.restore(desk.noir)
    assert "no longer in the library" in str(desk.last("problem")[1])


def test_renaming_keeps_names_apart_and_ignores_an_empty_one(desk):
    desk.controller.rename(desk.noir, "  Fairy ")
    desk.controller.rename(desk.fairy, "   ")
    assert [style.name for style in desk.last("listed")[0]] == ["Saga", "Fairy", "Fairy 2"]


def test_a_full_disk_is_told_and_the_choice_still_holds(desk):
    desk.controller.toggle(desk.noir)
    desk.storage.error = UserError("The disk is full.")
    desk.controller.flush()
    assert desk.last("problem")[0] == "styles"
    assert desk.controller.parts() == (StylePart("noir", 1.0),)
    desk.storage.error = None
    desk.controller.flush()
    assert desk.stored().ids == (desk.noir,)
