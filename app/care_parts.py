"""Builds what stands around the work: settings, log, bugs, parts, the data folder.

Knows nothing of stories or models.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from app.about import about_facts, document_text, licence_of
from app.controllers.care_controller import CareController, CareTools
from app.controllers.secrets_controller import SecretsController
from app.data_move import plan_move
from app.front import Front
from app.lent import read_log_of
from app.paths import DataPaths
from app.settings.secrets import SecretsFile
from app.ui.care.care_ui import CareUi
from app.wiring.care import Care


def build_care(front: Front, paths: DataPaths, log_file: Path | None) -> Care:
    """All of it, behind the window of `front`."""
    tools = CareTools(
        partial(read_log_of, log_file),
        about_facts,
        licence_of,
        document_text,
        partial(plan_move, paths.root),
    )
    return Care(
        CareUi(front.theme, front.window, paths.root, paths.logs),
        CareController(tools),
        SecretsController(SecretsFile(paths.secrets)),
        front.welcome,
    )
