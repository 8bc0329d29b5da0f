"""A whole work from one library into another: its tree with the trash, texts, versions, days,
lorebook, generations and takes, as plain functions on two Sessions.

Rows get new ids, and whatever names a row of the work names its copy. Styles stay behind: they
belong to a library. States do too: they are found by the text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, insert, inspect, select, update
from sqlalchemy.orm import Session

from app.db.projects import project_row
from app.db.tables import (
    Base,
    DocumentRow,
    GenerationRow,
    LoreRow,
    ProjectRow,
    StatusRow,
    TakeRow,
    TextRow,
    VersionRow,
    WritingDayRow,
)
from app.domain.documents import OriginSpan

Values = dict[str, Any]
Ids = dict[int, int]
_TABS, _FIRED = "tabs", "lore_fired"
"""What a project's settings name by id: items, and entries of the lorebook."""


def copy_work(source: Session, target: Session, project_id: int) -> int:
    """Adds the work of `source` to `target` as a new one, changed just now; returns its id there.
    Raises `UserError` if it is gone."""
    project_row(source, project_id)
    return _Copy(source, target, project_id).run()


@dataclass
class _Copy:
    """One copy under way; the maps lead from ids of the source to those of the target."""

    source: Session
    target: Session
    old: int
    new: int = 0
    statuses: Ids = field(default_factory=dict)
    items: Ids = field(default_factory=dict)
    made: Ids = field(default_factory=dict)

    def run(self) -> int:
        """Copies everything in the order of what names what."""
        here = ProjectRow.id == self.old
        (self.new,) = self._each(ProjectRow, select(ProjectRow).where(here), _as_new).values()
        of_work = {"project_id": self.new}
        own = StatusRow.project_id == self.old
        self.statuses = self._each(StatusRow, select(StatusRow).where(own), lambda _v: of_work)
        own = DocumentRow.project_id == self.old
        self.items = self._each(DocumentRow, select(DocumentRow).where(own), self._item)
        of_items = select(DocumentRow.id).where(DocumentRow.project_id == self.old)
        chosen = select(GenerationRow).where(GenerationRow.document_id.in_(of_items))
        self.made = self._each(GenerationRow, chosen, self._of_item)
        texts = select(TextRow).where(TextRow.document_id.in_(of_items))
        self._each(TextRow, texts, self._with_origins)
        versions = select(VersionRow).where(VersionRow.document_id.in_(of_items))
        self._each(VersionRow, versions, self._with_origins)
        takes = select(TakeRow).where(TakeRow.document_id.in_(of_items))
        self._each(TakeRow, takes, self._take)
        days = select(WritingDayRow).where(WritingDayRow.project_id == self.old)
        self._each(WritingDayRow, days, lambda _v: of_work)
        entries = select(LoreRow).where(LoreRow.project_id == self.old)
        self._restore_settings(self._each(LoreRow, entries, lambda _v: of_work))
        return self.new

    def _each(
        self, table: type[Base], chosen: Select[Any], changes: Callable[[Values], Values]
    ) -> Ids:
        """Copies rows with `changes` of their values; returns their new ids by the old ones. A
        parent may come after its children."""
        columns = [column.key for column in inspect(table).columns]
        ids: Ids = {}
        parents: Ids = {}
        for row in self.source.scalars(chosen.order_by(*inspect(table).primary_key)).yield_per(100):
            values = {name: getattr(row, name) for name in columns}
            number, parent = values.pop("id", None), values.get("parent_id")
            if parent is not None:
                values["parent_id"], parents[number] = None, parent
            added = insert(table).values({**values, **changes(values)})
            new = self.target.scalar(added.returning(*inspect(table).primary_key))
            if number is not None and new is not None:
                ids[number] = new
            self.source.expunge(row)
        for child, parent in parents.items():
            if parent in ids:
                values = {"id": ids[child], "parent_id": ids[parent]}
                self.target.execute(update(table), [values])
        return ids

    def _restore_settings(self, entries: Ids) -> None:
        row = project_row(self.source, self.old)
        settings = json.loads(row.settings_json)
        if isinstance(tabs := settings.get(_TABS), list):
            settings[_TABS] = [self.items[one] for one in tabs if one in self.items]
        if isinstance(fired := settings.get(_FIRED), dict):
            settings[_FIRED] = _renamed(fired, entries)
        copy = project_row(self.target, self.new)
        copy.settings_json = json.dumps(settings, ensure_ascii=False)
        copy.last_item = self.items.get(row.last_item or 0)
        self.target.flush()

    def _item(self, values: Values) -> Values:
        status = self.statuses.get(values["status_id"] or 0)
        return {"project_id": self.new, "status_id": status}

    def _of_item(self, values: Values) -> Values:
        return {"document_id": self.items[values["document_id"]]}

    def _with_origins(self, values: Values) -> Values:
        return {**self._of_item(values), "origins": self._origins(values["origins"])}

    def _take(self, values: Values) -> Values:
        made = self.made.get(values["generation_id"] or 0)
        return {**self._with_origins(values), "generation_id": made}

    def _origins(self, spans: tuple[OriginSpan, ...]) -> tuple[OriginSpan, ...]:
        return tuple(
            replace(span, generation_id=self.made.get(span.generation_id or 0)) for span in spans
        )


def _as_new(_values: Values) -> Values:
    now = datetime.now(UTC)
    return {"updated_at": now, "deleted_at": None, "last_item": None}


def _renamed(fired: Mapping[str, Any], entries: Ids) -> Values:
    return {
        str(entries[int(number)]): at
        for number, at in fired.items()
        if number.isdigit() and int(number) in entries
    }
