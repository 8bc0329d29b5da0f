"""Stand-ins for the library and the engine of a window in tests."""

from __future__ import annotations

from concurrent.futures import Future

from PySide6.QtCore import QObject, QTimer
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.controllers.engine_bridge import EngineBridge
from app.db.migrations import MIGRATIONS
from engine.types import (
    Counted,
    CountRequest,
    Finished,
    FinishReason,
    GenerationRequest,
    Measured,
    MeasureRequest,
    ModelInfo,
    ModelLoading,
    ModelReady,
    ModelUnloaded,
    PrefillProgress,
    TextDelta,
    UserError,
    WarmRequest,
)

MODEL = ModelInfo("First Light", "rwkv7-1", "rwkv7", 8, 256, 8192, 9_400_000, "CPU", "int8")


class MemoryStorage:
    """Runs work at once on a library in memory. `error`, when set, makes the next work fail;
    while `held`, results wait for `release`."""

    def __init__(self) -> None:
        self._engine = create_engine("sqlite://")
        with self._engine.begin() as connection:
            for migration in MIGRATIONS:
                migration(connection)
        self.error: Exception | None = None
        self.held = False
        self._waiting: list = []

    def submit(self, work):
        future: Future = Future()
        if self.held:
            self._waiting.append((work, future))
        else:
            self._do(work, future)
        return future

    def submit_background(self, work):
        return self.submit(work)

    def release(self) -> None:
        self.held = False
        waiting, self._waiting = self._waiting, []
        for work, future in waiting:
            self._do(work, future)

    def run(self, work):
        with Session(self._engine) as session, session.begin():
            return work(session)

    def close(self) -> None:
        self._engine.dispose()

    def _do(self, work, future: Future) -> None:
        if self.error is not None:
            future.set_exception(self.error)
            return
        try:
            future.set_result(self.run(work))
        except UserError as error:
            future.set_exception(error)


class FakeEngine(QObject):
    """Keeps what it is asked for. A test speaks for it: `say`, `finish`; or it tells `story`
    by itself, a word each `interval` ms."""

    def __init__(self, bridge: EngineBridge, story: str = "", interval: int = 30) -> None:
        super().__init__()
        self._post = bridge.post
        self._words = story.split(" ")
        self._told = 0
        self.requests: list[GenerationRequest] = []
        self.cancelled: list[int] = []
        self.finishing: list[int] = []
        self.measures: list[MeasureRequest] = []
        self.warms: list[WarmRequest] = []
        self.loaded: list[str] = []
        self.unloaded: list[bool] = []
        self._timer = QTimer(self, interval=interval)
        self._timer.timeout.connect(self._tell)
        self._tells = bool(story)

    def load_model(self, path: str) -> None:
        self.loaded.append(path)
        if self._tells:
            self._post(ModelLoading("first-light", 1, 3))
            self._post(ModelReady(MODEL))

    def unload(self, *, resting: bool) -> None:
        self.unloaded.append(resting)
        self._post(ModelUnloaded(resting))

    def submit(self, request: GenerationRequest) -> None:
        self.requests.append(request)
        if self._tells:
            self._told = 0
            self._post(PrefillProgress(request.id, 100, 1240))
            self._timer.start()

    def cancel(self, request_id: int) -> None:
        self.cancelled.append(request_id)
        if self._timer.isActive():
            self.finish(FinishReason.CANCELLED)

    def finish_sentence(self, request_id: int) -> None:
        self.finishing.append(request_id)

    def measure(self, request: MeasureRequest) -> None:
        self.measures.append(request)
        if self._tells:
            self._post(Measured(request.id, 86_000, 84_760, 3.0))

    def count(self, request: CountRequest) -> None:
        self._post(Counted(request.id, tuple(len(text.split()) for text in request.texts)))

    def warm(self, request: WarmRequest) -> None:
        self.warms.append(request)

    def stop_warming(self) -> None:
        self.warms.clear()

    def say(self, *texts: str) -> None:
        for text in texts:
            self._post(TextDelta(self.requests[-1].id, text))

    def finish(self, reason: FinishReason = FinishReason.LENGTH, request_id: int = 0) -> None:
        self._timer.stop()
        number = request_id or self.requests[-1].id
        self._post(Finished(number, reason, 1240, 1240, 42, 0.0, 2.3))

    def _tell(self) -> None:
        self.say(" " + self._words[self._told % len(self._words)])
        self._told += 1
        if self._told == min(len(self._words), self.requests[-1].sampling.max_tokens):
            self.finish()
