"""Who hears whom about finding and replacing in the whole work."""

from __future__ import annotations

from app.domain.work_search import Field, Findings
from app.ui.page_edits import PageEdits
from app.wiring.parts import Parts


def connect_searching(parts: Parts) -> None:
    """The panel, the page and what is replaced."""
    window, search, project = parts.window, parts.search, parts.manuscript.project
    panel, details = window.page.work_search, parts.manuscript.details
    panel.search_requested.connect(lambda *_: details.flush())
    panel.search_requested.connect(search.search)
    panel.jump_requested.connect(search.go_to)
    panel.replace_requested.connect(lambda *_: details.flush())
    panel.replace_requested.connect(search.replace)
    panel.closed.connect(search.cancel)
    panel.closed.connect(window.editor.setFocus)
    search.found.connect(lambda found: _show(parts, found))
    search.failed.connect(panel.show_error)
    search.arrived.connect(lambda *place: _select(parts, *place))
    search.replacing.connect(parts.continuation.abandon)
    search.replaced.connect(window.notices.show_replaced)
    search.taken_back.connect(window.notices.show_taken_back)
    for done in (search.replaced, search.taken_back):
        done.connect(lambda *_: project.refresh())
        done.connect(lambda *_: details.look_again())
        done.connect(lambda *_: panel.note_edit())
    for wish in (window.notices.take_back_requested, window.work_search.take_back_requested):
        wish.connect(details.flush)
        wish.connect(search.take_back)
    parts.documents.opened.connect(search.note_opened)
    window.editor.edited.connect(panel.note_edit)
    project.opened.connect(lambda _work: search.forget())
    project.opened.connect(lambda _work: panel.note_edit())
    project.changed.connect(lambda _work: panel.note_edit())
    project.closed.connect(search.forget)
    search.problem.connect(window.notices.show_problem)
    search.solved.connect(window.notices.solve)


def _show(parts: Parts, found: Findings) -> None:
    items = parts.manuscript.project.items
    titles = {group.item: items[group.item].title for group in found.groups if group.item in items}
    parts.window.page.work_search.show_findings(found, titles)


def _select(parts: Parts, _item: int, field: Field, start: int, words: str, stay: bool) -> None:
    """Shows a hit where it stands."""
    window = parts.window
    window.page.show_outline(False)
    if field is Field.TEXT:
        PageEdits(window.editor).select(start, words)
        window.editor.setFocus()
    else:
        window.inspector.show()
        window.inspector.item_details.select(field is Field.NOTES, start, words)
    if stay:
        window.page.work_search.take_focus()
