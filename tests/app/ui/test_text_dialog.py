"""“Text and page”: every choice takes effect at once, and shows what is set elsewhere."""

import pytest

from app.settings import Settings
from app.ui.text_dialog import TextDialog


@pytest.fixture
def dialog(qtbot):
    dialog = TextDialog()
    qtbot.addWidget(dialog)
    dialog.show_settings(Settings(text_face="sans", column=72, font_size=22, spelling=False))
    return dialog


def test_it_shows_what_is_set(dialog):
    values = {name: field.currentData() for name, field in dialog.fields.items()}
    assert values["text_face"] == "sans"
    assert values["paragraphs"] == "indent"
    assert dialog.font_size.value() == 22
    assert not dialog.switches["spelling"].isChecked()


def test_a_width_of_one_s_own_can_be_seen(dialog):
    assert dialog.fields["column"].currentText() == "72 characters"


def test_every_choice_is_told(dialog):
    told = {}
    dialog.setting_chosen.connect(told.__setitem__)
    for name, field in dialog.fields.items():
        other = (field.currentIndex() + 1) % field.count()
        field.setCurrentIndex(other)
        field.activated.emit(other)
        assert told[name] == field.itemData(other)
    for name, box in dialog.switches.items():
        box.click()
        assert told[name] is box.isChecked()
    dialog.font_size.setValue(24)
    assert told["font_size"] == 24


def test_it_takes_effect_on_the_page(rig):
    dialog = rig.window.rail._text_dialog
    field = dialog.fields["column"]
    field.setCurrentIndex(field.findData(52))
    field.activated.emit(field.currentIndex())
    dialog.switches["typewriter"].click()
    assert rig.settings.value.column == 52
    assert rig.settings.value.typewriter
    dialog.font_size.setValue(30)
    assert rig.window.editor.document().defaultFont().pixelSize() == 30
