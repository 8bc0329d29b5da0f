"""What the program writes into its log of a model and its work. Never a story's text."""

from __future__ import annotations

import logging

from engine.types import Finished, ModelInfo

_log = logging.getLogger(__name__)


def log_figures(end: Finished) -> None:
    """A text was continued."""
    _log.info(
        "continued: %s, read again %d of %d tokens, wrote %d at %.0f tok/s",
        end.reason.value,
        end.prompt_tokens - end.reused_tokens,
        end.prompt_tokens,
        end.generated_tokens,
        end.tokens_per_second,
    )


def log_model(info: ModelInfo) -> None:
    """A model takes requests."""
    _log.info("the model is ready: %s on %s, %s", info.name, info.device, info.device_note)


def log_crash(error: Exception) -> None:
    """The engine met a bug."""
    _log.critical("the engine met a bug", exc_info=error)
