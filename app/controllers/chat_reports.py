"""What the model read for the last reply, put together from what replies tell.

Knows nothing of widgets or of how it came about.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.db.chat_contexts import ReplyContext
from app.domain.chat_report import ChatReport
from engine.types import Finished


class ChatReports(QObject):
    """`reported(ChatReport or None)`: what is read now, again with its figures, and nothing when
    another chat is shown."""

    reported = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chat: int | None = None
        self._of: int | None = None
        self._last: ChatReport | None = None

    def show_chat(self, chat_id: int | None) -> None:
        """Another chat is shown."""
        self._chat = chat_id
        self._show(None)

    def take(self, context: ReplyContext) -> None:
        """This is read now."""
        self._of = context.chat.id
        if context.chat.id != self._chat:
            return
        head = "" if context.known == 0 else context.head  # else it begins the stable text
        self._show(
            ChatReport(
                head,
                context.read_from,
                context.known,
                context.prompt.stable,
                context.parts.parts,
                context.recalled,
                context.verdicts,
                styles=context.styles,
            )
        )

    def note_finished(self, end: Finished) -> None:
        """The reply has ended: how much was read for it."""
        if self._last is None or self._of != self._chat:
            return
        self._show(
            replace(self._last, prompt_tokens=end.prompt_tokens, reused_tokens=end.reused_tokens)
        )

    def _show(self, report: ChatReport | None) -> None:
        self._last = report
        self.reported.emit(report)
