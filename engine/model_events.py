"""What is told of the model itself: loading, ready, at rest, on another device.

Frozen values. Knows no requests and no model.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ModelInfo:
    """What a loaded model is. `model_key` identifies architecture, weights and state layout,
    never the device; `device_note` says why this device was chosen, in plain English."""

    name: str
    model_key: str
    architecture: str
    n_layer: int
    n_embd: int
    vocab_size: int
    parameters: int
    device: str
    quantization: str
    device_note: str = ""


@dataclass(frozen=True)
class ModelLoading:
    """A model is being loaded: `stage` of `stages` is under way."""

    name: str
    stage: int
    stages: int


@dataclass(frozen=True)
class ModelReady:
    """A model is loaded and takes requests."""

    info: ModelInfo


@dataclass(frozen=True)
class ModelUnloaded:
    """The memory of the model is free. `resting`: it is loaded again by the next generation, and
    its states are kept; else there is no model until one is loaded."""

    resting: bool


@dataclass(frozen=True)
class DeviceLost:
    """The device of the model failed, and the model goes on elsewhere; no text is lost.

    `info` is the model as it runs now; its `device_note` says why.
    """

    info: ModelInfo
