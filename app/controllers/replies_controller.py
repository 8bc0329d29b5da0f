"""Has the model answer in a chat, from the press of a key to the message in the library.

What comes is kept word by word, so that nothing of it is lost. Knows nothing of widgets, and
nothing of how what is read is put together.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.reply_run import ReplyRun
from app.controllers.reply_terms import (
    FIRST_ID,
    IDLE,
    READING,
    STOPPING,
    WRITING,
    Begun,
    ChatEngine,
    ReplyTools,
    no_model,
    nothing_said,
)
from app.controllers.storage_bridge import StorageBridge
from app.db import reply_drafts
from app.db.casts import say
from app.db.chat_contexts import ReplyContext, ReplyWish
from app.db.message_rows import GONE
from app.db.messages import Changed
from app.domain.chat import Author, ChatMessage
from app.domain.chat_places import reply_seed
from app.domain.reply import ReplyDraft
from app.domain.reply_text import ReplyPiece
from engine.types import (
    BaseGoneError,
    EngineEvent,
    Failed,
    Finished,
    FinishReason,
    GenerationRequest,
    ModelInfo,
    ModelReady,
    PrefillProgress,
    TextDelta,
    UserError,
)

PROBLEM = "reply"
_AGAIN_MS = 3000


class RepliesController(QObject):
    """Signals: `changed(Changed)` when a message came into the chat, by whoever; `unsaid(chat id,
    text)` when what the user said could not be kept; `began(Begun)`, `progress(done, total)` in
    tokens to read, `added(text, reasoning)`, `ended(Changed or None)`; `drafted(str)` what the
    user may say, so far; `recalled(tuple of Recalled)`; the rest carries what its name says."""

    changed = Signal(object)
    unsaid = Signal(int, str)
    began = Signal(object)
    progress = Signal(int, int)
    added = Signal(str, str)
    ended = Signal(object)
    drafted = Signal(str)
    recalled = Signal(object)
    assembled = Signal(object)
    finished = Signal(object)
    state_changed = Signal(str)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self,
        engine: ChatEngine,
        storage: StorageBridge,
        tools: ReplyTools,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._storage = storage
        self._tools = tools
        self._model: ModelInfo | None = None
        self._run: ReplyRun | None = None
        self._saying: object | None = None
        self._last_id = FIRST_ID
        self._unkept: list[ReplyDraft] = []
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self.keep_unkept)
        self.state = IDLE

    # Intents

    def say(self, chat_id: int, text: str) -> None:
        """The user says something, and the character answers. While it does, or while something
        else that was said is being kept, it stays unsaid."""
        if not text.strip():
            return
        if self._is_busy:
            self.unsaid.emit(chat_id, text)
            return
        saying = self._saying = object()
        self._set_state(READING)

        def over() -> bool:  # whether it is to be answered: nobody said stop
            wanted = self._saying is saying
            self._saying = None if wanted else self._saying
            return wanted

        def done(change: Changed) -> None:
            wanted = over()
            self.changed.emit(change)
            if wanted and change.message is not None:
                self.reply(chat_id, change.message.id)
            self._rest()

        def failed(error: UserError) -> None:
            over()
            self._rest()
            self.unsaid.emit(chat_id, text)
            self._tell(error)

        work = partial(say, chat_id=chat_id, text=text.strip(), now=self._tools.now())
        self._storage.run(work, done, failed)

    def reply(self, chat_id: int, after: int | None, author: Author = Author.CHARACTER) -> None:
        """Somebody says something after a message: a swipe, if somebody did already. What the
        user may say is only proposed."""
        self._start(chat_id, after, author, None, for_user=author is Author.USER)

    def regenerate(self, message: ChatMessage) -> None:
        """The same one says it otherwise; what it said before stays as a swipe."""
        self._start(message.chat_id, message.parent_id, message.said.author, None)

    def answer_again(self, message: ChatMessage) -> None:
        """Says the newest message otherwise, or answers it if it is the user's."""
        if message.said.author is Author.USER:
            self.reply(message.chat_id, message.id)
        else:
            self.regenerate(message)

    def go_on(self, message: ChatMessage) -> None:
        """A message goes on where it ends."""
        self._start(message.chat_id, message.parent_id, message.said.author, message.id)

    def stop(self) -> None:
        """Asks the engine to end; what it wrote stays."""
        self._saying = None
        self._rest()
        run = self._run
        if run is not None and self.state != STOPPING:
            run.cancelled = True
            self._set_state(STOPPING)
            self._engine.cancel(run.request_id)

    def abandon(self) -> None:
        """Another chat is shown: what was written stays in this one, unseen."""
        if self._run is not None:
            self._run.left = True
        self.stop()

    @property
    def _is_busy(self) -> bool:
        return self._run is not None or self._saying is not None

    def _start(
        self,
        chat_id: int,
        after: int | None,
        author: Author,
        going_on: int | None,
        *,
        for_user: bool = False,
    ) -> None:
        if self._is_busy:
            return
        if self._model is None:
            self._tell(no_model())
            return
        wish = ReplyWish(
            chat_id,
            self._model.model_key,
            self._tools.own_format(self._model),
            self._tools.now(),
            after,
            author,
            going_on,
            recall_bytes=self._tools.recall_bytes(),
        )
        self.solved.emit(PROBLEM)
        self._ask(wish, self._model, for_user=for_user)

    def _ask(self, wish: ReplyWish, model: ModelInfo, *, for_user: bool) -> None:
        self._last_id += 1
        run = self._run = ReplyRun(wish, self._last_id, for_user=for_user)
        self._set_state(READING)

        def failed(error: UserError) -> None:
            self._leave(run)
            self._tell(error)

        self._storage.run(self._tools.assembling(wish), partial(self._submit, run, model), failed)

    def _submit(self, run: ReplyRun, model: ModelInfo, context: ReplyContext) -> None:
        if run.cancelled:
            self._leave(run)
            return
        seed = reply_seed(context.chat, run.wish.after, context.swipes)
        request = GenerationRequest(
            run.request_id,
            context.prompt,
            self._tools.sampling(context.chat.settings.sampling, seed),
            context.owner,
            styles=context.style_parts,
            resume=True,
        )
        run.take(context, request, model)
        self.assembled.emit(context)
        self.recalled.emit(context.recalled)
        self._engine.submit(request)
        if not run.for_user:
            depth = 0 if context.after is None else context.after.depth + 1
            text = context.going_on.said.text if context.going_on else ""
            self.began.emit(Begun(run.said, depth, text))

    # The engine answers

    def on_event(self, event: EngineEvent) -> None:
        """Takes the engine's events."""
        run = self._run
        match event:
            case ModelReady(info):
                self._model = info
            case PrefillProgress(number, done, total) if run and number == run.request_id:
                if not run.left:
                    self.progress.emit(done, total)
            case TextDelta(number, text) if run and number == run.request_id:
                self._on_piece(run, run.reader.push(text))
            case Finished(number) if run and number == run.request_id:
                self._on_piece(run, run.reader.flush())
                self._keep(run, event)
            case Failed(number, error) if run and number == run.request_id:
                self._on_failed(run, error)

    def _on_piece(self, run: ReplyRun, piece: ReplyPiece) -> None:
        if not piece.text and not piece.reasoning:
            return
        if self.state == READING:
            self._set_state(WRITING)
        run.add(piece)
        if run.for_user:
            if not run.left:
                self.drafted.emit(run.said.text)
            return
        chat_id = run.wish.chat_id
        if run.drafted:
            work = partial(
                reply_drafts.grow, chat_id=chat_id, words=piece.text, reasoning=piece.reasoning
            )
        else:
            run.drafted = True
            work = partial(reply_drafts.begin, draft=run.draft)
        # What cannot be kept now is kept with the whole reply, or said then.
        self._storage.run(work, lambda _none: None, lambda _error: None)
        if not run.left:
            self.added.emit(piece.text, piece.reasoning)

    def _keep(self, run: ReplyRun, end: Finished) -> None:
        if run.for_user:
            self._leave(run)
            self.finished.emit(end)
            return

        def done(change: Changed | None) -> None:
            self._leave(run)
            self._tell_end(run, change)
            self.finished.emit(end)
            if change is not None:
                self.changed.emit(change)
            elif end.reason is not FinishReason.CANCELLED:
                self._tell(nothing_said())

        def failed(error: UserError) -> None:
            self._leave(run)
            self._tell_end(run, None)
            self._tell(error)
            self._unkept.append(run.draft)
            self._again.start()

        self._storage.run(partial(reply_drafts.finish, draft=run.draft), done, failed)

    def keep_unkept(self) -> None:
        """Tries once more to keep replies that could not be kept."""
        self._again.stop()
        waiting, self._unkept = self._unkept, []

        def done(change: Changed | None) -> None:
            self.solved.emit(PROBLEM)
            if change is not None:
                self.changed.emit(change)

        def failed(draft: ReplyDraft, error: UserError) -> None:
            if error.message != GONE[0]:  # it has a place no longer, and waits for nothing
                self._unkept.append(draft)
                self._again.start()

        for draft in waiting:
            work = partial(reply_drafts.finish, draft=draft)
            self._storage.run(work, done, partial(failed, draft))

    def _on_failed(self, run: ReplyRun, error: UserError) -> None:
        gone = isinstance(error, BaseGoneError) and not run.wish.whole
        if gone and not run.cancelled and self._model is not None:
            # The state was dropped between the question and the reading: once more, from the text.
            self.ended.emit(None)
            self._ask(replace(run.wish, whole=True), self._model, for_user=run.for_user)
            return
        self._on_piece(run, run.reader.flush())
        if run.said.text or run.said.reasoning:
            self._keep(run, Finished(run.request_id, FinishReason.CANCELLED, 0, 0, 0, 0.0, 0.0))
        else:
            self._leave(run)
            self._tell_end(run, None)
        if not gone:
            self._tell(error)

    def _tell_end(self, run: ReplyRun, change: Changed | None) -> None:
        if not run.left:
            self.ended.emit(change)

    def _leave(self, run: ReplyRun) -> None:
        if self._run is run:
            self._run = None
            self._rest()

    def _rest(self) -> None:
        if not self._is_busy:
            self._set_state(IDLE)

    def _tell(self, error: UserError) -> None:
        self.problem.emit(PROBLEM, error)

    def _set_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
