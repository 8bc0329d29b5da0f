"""Who hears whom about the program itself: settings, log, parts, bugs, the data folder."""

from __future__ import annotations

from dataclasses import dataclass

from app.controllers.care_controller import CareController
from app.controllers.secrets_controller import SecretsController
from app.ui.care.about_dialog import AboutDialog
from app.ui.care.care_ui import CareUi
from app.ui.care.log_viewer import LogViewer
from app.ui.care.move_dialog import MoveDialog
from app.ui.care.settings_dialog import SettingsDialog
from app.ui.care.welcome import Welcome
from app.ui.rail import MODELS
from app.wiring.parts import Parts


@dataclass(frozen=True)
class Care:
    """What is connected here, beside `Parts`."""

    ui: CareUi
    control: CareController
    secrets: SecretsController
    welcome: Welcome | None = None


def connect_care(parts: Parts, care: Care) -> None:
    """Windows are connected when they are made."""
    ui, settings, notices = care.ui, parts.settings, parts.window.notices
    for controller in (care.control, care.secrets):
        controller.problem.connect(notices.show_problem)
        controller.solved.connect(notices.solve)
    ui.show_settings(settings.value)
    settings.changed.connect(ui.show_settings)
    ui.secrets_asked.connect(lambda names: care.secrets.tell(*names))
    ui.settings_made.connect(lambda dialog: _connect_settings(parts, care, dialog))
    ui.log_made.connect(lambda viewer: _connect_log(care.control, viewer))
    ui.about_made.connect(lambda dialog: _connect_about(care.control, dialog))
    ui.moving_made.connect(lambda dialog: _connect_move(care.control, dialog))
    if care.welcome is not None:
        _connect_welcome(parts, care.welcome)


def _connect_settings(parts: Parts, care: Care, dialog: SettingsDialog) -> None:
    settings = parts.settings
    dialog.setting_chosen.connect(lambda name, value: settings.change(**{name: value}))
    dialog.reset_requested.connect(settings.reset)
    dialog.import_requested.connect(settings.take_from)
    dialog.export_requested.connect(settings.write_to)
    settings.imported.connect(dialog.show_imported)
    settings.exported.connect(dialog.show_exported)
    settings.exchange_failed.connect(dialog.show_error)
    dialog.secret_chosen.connect(care.secrets.keep)
    care.secrets.known.connect(dialog.show_secret)
    care.secrets.known.connect(lambda _name, _there: parts.models.downloads.apply_settings())


def _connect_log(control: CareController, viewer: LogViewer) -> None:
    viewer.opened.connect(control.open_log)
    viewer.follow_chosen.connect(control.follow_log)
    viewer.closed.connect(control.close_log)
    control.log_read.connect(viewer.show_piece)


def _connect_about(control: CareController, dialog: AboutDialog) -> None:
    dialog.opened.connect(control.describe)
    dialog.licence_requested.connect(control.read_licence)
    dialog.document_requested.connect(control.read_document)
    control.described.connect(dialog.show_facts)
    control.text_read.connect(dialog.show_text)


def _connect_move(control: CareController, dialog: MoveDialog) -> None:
    dialog.plan_requested.connect(control.plan_move)
    control.move_planned.connect(dialog.show_plan)
    control.move_refused.connect(dialog.show_refusal)


def _connect_welcome(parts: Parts, welcome: Welcome) -> None:
    settings = parts.settings
    welcome.show_settings(settings.value)
    settings.changed.connect(welcome.show_settings)
    welcome.language_chosen.connect(lambda code: settings.change(language=code))
    welcome.theme_chosen.connect(lambda name: settings.change(theme=name))
    welcome.models_requested.connect(lambda: parts.window.show_page(MODELS))
