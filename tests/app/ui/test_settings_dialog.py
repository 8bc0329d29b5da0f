"""All settings in one dialog, in the whole window."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from app.settings import Settings
from app.settings.table import DECLARED, SECTIONS, SETTABLE
from tests.app.ui.test_reachable import nameless


@pytest.fixture
def dialog(rig, qtbot):
    rig.care.ui.open_settings()
    dialog = rig.care.ui.settings
    qtbot.waitExposed(dialog)
    qtbot.waitUntil(lambda: dialog.page.complete)
    return dialog


def visible(dialog):
    return [name for name, row in dialog.page.rows.items() if row.isVisible()]


def test_the_gear_and_its_key_open_the_one_dialog(rig, qtbot):
    rig.window.rail._options.click()
    first = rig.care.ui.settings
    assert first.isVisible()
    first.close()
    rig.window.activateWindow()
    qtbot.keyClick(rig.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert rig.care.ui.settings is first
    assert first.isVisible()


def test_every_setting_of_the_table_has_a_row(dialog):
    assert list(dialog.page.rows) == [row.name for section in SECTIONS for row in section.rows]


def test_rows_come_a_few_at_a_time_those_in_sight_first(rig, qtbot):
    """All at once would hold up the window for a tenth of a second and more."""
    rig.care.ui.open_settings("network")
    page = rig.care.ui.settings.page
    assert not page.complete
    page.rows.clear()
    made = []
    for _turn in range(3):
        before = len(page.rows)
        page._make_some()
        made.append(len(page.rows) - before)
    assert made == [2, 2, 2]
    assert list(page.rows)[:3] == ["hub_mirror", "hub_token", "hub_proxy"]
    with qtbot.waitSignal(page.completed):
        rig.care.ui.settings.search.setText("token")
    assert set(visible(rig.care.ui.settings)) == {"hub_token", "max_tokens", "top_p"}


def test_each_section_shows_its_own(dialog):
    for number, section in enumerate(SECTIONS):
        dialog.sections.setCurrentRow(number)
        assert visible(dialog) == [row.name for row in section.rows]


@pytest.mark.parametrize("name", SETTABLE)
def test_whatever_is_set_is_shown_and_told(dialog, name):
    """Each field shows a value that is not the usual one, and tells nobody by doing so."""
    spec = Settings.__dataclass_fields__[name]
    usual = spec.default
    if "choices" in spec.metadata:
        value = next(c for c in reversed(spec.metadata["choices"]) if c != usual)
    elif isinstance(usual, bool):
        value = not usual
    elif isinstance(usual, str):
        value = "/somewhere"
    else:
        value = spec.metadata["range"][1]
    heard = []
    dialog.setting_chosen.connect(lambda *told: heard.append(told))
    row = dialog.page.rows[name]
    dialog.show_settings(Settings(**{name: value}))
    assert heard == []
    assert not row.reset.isHidden()
    row.reset.click()
    dialog.show_settings(Settings())
    assert row.reset.isHidden()


def test_a_change_takes_effect_at_once(rig, dialog, qtbot):
    theme = dialog.page.rows["theme"].field.box
    theme.setCurrentIndex(theme.findData("dark"))
    theme.activated.emit(theme.currentIndex())
    assert rig.theme.tokens.dark
    dialog.page.rows["font_size"].field.box.setValue(30)
    assert rig.settings.value.font_size == 30
    dialog.page.rows["read_ahead"].field.box.click()
    assert rig.settings.value.read_ahead is False
    dialog.page.rows["temperature"].field.box.setValue(1.25)
    assert rig.settings.value.temperature == 1.25
    line = dialog.page.rows["hub_mirror"].field.line
    line.setText(" https://mirror.example ")
    line.editingFinished.emit()
    assert rig.settings.value.hub_mirror == "https://mirror.example"
    dialog.page.rows["theme"].reset.click()
    assert rig.settings.value.theme == "system"


def test_the_search_filters_as_one_types_and_marks_the_hits(dialog, qtbot):
    qtbot.keyClicks(dialog.search, "idle")
    assert visible(dialog) == ["unload_minutes"]
    assert "background-color" in dialog.page.rows["unload_minutes"].title.text()
    shown = [n for n in range(dialog.sections.count()) if not dialog.sections.item(n).isHidden()]
    assert [SECTIONS[n].name for n in shown] == ["model"]
    dialog.search.setText("cuda")
    assert visible(dialog) == ["device"], "what can be chosen is sought too"
    dialog.search.setText("zzz")
    assert visible(dialog) == []
    assert dialog.page._nothing.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.search.text() == ""
    assert dialog.isVisible()
    assert "background-color" not in dialog.page.rows["unload_minutes"].title.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_is_typed_is_no_html(dialog):
    dialog.search.setText("<b>")
    assert visible(dialog) == []
    dialog.search.setText("")
    dialog.page.show_fact("move_data", "/a <b> & c\nand more")
    assert "c<br>and more" in dialog.page.rows["move_data"].help.text()
    assert "&lt;b&gt; &amp; c" in dialog.page.rows["move_data"].help.text()


def test_down_leads_from_the_search_to_the_sections(dialog, qtbot):
    dialog.activateWindow()
    dialog.search.setFocus()
    qtbot.waitUntil(lambda: bool(dialog.search.hasFocus()))
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.sections.hasFocus()
    qtbot.keyClick(dialog.sections, Qt.Key.Key_Down)
    assert visible(dialog) == [row.name for row in SECTIONS[1].rows]


def test_it_speaks_the_language_that_it_sets(rig, dialog, qtbot):
    language = dialog.page.rows["language"].field.box
    language.setCurrentIndex(language.findData("zh_CN"))
    language.activated.emit(language.currentIndex())
    qtbot.waitUntil(lambda: bool(dialog.windowTitle() == "设置"))
    assert dialog.sections.item(0).text() == "外观"
    assert dialog.page.rows["theme"].title.text() == "主题"
    dialog.search.setText("显卡")
    assert visible(dialog) == ["device"]


def test_every_control_has_a_name_in_every_section(dialog):
    dialog.show_settings(Settings(theme="dark"))
    for number in range(len(SECTIONS)):
        dialog.sections.setCurrentRow(number)
        assert nameless(dialog) == []
    assert dialog.page.rows["theme"].field.box.accessibleName() == "Theme"


def test_settings_go_to_a_file_and_come_back(rig, dialog, tmp_path, monkeypatch):
    path = tmp_path / "mine.json"
    rig.settings.change(theme="sepia", font_size=26)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    dialog._on_export()
    assert json.loads(path.read_text())["theme"] == "sepia"
    assert str(path) in dialog._message.text()
    rig.settings.reset(SETTABLE)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    dialog._on_import()
    assert rig.settings.value.font_size == 26
    assert dialog.page.rows["font_size"].field.box.value() == 26
    path.write_text('{"kind": "longscroll-settings", "theme": "pink"}')
    dialog._on_import()
    assert "theme = pink" in dialog._message.text()
    assert rig.settings.value.theme == "sepia"


def test_all_of_them_as_installed_is_asked_first(rig, dialog, qtbot):
    rig.settings.change(theme="dark", backup_keep=3, window=(1, 2, 3, 4))
    dialog._buttons[2].click()
    box = dialog.findChild(QMessageBox)
    assert rig.settings.value.backup_keep == 3
    next(b for b in box.findChildren(QPushButton) if b.text() == "As installed").click()
    assert rig.settings.value.theme == "system"
    assert rig.settings.value.backup_keep == 14
    assert rig.settings.value.window == (1, 2, 3, 4), "how it was left is no setting"


def test_a_token_goes_to_its_own_file_and_is_never_shown(rig, dialog, tmp_path):
    field = dialog.page.rows["hub_token"].field
    field.line.setText("hf_secret")
    field.line.editingFinished.emit()
    assert field.line.text() == ""
    assert "Kept" in field.line.placeholderText()
    assert rig.care.secrets.value("hub_token") == "hf_secret"
    rig.settings.flush()
    assert "hf_secret" not in (tmp_path / "settings.json").read_text()
    dialog.page.rows["hub_token"].reset.click()
    assert rig.care.secrets.value("hub_token") == ""
    assert dialog.page.rows["hub_token"].reset.isHidden()


def test_buttons_lead_to_other_windows(rig, dialog):
    dialog.page.rows["log"].field.button.click()
    assert rig.care.ui.log.isVisible()
    dialog.page.rows["about"].field.button.click()
    assert rig.care.ui.about.isVisible()
    dialog.page.rows["backups"].field.button.click()
    assert rig.dialogs.backups.isVisible()
    dialog.page.rows["move_data"].field.button.click()
    assert rig.care.ui.moving.isVisible()


def test_a_folder_that_was_chosen_outside_cannot_be_moved(rig, qtbot):
    rig.care.ui.allow_move(False)
    rig.care.ui.open_settings("data")
    qtbot.waitUntil(lambda: rig.care.ui.settings.page.complete)
    row = rig.care.ui.settings.page.rows["move_data"]
    assert row.isVisible()
    assert not row.field.isEnabled()
    assert "cannot be moved" in row.help.text()


def test_a_folder_is_typed_or_chosen(rig, dialog, monkeypatch):
    field = dialog.page.rows["models_folder"].field
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/models")
    field.button.click()
    assert rig.settings.value.models_folder == "/models"
    assert DECLARED["models_folder"].title in field.line.accessibleName()


def test_what_is_being_typed_stays_when_another_setting_changes(rig, dialog, qtbot):
    dialog.open_at("network")
    dialog.activateWindow()
    line = dialog.page.rows["hub_proxy"].field.line
    line.setFocus()
    qtbot.waitUntil(lambda: bool(line.hasFocus()))
    qtbot.keyClicks(line, "http://1")
    rig.settings.change(theme="dark")
    assert line.text() == "http://1"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert rig.settings.value.hub_proxy == "http://1"
    rig.settings.reset(["hub_proxy"])
    assert line.text() == ""
