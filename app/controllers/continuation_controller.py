"""One press of "Continue" from the page to the engine and back, and its record in the library.

Knows nothing of widgets; the text reaches the page by signals.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.controllers.storage_bridge import StorageBridge
from app.db.generations import record_generation, update_generation
from app.domain.documents import Generation, document_owner
from app.domain.prompts import join_continuation, story_prompt
from engine.types import (
    EngineEvent,
    Failed,
    Finished,
    FinishReason,
    GenerationRequest,
    ModelInfo,
    ModelReady,
    PrefillProgress,
    Prompt,
    SamplingSettings,
    StylePart,
    TextDelta,
    UserError,
)

PROBLEM = "generation"
IDLE, READING, WRITING, STOPPING = "idle", "reading", "writing", "stopping"
_SEED_BITS = 31

_system_random = random.SystemRandom()


class Engine(Protocol):
    """The part of the engine this controller needs."""

    def submit(self, request: GenerationRequest) -> None:
        """Queues a generation."""
        ...

    def cancel(self, request_id: int) -> None:
        """Ends a generation; its text stays."""
        ...


class Context(Protocol):
    """Makes a request of what the whole book and its lore say."""

    def prepare(
        self,
        request: GenerationRequest,
        document_id: int,
        before: str,
        after: str,
        done: Callable[[GenerationRequest], None],
    ) -> None:
        """Hands the request to send to `done`, at once or later."""
        ...


class StoryPage(Protocol):
    """What is asked of the page a story is on."""

    @property
    def document_id(self) -> int | None:
        """The story on it."""
        ...

    def text_before_cursor(self) -> str:
        """What is to be continued."""
        ...

    def take_back_generation(self) -> bool:
        """Removes what was generated last; whether there was anything."""
        ...


@dataclass
class _Run:
    """A generation under way. Text waits until its record has an id to mark it with."""

    request: GenerationRequest
    record: Generation
    before: str
    generation_id: int | None = None
    identified: bool = False
    shown: bool = True
    waiting: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    end: Finished | Failed | None = None


class ContinuationController(QObject):
    """Signals, in the order of a generation: `began`; `identified(generation id or None)`;
    `progress(done, total)` in tokens to read; `text_generated(str)`; `ended`; then
    `finished(Finished)` unless there was a `problem(key, UserError)`.

    `state_changed` says `idle`, `reading`, `writing` or `stopping`.
    """

    began = Signal()
    identified = Signal(object)
    progress = Signal(int, int)
    text_generated = Signal(str)
    ended = Signal()
    finished = Signal(object)
    state_changed = Signal(str)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self,
        engine: Engine,
        storage: StorageBridge,
        page: StoryPage,
        sampling: Callable[[int], SamplingSettings],
        styles: Callable[[], tuple[StylePart, ...]] = tuple,
        context: Context | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._styles = styles
        self._engine = engine
        self._storage = storage
        self._page = page
        self._sampling = sampling
        self._model: ModelInfo | None = None
        self._runs: dict[int, _Run] = {}
        self._current: _Run | None = None
        self._last_id = 0
        self.state = IDLE

    # Intents

    def start(self) -> None:
        """Continues the story at the cursor; nothing happens while one is being continued."""
        document_id = self._page.document_id
        if self._current is not None or document_id is None:
            return
        self._last_id += 1
        run = self._new_run(document_id, self._page.text_before_cursor())
        self._runs[run.request.id] = self._current = run
        self.solved.emit(PROBLEM)
        self.began.emit()
        self._set_state(READING)
        self._storage.run(
            partial(record_generation, generation=run.record),
            partial(self._on_recorded, run),
            lambda _error: self._on_recorded(run, None),  # autosave will say what is wrong
        )
        if self._context is None:
            self._engine.submit(run.request)
            return
        self._context.prepare(
            run.request, document_id, run.before, "", partial(self._submit_prepared, run)
        )

    def _submit_prepared(self, run: _Run, request: GenerationRequest) -> None:
        run.request = request
        self._engine.submit(request)
        if not run.shown or self.state == STOPPING:  # meanwhile the writer thought better of it
            self._engine.cancel(request.id)

    def stop(self) -> None:
        """Asks the engine to end; what it wrote stays."""
        if self._current is not None and self.state != STOPPING:
            self._set_state(STOPPING)
            self._engine.cancel(self._current.request.id)

    def retry(self) -> None:
        """Takes the last continuation back and writes another from the same place."""
        self.abandon()
        if self._page.take_back_generation():
            self.start()

    def abandon(self) -> None:
        """Stops at once and shows nothing more of it: the page turns to something else."""
        run = self._current
        if run is not None:
            self._engine.cancel(run.request.id)
            self._leave(run)

    # The engine and the storage answer

    def on_event(self, event: EngineEvent) -> None:
        """Takes the engine's events."""
        match event:
            case ModelReady(info):
                self._model = info
            case PrefillProgress(request_id, done, total) if self._shows(request_id):
                self.progress.emit(done, total)
            case TextDelta(request_id, text) if request_id in self._runs:
                self._on_text(self._runs[request_id], text)
            case Finished(request_id) | Failed(request_id) if request_id in self._runs:
                self._runs[request_id].end = event
                self._settle(self._runs[request_id])

    def _on_text(self, run: _Run, text: str) -> None:
        if not run.pieces:
            text = join_continuation(run.before, text)
        if not text or not run.shown:
            return
        run.pieces.append(text)
        run.waiting.append(text)
        if self.state == READING:
            self._set_state(WRITING)
        self._settle(run)

    def _on_recorded(self, run: _Run, generation_id: int | None) -> None:
        run.generation_id = generation_id
        run.identified = True
        if run.shown:
            self.identified.emit(generation_id)
        self._settle(run)

    def _settle(self, run: _Run) -> None:
        """Shows what may be shown, and closes the run when nothing more can come."""
        if not run.identified:
            return
        waiting, run.waiting = run.waiting, []
        if waiting and run.shown:
            self.text_generated.emit("".join(waiting))
        if run.end is None:
            return
        del self._runs[run.request.id]
        self._update_record(run)
        if run.shown:
            self._leave(run)
            self._tell_end(run)

    def _leave(self, run: _Run) -> None:
        run.shown = False
        self._current = None
        self.ended.emit()
        self._set_state(IDLE)

    def _tell_end(self, run: _Run) -> None:
        match run.end:
            case Finished() as end:
                self.finished.emit(end)
                if not run.pieces and end.reason is not FinishReason.CANCELLED:
                    self.problem.emit(PROBLEM, _nothing_to_add())
            case Failed(_, error):
                self.problem.emit(PROBLEM, error)

    def _update_record(self, run: _Run) -> None:
        if run.generation_id is None:
            return
        record = replace(run.record, text="".join(run.pieces), reason="failed")
        match run.end:
            case Finished() as end:
                record = replace(
                    record,
                    prompt_tokens=end.prompt_tokens,
                    reused_tokens=end.reused_tokens,
                    generated_tokens=end.generated_tokens,
                    reason=end.reason.value,
                    seconds=end.prefill_seconds + end.decode_seconds,
                )
        self._storage.run(
            partial(update_generation, generation_id=run.generation_id, generation=record),
            lambda _none: None,
            lambda _error: None,  # the words are in the story; its autosave speaks up
        )

    def _new_run(self, document_id: int, before: str) -> _Run:
        story = story_prompt(before)
        seed = _system_random.getrandbits(_SEED_BITS)
        request = GenerationRequest(
            id=self._last_id,
            prompt=Prompt(story.stable, story.volatile, story.stop),
            sampling=self._sampling(seed),
            owner=document_owner(document_id),
            styles=self._styles(),
        )
        return _Run(request, self._new_record(document_id, request), before)

    def _new_record(self, document_id: int, request: GenerationRequest) -> Generation:
        asked = asdict(request.sampling)
        if request.styles:
            asked["styles"] = [[part.key, part.weight] for part in request.styles]
        return Generation(
            document_id=document_id,
            model_name=self._model.name if self._model else "",
            model_key=self._model.model_key if self._model else "",
            sampling_json=json.dumps(asked),
            seed=request.sampling.seed,
            prompt_tokens=0,
            reused_tokens=0,
            generated_tokens=0,
            reason=None,
            text="",
            started_at=datetime.now(UTC),
            seconds=0.0,
        )

    def _shows(self, request_id: int) -> bool:
        return self._current is not None and self._current.request.id == request_id

    def _set_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def _nothing_to_add() -> UserError:
    return UserError(
        "The model takes the text to be complete and added nothing.",
        "Write a few words more, or press Retry.",
    )
