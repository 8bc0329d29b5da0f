"""Who hears whom when the model writes, and about what it reads."""

from __future__ import annotations

from dataclasses import astuple

from app.controllers.continuation_controller import IDLE, READING
from app.domain.writing import REVISIONS
from app.domain.writing import Task as Wish
from app.settings import Settings
from app.ui.status_bar import Task
from app.wiring.parts import Parts


def connect_engine(parts: Parts) -> None:
    """The engine and the page."""
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
    continuation.state_changed.connect(
        lambda state: status.show_task(None) if state != READING else None
    )
    continuation.finished.connect(
        lambda end: status.show_last(
            end.tokens_per_second, end.prompt_tokens - end.reused_tokens, end.prompt_tokens
        )
    )
    model.described.connect(status.show_model)
    model.loading.connect(lambda words, stage, n: status.show_task(Task(words, stage, n)))
    model.loading_ended.connect(lambda: status.show_task(None))


def connect_studio(parts: Parts) -> None:
    """Continuations, offers, the story tree."""
    window, settings, studio = parts.window, parts.settings, parts.studio
    ui, continuation, takes, ahead = window.studio, parts.continuation, studio.takes, studio.ahead
    continuation.offering.connect(lambda _n, task: ui.desk.begin_offer(Wish(task) in REVISIONS))
    continuation.offering.connect(ui.offers.begin)
    continuation.offered.connect(ui.offers.show_text)
    continuation.picked.connect(ui.desk.place)
    continuation.offer_closed.connect(ui.offers.end)
    continuation.offer_closed.connect(ui.desk.end_offer)
    continuation.outcome.connect(takes.record)
    parts.documents.opened.connect(lambda _story: ui.desk.forget())
    parts.documents.opened.connect(takes.show_document)
    parts.documents.closed.connect(lambda: takes.show_document(None))
    window.editor.history_walked.connect(takes.note_history)
    takes.changed.connect(ui.section.show_tree)
    takes.leaving.connect(continuation.abandon)
    takes.take_wanted.connect(ui.desk.show_take)
    ui.section.take_requested.connect(takes.go_to)
    for wish in (ui.section.step_requested, ui.actions.step_requested):
        wish.connect(takes.step)
    ui.words_requested.connect(studio.words.ask)
    studio.words.found.connect(ui.show_words)
    ui.words.chosen.connect(lambda _number: continuation.abandon())
    ui.words.chosen.connect(studio.words.branch)
    studio.words.branched.connect(lambda: continuation.start())
    studio.words.branched.connect(window.editor.join_last_step)
    parts.bridge.arrived.connect(ahead.on_event)
    window.editor.cursorPositionChanged.connect(ahead.note_move)
    window.editor.edited.connect(ahead.note_move)
    continuation.state_changed.connect(lambda state: ahead.show_running(state != IDLE))
    parts.documents.opened.connect(lambda _story: ahead.forget())
    parts.documents.closed.connect(ahead.forget)
    ahead.cost_changed.connect(
        lambda cost: ui.section.show_cost(None if cost is None else astuple(cost))
    )
    ui.section.alternatives_chosen.connect(lambda n: settings.change(alternatives=n))
    options = ui.sampler.options
    options.read_ahead_chosen.connect(lambda on: settings.change(read_ahead=on))
    options.top_tokens_chosen.connect(lambda on: settings.change(top_tokens=on))
    settings.changed.connect(lambda value: _show_writing_options(parts, value))
    _show_writing_options(parts, settings.value)


def _show_writing_options(parts: Parts, value: Settings) -> None:
    ui = parts.window.studio
    ui.section.show_alternatives(value.alternatives)
    ui.sampler.options.show_options(value.read_ahead, value.top_tokens)
    parts.studio.ahead.allow(value.read_ahead)


def connect_lore(parts: Parts) -> None:
    """Memory, note, lorebook and what is read."""
    window, documents, lore, context = parts.window, parts.documents, parts.lore, parts.context
    documents.opened.connect(lore.show_document)
    documents.closed.connect(lambda: lore.show_document(None))
    context.preparing.connect(lore.flush)
    context.reported.connect(window.context_dialog.show_report)
    memory, page, notices = window.inspector.memory_section, window.lore_page, window.notices
    lore.reminders_shown.connect(memory.show_reminders)
    memory.changed.connect(lore.set_reminders)
    lore.book_shown.connect(page.show_book)
    lore.no_work.connect(page.show_none)
    lore.no_work.connect(lambda: memory.allow(False))
    lore.added.connect(page.show_added)
    page.opened.connect(lore.list_sources)
    lore.sources_shown.connect(page.entries.show_sources)
    page.entries.create_from_requested.connect(lore.add_from)
    lore.tried.connect(page.trial.show_verdicts)
    lore.deleted.connect(notices.show_deleted_entry)
    lore.imported.connect(notices.show_imported)
    lore.exported.connect(notices.show_exported)
    notices.restore_entry_requested.connect(lore.restore)
    page.entry_changed.connect(lore.change)
    page.options.changed.connect(lore.set_settings)
    page.options.changed.connect(lambda _settings: page.trial.note_change())
    page.trial.try_requested.connect(lore.try_text)
    page.entries.create_requested.connect(lambda: lore.add())
    page.entries.delete_requested.connect(lore.delete)
    page.entries.moved.connect(lore.move)
    page.entries.import_requested.connect(lore.import_file)
    page.entries.export_requested.connect(lore.export_file)
    parts.continuation.finished.connect(context.note_finished)
    window.close_requested.connect(lore.flush)
