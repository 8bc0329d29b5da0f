"""What is said of models wherever the person is: a switch is offered, a model is gone or new.

Knows the bars above the pages, errors only by their words, and no controllers.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.domain.model_shelf import ModelVerdict
from app.ui.errors import Explained, shown
from app.ui.message_bar import Message, MessageBar

GONE, ARRIVED, FAILED, DAMAGED = "model-gone", "model-arrived", "model", "model-damaged"
SWITCH_WORK, SWITCH_CHAT = "model-switch-work", "model-switch-chat"
_SWITCHES = {"work": SWITCH_WORK, "chat": SWITCH_CHAT}
_SECONDS = 60.0


class ModelNotices(QObject):
    """`work` and `chat` are the bars above the story and the conversation. Signals, when the
    person takes up an offer: `switch_requested(kind)`, `bundled_requested`, `use_requested(key)`
    of a model that has arrived; `switch_refused(kind)`."""

    switch_requested = Signal(str)
    switch_refused = Signal(str)
    bundled_requested = Signal()
    use_requested = Signal(str)

    def __init__(
        self, work: MessageBar, chat: MessageBar, others: Sequence[MessageBar], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bars = (work, chat, *others)
        self._switch_bars = {"work": work, "chat": chat}
        self._error: Explained | None = None
        self._arrived = ""
        for bar in self._bars:
            bar.action_chosen.connect(self._on_action)
            bar.closed.connect(self._on_closed)

    def offer_switch(self, kind: str, name: str) -> None:
        """The work or the conversation was led with another model."""
        if kind == "work":
            what = self.tr("This work was written with “{0}” last.").format(name)
        else:
            what = self.tr("This conversation was led with “{0}” last.").format(name)
        todo = self.tr("Another model goes on as well, but in its own voice.")
        message = Message(_SWITCHES[kind], what, todo, "notice", self.tr("Switch"))
        self._switch_bars[kind].show_message(message)

    def withdraw_switch(self, kind: str) -> None:
        """It no longer matters."""
        self._switch_bars[kind].solve(_SWITCHES[kind])

    def show_gone(self, name: str) -> None:
        """The file of the model in use is no longer there."""
        what = self.tr("The model “{0}” is no longer where it was.").format(name)
        todo = self.tr("It may have been deleted, renamed or be on a disk that was taken out.")
        self._show(Message(GONE, what, todo, "problem", self._bundled()))

    def note_problem(self, error: Explained) -> None:
        """Why a model could not be loaded."""
        self._error = error

    def offer_bundled(self) -> None:
        """The model could not be loaded: the one that comes with the program can."""
        if self._error is not None:
            what, todo = shown(self._error)
            self._show(Message(FAILED, what, todo, "problem", self._bundled()))

    def show_arrived(self, key: str, title: str) -> None:
        """A model was downloaded or added."""
        self._arrived = key
        what = self.tr("The model “{0}” is here.").format(title)
        self._show(Message(ARRIVED, what, "", "notice", self.tr("Use it"), _SECONDS))

    def show_tested(self, outcome: ModelVerdict) -> None:
        """Whether a model computes what it should: said wherever the person is if it does not."""
        if outcome.passed:
            for bar in self._bars:
                bar.solve(DAMAGED)
            return
        what = self.tr("“{0}” does not compute what it should: {1} of {2} tokens are right.")
        todo = self.tr("It may be damaged: delete it and download it again, or use another.")
        what = what.format(outcome.title, outcome.agreed, outcome.total)
        self._show(Message(DAMAGED, what, todo))

    def settle(self) -> None:
        """A model is loaded."""
        for key in (GONE, FAILED, ARRIVED):
            for bar in self._bars:
                bar.solve(key)

    def _bundled(self) -> str:
        return self.tr("Use the bundled model")

    def _show(self, message: Message) -> None:
        for bar in self._bars:
            bar.show_message(message)

    def _on_action(self, key: str) -> None:
        if key in (GONE, FAILED):
            self.settle()
            self.bundled_requested.emit()
        elif key == ARRIVED:
            self.settle()
            self.use_requested.emit(self._arrived)
        for kind, name in _SWITCHES.items():
            if key == name:
                self.switch_requested.emit(kind)

    def _on_closed(self, key: str) -> None:
        if key in (GONE, FAILED, ARRIVED, DAMAGED):
            for bar in self._bars:
                bar.solve(key)
        for kind, name in _SWITCHES.items():
            if key == name:
                self.switch_refused.emit(kind)
