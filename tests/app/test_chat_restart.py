"""A chat with the bundled model: what it has read is found again after the program was closed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.controllers.chat_ahead import ChatAhead
from app.controllers.conversation_controller import ConversationController
from app.controllers.engine_bridge import EngineBridge
from app.controllers.replies_controller import RepliesController
from app.controllers.reply_terms import ReplyTools
from app.controllers.storage_bridge import StorageBridge
from app.db import characters, chats, messages
from app.db.casts import begin_chat
from app.db.chat_contexts import ChatContexts
from app.db.snapshot_store import DatabaseSnapshotStore
from app.db.storage import Storage
from app.db.style_loader import StyleLoader
from app.paths import bundled_model
from app.patterns import TimedPatterns
from engine.loading import LoadOptions, load_model
from engine.types import Finished, ModelReady, SamplingSettings
from engine.worker import EngineWorker
from tests.app.controllers.chat_rig import ANNA, NOW

PATIENCE = 30.0


@dataclass
class Program:
    """One run of the program, without its window."""

    folder: Path
    max_tokens: int

    def __post_init__(self) -> None:
        self.storage = Storage(self.folder / "library.sqlite3")
        self.problems: list[object] = []
        self.ends: list[Finished] = []
        self.costs: list[object] = []
        bridge = EngineBridge()
        store = DatabaseSnapshotStore(self.storage, on_problem=self.problems.append)
        self.worker = EngineWorker(
            self._load, store, bridge.post, self.problems.append, styles=StyleLoader(self.storage)
        )
        self.bridge, storage = bridge, StorageBridge(self.storage)
        self.keep = storage
        contexts = ChatContexts(TimedPatterns)
        tools = ReplyTools(contexts.assembling, self._sampling, lambda _m: "longscroll")
        self.replies = RepliesController(self.worker, storage, tools)
        self.chat = ConversationController(storage)
        self.ahead = ChatAhead(self.worker, storage, contexts.assembling, lambda _m: "longscroll")
        self.ready: list[object] = []
        for hear in (self.replies.on_event, self.ahead.on_event, self._hear):
            bridge.arrived.connect(hear)
        self.replies.changed.connect(self.chat.take)
        self.replies.finished.connect(self.ends.append)
        self.replies.problem.connect(lambda _key, error: self.problems.append(error))
        self.replies.state_changed.connect(lambda state: self.ahead.show_running(state != "idle"))
        self.chat.opened.connect(lambda cast: self.ahead.show(cast.chat))
        self.chat.changed_from.connect(lambda _depth, chat: self.ahead.show(chat))
        self.ahead.cost_changed.connect(self.costs.append)
        self.worker.start()
        self.worker.load_model("bundled")

    def open(self, qtbot, chat_id: int) -> None:
        qtbot.waitUntil(lambda: bool(self.ready), timeout=30_000)
        self.chat.open(chat_id)
        self.read_ahead(qtbot)

    def read_ahead(self, qtbot) -> None:
        """Waits until nothing is left to read."""
        self.costs.clear()
        qtbot.waitUntil(lambda: bool(self.costs and self.costs[-1] and not self.costs[-1].again))

    def answer(self, qtbot, act) -> None:
        count = len(self.ends)
        act()
        qtbot.waitUntil(lambda: len(self.ends) > count, timeout=30_000)

    def close(self) -> None:
        self.ahead.show(None)
        assert self.worker.shutdown(PATIENCE)
        assert self.storage.close(PATIENCE)
        assert self.problems == []

    def texts(self, chat_id: int) -> list[str]:
        found = self.storage.submit(lambda s: messages.page(s, chat_id, 0, 100)).result()
        return [one.said.text for one in found]

    def last(self, chat_id: int):
        return self.storage.submit(lambda s: messages.page(s, chat_id, 0, 100)).result()[-1]

    def _hear(self, event: object) -> None:
        if isinstance(event, ModelReady):
            self.ready.append(event)

    def _load(self, _path, progress):
        return load_model(bundled_model(), LoadOptions(cache=self.folder / "graphs"), progress)

    def _sampling(self, _own: str, seed: int) -> SamplingSettings:
        return SamplingSettings(seed=seed, max_tokens=self.max_tokens, presence_penalty=0.3)


@pytest.fixture
def start(qapp, tmp_path):
    """Starts the program again and again on the same library."""
    running: list[Program] = []

    def begin(max_tokens: int, library: str = "one") -> Program:
        if running:
            running.pop().close()
        folder = tmp_path / library
        folder.mkdir(exist_ok=True)
        running.append(Program(folder, max_tokens))
        return running[-1]

    yield begin
    if running:
        running.pop().close()


def new_chat(program: Program) -> int:
    character = program.storage.submit(lambda s: characters.add(s, ANNA)).result()
    return program.storage.submit(lambda s: begin_chat(s, character, 0, NOW)).result()


def test_nothing_is_read_again_after_a_restart(qtbot, start):
    program = start(20)
    chat_id = new_chat(program)
    program.open(qtbot, chat_id)
    program.answer(qtbot, lambda: program.replies.say(chat_id, "Hi! How are you?"))
    program.read_ahead(qtbot)
    program = start(20)
    began = time.perf_counter()
    program.open(qtbot, chat_id)
    assert program.costs[0].again == 0, "a state after the last message was kept"
    assert time.perf_counter() - began < PATIENCE
    program.answer(qtbot, lambda: program.replies.say(chat_id, "What do you like?"))
    end = program.ends[-1]
    said = len("User: What do you like?\n\nAssistant:")
    assert end.prompt_tokens - end.reused_tokens <= said
    assert end.reused_tokens > 40


def test_a_new_chat_with_a_character_shares_what_was_read(qtbot, start):
    program = start(8)
    first = new_chat(program)
    program.open(qtbot, first)
    chat = program.storage.submit(lambda s: chats.load(s, first)).result()
    second = program.storage.submit(lambda s: begin_chat(s, chat.character_id, 1, NOW)).result()
    program.costs.clear()
    program.open(qtbot, second)
    measured = [cost for cost in program.costs if cost is not None]
    greeting = len("Assistant: Come in.\n\n")
    assert measured[0].total - measured[0].again >= 10, "the header was known"
    assert measured[0].again <= greeting


def test_closing_the_program_does_not_change_what_is_said(qtbot, start):
    def opening_words(library: str) -> tuple[Program, int]:
        program = start(12, library)
        chat_id = new_chat(program)
        program.storage.submit(
            lambda s: s.connection().exec_driver_sql("UPDATE chats SET seed = 7")
        ).result()
        program.open(qtbot, chat_id)
        asked = "Please tell me a long story about a little boat and the sea."
        program.answer(qtbot, lambda: program.replies.say(chat_id, asked))
        return program, chat_id

    program, one = opening_words("one")
    before = program.texts(one)[-1]
    program.answer(qtbot, lambda: program.replies.go_on(program.last(one)))
    without = program.texts(one)[-1]
    program, other = opening_words("other")
    assert program.texts(other)[-1] == before
    program = start(12, "other")
    program.open(qtbot, other)
    program.answer(qtbot, lambda: program.replies.go_on(program.last(other)))
    assert program.texts(other)[-1] == without
    assert len(without) > len(before) > 20
