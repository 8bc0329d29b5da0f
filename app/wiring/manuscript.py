"""Who hears whom about works and their trees."""

from __future__ import annotations

from functools import partial

from app.domain.projects import Project
from app.ui.project_tree import FOLDED
from app.ui.work_dialog import WorkDialog
from app.wiring.parts import Parts


def connect_tree(parts: Parts) -> None:
    """The tree of a work and the page."""
    window, documents, project = parts.window, parts.documents, parts.manuscript.project
    tree = window.documents
    for wish in (tree.open_requested, tree.keep_requested, tree.beside_requested):
        wish.connect(documents.open)
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


def connect_works(parts: Parts) -> None:
    """The shelf of works."""
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


def _ask_for_work(parts: Parts) -> None:
    dialog = WorkDialog(parts.window)
    dialog.accepted_work.connect(parts.manuscript.works.begin)
    dialog.open()


def _ask_about_work(parts: Parts, work: Project) -> None:
    dialog = WorkDialog(parts.window, work.title, work.author, work.language)
    dialog.accepted_work.connect(partial(parts.manuscript.works.change, work.id))
    dialog.open()
