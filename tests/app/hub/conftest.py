"""A hub on loopback and a queue that asks it; nothing here goes out to the network."""

import pytest
from huggingface_hub import close_session

from app.hub.session import HubAccess
from tests.app.hub.fake_hub import FakeHub, HubRules
from tests.app.hub.hub_desk import DATA, Desk


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "HF_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    yield
    close_session()


@pytest.fixture
def hubs():
    """Makes hubs with the given rules."""
    made = []

    def make(**rules):
        hub = FakeHub(HubRules(**({"files": {"m.pth": DATA}} | rules)))
        made.append(hub)
        return hub

    yield make
    for hub in made:
        hub.close()


@pytest.fixture
def desks(tmp_path):
    """Makes desks at a hub, all with the same models folder."""
    made = []

    def make(hub, **access):
        desk = Desk(tmp_path / "models", HubAccess(official=hub.address, **access))
        made.append(desk)
        return desk

    yield make
    for desk in made:
        assert desk.queue.close()
