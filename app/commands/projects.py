"""`longscroll projects`: what the library holds, the last changed first."""

from __future__ import annotations

import argparse
import json

from app.commands.transfer import library
from app.db.projects import list_projects


def run(options: argparse.Namespace) -> int:
    """Exit code 0; what the user must mend is a `UserError`."""
    with library(options) as storage:
        projects = storage.submit(list_projects).result()
    if options.json:
        values = [{**vars(each), "updated_at": each.updated_at.isoformat()} for each in projects]
        print(json.dumps(values, ensure_ascii=False, indent=1))
        return 0
    for each in projects:
        when = each.updated_at.astimezone().strftime("%Y-%m-%d %H:%M")
        print(f"{each.id:>6}  {when}  {each.words:>9,} words  {each.title or 'Untitled'}")
    return 0
