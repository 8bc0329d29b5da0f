"""The controllers of chats with a library in memory and a silent fake engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.controllers.chat_ahead import ChatAhead
from app.controllers.conversation_controller import ConversationController
from app.controllers.engine_bridge import EngineBridge
from app.controllers.replies_controller import RepliesController
from app.controllers.reply_terms import ReplyTools
from app.controllers.storage_bridge import StorageBridge
from app.db import characters, messages
from app.db.casts import begin_chat
from app.db.chat_contexts import ChatContexts
from app.domain.cards import CharacterCard
from app.patterns import TimedPatterns
from engine.types import (
    Failed,
    Finished,
    FinishReason,
    ModelReady,
    SamplingSettings,
    TextDelta,
    UserError,
)
from tests.app.window_rig import MODEL, FakeEngine, MemoryStorage

NOW = datetime(2026, 3, 4, 5, 6)
ANNA = CharacterCard(
    name="Anna",
    description="I am a baker.",
    first_mes="Hello {{user}}!",
    alternate_greetings=("Come in.",),
)


@dataclass
class ChatRig:
    """Everything behind the page of a chat."""

    storage: MemoryStorage
    engine: FakeEngine
    bridge: EngineBridge
    replies: RepliesController
    conversation: ConversationController
    ahead: ChatAhead
    character_id: int
    chat_id: int
    problems: list[UserError]

    def say(self, *texts: str) -> None:
        for text in texts:
            self.bridge.post(TextDelta(self.engine.requests[-1].id, text))

    def finish(self, reason: FinishReason = FinishReason.STOP_TEXT) -> None:
        self.bridge.post(Finished(self.engine.requests[-1].id, reason, 9, 9, 3, 0.0, 1.0))

    def fail(self, error: UserError) -> None:
        self.bridge.post(Failed(self.engine.requests[-1].id, error))

    def way(self) -> list[str]:
        found = self.storage.run(lambda s: messages.page(s, self.chat_id, 0, 1000))
        return [one.said.text for one in found]

    def last(self):
        return self.storage.run(lambda s: messages.page(s, self.chat_id, 0, 1000))[-1]


def build(card: CharacterCard = ANNA) -> ChatRig:
    storage = MemoryStorage()
    bridge = EngineBridge()
    engine = FakeEngine(bridge)
    storage_bridge = StorageBridge(storage)
    contexts = ChatContexts(TimedPatterns)
    character_id = storage.run(lambda session: characters.add(session, card))
    chat_id = storage.run(lambda session: begin_chat(session, character_id, 0, NOW))

    def sampling(_own: str, seed: int) -> SamplingSettings:
        return SamplingSettings(seed=seed)

    replies = RepliesController(
        engine,
        storage_bridge,
        ReplyTools(contexts.assembling, sampling, lambda _model: "longscroll", lambda: NOW),
    )
    conversation = ConversationController(storage_bridge)
    ahead = ChatAhead(engine, storage_bridge, contexts.assembling, lambda _model: "longscroll")
    problems: list[UserError] = []
    for speaker in (replies, conversation):
        speaker.problem.connect(lambda _key, error: problems.append(error))
    bridge.arrived.connect(replies.on_event)
    bridge.arrived.connect(ahead.on_event)
    replies.changed.connect(conversation.take)
    bridge.post(ModelReady(MODEL))
    conversation.open(chat_id)
    return ChatRig(
        storage, engine, bridge, replies, conversation, ahead, character_id, chat_id, problems
    )
