"""What is asked about the program itself, for the whole window of the tests."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from app.about import about_facts, document_text, licence_of
from app.controllers.care_controller import CareController, CareTools
from app.controllers.secrets_controller import SecretsController
from app.data_move import plan_move
from app.log_lines import read_log
from app.settings.secrets import SecretsFile
from app.ui.care.care_ui import CareUi
from app.ui.main_window import MainWindow
from app.ui.theme import Theme
from app.wiring.care import Care


def build_care(theme: Theme, window: MainWindow, folder: Path) -> Care:
    """Windows, controllers, secrets in `folder`; the log is that of `folder`."""
    tools = CareTools(
        partial(read_log, folder / "logs" / "longscroll.log"),
        about_facts,
        licence_of,
        document_text,
        partial(plan_move, folder),
    )
    return Care(
        CareUi(theme, window, folder, folder / "logs"),
        CareController(tools),
        SecretsController(SecretsFile(folder / "secrets.json")),
    )
