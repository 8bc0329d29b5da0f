"""What the model reads for one press of Continue, from what the library holds.

Runs on the storage thread: a book is long, and a stranger's pattern may take its time.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from sqlalchemy.orm import Session

from app.db.books import BookTexts
from app.db.lore import load_fired, load_lorebook, load_reminders, save_fired
from app.db.storage import Work
from app.domain.context import Assembled, assemble
from app.domain.lore_matching import Patterns
from app.domain.lore_scan import Clock, Surroundings, Verdict, scan
from app.domain.paragraphs import count_paragraphs


class Contexts:
    """Assembles contexts; keeps the texts of the book in use. `patterns` makes what searches for
    the patterns of one scan."""

    def __init__(self, patterns: Callable[[], Patterns]) -> None:
        self._patterns = patterns
        self._books = BookTexts()

    def assembling(
        self, document_id: int, before: str, after: str, seed: int | None
    ) -> Work[tuple[int, Assembled]]:
        """`assemble` as work for the storage thread."""
        return lambda session: self.assemble(session, document_id, before, after, seed)

    def scanning(self, project_id: int, text: str) -> Work[tuple[Verdict, ...]]:
        """`scan` as work for the storage thread."""
        return lambda session: self.scan(session, project_id, text)

    def assemble(
        self, session: Session, document_id: int, before: str, after: str, seed: int | None
    ) -> tuple[int, Assembled]:
        """The project of a document and what to read before going on in it. Entries with a
        memory of when they came up take note, unless there is no seed. Raises `UserError` if the
        document is gone."""
        project_id, earlier = self._books.before(session, document_id)
        text = earlier + before
        lorebook = load_lorebook(session, project_id)
        clock = Clock(count_paragraphs(text), load_fired(session, project_id))
        around = Surroundings(self._patterns(), Random(seed or 0), clock=clock)
        verdicts = scan(lorebook, text, around)
        fired = clock.after(verdicts)
        if seed is not None and fired != clock.fired:
            save_fired(session, project_id, fired)
        return project_id, assemble(text, load_reminders(session, project_id), verdicts, after)

    def scan(self, session: Session, project_id: int, text: str) -> tuple[Verdict, ...]:
        """What would come up at the end of `text`, were it a whole book. Changes nothing."""
        clock = Clock(count_paragraphs(text))
        around = Surroundings(self._patterns(), Random(0), clock=clock)
        return scan(load_lorebook(session, project_id), text, around)
