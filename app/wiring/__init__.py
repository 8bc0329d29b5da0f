"""Who hears whom: every signal of the program is connected in this package. Builds nothing."""

from __future__ import annotations

from app.domain.writing import Task as Wish
from app.wiring.editor import connect_editor
from app.wiring.keeping import connect_backups, connect_statistics, connect_versions
from app.wiring.manuscript import connect_manuscript
from app.wiring.models import connect_models
from app.wiring.parts import Parts as Parts
from app.wiring.people import connect_people
from app.wiring.sampling import connect_provenance, connect_sampling
from app.wiring.searching import connect_searching
from app.wiring.styles import connect_styles, connect_training
from app.wiring.transfer import connect_transfer
from app.wiring.writing import connect_engine, connect_lore, connect_studio


def connect(parts: Parts) -> None:
    """Every signal of the program, in groups: whoever wants to know what leads to what, reads
    this package."""
    _connect_person(parts)
    _connect_stories(parts)
    connect_editor(parts)
    connect_manuscript(parts)
    connect_engine(parts)
    connect_styles(parts)
    connect_training(parts)
    connect_versions(parts)
    connect_backups(parts)
    connect_statistics(parts)
    connect_transfer(parts)
    connect_lore(parts)
    connect_studio(parts)
    connect_sampling(parts)
    connect_provenance(parts)
    connect_searching(parts)
    connect_people(parts)
    connect_models(parts)
    _connect_rest(parts)


def _connect_person(parts: Parts) -> None:
    window, settings = parts.window, parts.settings
    documents, continuation = parts.documents, parts.continuation
    window.documents.rename_requested.connect(documents.rename)
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
    documents.leaving.connect(parts.continuation.abandon)
    documents.opened.connect(window.show_document)
    documents.opened.connect(lambda story: parts.settings.remember(last_document=story.id))
    documents.closed.connect(window.show_no_document)
    documents.retitled.connect(window.show_story)
    documents.deleted.connect(window.notices.show_deleted)
    documents.save_state_changed.connect(window.status.show_saving)


def _connect_rest(parts: Parts) -> None:
    window, documents, settings = parts.window, parts.documents, parts.settings
    speakers = (documents, parts.continuation, parts.model, settings, parts.styles, parts.training)
    keepers = (parts.versions, parts.backups, parts.statistics, parts.lore)
    studio = (parts.studio.takes, parts.studio.words, parts.studio.sampler)
    manuscript = parts.manuscript.speakers()
    for controller in (*speakers, *keepers, *studio, *manuscript):
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


def _keep_layout(parts: Parts) -> None:
    parts.settings.change(**parts.window.layout_changes())
    parts.settings.flush()
