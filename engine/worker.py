"""The engine thread: owns the model, its vocabulary and the state cache.

Knows nothing of Qt; events leave through a callback, on the engine thread.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from engine.beginnings import StyleStore, styled
from engine.generate import generate
from engine.loading_types import LoadedModel, Loader
from engine.sampling import Vocabulary
from engine.snapshot import SnapshotStore
from engine.state_cache import StateCache
from engine.types import (
    DeviceLost,
    EngineEvent,
    Failed,
    Finished,
    FinishReason,
    GenerationRequest,
    ModelLoading,
    ModelReady,
    TextDelta,
    TokenChosen,
    UserError,
)

MERGE_SECONDS = 0.030
"""Text is gathered for so long before it goes out: a window repaints no faster."""

MEMORY_BUDGET = 256 * 1024 * 1024

EventCallback = Callable[[EngineEvent], None]


class DeltaMerger:
    """Passes events on, joining the text of those that come closely; the first goes at once.

    The texts of alternatives are joined each for itself, and tokens go before their text.
    """

    def __init__(self, send: EventCallback, clock: Callable[[], float] = time.monotonic) -> None:
        self._send = send
        self._clock = clock
        self._sent_at: float | None = None
        self._tokens: list[TokenChosen] = []
        self._texts: dict[int, list[TextDelta]] = {}

    def push(self, event: EngineEvent) -> None:
        """Takes the next event. The order within an alternative is kept."""
        if isinstance(event, TokenChosen):
            self._tokens.append(event)
            return
        if not isinstance(event, TextDelta):
            self.flush()
            self._send(event)
            return
        self._texts.setdefault(event.alternative, []).append(event)
        if self._sent_at is None or self._clock() - self._sent_at >= MERGE_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Sends what waits."""
        tokens, self._tokens = self._tokens, []
        texts, self._texts = self._texts, {}
        if tokens or texts:
            self._sent_at = self._clock()
        for token in tokens:
            self._send(token)
        for alternative, deltas in texts.items():
            text = "".join(delta.text for delta in deltas)
            self._send(TextDelta(deltas[0].request_id, text, alternative))


@dataclass(frozen=True)
class _Flags:
    """What was asked of a request that runs or waits."""

    cancel: threading.Event = field(default_factory=threading.Event)
    finish: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class _LoadJob:
    path: str


@dataclass(frozen=True)
class _Running:
    """The loaded model with what is derived from it once."""

    loaded: LoadedModel
    cache: StateCache
    vocabulary: Vocabulary


class EngineWorker:
    """One thread with a queue. All methods may be called from any thread and return at once,
    but for `shutdown`.

    `styles` finds the bytes of the styles that requests name. Every request ends in exactly one
    `Finished` or `Failed`. A bug goes to `on_crash` besides; the thread, the model and the
    requests that wait live on.
    """

    def __init__(
        self,
        loader: Loader,
        store: SnapshotStore | None,
        on_event: EventCallback,
        on_crash: Callable[[Exception], None],
        memory_budget_bytes: int = MEMORY_BUDGET,
        styles: StyleStore | None = None,
    ) -> None:
        self._loader = loader
        self._styles = styles
        self._store = store
        self._on_event = on_event
        self._on_crash = on_crash
        self._memory_budget = memory_budget_bytes
        self._jobs: queue.SimpleQueue[_LoadJob | GenerationRequest | None] = queue.SimpleQueue()
        self._flags: dict[int, _Flags] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._running: _Running | None = None
        # A load that hangs must not keep the program alive after `shutdown` gave up.
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    def start(self) -> None:
        """Starts the thread; once."""
        self._thread.start()

    def load_model(self, path: str) -> None:
        """Replaces the model: `ModelLoading` ..., then `ModelReady`, or `Failed` with id 0."""
        self._jobs.put(_LoadJob(path))

    def submit(self, request: GenerationRequest) -> None:
        """Queues a generation. Its id must not be one that still waits or runs."""
        with self._lock:
            if request.id in self._flags:
                raise ValueError(f"request {request.id} is already there")
            self._flags[request.id] = _Flags()
        self._jobs.put(request)

    def cancel(self, request_id: int) -> None:
        """Ends a request that runs or waits: it finishes with `CANCELLED` and its text stays."""
        with self._lock:
            flags = self._flags.get(request_id)
        if flags is not None:
            flags.cancel.set()

    def finish_sentence(self, request_id: int) -> None:
        """Lets a request that runs or waits write to the end of its sentence only."""
        with self._lock:
            flags = self._flags.get(request_id)
        if flags is not None:
            flags.finish.set()

    def shutdown(self, timeout: float) -> bool:
        """Cancels all requests, waits for their last events, and frees the model.

        Returns False if that took longer than `timeout` seconds. May be called again.
        """
        self._stopping.set()
        self._jobs.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._do(job)
        self._unload()

    def _do(self, job: _LoadJob | GenerationRequest) -> None:
        request_id = 0 if isinstance(job, _LoadJob) else job.id
        try:
            if isinstance(job, _LoadJob):
                self._load(job.path)
            else:
                self._generate(job)
        except UserError as error:
            self._on_event(Failed(request_id, error))
        except MemoryError:
            self._on_event(Failed(request_id, _out_of_memory()))
        except Exception as error:  # the border of the thread: a bug ends the job, not the thread
            self._on_crash(error)
            self._on_event(Failed(request_id, _crashed()))
        finally:
            with self._lock:
                self._flags.pop(request_id, None)

    def _load(self, path: str) -> None:
        if self._stopping.is_set():
            return
        # Two models at once may not fit into memory.
        self._unload()
        name = Path(path).name

        def report(stage: int, stages: int) -> None:
            self._on_event(ModelLoading(name, stage, stages))

        loaded = self._loader(path, report)
        self._running = _Running(
            loaded,
            StateCache(self._store, self._memory_budget, loaded.state_shapes),
            Vocabulary(loaded.tokenizer, loaded.model.info.vocab_size),
        )
        self._on_event(ModelReady(loaded.model.info))

    def _unload(self) -> None:
        if self._running is not None:
            running, self._running = self._running, None
            running.loaded.model.close()

    def _generate(self, request: GenerationRequest) -> None:
        flags = self._flags[request.id]

        def should_stop() -> bool:
            return flags.cancel.is_set() or self._stopping.is_set()

        if should_stop():
            self._on_event(Finished(request.id, FinishReason.CANCELLED, 0, 0, 0, 0.0, 0.0))
            return
        if self._running is None:
            raise UserError("No model is loaded.", "Choose a model and wait until it is loaded.")
        loaded, cache = self._running.loaded, self._running.cache
        info = loaded.model.info
        begin = styled(info.model_key, request.styles, self._styles, loaded.state_shapes)
        merger = DeltaMerger(self._on_event)
        try:
            for event in generate(
                loaded.model,
                loaded.tokenizer,
                cache,
                request,
                should_stop,
                self._running.vocabulary,
                flags.finish.is_set,
                begin,
            ):
                merger.push(event)
        finally:
            merger.flush()
            if loaded.model.info != info:
                self._on_event(DeviceLost(loaded.model.info))


def _out_of_memory() -> UserError:
    return UserError(
        "There was not enough memory.",
        "Close other programs, or choose a smaller model. Your text is safe.",
    )


def _crashed() -> UserError:
    return UserError(
        "The engine met an error it did not expect.",
        "Your text is safe. Try again; if it happens again, load the model again.",
    )
