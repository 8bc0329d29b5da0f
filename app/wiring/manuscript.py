"""Who hears whom about the manuscript: tree, works, details, outline and tabs."""

from __future__ import annotations

from functools import partial

from app.domain.projects import Project
from app.ui.project_tree import FOLDED
from app.ui.statuses_dialog import StatusesDialog
from app.ui.work_dialog import WorkDialog
from app.wiring.parts import Parts


def connect_manuscript(parts: Parts) -> None:
    """Every signal of the open work, in groups."""
    _connect_tree(parts)
    _connect_works(parts)
    _connect_details(parts)
    _connect_outline(parts)
    _connect_tabs(parts)


def _connect_tree(parts: Parts) -> None:
    window, documents, project = parts.window, parts.documents, parts.manuscript.project
    tree = window.documents
    for wish in (tree.open_requested, tree.keep_requested):
        wish.connect(documents.open)
        wish.connect(lambda _id: window.page.show_outline(False))
    tree.create_requested.connect(lambda: project.create())
    tree.kind_requested.connect(project.create)
    tree.move_requested.connect(project.move)
    tree.step_requested.connect(project.step)
    tree.delete_requested.connect(project.trash)
    tree.restore_requested.connect(project.restore)
    tree.erase_requested.connect(project.delete)
    tree.empty_requested.connect(project.empty_trash)
    tree.duplicate_requested.connect(project.duplicate)
    tree.merge_requested.connect(project.merge)
    tree.split_requested.connect(lambda: project.split(window.editor.cursor_place()))
    tree.status_requested.connect(lambda ids, status: project.mark(ids, status_id=status))
    tree.include_requested.connect(lambda ids, on: project.mark(ids, included=on))
    tree.statuses_requested.connect(lambda: _ask_for_statuses(parts))
    tree.folded_changed.connect(lambda nodes: project.keep_settings({FOLDED: nodes}))
    documents.opened.connect(project.follow)
    documents.summary_changed.connect(project.note_saved)
    documents.renamed.connect(project.note_renamed)
    documents.deleted.connect(lambda _id, _title: project.refresh())
    documents.paused.connect(window.editor.setReadOnly)
    documents.reworked.connect(project.refresh)
    project.opened.connect(tree.show_project)
    project.changed.connect(tree.show_changes)
    project.item_changed.connect(tree.show_item)
    project.closed.connect(lambda: tree.show_project(None))
    project.name_wanted.connect(tree.rename)
    project.done.connect(window.notices.show_done)
    window.notices.undo_requested.connect(project.undo)


def _connect_works(parts: Parts) -> None:
    window, project, works = parts.window, parts.manuscript.project, parts.manuscript.works
    popup = window.works
    window.documents.works_requested.connect(works.refresh)
    window.documents.works_requested.connect(lambda: popup.fall_from(window.documents.work))
    works.listed.connect(lambda shelf: popup.show_works(shelf.works, shelf.trash))
    project.opened.connect(lambda work: popup.show_current(work.id))
    project.closed.connect(lambda: popup.show_current(None))
    popup.open_requested.connect(project.open_work)
    popup.restore_requested.connect(works.restore)
    popup.delete_requested.connect(works.trash)
    popup.begin_requested.connect(lambda: _ask_for_work(parts))
    popup.details_requested.connect(works.load)
    works.loaded.connect(lambda work: _ask_about_work(parts, work))
    works.trashed.connect(window.notices.show_deleted_work)
    window.notices.restore_work_requested.connect(works.restore)


def _connect_details(parts: Parts) -> None:
    window, project, details = parts.window, parts.manuscript.project, parts.manuscript.details
    panel = window.inspector.item_details
    parts.documents.opened.connect(details.follow)
    parts.documents.closed.connect(details.leave)
    for heard in (parts.documents.opened, parts.documents.closed, project.opened, project.changed):
        heard.connect(lambda *_: _show_details(parts))
    project.item_changed.connect(lambda _item: _show_details(parts))
    project.item_changed.connect(panel.show_synopsis)
    details.shown.connect(panel.show_texts)
    panel.synopsis_typed.connect(lambda item, text: details.edit(item, "synopsis", text))
    panel.notes_typed.connect(lambda item, text: details.edit(item, "notes", text))
    panel.status_chosen.connect(lambda item, status: project.mark([item], status_id=status))
    panel.included_chosen.connect(lambda item, on: project.mark([item], included=on))
    window.save_requested.connect(details.flush)


def _show_details(parts: Parts) -> None:
    project, page = parts.manuscript.project, parts.documents.current
    item = project.items.get(page) if page is not None else None
    statuses = project.project.statuses if project.project else ()
    parts.window.inspector.item_details.show_item(item, statuses)


def _connect_outline(parts: Parts) -> None:
    window, project = parts.window, parts.manuscript.project
    outline, details = window.page.outline, parts.manuscript.details
    window.documents.outline_requested.connect(window.page.toggle_outline)
    window.documents.outline_requested.connect(lambda: outline.select(parts.documents.current))
    for heard in (project.opened, project.changed):
        heard.connect(outline.show_project)
    project.item_changed.connect(outline.show_item)
    project.closed.connect(lambda: outline.show_project(None))
    outline.open_requested.connect(parts.documents.open)
    outline.open_requested.connect(lambda _id: window.page.show_outline(False))
    model = outline.model
    model.renamed.connect(parts.documents.rename)
    model.synopsis_typed.connect(lambda item, text: details.edit(item, "synopsis", text))
    model.synopsis_typed.connect(lambda _item, _text: details.flush())
    model.status_chosen.connect(lambda item, status: project.mark([item], status_id=status))
    model.included_chosen.connect(lambda item, on: project.mark([item], included=on))


def _connect_tabs(parts: Parts) -> None:
    window, project, tabs = parts.window, parts.manuscript.project, parts.manuscript.tabs
    strip = window.page.tabs
    parts.documents.opened.connect(tabs.follow)
    project.opened.connect(tabs.open_work)
    project.changed.connect(tabs.show_work)
    project.item_changed.connect(tabs.show_item)
    tabs.shown.connect(strip.show_tabs)
    strip.chosen.connect(parts.documents.open)
    strip.close_requested.connect(tabs.close)
    strip.ordered.connect(tabs.order)
    strip.kept.connect(tabs.keep)
    window.editor.edited.connect(tabs.keep_page)
    window.documents.keep_requested.connect(tabs.keep)
    window.documents.beside_requested.connect(tabs.open_beside)


def _ask_for_statuses(parts: Parts) -> None:
    project = parts.manuscript.project
    if project.project is not None:
        dialog = StatusesDialog(parts.window, project.project.statuses)
        dialog.arranged.connect(project.arrange_statuses)
        dialog.open()


def _ask_for_work(parts: Parts) -> None:
    dialog = WorkDialog(parts.window)
    dialog.accepted_work.connect(parts.manuscript.works.begin)
    dialog.open()


def _ask_about_work(parts: Parts, work: Project) -> None:
    dialog = WorkDialog(parts.window, work.title, work.author, work.language)
    dialog.accepted_work.connect(partial(parts.manuscript.works.change, work.id))
    dialog.open()
