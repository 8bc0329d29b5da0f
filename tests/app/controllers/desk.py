"""A controller of continuations with a page, a library and an engine that speak on demand."""

from app.controllers.continuation_controller import ContinuationController
from app.controllers.engine_bridge import EngineBridge
from app.controllers.storage_bridge import StorageBridge
from app.db.documents import create_document
from app.db.generations import list_generations
from app.domain.writing import Passage
from engine.types import (
    SamplingSettings,
)
from tests.app.window_rig import FakeEngine, MemoryStorage


class Page:
    def __init__(self, document_id):
        self.document_id = document_id
        self.text = "Once upon a time"
        self.selected = self.after = ""
        self.taken_back = 0
        self.can_take_back = True

    def passage(self):
        return Passage(self.text, self.selected, self.after)

    def take_back_generation(self):
        self.taken_back += 1
        return self.can_take_back


class Desk:
    def __init__(self):
        self.storage = MemoryStorage()
        self.document = self.storage.run(lambda s: create_document(s, "T", "")).id
        bridge = EngineBridge()
        self.engine = FakeEngine(bridge)
        self.page = Page(self.document)
        self.controller = ContinuationController(
            self.engine,
            StorageBridge(self.storage),
            self.page,
            lambda seed: SamplingSettings(seed=seed),
        )
        bridge.arrived.connect(self.controller.on_event)
        self.heard = []
        for name in (
            "began",
            "identified",
            "progress",
            "text_generated",
            "ended",
            "finished",
            "state_changed",
            "problem",
            "offering",
            "offered",
            "picked",
            "offer_closed",
            "outcome",
        ):
            signal = getattr(self.controller, name)
            signal.connect(lambda *values, name=name: self.heard.append((name, *values)))

    def names(self):
        return [event[0] for event in self.heard if event[0] not in ("state_changed", "outcome")]

    def text(self):
        return "".join(event[1] for event in self.heard if event[0] == "text_generated")

    def states(self):
        return [event[1] for event in self.heard if event[0] == "state_changed"]

    def generations(self):
        return self.storage.run(lambda s: list_generations(s, self.document))
