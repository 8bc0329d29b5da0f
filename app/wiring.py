"""Who hears whom: every signal of the program is connected here. Builds nothing."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from app.controllers.backup_controller import BackupController
from app.controllers.context_controller import ContextController
from app.controllers.continuation_controller import IDLE, ContinuationController
from app.controllers.documents_controller import DocumentsController
from app.controllers.engine_bridge import EngineBridge
from app.controllers.lore_controller import LoreController
from app.controllers.model_controller import ModelController
from app.controllers.settings_controller import SettingsController
from app.controllers.statistics_controller import StatisticsController
from app.controllers.studio import Studio
from app.controllers.styles_controller import StylesController
from app.controllers.training_controller import TrainingController
from app.controllers.versions_controller import VersionsController
from app.domain.samplers import SamplerChoice
from app.domain.writing import REVISIONS
from app.domain.writing import Task as Wish
from app.settings import Settings
from app.ui.dialogs import Dialogs
from app.ui.language import Language
from app.ui.main_window import MainWindow
from app.ui.status_bar import Task
from app.ui.theme import Theme


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
    versions: VersionsController
    backups: BackupController
    statistics: StatisticsController
    dialogs: Dialogs
    context: ContextController
    lore: LoreController
    studio: Studio


def connect(parts: Parts) -> None:
    """Every signal of the program, in groups: whoever wants to know what leads to what, reads
    this file."""
    _connect_person(parts)
    _connect_stories(parts)
    _connect_engine(parts)
    _connect_styles(parts)
    _connect_training(parts)
    _connect_versions(parts)
    _connect_backups(parts)
    _connect_statistics(parts)
    _connect_lore(parts)
    _connect_studio(parts)
    _connect_rest(parts)


def _connect_person(parts: Parts) -> None:
    window, settings = parts.window, parts.settings
    documents, continuation = parts.documents, parts.continuation
    window.documents.open_requested.connect(documents.open)
    window.documents.create_requested.connect(lambda: documents.create())
    window.documents.rename_requested.connect(documents.rename)
    window.documents.delete_requested.connect(documents.delete)
    window.notices.restore_requested.connect(documents.restore)
    window.save_requested.connect(documents.save_now)
    window.editor.edited.connect(documents.note_edit)
    window.inspector.continue_requested.connect(lambda: continuation.start())
    window.inspector.stop_requested.connect(continuation.stop)
    window.studio.offers.picked.connect(continuation.pick)
    window.studio.offers.retry_requested.connect(continuation.retry)
    window.studio.offers.escape_requested.connect(continuation.escape)
    window.studio.actions.task_requested.connect(lambda name: continuation.start(Wish(name)))
    window.inspector.retry_requested.connect(continuation.retry)
    window.inspector.max_tokens_chosen.connect(lambda n: settings.change(max_tokens=n))
    window.inspector.temperature_chosen.connect(lambda t: settings.change(temperature=t))
    window.rail.theme_chosen.connect(lambda name: settings.change(theme=name))
    window.rail.language_chosen.connect(lambda code: settings.change(language=code))
    window.rail.size_step.connect(settings.step_font_size)


def _connect_stories(parts: Parts) -> None:
    window, documents = parts.window, parts.documents
    documents.listed.connect(window.documents.show_documents)
    documents.summary_changed.connect(window.documents.show_summary)
    documents.leaving.connect(parts.continuation.abandon)
    documents.opened.connect(window.show_document)
    documents.opened.connect(lambda story: parts.settings.change(last_document=story.id))
    documents.closed.connect(window.show_no_document)
    documents.retitled.connect(window.show_story)
    documents.deleted.connect(window.notices.show_deleted)
    documents.save_state_changed.connect(window.status.show_saving)


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


def _connect_versions(parts: Parts) -> None:
    versions, dialog, documents = parts.versions, parts.dialogs.versions, parts.documents
    commands = parts.window.commands
    commands.versions_requested.connect(parts.dialogs.open_versions)
    commands.keep_version_requested.connect(dialog.ask_to_keep)
    parts.dialogs.versions_opened.connect(documents.save)
    parts.dialogs.versions_opened.connect(versions.refresh)
    documents.leaving.connect(versions.forget)
    documents.leaving.connect(dialog.close)
    versions.listed.connect(dialog.show_versions)
    versions.compared.connect(dialog.show_comparison)
    versions.kept.connect(parts.window.notices.show_kept)
    dialog.show_requested.connect(versions.show)
    dialog.keep_requested.connect(versions.keep)
    dialog.rename_requested.connect(versions.rename)
    dialog.delete_requested.connect(versions.delete)
    dialog.restore_requested.connect(versions.restore)


def _connect_backups(parts: Parts) -> None:
    backups, dialog, settings = parts.backups, parts.dialogs.backups, parts.settings
    parts.window.rail.backups_requested.connect(parts.dialogs.open_backups)
    parts.dialogs.backups_opened.connect(backups.refresh)
    settings.changed.connect(dialog.show_settings)
    dialog.show_settings(settings.value)
    backups.listed.connect(dialog.show_backups)
    backups.working.connect(dialog.show_working)
    backups.works_listed.connect(dialog.show_works)
    backups.brought_back.connect(lambda _ids: parts.documents.refresh())
    dialog.backup_requested.connect(parts.documents.save)
    dialog.backup_requested.connect(backups.back_up)
    dialog.works_requested.connect(backups.list_works)
    dialog.bring_back_requested.connect(backups.bring_back)
    dialog.hours_chosen.connect(lambda hours: settings.change(backup_hours=hours))
    dialog.keep_chosen.connect(lambda number: settings.change(backup_keep=number))
    dialog.folder_chosen.connect(lambda folder: settings.change(backup_folder=folder))
    dialog.folder_chosen.connect(lambda _folder: backups.refresh())


def _connect_statistics(parts: Parts) -> None:
    statistics, page = parts.statistics, parts.window.statistics
    parts.documents.opened.connect(lambda story: statistics.show_document(story.id))
    parts.documents.closed.connect(lambda: statistics.show_document(None))
    parts.documents.summary_changed.connect(lambda _summary: statistics.refresh())
    statistics.shown.connect(page.show_figures)
    page.goals_chosen.connect(statistics.set_goals)


def _connect_lore(parts: Parts) -> None:
    window, documents, lore, context = parts.window, parts.documents, parts.lore, parts.context
    documents.opened.connect(lore.show_document)
    documents.closed.connect(lambda: lore.show_document(None))
    context.preparing.connect(lore.flush)
    parts.continuation.finished.connect(context.note_finished)
    window.close_requested.connect(lore.flush)


def _connect_studio(parts: Parts) -> None:
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
    _connect_sampler(parts)
    window.editor.cursorPositionChanged.connect(studio.provenance.note_move)
    window.editor.edited.connect(studio.provenance.note_move)
    studio.provenance.found.connect(ui.section.show_provenance)
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
    ui.section.read_ahead_chosen.connect(lambda on: settings.change(read_ahead=on))
    ui.section.top_tokens_chosen.connect(lambda on: settings.change(top_tokens=on))
    settings.changed.connect(lambda value: _show_writing_options(parts, value))
    _show_writing_options(parts, settings.value)


def _connect_sampler(parts: Parts) -> None:
    window, sampler = parts.window, parts.studio.sampler
    panel = window.studio.sampler
    parts.documents.opened.connect(sampler.show_document)
    parts.documents.closed.connect(lambda: sampler.show_document(None))
    window.inspector.max_tokens_chosen.connect(lambda n: sampler.change(max_tokens=n))
    window.inspector.temperature_chosen.connect(lambda t: sampler.change(temperature=t))
    panel.value_chosen.connect(lambda name, value: sampler.change(**{name: value}))
    panel.preset_chosen.connect(sampler.choose)
    panel.preset_kept.connect(sampler.keep_preset)
    panel.preset_forgotten.connect(sampler.forget_preset)
    sampler.presets_changed.connect(panel.show_presets)
    sampler.changed.connect(window.studio.show_sampler)
    sampler.changed.connect(lambda choice: _show_sliders(parts, choice))
    parts.settings.changed.connect(lambda _value: _show_sliders(parts, sampler.choice))
    window.close_requested.connect(sampler.flush)
    panel.show_presets(list(sampler.own_presets))
    window.studio.show_sampler(sampler.choice)


def _show_sliders(parts: Parts, choice: SamplerChoice) -> None:
    length, temperature = choice.number("max_tokens"), choice.number("temperature")
    parts.window.inspector.show_sampler(length, temperature)


def _show_writing_options(parts: Parts, value: Settings) -> None:
    section = parts.window.studio.section
    section.show_options(value.alternatives, value.read_ahead, value.top_tokens)
    parts.studio.ahead.allow(value.read_ahead)


def _connect_rest(parts: Parts) -> None:
    window, documents, settings = parts.window, parts.documents, parts.settings
    speakers = (documents, parts.continuation, parts.model, settings, parts.styles, parts.training)
    keepers = (parts.versions, parts.backups, parts.statistics, parts.lore, parts.studio.takes)
    writers = (parts.studio.words, parts.studio.sampler)
    for controller in (*speakers, *keepers, *writers):
        controller.problem.connect(window.notices.show_problem)
        controller.solved.connect(window.notices.solve)
    settings.changed.connect(lambda value: parts.theme.use(value.theme))
    settings.changed.connect(lambda value: parts.language.use(value.language))
    settings.changed.connect(lambda _value: parts.model.describe())
    settings.changed.connect(window.show_settings)
    window.close_requested.connect(parts.continuation.abandon)
    window.close_requested.connect(lambda: _keep_layout(parts))
    window.close_requested.connect(parts.styles.flush)
    window.close_requested.connect(documents.close)
    documents.ready_to_close.connect(window.finish_close)
    documents.close_failed.connect(window.ask_to_lose_changes)
    window.close_anyway_requested.connect(window.finish_close)


def _keep_layout(parts: Parts) -> None:
    parts.settings.change(**parts.window.layout_changes())
    parts.settings.flush()
