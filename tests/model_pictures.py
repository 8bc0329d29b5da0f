"""Takes pictures of the page of models: `python -m tests.model_pictures FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.model_shelf import BUNDLED, Fetch, FetchState, ModelJob, SpaceUse
from app.model_tools import CATALOGUE, model_tools
from app.paths import DataPaths
from app.settings import Settings
from app.ui.rail import MODELS
from engine.types import ModelReady, UserError
from tests.app import window_rig
from tests.app.models_rig import measured
from tests.app.window_rig import MODEL, Rig

SIZE = (1280, 760)
GB = 1_000_000_000


def main() -> int:
    """Makes all pictures."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    for language in ("en", "zh_CN"):
        for theme in ("light", "dark", "sepia"):
            with tempfile.TemporaryDirectory() as data:
                _picture(app, Path(data), folder, theme, language)
    return 0


def _picture(app: QApplication, data: Path, folder: Path, theme: str, language: str) -> None:
    measured(data)
    rig = window_rig.build(app, data)
    rig.settings.change(theme=theme, language=language)
    rig.window.resize(*SIZE)
    rig.window.show()
    rig.documents.start(0, ("The Boat", "Once upon a time"))
    rig.engine_bridge.post(
        ModelReady(replace(MODEL, device_note="Of 2 devices the processor is faster."))
    )
    _fill(rig, data)
    page = rig.window.models
    rig.window._pages.setCurrentWidget(page)
    rig.window.rail.show_page(MODELS)
    for tab, name in enumerate(("own", "offers", "repository", "space")):
        page.show_tab(tab)
        if name == "space":
            page.space.show_space(_space(data))
        page.process.show_job(
            ModelJob("convert", "RWKV-7 G1k 1.5B", 370, 1000) if not tab else None
        )
        QTest.qWait(1500)  # cards come one after the other
        rig.window.grab().save(str(folder / f"models-{name}-{theme}-{language}.png"))
    rig.close()


def _fill(rig: Rig, data: Path) -> None:
    shelf = model_tools(DataPaths(data), Settings, CATALOGUE).shelf
    offers, bundled = shelf.offers(), shelf.own()[0]
    page = rig.window.models
    page.offers.show_offers(offers)
    first = offers[0]
    mine = replace(
        bundled,
        key="/models/g1k.pth",
        title=first.title,
        path=Path("/models/g1k.pth"),
        size=first.size,
        parameters=first.parameters,
        good_for=first.good_for,
        languages=first.languages,
        expected=first.expected,
        testable=True,
    )
    broken = replace(
        mine,
        key="/models/x.pth",
        title="holiday",
        problem=UserError("{name} is damaged.", "Download it again.", name="holiday.pth"),
    )
    page.show_own((bundled, mine, broken))
    page.own.show_used(BUNDLED)
    second, third = offers[1], offers[2]
    running = Fetch(
        1, second.title, second.repo, second.file, second.id, FetchState.RUNNING, data,
        2 * GB, 6 * GB, 11.4e6, 355.0,
    )  # fmt: skip
    error = UserError(
        "{host} cannot be reached: {reason}.",
        "Check the connection. Where this host is blocked, a mirror can be set in the settings.",
        host="huggingface.co",
        reason="timed out",
    )
    failed = replace(
        running,
        id=2,
        title=third.title,
        offer=third.id,
        file=third.file,
        state=FetchState.FAILED,
        error=error,
        bytes_per_second=0.0,
        remarks=("cannot_resume",),
    )
    page.show_fetches((running, failed))


def _space(data: Path) -> SpaceUse:
    return SpaceUse(data / "models", 19 * GB, 2 * GB, 3 * GB, GB, 2 * GB, GB, GB, GB // 3, 78 * GB)


if __name__ == "__main__":
    sys.exit(main())
