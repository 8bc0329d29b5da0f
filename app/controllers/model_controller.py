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
    UserError,
)

PROBLEM = "model"
DEVICE_PROBLEM = "device"


class ModelLoader(Protocol):
    """The part of the engine this controller needs."""

    def load_model(self, path: str) -> None:
        """Replaces the model; the answer comes as events."""
        ...


class ModelController(QObject):
    """Signals: `described(name, detail)` of the model in use ("" while there is none);
    `loading(words, stage, stages)` and `loading_ended`; `ready(ModelInfo)`;
    `problem(key, UserError)` and `solved(key)`."""

    described = Signal(str, str)
    loading = Signal(str, int, int)
    loading_ended = Signal()
    ready = Signal(object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(self, engine: ModelLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._info: ModelInfo | None = None

    def load(self, path: str) -> None:
        """Loads the model at `path` instead of the one in use."""
        self._info = None
        self.described.emit("", "")
        self.loading.emit(self.tr("Loading the model…"), 0, 0)
        self._engine.load_model(path)

    def on_event(self, event: EngineEvent) -> None:
        """Takes the engine's events; those of generations are not its business."""
        match event:
            case ModelLoading(name, stage, stages):
                self.loading.emit(self.tr("Loading {0}…").format(name), stage, stages)
            case ModelReady(info):
                self._info = info
                self.loading_ended.emit()
                self.solved.emit(PROBLEM)
                self.describe()
                self.ready.emit(info)
            case DeviceLost(info):
                self._info = info
                self.describe()
                self.problem.emit(DEVICE_PROBLEM, _device_lost(info))
            case Failed(0, error):
                self.loading_ended.emit()
                self.problem.emit(PROBLEM, error)

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
        self.described.emit(info.name, f"{detail}\n{info.device_note}".strip())


def _device_lost(info: ModelInfo) -> UserError:
    return UserError(
        "The graphics card could not go on, so the model now runs on the processor: {note}.",
        "Your text is safe. It may be slower until the model is loaded again.",
        note=info.device_note,
    )
