"""What the model is given to read for a press of Continue, and what it read last.

Knows nothing of widgets or of how a generation goes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.controllers.storage_bridge import StorageBridge
from app.db.storage import Work
from app.domain.context import Assembled, ContextReport
from app.domain.documents import project_owner
from engine.types import Finished, GenerationRequest, Prompt

Assembling = Callable[[int, str, str, int | None], Work[tuple[int, Assembled]]]
"""Work for the storage thread, of a document, the texts before and after the cursor, and a seed;
it gives the project and what to read. Without a seed nobody writes: nothing is remembered."""


class ContextController(QObject):
    """Signals: `preparing` before the library is asked, so that what was typed last is kept
    first; `reported(ContextReport)` when it is known what is read, and again with the figures.
    """

    preparing = Signal()
    reported = Signal(object)

    def __init__(
        self, storage: StorageBridge, assembling: Assembling, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._assembling = assembling
        self._reports: dict[int, ContextReport] = {}
        self.last: ContextReport | None = None

    def prepare(
        self,
        request: GenerationRequest,
        document_id: int,
        before: str,
        after: str,
        done: Callable[[GenerationRequest], None],
    ) -> None:
        """Hands `done` the request with the book, and what is injected, in place of the text of
        one document."""
        self.preparing.emit()

        def go_on(found: tuple[int, Assembled]) -> None:
            project_id, assembled = found
            self._reports = {request.id: ContextReport(assembled)}
            self._show(self._reports[request.id])
            prompt = Prompt(assembled.stable, assembled.volatile, request.prompt.stop)
            done(replace(request, prompt=prompt, owner=project_owner(project_id)))

        seed = request.sampling.seed or 0
        work = self._assembling(document_id, before, after, seed)
        # Without its library the program says so elsewhere; the text can be continued all the same.
        self._storage.run(work, go_on, lambda _error: done(request))

    def read(
        self,
        document_id: int,
        before: str,
        after: str,
        done: Callable[[Prompt, str], None],
    ) -> None:
        """Hands `done` what a continuation would read here, and whose it is. Says nothing of it."""

        def go_on(found: tuple[int, Assembled]) -> None:
            project_id, assembled = found
            done(Prompt(assembled.stable, assembled.volatile), project_owner(project_id))

        # Nobody waits for it, and a book is long. What stands in the way is told when the writer
        # really asks.
        self._storage.run_in_background(
            self._assembling(document_id, before, after, None), go_on, lambda _error: None
        )

    def note_finished(self, end: Finished) -> None:
        """A generation ended: how much of its prompt was read."""
        report = self._reports.get(end.request_id)
        if report is not None:
            self._show(
                replace(report, prompt_tokens=end.prompt_tokens, reused_tokens=end.reused_tokens)
            )

    def _show(self, report: ContextReport) -> None:
        self.last = report
        self.reported.emit(report)
