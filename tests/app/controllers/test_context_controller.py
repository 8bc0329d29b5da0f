"""A press of Continue reads the book and its lore; what it read can be told."""

import pytest
from PySide6.QtCore import QObject

from app.controllers.context_controller import ContextController
from app.controllers.continuation_controller import ContinuationController
from app.controllers.engine_bridge import EngineBridge
from app.controllers.storage_bridge import StorageBridge
from app.db.contexts import Contexts
from app.db.documents import create_document
from app.db.lore import add_entries, save_reminders
from app.db.tables import DocumentRow
from app.domain.context import Reminders
from app.domain.lorebook import LoreEntry
from app.domain.writing import Passage
from app.patterns import TimedPatterns
from engine.types import FinishReason, SamplingSettings, UserError
from tests.app.window_rig import FakeEngine, MemoryStorage


class Page(QObject):
    document_id = 0

    def passage(self):
        return Passage("Once upon a time")

    def take_back_generation(self):
        return True


@pytest.fixture
def desk(qapp):
    class Desk:
        storage = MemoryStorage()
        bridge = EngineBridge()
        engine = FakeEngine(bridge)
        page = Page()
        reports: list = []  # noqa: RUF012

    found = Desk()
    found.reports = []
    first = found.storage.run(lambda s: create_document(s, "T", "The lantern."))
    found.project = found.storage.run(lambda s: _project(s, first.id))
    second = found.storage.run(lambda s: create_document(s, "U", "", found.project))
    found.page.document_id = second.id
    bridge = StorageBridge(found.storage)
    found.context = ContextController(bridge, Contexts(TimedPatterns).assembling)
    found.controller = ContinuationController(
        found.engine, bridge, found.page, lambda seed: SamplingSettings(seed=seed),
        context=found.context,
    )  # fmt: skip
    found.bridge.arrived.connect(found.controller.on_event)
    found.controller.finished.connect(found.context.note_finished)
    found.context.reported.connect(found.reports.append)
    yield found
    found.storage.close()


def _project(session, document_id):
    return session.get(DocumentRow, document_id).project_id


def test_the_book_is_read_and_its_states_are_the_project_s(desk):
    desk.controller.start()
    (request,) = desk.engine.requests
    assert request.prompt.stable == "The lantern.\n\nOnce upon a time"
    assert request.prompt.volatile == ""
    assert request.owner == f"project:{desk.project}"


def test_lore_is_volatile_and_figures_come_at_the_end(desk):
    desk.storage.run(lambda s: save_reminders(s, desk.project, Reminders("m", "n", 0)))
    entry = LoreEntry(title="L", keys=("lantern",), content="It is old.")
    desk.storage.run(lambda s: add_entries(s, desk.project, [entry]))
    desk.controller.start()
    prompt = desk.engine.requests[0].prompt
    assert prompt.stable == ""
    assert prompt.volatile == (
        "[It is old.]\n[Memory: m]\nThe lantern.\n\n[Author's note: n]\nOnce upon a time"
    )
    desk.engine.say(" there")
    desk.engine.finish()
    assert [r.prompt_tokens for r in desk.reports] == [None, 1240]
    assert desk.context.last.reused_tokens == 1240
    assert desk.context.last.assembled.volatile == prompt.volatile


def test_a_seed_makes_the_same_rolls(desk):
    entry = LoreEntry(keys=("lantern",), content="x", probability=50)
    desk.storage.run(lambda s: add_entries(s, desk.project, [entry]))
    fired = set()
    for _ in range(40):
        desk.controller.start()
        request = desk.engine.requests[-1]
        verdict = desk.context.last.assembled.verdicts[0]
        fired.add(verdict.active)
        work = Contexts(TimedPatterns).assembling(
            desk.page.document_id, "Once upon a time", "", request.sampling.seed
        )
        assert desk.storage.run(work)[1].verdicts == (verdict,)
        desk.engine.finish()
    assert fired == {True, False}


def test_stopped_while_the_library_is_asked(desk):
    desk.storage.held = True
    desk.controller.start()
    assert desk.controller.state == "reading"
    desk.controller.stop()
    assert not desk.engine.requests
    desk.storage.release()
    assert desk.engine.cancelled[-1] == desk.engine.requests[0].id
    desk.engine.finish(FinishReason.CANCELLED)
    assert desk.controller.state == "idle"


def test_left_while_the_library_is_asked(desk):
    desk.storage.held = True
    desk.controller.start()
    desk.controller.abandon()
    desk.storage.release()
    assert desk.engine.cancelled[-1] == desk.engine.requests[0].id
    assert desk.controller.state == "idle"


def test_without_its_library_the_text_is_continued_alone(desk):
    desk.storage.error = UserError("The disk is full.")
    desk.controller.start()
    assert desk.engine.requests[0].prompt.stable == "Once upon a time"
