"""A hub on loopback, a small model, and the window whose models come from there."""

import pytest
from huggingface_hub import close_session

from app.domain.model_shelf import BUNDLED
from app.ui.rail import MODELS
from tests.app.hub.fake_hub import FakeHub, HubRules
from tests.app.models_rig import (
    ENTRY,
    FILE,
    PATIENCE,
    measured,
    open_window,
    write_catalogue,
    write_model,
)


@pytest.fixture
def model(tmp_path):
    return write_model(tmp_path / "elsewhere" / FILE)


@pytest.fixture
def hub(model, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "HF_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    hub = FakeHub(HubRules(files={FILE: model.read_bytes()}))
    yield hub
    close_session()
    hub.close()


@pytest.fixture
def catalogue(tmp_path, model):
    return write_catalogue(tmp_path / "catalogue.json", model.read_bytes())


@pytest.fixture
def rig(qapp, qtbot, theme, tmp_path, english, hub, catalogue):
    measured(tmp_path)
    rig = open_window(qapp, qtbot, theme, tmp_path, hub, catalogue)
    yield rig
    rig.close()


@pytest.fixture
def page(rig, qtbot):
    rig.window.show_page(MODELS)
    page = rig.window.models
    qtbot.waitUntil(lambda: BUNDLED in page.own.cards.order(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: ENTRY in page.offers.cards.order(), timeout=PATIENCE)
    return page
