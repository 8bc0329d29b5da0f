"""A window whose models come from a hub on loopback, a small model, and hands for its page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import safetensors.numpy
from PySide6.QtWidgets import QLabel

from app.hub.machine import measure_machine
from app.paths import DataPaths
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.types import ModelReady
from tests.app import window_rig
from tests.app.hub.fake_hub import sha256
from tests.app.window_rig import MODEL

ENTRY = "little-g1"
FILE = "rwkv7-g1z-0.1b-20260101-ctx4096.safetensors"
TITLE = "RWKV-7 G1z 0.1B"
PATIENCE = 15_000
"""Milliseconds."""


@dataclass(frozen=True)
class Speed:
    """What the engine says of itself; see `app.hub.machine.ProductSpeed`."""

    none: float = 1e10
    int8: float = 2e10
    int4: float = 3e10
    layer_seconds: float = 1e-5
    threads: int = 2


def write_model(path: Path, layers: int = 2) -> Path:
    """A random RWKV-7 in a file that can be loaded."""
    source = RandomTensors(Shape(layers, 64, 1, 256))
    tensors = {name: source.read(name).astype(np.float16) for name in source.names()}
    path.parent.mkdir(parents=True, exist_ok=True)
    safetensors.numpy.save_file(tensors, path)
    return path


def write_catalogue(path: Path, data: bytes) -> Path:
    """A list of two models: a little one that the hub has, and one too large for any machine."""
    little = {
        "id": ENTRY,
        "series": "g1",
        "repo": "me/model",
        "file": FILE,
        "format": "safetensors",
        "size": len(data),
        "sha256": sha256(data),
        "generation": "rwkv7",
        "layers": 2,
        "width": 64,
        "vocabulary": "world",
        "parameters": 100_000_000,
        "languages": ["en"],
        "good_for": ["novels", "light"],
        "licence": "apache-2.0",
        "recommended": True,
    }
    giant = little | {
        "id": "giant",
        "file": "rwkv7-g1z-900b.pth",
        "sha256": None,
        "layers": 200,
        "width": 65536,
        "languages": ["zh"],
        "good_for": ["chat"],
        "recommended": False,
    }
    path.write_text(json.dumps({"format": 1, "models": [little, giant]}), "utf-8")
    return path


def measured(folder: Path) -> None:
    """This machine was measured already."""
    measure_machine(Speed, DataPaths(folder).machine)


def open_window(qapp, qtbot, theme, folder, hub, catalogue):
    rig = window_rig.build(qapp, folder, theme=theme, catalogue=catalogue)
    rig.settings.change(hub_mirror=hub.address)
    rig.window.show()
    qtbot.waitExposed(rig.window)
    rig.documents.start(0, ("The Boat", "Once upon a time"))
    rig.engine_bridge.post(ModelReady(MODEL))
    return rig


def words(widget):
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if not one.isHidden())


def own(page, name=FILE):
    keys = [key for key in page.own.cards.order() if key.endswith(name)]
    return page.own.cards.card(keys[0]) if keys else None


def fetch_card(page):
    keys = [key for key in page.own.cards.order() if key.startswith("fetch ")]
    return page.own.cards.card(keys[0]) if keys else None


def download(page, qtbot):
    page.offers.cards.card(ENTRY).button("download").click()
    qtbot.waitUntil(lambda: own(page) is not None, timeout=PATIENCE)


def menu_action(card, text):
    return next(each for each in card.menu().actions() if each.text() == text)
