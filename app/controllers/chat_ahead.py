"""Says what the next reply costs, and has the chat read ahead: so that it begins at once.

First the header, which all chats of a character share and whose state is pinned, then the
messages. Knows nothing of widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.reading_ahead import Cost, Reader
from app.controllers.reply_terms import FIRST_ID, Assembling
from app.controllers.storage_bridge import StorageBridge
from app.db.chat_contexts import ReplyContext, ReplyWish
from app.domain.chat import Chat
from app.domain.token_estimate import TextSize
from engine.types import (
    EngineEvent,
    Failed,
    Finished,
    MarkedText,
    Measured,
    MeasureRequest,
    ModelInfo,
    ModelReady,
    Prompt,
    Warmed,
    WarmRequest,
)

REST_MS = 300
RECALL_SECONDS = 0.8
"""What is recalled may take so long to read; what was said last has to be read besides."""
USUAL_SPEED = 500.0
"""Tokens a second that a model reads, where nothing was read yet that tells."""
_TELLING = 32
"""Tokens: reading fewer says little of the speed."""


class ChatAhead(QObject):
    """Signals: `cost_changed(Cost or None)`; `first_changed(depth)` of the first message that is
    read at all. `show` a chat whenever it, or what is read of it, changed."""

    cost_changed = Signal(object)
    first_changed = Signal(int)

    def __init__(
        self,
        reader: Reader,
        storage: StorageBridge,
        assembling: Assembling,
        own_format: Callable[[ModelInfo], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reader = reader
        self._storage = storage
        self._assembling = assembling
        self._own_format = own_format
        self._model: ModelInfo | None = None
        self._chat: Chat | None = None
        self._busy = False
        self._allowed = self._enabled = True
        self._first = 0
        self._tokens_per_second = self._tokens_per_byte = 0.0
        self._last_id = -FIRST_ID
        self._asked: ReplyContext | None = None
        self._cost: Cost | None = None
        self._measured: Cost | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(partial(self._ask, whole=False))
        self._header_known = QTimer(self, singleShot=True, interval=REST_MS)
        self._header_known.timeout.connect(self._read_messages)

    def allow(self, allowed: bool) -> None:
        """Whether anything is to be read ahead: while stories are written it is not."""
        if allowed != self._allowed:
            self._allowed = allowed
            self.show(self._chat)

    def show(self, chat: Chat | None) -> None:
        """A chat is shown, or changed; `None`: nothing is to be read."""
        if chat is None or self._chat is None or chat.id != self._chat.id:
            self._tell_first(0)
        self._chat = chat
        self._tell(None)
        if chat is None or not self._allowed:
            self._asked = None
            self._rest.stop()
            self._header_known.stop()
            self._reader.stop_warming()
        else:
            self._rest.start()

    def show_running(self, running: bool) -> None:
        """The model is answering: nothing is to be said meanwhile."""
        self._busy = running
        if running:
            self._rest.stop()
            self._header_known.stop()
            self._tell(None)
        elif self._chat is not None and self._allowed:
            self._rest.start()

    def enable(self, enabled: bool) -> None:
        """Whether to read ahead at all; costs are told all the same."""
        self._enabled = enabled
        if not enabled and self._chat is not None and self._allowed:
            self._reader.stop_warming()

    def note_context(self, context: ReplyContext) -> None:
        """This is read of a chat for a reply."""
        if self._chat is not None and context.chat.id == self._chat.id:
            self._tell_first(context.read_from)

    def cost_of(self, size: TextSize) -> Cost:
        """What a text of a chat would cost if nothing of it were known, by what was measured last:
        0 seconds if nothing was."""
        tokens = round(size.nbytes * self._tokens_per_byte) or size.tokens
        seconds = tokens / self._tokens_per_second if self._tokens_per_second else 0.0
        return Cost(tokens, tokens, seconds)

    def recall_bytes(self) -> int | None:
        """How much may be put in for one reply so that it begins soon, by what was measured last;
        `None` if nothing was."""
        if not self._tokens_per_byte:
            return None
        speed = self._tokens_per_second or USUAL_SPEED
        return round(RECALL_SECONDS * speed / self._tokens_per_byte)

    def on_event(self, event: EngineEvent) -> None:
        """Takes the engine's events."""
        match event:
            case ModelReady(info):
                self._model = info
                self._tokens_per_second = self._tokens_per_byte = 0.0
                if self._chat is not None and self._allowed:
                    self._rest.start()
            case Measured(number, total, reused, seconds) if number == self._last_id:
                self._on_measured(Cost(total - reused, total, seconds))
            case Failed(number) if number == self._last_id and self._asked is not None:
                # The state was dropped meanwhile; or there is no model, which is said elsewhere.
                if self._asked.prompt.marked and self._asked.prompt.marked.base:
                    self._ask(whole=True)
            case Warmed(number, done, total) if number == self._last_id:
                self._on_warmed(done, total)
            case Warmed(number, done, total) if number == self._last_id + 1:
                self._on_header_warmed(done, total)
            case Finished(_, _, total, reused, _, seconds) if total - reused >= _TELLING:
                self._tokens_per_second = (total - reused) / seconds if seconds else 0.0

    def _ask(self, *, whole: bool) -> None:
        chat, model = self._chat, self._model
        if chat is None or model is None or self._busy or not self._allowed:
            return
        self._last_id -= 2  # the one between is the header's
        number = self._last_id
        wish = ReplyWish(
            chat.id,
            model.model_key,
            self._own_format(model),
            datetime.now(),
            chat.leaf_id,
            whole=whole,
            plain=True,
        )

        def done(context: ReplyContext) -> None:
            shown = self._chat is not None and self._chat.id == context.chat.id
            if number == self._last_id and shown and not self._busy and self._allowed:
                self._asked = context
                self._tell_first(context.read_from)
                self._reader.measure(MeasureRequest(number, context.prompt, context.style_parts))

        # What stands in the way is told when somebody really asks.
        self._storage.run(self._assembling(wish), done, lambda _error: None)

    def _on_measured(self, cost: Cost) -> None:
        self._measured = cost
        if cost.again and cost.seconds:
            self._tokens_per_second = cost.again / cost.seconds
        marked = self._asked.prompt.marked if self._asked else None
        if marked and marked.marks and marked.marks[-1].text_bytes:
            self._tokens_per_byte = cost.total / marked.marks[-1].text_bytes
        self._tell(cost)
        context = self._asked
        if context is None or self._busy or not (self._allowed and self._enabled):
            return
        head = _header_of(context.prompt)
        if head is None:
            self._read_messages()
            return
        owner = f"character:{context.chat.character_id or 0}"
        styles = context.style_parts
        self._reader.warm(WarmRequest(self._last_id + 1, head, owner, styles, pin=True))
        # If it is read already, nobody says so.
        self._header_known.start()

    def _read_messages(self) -> None:
        self._header_known.stop()
        asked = self._asked
        if asked is not None and not self._busy and self._allowed:
            self._reader.warm(
                WarmRequest(self._last_id, asked.prompt, asked.owner, asked.style_parts)
            )

    def _on_header_warmed(self, done: int, total: int) -> None:
        if self._header_known.isActive():
            self._header_known.start()
            if done == total:
                self._read_messages()

    def _on_warmed(self, done: int, total: int) -> None:
        cost = self._measured
        if cost is None or self._busy:
            return
        left = max(total - done, 0)
        seconds = cost.seconds * left / cost.again if cost.again else 0.0
        self._tell(Cost(left, max(cost.total, left), seconds, left > 0))

    def _tell_first(self, depth: int) -> None:
        if depth != self._first:
            self._first = depth
            self.first_changed.emit(depth)

    def _tell(self, cost: Cost | None) -> None:
        if cost != self._cost:
            self._cost = cost
            self.cost_changed.emit(cost)


def _header_of(prompt: Prompt) -> Prompt | None:
    """The header alone, where the prompt begins with it and something follows."""
    marked = prompt.marked
    if marked is None or marked.base is not None or not marked.marks:
        return None
    first = marked.marks[0]
    return Prompt(prompt.stable[: first.chars], marked=MarkedText(None, (first,)))
