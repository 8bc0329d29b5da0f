"""Who hears whom: every signal of the program is connected here. Builds nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from app.controllers.continuation_controller import IDLE, ContinuationController
from app.controllers.details_controller import DetailsController
from app.controllers.documents_controller import DocumentsController
from app.controllers.engine_bridge import EngineBridge
from app.controllers.manuscript import Manuscript
from app.controllers.model_controller import ModelController
from app.controllers.project_controller import ProjectController
from app.controllers.settings_controller import SettingsController
from app.controllers.styles_controller import StylesController
from app.controllers.training_controller import TrainingController
from app.controllers.works_controller import WorksController
from app.domain.projects import Project
from app.ui.language import Language
from app.ui.main_window import MainWindow
from app.ui.project_tree import FOLDED
from app.ui.status_bar import Task
from app.ui.theme import Theme
from app.ui.work_dialog import WorkDialog


@dataclass(frozen=True)
class Parts:
    """What is connected."""

    theme: Theme
    language: Language
    settings: SettingsController
    window: MainWindow
    bridge: EngineBridge
    documents: DocumentsController
    continuation: ContinuationController
    model: ModelController
    styles: StylesController
    training: TrainingController
    manuscript: Manuscript


def connect(parts: Parts) -> None:
    """Every signal of the program, in groups: whoever wants to know what leads to what, reads
    this file."""
    _connect_person(parts)
    _connect_stories(parts)
    _connect_tree(parts)
    _connect_works(parts)
    _connect_details(parts)
    _connect_outline(parts)
    _connect_tabs(parts)
    _connect_engine(parts)
    _connect_styles(parts)
    _connect_training(parts)
    _connect_rest(parts)


def _connect_person(parts: Parts) -> None:
    window, settings = parts.window, parts.settings
    documents, continuation = parts.documents, parts.continuation
    window.documents.rename_requested.connect(documents.rename)
    window.notices.restore_requested.connect(documents.restore)
    window.save_requested.connect(documents.save_now)
    window.editor.edited.connect(documents.note_edit)
    window.inspector.continue_requested.connect(continuation.start)
    window.inspector.stop_requested.connect(continuation.stop)
    window.inspector.retry_requested.connect(continuation.retry)
    window.inspector.max_tokens_chosen.connect(lambda n: settings.change(max_tokens=n))
    window.inspector.temperature_chosen.connect(lambda t: settings.change(temperature=t))
    window.rail.theme_chosen.connect(lambda name: settings.change(theme=name))
    window.rail.language_chosen.connect(lambda code: settings.change(language=code))
    window.rail.size_step.connect(settings.step_font_size)


def _connect_stories(parts: Parts) -> None:
    window, documents = parts.window, parts.documents
    documents.leaving.connect(parts.continuation.abandon)
    documents.opened.connect(window.show_document)
    documents.opened.connect(lambda story: parts.settings.change(last_document=story.id))
    documents.closed.connect(window.show_no_document)
    documents.retitled.connect(window.show_story)
    documents.deleted.connect(window.notices.show_deleted)
    documents.save_state_changed.connect(window.status.show_saving)


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


def _ask_for_work(parts: Parts) -> None:
    dialog = WorkDialog(parts.window)
    dialog.accepted_work.connect(parts.manuscript.works.begin)
    dialog.open()


def _ask_about_work(parts: Parts, work: Project) -> None:
    dialog = WorkDialog(parts.window, work.title, work.author, work.language)
    dialog.accepted_work.connect(partial(parts.manuscript.works.change, work.id))
    dialog.open()


def _connect_engine(parts: Parts) -> None:
    window, editor, status = parts.window, parts.window.editor, parts.window.status
    continuation, model = parts.continuation, parts.model
    parts.bridge.arrived.connect(model.on_event)
    parts.bridge.arrived.connect(continuation.on_event)
    continuation.began.connect(editor.begin_generation)
    continuation.identified.connect(editor.identify_generation)
    continuation.text_generated.connect(editor.insert_generated)
    continuation.ended.connect(editor.end_generation)
    continuation.state_changed.connect(lambda state: window.show_running(state != IDLE))
    continuation.progress.connect(window.show_reading)
    continuation.text_generated.connect(lambda _text: status.show_task(None))
    continuation.ended.connect(lambda: status.show_task(None))
    continuation.finished.connect(
        lambda end: status.show_last(
            end.tokens_per_second, end.prompt_tokens - end.reused_tokens, end.prompt_tokens
        )
    )
    model.described.connect(status.show_model)
    model.loading.connect(lambda words, stage, n: status.show_task(Task(words, stage, n)))
    model.loading_ended.connect(lambda: status.show_task(None))


def _connect_styles(parts: Parts) -> None:
    window, styles, documents = parts.window, parts.styles, parts.documents
    page, section = window.style_page, window.inspector.style_section
    parts.model.ready.connect(styles.show_model)
    documents.opened.connect(styles.show_document)
    documents.closed.connect(lambda: styles.show_document(None))
    for shown in (page.styles, section):
        styles.listed.connect(shown.show_styles)
        styles.chosen.connect(shown.show_choice)
    section.toggled.connect(styles.toggle)
    section.cleared.connect(styles.clear)
    section.strength_chosen.connect(styles.set_strength)
    section.weight_chosen.connect(styles.set_weight)
    page.styles.use_toggled.connect(styles.toggle)
    page.styles.rename_requested.connect(styles.rename)
    page.styles.delete_requested.connect(styles.delete)
    styles.deleted.connect(window.notices.show_deleted_style)
    window.notices.restore_style_requested.connect(styles.restore)
    for wish in (window.notices.use_style_requested, page.use_requested):
        wish.connect(styles.use)


def _connect_training(parts: Parts) -> None:
    window, training = parts.window, parts.training
    page, status = window.style_page, window.status
    parts.documents.listed.connect(page.form.show_documents)
    parts.documents.summary_changed.connect(page.form.show_summary)
    parts.documents.opened.connect(lambda story: page.form.show_current(story.id))
    parts.model.ready.connect(training.show_model)
    page.teach_requested.connect(lambda _lesson: parts.documents.save())
    page.teach_requested.connect(training.start)
    page.cancel_requested.connect(training.cancel)
    status.cancel_requested.connect(training.cancel)
    training.state_changed.connect(window.show_training)
    training.progressed.connect(window.show_lesson_progress)
    training.measured.connect(page.progress.plot.add)
    training.learnt.connect(lambda _style: parts.styles.refresh())
    training.learnt.connect(window.show_learnt)


def _connect_rest(parts: Parts) -> None:
    window, documents, settings = parts.window, parts.documents, parts.settings
    speakers = (documents, parts.continuation, parts.model, settings, parts.styles, parts.training)
    for controller in (*speakers, *_manuscript_speakers(parts)):
        controller.problem.connect(window.notices.show_problem)
        controller.solved.connect(window.notices.solve)
    settings.changed.connect(lambda value: parts.theme.use(value.theme))
    settings.changed.connect(lambda value: parts.language.use(value.language))
    settings.changed.connect(lambda _value: parts.model.describe())
    settings.changed.connect(window.show_settings)
    window.close_requested.connect(parts.continuation.abandon)
    window.close_requested.connect(lambda: _keep_layout(parts))
    window.close_requested.connect(parts.styles.flush)
    window.close_requested.connect(parts.manuscript.details.close)
    parts.manuscript.details.ready_to_close.connect(documents.close)
    parts.manuscript.details.close_failed.connect(window.ask_to_lose_changes)
    documents.ready_to_close.connect(window.finish_close)
    documents.close_failed.connect(window.ask_to_lose_changes)
    window.close_anyway_requested.connect(window.finish_close)


def _manuscript_speakers(
    parts: Parts,
) -> tuple[ProjectController, WorksController, DetailsController]:
    manuscript = parts.manuscript
    return manuscript.project, manuscript.works, manuscript.details


def _keep_layout(parts: Parts) -> None:
    parts.settings.change(**parts.window.layout_changes())
    parts.settings.flush()
