"""What was written on which day, as plain functions on a Session."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.projects import manuscript_words, project_settings
from app.db.tables import WritingDayRow
from app.domain.writing_log import LONGEST_PAUSE_SECONDS, Goals, Share, WritingDay, added


def note_writing(
    session: Session,
    project_id: int,
    before: Share,
    after: Share,
    times: tuple[datetime, datetime],
) -> None:
    """A text of a project changed. `times` are those of the change before and of this one; the
    day is this one's in the zone of this machine."""
    person, machine, removed = added(before, after)
    day = times[1].astimezone().date().isoformat()
    row = session.get(WritingDayRow, (project_id, day))
    if row is None:
        row = WritingDayRow(
            project_id=project_id, day=day, by_person=0, by_machine=0, removed=0, seconds=0
        )
        session.add(row)
    pause = (times[1] - times[0]).total_seconds()
    row.by_person += person
    row.by_machine += machine
    row.removed += removed
    row.seconds += round(pause) if 0 <= pause <= LONGEST_PAUSE_SECONDS else 1


def writing_days(session: Session, project_id: int | None = None) -> list[WritingDay]:
    """The days of a project, or of all together, the oldest first."""
    row = WritingDayRow
    wanted = select(
        row.day,
        func.sum(row.by_person),
        func.sum(row.by_machine),
        func.sum(row.removed),
        func.sum(row.seconds),
    )
    if project_id is not None:
        wanted = wanted.where(row.project_id == project_id)
    rows = session.execute(wanted.group_by(row.day).order_by(row.day))
    return [
        WritingDay(date.fromisoformat(day), person, machine, removed, seconds)
        for day, person, machine, removed, seconds in rows
    ]


def read_statistics(session: Session, project_id: int) -> tuple[list[WritingDay], Goals, int]:
    """The days of a project, its goals, and the words of its manuscript. Raises `UserError`."""
    stored = project_settings(session, project_id).get("goals")
    goals = Goals.from_settings(stored if isinstance(stored, dict) else {})
    return writing_days(session, project_id), goals, manuscript_words(session, project_id)
