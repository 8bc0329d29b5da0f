"""What a writer asks of the model, from the page to the engine and back, and its record.

A continuation goes into the text as it is written. Where several texts are asked for, or a
selection is to be revised, they are offered, and one is chosen or none. Knows nothing of widgets.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.controllers.generation_run import Run, new_record
from app.controllers.storage_bridge import StorageBridge
from app.controllers.writing_terms import (
    WORLD_VOCABULARY,
    Context,
    Engine,
    StoryPage,
    WritingOptions,
    fitted,
)
from app.db.generations import record_generation, update_generation
from app.domain.documents import document_owner
from app.domain.prompts import StoryPrompt, build_prompt
from app.domain.writing import REVISIONS, Brief, Task
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
    TokenChosen,
    UserError,
)

PROBLEM = "generation"
IDLE, READING, WRITING, STOPPING = "idle", "reading", "writing", "stopping"
_SEED_BITS = 31

_system_random = random.SystemRandom()


class ContinuationController(QObject):
    """Signals, in the order of a generation: `began`; `identified(generation id or None)`;
    `progress(done, total)` in tokens to read; `text_generated(str)`; `ended`; then
    `finished(Finished)` unless there was a `problem(key, UserError)`.

    Where texts are offered: `offering(count, Task)` in place of `began`, then `offered(number,
    whole text so far)`, then `picked(text, generation id)` or nothing, and `offer_closed`.
    `outcome(Outcome)` says at the very end what came of it all.

    `state_changed` says `idle`, `reading`, `writing` or `stopping`.
    """

    began = Signal()
    identified = Signal(object)
    progress = Signal(int, int)
    text_generated = Signal(str)
    ended = Signal()
    finished = Signal(object)
    offering = Signal(int, str)
    offered = Signal(int, str)
    picked = Signal(str, object)
    offer_closed = Signal()
    outcome = Signal(object)
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
        options: Callable[[], WritingOptions] = WritingOptions,
        prompt: Callable[[Brief], StoryPrompt] = build_prompt,
        context: Context | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._styles = styles
        self._engine = engine
        self._storage = storage
        self._page = page
        self._sampling = sampling
        self._options = options
        self._prompt = prompt
        self._context = context
        self._model: ModelInfo | None = None
        self._runs: dict[int, Run] = {}
        self._current: Run | None = None
        self._offer: Run | None = None
        self._last_task = Task.CONTINUE
        self._last_id = 0
        self.state = IDLE

    # Intents

    def start(self, task: Task = Task.CONTINUE) -> None:
        """Sets the model to work; nothing happens while it works already, but that a wish for
        the end of the sentence is passed on to it."""
        if self._current is not None:
            if task is Task.SENTENCE:
                self._engine.finish_sentence(self._current.request.id)
            return
        document_id = self._page.document_id
        passage = self._page.passage()
        if document_id is None or (task in REVISIONS and not passage.selected.strip()):
            return
        if task in REVISIONS:
            passage = passage.trimmed()
        self.dismiss()
        self._last_id += 1
        self._last_task = task
        run = self._new_run(Brief(document_id, task, passage, self._follows_orders()))
        self._runs[run.request.id] = self._current = run
        self.solved.emit(PROBLEM)
        if run.offered:
            self._offer = run
            self.offering.emit(run.request.alternatives, task.value)
        else:
            self.began.emit()
        self._set_state(READING)
        self._storage.run(
            partial(record_generation, generation=run.record),
            partial(self._on_recorded, run),
            lambda _error: self._on_recorded(run, None),  # autosave will say what is wrong
        )
        if self._context is None or task in REVISIONS:
            self._engine.submit(run.request)
            return
        self._context.prepare(
            run.request,
            document_id,
            passage.before,
            passage.after,
            partial(self._submit_prepared, run),
        )

    def _submit_prepared(self, run: Run, request: GenerationRequest) -> None:
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
        """Writes another text from the same place; the one before is kept in the story tree."""
        task, offered = self._last_task, self._offer is not None
        if self.state == READING and not offered:
            return  # nothing came yet that could be otherwise
        self.abandon()
        if offered or self._page.take_back_generation():
            self.start(task if offered else Task.CONTINUE)

    def escape(self) -> None:
        """Stops the model if it works, and otherwise leaves what is offered."""
        if self._current is not None:
            self.stop()
        else:
            self.dismiss()

    def pick(self, number: int) -> None:
        """Puts an offered text (counted from 0) into the story; the others are kept."""
        run = self._offer
        if run is None or not 0 <= number < run.request.alternatives or not run.text(number):
            return
        run.chosen = number
        self.picked.emit(run.text(number), run.generation_id)
        self._close_offer(run)

    def dismiss(self) -> None:
        """Takes none of what is offered; it is kept all the same."""
        if self._offer is not None:
            self._close_offer(self._offer)

    def abandon(self) -> None:
        """Stops at once and shows nothing more of it: the page turns to something else."""
        run = self._current
        if run is not None:
            self._engine.cancel(run.request.id)
            self._leave(run)
        self.dismiss()

    def _close_offer(self, run: Run) -> None:
        self._offer = None
        run.closed = True
        self.offer_closed.emit()
        if run is self._current:
            self._engine.cancel(run.request.id)
            self._leave(run)
        self._conclude(run)

    # The engine and the storage answer

    def on_event(self, event: EngineEvent) -> None:
        """Takes the engine's events."""
        match event:
            case ModelReady(info):
                self._model = info
            case PrefillProgress(request_id, done, total) if self._shows(request_id):
                self.progress.emit(done, total)
            case TextDelta(request_id, text, number) if request_id in self._runs:
                self._on_text(self._runs[request_id], number, text)
            case TokenChosen(request_id) if request_id in self._runs:
                self._runs[request_id].add_token(event)
            case Finished(request_id) | Failed(request_id) if request_id in self._runs:
                self._runs[request_id].end = event
                self._runs[request_id].complete()
                self._settle(self._runs[request_id])

    def _on_text(self, run: Run, number: int, text: str) -> None:
        if not run.shown:
            return
        shown = run.add(number, text)
        if not shown:
            return
        if self.state == READING:
            self._set_state(WRITING)
        if run.offered:
            self.offered.emit(number, run.text(number))
        else:
            run.waiting += shown
            self._settle(run)

    def _on_recorded(self, run: Run, generation_id: int | None) -> None:
        run.generation_id = generation_id
        run.identified = True
        if run.shown and not run.offered:
            self.identified.emit(generation_id)
        self._settle(run)

    def _settle(self, run: Run) -> None:
        """Shows what may be shown, and closes the run when nothing more can come."""
        if not run.identified:
            return
        if run.end is not None and not run.offered and not run.empty and run.shown:
            run.waiting += run.closing()
        waiting, run.waiting = run.waiting, ""
        if waiting and run.shown:
            self.text_generated.emit(waiting)
        if run.end is None or run.request.id not in self._runs:
            return
        del self._runs[run.request.id]
        if run.shown:
            self._leave(run)
            self._tell_end(run)
        if run.offered and run.empty and run is self._offer:
            self._close_offer(run)
        else:
            self._conclude(run)

    def _conclude(self, run: Run) -> None:
        """Once it has ended and nothing can be chosen any more, what came of it is told."""
        if run.end is None or not run.identified or (run.offered and not run.closed):
            return
        if not run.offered:
            run.chosen = 0
        self._update_record(run)
        if not run.empty:
            self.outcome.emit(run.outcome())

    def _leave(self, run: Run) -> None:
        run.shown = False
        self._current = None
        if not run.offered:
            self.ended.emit()
        self._set_state(IDLE)

    def _tell_end(self, run: Run) -> None:
        match run.end:
            case Finished() as end:
                self.finished.emit(end)
                if run.empty and end.reason is not FinishReason.CANCELLED:
                    self.problem.emit(PROBLEM, _nothing_to_add())
            case Failed(_, error):
                self.problem.emit(PROBLEM, error)

    def _update_record(self, run: Run) -> None:
        if run.generation_id is None:
            return
        self._storage.run(
            partial(
                update_generation, generation_id=run.generation_id, generation=run.final_record()
            ),
            lambda _none: None,
            lambda _error: None,  # the words are in the story; its autosave speaks up
        )

    def _new_run(self, brief: Brief) -> Run:
        story = self._prompt(brief)
        seed = _system_random.getrandbits(_SEED_BITS)
        options = self._options()
        request = GenerationRequest(
            id=self._last_id,
            prompt=Prompt(story.stable, story.volatile, (*story.stop, *options.stop)),
            sampling=fitted(self._sampling(seed), brief),
            owner=document_owner(brief.document_id),
            alternatives=1 if brief.task is Task.SENTENCE else options.alternatives,
            top_tokens=options.top_tokens,
            styles=self._styles(),
        )
        offered = brief.task in REVISIONS or request.alternatives > 1
        return Run(request, new_record(brief, request, self._model), brief, offered)

    def _follows_orders(self) -> bool:
        return self._model is not None and self._model.vocab_size == WORLD_VOCABULARY

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
