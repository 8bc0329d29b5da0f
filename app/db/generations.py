"""What was generated, when and how, as plain functions on a Session."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.db.tables import GenerationRow
from app.domain.documents import Generation


def record_generation(session: Session, generation: Generation) -> int:
    """Stores a generation, finished or just begun, and returns its id for origin spans."""
    row = GenerationRow(**asdict(generation))
    session.add(row)
    session.flush()
    return row.id


def update_generation(session: Session, generation_id: int, generation: Generation) -> None:
    """Replaces what is stored, for instance at its end. Raises `KeyError` for an unknown id."""
    changed = session.execute(
        update(GenerationRow)
        .where(GenerationRow.id == generation_id)
        .values(**asdict(generation))
        .returning(GenerationRow.id)
    )
    if changed.scalar() is None:
        raise KeyError(generation_id)


def load_generation(session: Session, generation_id: int) -> Generation | None:
    """One generation, `None` if it is gone."""
    row = session.get(GenerationRow, generation_id)
    return None if row is None else _generation(row)


def list_generations(session: Session, document_id: int) -> list[tuple[int, Generation]]:
    """Ids and generations of one document, in the order they were begun."""
    rows = session.scalars(
        select(GenerationRow)
        .where(GenerationRow.document_id == document_id)
        .order_by(GenerationRow.id)
    )
    return [(row.id, _generation(row)) for row in rows]


def _generation(row: GenerationRow) -> Generation:
    return Generation(
        document_id=row.document_id,
        model_name=row.model_name,
        model_key=row.model_key,
        sampling_json=row.sampling_json,
        seed=row.seed,
        prompt_tokens=row.prompt_tokens,
        reused_tokens=row.reused_tokens,
        generated_tokens=row.generated_tokens,
        reason=row.reason,
        text=row.text,
        started_at=row.started_at,
        seconds=row.seconds,
    )
