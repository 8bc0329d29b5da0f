"""The engine thread: owns the model, its vocabulary and the state cache.

Knows nothing of Qt; events leave through a callback, on the engine thread.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from engine.background import BackgroundReader
from engine.beginnings import Beginning, StyleStore, styled
from engine.generate import generate
from engine.loading_types import Loader
from engine.merging import DeltaMerger, EventCallback
from engine.running_model import RunningModel, running_model
from engine.snapshot import SnapshotStore
from engine.state_cache import StateCache
from engine.types import (
    Counted,
    CountRequest,
    DeviceLost,
    Failed,
    Finished,
    FinishReason,
    GenerationRequest,
    Measured,
    MeasureRequest,
    ModelLoading,
    ModelReady,
    ModelUnloaded,
    StylePart,
    UserError,
    WarmRequest,
)
from engine.worker_jobs import Flags, Job, LoadJob, StopWarming, UnloadJob

MOST_IDLE_SECONDS = 0.2
"""The background reader rests as long as it worked, so that typing never waits for a processor."""

MEMORY_BUDGET = 256 * 1024 * 1024

log = logging.getLogger(__name__)


class EngineWorker:
    """One thread with a queue. All methods may be called from any thread and return at once,
    but for `shutdown`. While the queue is empty, a text is read ahead (`warm`).

    `styles` finds the bytes of the styles that requests name. Every generation ends in exactly
    one `Finished` or `Failed`. A bug goes to `on_crash` besides; the thread, the model and the
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
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._flags: dict[int, Flags] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._running: RunningModel | None = None
        self._reader: BackgroundReader | None = None
        self._last_measure: int | None = None
        # A load that hangs must not keep the program alive after `shutdown` gave up.
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    def start(self) -> None:
        """Starts the thread; once."""
        self._thread.start()

    def load_model(self, path: str) -> None:
        """Replaces the model: `ModelLoading` ..., then `ModelReady`, or `Failed` with id 0."""
        self._jobs.put(LoadJob(path))

    def unload(self, *, resting: bool) -> None:
        """Frees the memory of the model: `ModelUnloaded`. One that is `resting` is loaded again
        by the next generation, else by `load_model` only."""
        self._jobs.put(UnloadJob(resting))

    def submit(self, request: GenerationRequest) -> None:
        """Queues a generation. Its id must not be one that still waits or runs."""
        with self._lock:
            if request.id in self._flags:
                raise ValueError(f"request {request.id} is already there")
            self._flags[request.id] = Flags()
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

    def measure(self, request: MeasureRequest) -> None:
        """Queues a measurement; those that still wait are forgotten."""
        with self._lock:
            self._last_measure = request.id
        self._jobs.put(request)

    def count(self, request: CountRequest) -> None:
        """Queues a counting of tokens."""
        self._jobs.put(request)

    def warm(self, request: WarmRequest) -> None:
        """Reads a text ahead whenever there is nothing else to do; forgets the one before."""
        self._jobs.put(request)

    def stop_warming(self) -> None:
        """Reads nothing ahead any more."""
        self._jobs.put(StopWarming())

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
        while (job := self._next_job()) is not None:
            self._do(job)
        self._rest()
        self._unload()

    def _next_job(self) -> Job | None:
        """The next job. Until there is one, a text is read ahead piece by piece."""
        pause = 0.0
        while self._reader is not None:
            try:
                return self._jobs.get(timeout=pause)
            except queue.Empty:
                started = time.monotonic()
                self._read_ahead(self._reader)
                pause = min(time.monotonic() - started, MOST_IDLE_SECONDS)
        return self._jobs.get()

    def _read_ahead(self, reader: BackgroundReader) -> None:
        try:
            done = reader.read_piece()
        except (UserError, MemoryError) as error:
            log.warning("the text is not read ahead: %s", error)
            done = None
        except Exception as error:  # the border of the thread, as in `_do`
            self._on_crash(error)
            done = None
        if done is None:
            self._reader = None
        else:
            self._on_event(done)

    def _do(self, job: Job) -> None:
        request_id = getattr(job, "id", 0)
        try:
            match job:
                case LoadJob() | UnloadJob():
                    self._change(job)
                case MeasureRequest() | CountRequest():
                    self._look(job)
                case WarmRequest():
                    self._warm(job)
                case StopWarming():
                    self._reader = None
                case GenerationRequest():
                    self._rest()
                    self._generate(job)
        except UserError as error:
            self._on_event(Failed(request_id, error))
        except MemoryError:
            self._on_event(Failed(request_id, _out_of_memory()))
        except Exception as error:  # the border of the thread: a bug ends the job, not the thread
            self._on_crash(error)
            self._on_event(Failed(request_id, _crashed()))
        finally:
            if isinstance(job, GenerationRequest):
                with self._lock:
                    self._flags.pop(request_id, None)

    def _rest(self) -> None:
        """Somebody else needs the model."""
        if self._reader is not None:
            self._reader.give_way()

    def _change(self, job: LoadJob | UnloadJob) -> None:
        if isinstance(job, LoadJob):
            self._load(job.path)
        else:
            self._put_away(resting=job.resting)

    def _look(self, request: MeasureRequest | CountRequest) -> None:
        """What needs no reading."""
        if isinstance(request, CountRequest):
            encode = self._ready().loaded.tokenizer.encode
            tokens = tuple(len(encode(text)) for text in request.texts)
            self._on_event(Counted(request.id, tokens))
        else:
            self._measure(request)

    def _measure(self, request: MeasureRequest) -> None:
        with self._lock:
            if request.id != self._last_measure:
                return
        running = self._ready()
        total, reused = running.measurer.measure(request.prompt, self._begin(request.styles))
        seconds = running.speed.seconds(total - reused)
        self._on_event(Measured(request.id, total, reused, seconds))

    def _warm(self, request: WarmRequest) -> None:
        self._rest()
        self._reader = None
        running = self._running
        if running is None or running.resting:
            return
        self._reader = BackgroundReader(
            running.loaded.model,
            running.loaded.tokenizer,
            running.cache,
            request,
            self._begin(request.styles),
            running.speed,
        )

    def _ready(self) -> RunningModel:
        if self._running is None:
            raise UserError("No model is loaded.", "Choose a model and wait until it is loaded.")
        return self._running

    def _begin(self, styles: tuple[StylePart, ...]) -> Beginning:
        loaded = self._ready().loaded
        return styled(loaded.model.info.model_key, styles, self._styles, loaded.state_shapes)

    def _load(self, path: str) -> None:
        if self._stopping.is_set():
            return
        # Two models at once may not fit into memory.
        self._unload()
        name = Path(path).name

        def report(stage: int, stages: int) -> None:
            self._on_event(ModelLoading(name, stage, stages))

        loaded = self._loader(path, report)
        cache = StateCache(self._store, self._memory_budget, loaded.state_shapes)
        self._running = running_model(path, loaded, cache)
        self._on_event(ModelReady(loaded.model.info))

    def _unload(self) -> None:
        self._reader = None
        if self._running is not None:
            running, self._running = self._running, None
            if not running.resting:
                running.loaded.model.close()

    def _put_away(self, *, resting: bool) -> None:
        running = self._running
        if running is None or (resting and running.resting):
            return
        self._rest()
        self._unload()
        if resting:
            self._running = replace(running, resting=True)
        self._on_event(ModelUnloaded(resting))

    def _awake(self) -> RunningModel:
        """The model, loaded again if it rested; a cache of the same model goes on as it was."""
        resting = self._ready()
        if not resting.resting:
            return resting
        try:
            self._load(resting.path)
        except Exception:
            self._on_event(ModelUnloaded(resting=False))
            raise
        running = self._ready()
        if running.loaded.model.info.model_key == resting.loaded.model.info.model_key:
            running = self._running = replace(resting, loaded=running.loaded, resting=False)
        return running

    def _generate(self, request: GenerationRequest) -> None:
        flags = self._flags[request.id]

        def should_stop() -> bool:
            return flags.cancel.is_set() or self._stopping.is_set()

        if should_stop():
            self._on_event(Finished(request.id, FinishReason.CANCELLED, 0, 0, 0, 0.0, 0.0))
            return
        running = self._awake()
        loaded, info = running.loaded, running.loaded.model.info
        merger = DeltaMerger(self._on_event)
        try:
            for event in generate(
                loaded.model,
                loaded.tokenizer,
                running.cache,
                request,
                should_stop,
                running.vocabulary,
                flags.finish.is_set,
                self._begin(request.styles),
            ):
                if isinstance(event, Finished):
                    read = event.prompt_tokens - event.reused_tokens
                    running.speed.note(read, event.prefill_seconds)
                merger.push(event)
        finally:
            merger.flush()
            if loaded.model.info != info:
                self._on_event(DeviceLost(loaded.model.info))


def _out_of_memory() -> UserError:
    hint = "Close other programs, or choose a smaller model. Your text is safe."
    return UserError("There was not enough memory.", hint)


def _crashed() -> UserError:
    return UserError(
        "The engine met an error it did not expect.",
        "Your text is safe. Try again; if it happens again, load the model again.",
    )
