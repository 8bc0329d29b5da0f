"""Model files of every format as named tensors, and what kind of RWKV they hold."""

from engine.checkpoint.checkpoint import Checkpoint
from engine.checkpoint.opening import SUFFIXES, content_key, find_model_file, open_checkpoint
from engine.checkpoint.rwkv import detect_architecture, model_shape, require_supported
from engine.checkpoint.rwkv_checks import check_model
from engine.checkpoint.state_file import STATE_SUFFIXES, read_state_file, write_state_file
from engine.checkpoint.types import Architecture, DType, Format, TensorInfo

__all__ = [
    "STATE_SUFFIXES",
    "SUFFIXES",
    "Architecture",
    "Checkpoint",
    "DType",
    "Format",
    "TensorInfo",
    "check_model",
    "content_key",
    "detect_architecture",
    "find_model_file",
    "model_shape",
    "open_checkpoint",
    "read_state_file",
    "require_supported",
    "write_state_file",
]
