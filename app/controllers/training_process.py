"""A process that trains, and what it tells. Knows nothing of stories or of what it makes."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.controllers.child_process import ChildProcess, Sentences
from app.domain.training_events import Done, read_event
from app.domain.trouble import Trouble
from engine.types import UserError


class TrainingProcess(ChildProcess):
    """`told(TrainingEvent)`; `done(Done)`."""

    def __init__(self, parent: QObject | None = None) -> None:
        sentences = Sentences(_not_started, _killed, _failed, _trouble)
        super().__init__(read_event, (Done,), sentences, parent)


def _trouble(trouble: Trouble) -> UserError:
    return UserError(
        trouble.message,
        "Your stories and styles are as they were. Mend this, then teach the style again.",
        **trouble.params,
    )


def _not_started(reason: str) -> UserError:
    return UserError(
        "The program that learns could not be started: {reason}.",
        "Restart Longscroll; if that does not help, install it again.",
        reason=reason.rstrip("."),
    )


def _killed() -> UserError:
    return UserError(
        "The program that learns was ended from outside, perhaps for lack of memory.",
        "Close other programs, then try again. Your stories and styles are as they were.",
    )


def _failed(code: int, reason: str) -> UserError:
    return UserError(
        "The program that learns gave up: {reason}.",
        "Your stories and styles are as they were. Details are in the log.",
        reason=reason or code,
    )
