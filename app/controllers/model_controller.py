"""Has a model loaded and says how that goes. Knows nothing of stories."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QLocale, QObject, Signal

from engine.types import (
    DeviceLost,
    EngineEvent,
    Failed,
    ModelInfo,
    ModelLoading,
    ModelReady,
    ModelUnloaded,
    UserError,
)

PROBLEM = "model"
DEVICE_PROBLEM = "device"


class ModelLoader(Protocol):
    """The part of the engine this controller needs."""

    def load_model(self, path: str) -> None:
        """Replaces the model; the answer comes as events."""
        ...

    def unload(self, *, resting: bool) -> None:
        """Frees its memory: until the next generation, or until another is loaded."""
        ...


class ModelController(QObject):
    """Signals: `described(name, detail)` of the model in use ("" while there is none);
    `loading(words, stage, stages)` and `loading_ended`; `ready(ModelInfo)`;
    `released` when no model is there any more; `failed` when one could not be loaded;
    `problem(key, UserError)` and `solved(key)`."""

    described = Signal(str, str)
    loading = Signal(str, int, int)
    loading_ended = Signal()
    ready = Signal(object)
    released = Signal()
    failed = Signal()
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(self, engine: ModelLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._info: ModelInfo | None = None
        self._resting = False

    @property
    def info(self) -> ModelInfo | None:
        """The model in use, be it at rest."""
        return self._info

    def rest(self) -> None:
        """Frees the model's memory until something is to be written."""
        if self._info is not None and not self._resting:
            self._engine.unload(resting=True)

    def release(self) -> None:
        """Lets go of the model and its file; `released` follows."""
        if self._info is None:
            self.released.emit()
        else:
            self._engine.unload(resting=False)

    def load(self, path: str) -> None:
        """Loads the model at `path` instead of the one in use."""
        self._forget()
        self.loading.emit(self.tr("Loading the model…"), 0, 0)
        self._engine.load_model(path)

    def on_event(self, event: EngineEvent) -> None:
        """Takes the engine's events; those of generations are not its business."""
        match event:
            case ModelLoading(name, stage, stages):
                self.loading.emit(self.tr("Loading {0}…").format(name), stage, stages)
            case ModelReady(info):
                self._info, self._resting = info, False
                self.loading_ended.emit()
                self.solved.emit(PROBLEM)
                self.describe()
                self.ready.emit(info)
            case ModelUnloaded(resting=True):
                self._resting = True
                self.describe()
            case ModelUnloaded():
                self._forget()
                self.loading_ended.emit()
                self.released.emit()
            case DeviceLost(info):
                self._info = info
                self.describe()
                self.problem.emit(DEVICE_PROBLEM, _device_lost(info))
            case Failed(0, error):
                self.loading_ended.emit()
                self.problem.emit(PROBLEM, error)
                self.failed.emit()

    def describe(self) -> None:
        """Says again what model is in use: the language may have changed."""
        info = self._info
        if info is None:
            self.described.emit("", "")
            return
        millions = QLocale().toString(info.parameters / 1e6, "f", 1)
        detail = self.tr("{0}, {1} million parameters, {2}, on {3}").format(
            info.architecture, millions, info.quantization, info.device
        )
        lines = [detail, info.device_note]
        if self._resting:
            lines.append(
                self.tr("Its memory is free while nobody writes; it comes back by itself.")
            )
        self.described.emit(info.name, "\n".join(filter(None, lines)))

    def _forget(self) -> None:
        self._info, self._resting = None, False
        self.described.emit("", "")


def _device_lost(info: ModelInfo) -> UserError:
    return UserError(
        "The graphics card could not go on, so the model now runs on the processor: {note}.",
        "Your text is safe. It may be slower until the model is loaded again.",
        note=info.device_note,
    )
