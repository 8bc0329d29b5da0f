"""Who hears whom about models: those that are here, downloads, jobs, and which one is used."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from app.controllers.model_controller import PROBLEM as LOAD_PROBLEM
from app.controllers.models_controller import REMOTE_PROBLEM
from app.db.casts import Cast
from app.domain.chat import ChatMessage
from app.domain.model_shelf import BUNDLED, Fetch, OwnModel
from app.domain.projects import Project
from app.ui.errors import shown
from app.ui.message_bar import Message
from app.ui.models.fetch_cards import CANCEL, PAUSE, RESUME
from app.ui.models.model_notices import ModelNotices
from app.ui.models.models_page import OWN
from app.ui.models.words import fetch_words
from app.ui.rail import MODELS
from app.ui.status_bar import Task
from app.wiring.parts import Parts
from engine.types import Finished, UserError

_THOUSAND = 1000


def connect_models(parts: Parts) -> None:
    """Everything about models but what the engine tells of its own."""
    window = parts.window
    notices = ModelNotices(
        window.messages, window.people.chat.messages, (window.models.messages,), window
    )
    _connect_shelf(parts)
    _connect_downloads(parts, notices)
    _connect_jobs(parts, notices)
    _connect_use(parts, notices)
    _connect_offers(parts, notices)
    _connect_problems(parts)


def _connect_shelf(parts: Parts) -> None:
    window, shelf, page = parts.window, parts.models.shelf, parts.window.models
    own, offers, space = page.own, page.offers, page.space
    page.opened.connect(shelf.open)
    page.opened.connect(parts.models.downloads.open)
    page.space_opened.connect(shelf.refresh_space)
    page.job.cancel_requested.connect(shelf.cancel)
    shelf.own_listed.connect(page.show_own)
    shelf.offers_listed.connect(offers.show_offers)
    shelf.measuring.connect(offers.show_measuring)
    shelf.space_listed.connect(space.show_space)
    shelf.job_changed.connect(page.job.show_job)
    shelf.deleted.connect(page.show_deleted)
    shelf.cleaned.connect(page.show_cleaned)
    shelf.moved.connect(lambda folder: parts.settings.change(models_folder=str(folder)))
    shelf.moved.connect(page.show_moved)
    offers.measure_requested.connect(shelf.measure)
    own.add_requested.connect(shelf.add)
    own.rename_requested.connect(shelf.rename)
    own.delete_requested.connect(shelf.delete)
    space.clean_graphs_requested.connect(shelf.clean_graphs)
    space.clean_states_requested.connect(shelf.clean_states)
    space.move_requested.connect(shelf.move)

    def dropped(paths: Sequence[Path]) -> None:
        window.show_page(MODELS)
        page.show_tab(OWN)
        for path in paths:
            own.ask_to_add(path)

    window.drops.models_requested.connect(dropped)


def _connect_downloads(parts: Parts, notices: ModelNotices) -> None:
    page, shelf, downloads = parts.window.models, parts.models.shelf, parts.models.downloads
    repository = page.repository
    acts = {PAUSE: downloads.pause, RESUME: downloads.resume, CANCEL: downloads.cancel}
    for view in (page.own, page.offers):
        view.fetch_requested.connect(lambda number, what: acts[what](number))
    page.offers.download_requested.connect(downloads.add_offer)
    repository.list_requested.connect(shelf.ask)
    shelf.remote_listed.connect(repository.show_files)
    repository.download_requested.connect(downloads.add_files)
    repository.download_requested.connect(lambda _repo, _files: page.show_tab(OWN))
    downloads.listed.connect(page.show_fetches)
    downloads.listed.connect(lambda found: _show_progress(parts, found))
    shelf.move_begun.connect(downloads.hold)
    shelf.move_ended.connect(downloads.reopen)

    folder = parts.settings.value.models_folder

    def follow(chosen: str) -> None:
        nonlocal folder
        if chosen != folder:
            folder = chosen
            if not downloads.held:  # else a move ends in this moment, and says so itself
                downloads.reopen()
                shelf.refresh()

    parts.settings.changed.connect(lambda value: follow(value.models_folder))

    def arrived(fetch: Fetch) -> None:
        shelf.note_arrived(fetch.path)

    def told(model: OwnModel) -> None:
        notices.show_arrived(model.key, model.title)
        if model.testable:
            parts.settings.flush()  # the process reads where models lie
            parts.models.jobs.test(model)

    downloads.arrived.connect(arrived)
    shelf.added.connect(told)


def _show_progress(parts: Parts, fetches: Sequence[Fetch]) -> None:
    fetch = next((each for each in fetches if each.state.active), None)
    if fetch is None:
        parts.window.status.show_download(None)
        return
    share = _THOUSAND * fetch.done // fetch.total if fetch.total else 0
    words = f"{fetch.title} · {fetch_words(fetch)}"
    parts.window.status.show_download(Task(words, share, _THOUSAND if fetch.total else 0))


def _connect_jobs(parts: Parts, notices: ModelNotices) -> None:
    page, shelf, jobs = parts.window.models, parts.models.shelf, parts.models.jobs

    def convert(key: str, quantization: str) -> None:
        model = shelf.model(key)
        if model is not None:
            jobs.convert(model, quantization)

    def test(key: str) -> None:
        model = shelf.model(key)
        if model is not None:
            parts.settings.flush()  # the process reads where models lie
            jobs.test(model)

    page.own.convert_requested.connect(convert)
    page.own.test_requested.connect(test)
    page.process.cancel_requested.connect(jobs.cancel)
    jobs.job_changed.connect(page.process.show_job)
    jobs.converted.connect(lambda path: page.show_converted(path.name))
    jobs.converted.connect(lambda _path: shelf.refresh())
    jobs.tested.connect(lambda outcome: page.show_passed(outcome) if outcome.passed else None)
    jobs.tested.connect(notices.show_tested)
    jobs.untested.connect(page.show_untested)


def _connect_use(parts: Parts, notices: ModelNotices) -> None:
    page, model, models = parts.window.models, parts.model, parts.models
    settings, shelf, choice = parts.settings, models.shelf, models.choice

    used = settings.value.model_path

    def follow(key: str) -> None:
        """Loads what the settings name, whoever named it."""
        nonlocal used
        if key != used:
            used = key
            model.load(key)

    def use(key: str) -> None:
        if key == used:
            model.load(key)
        settings.change(model_path=key)

    def use_file(file: str) -> None:
        found = shelf.named(file)
        if found is not None:
            use(found.key)

    for wish in (page.own.use_requested, notices.use_requested):
        wish.connect(use)
    for told in (shelf.use_wanted, choice.use_wanted):
        told.connect(use)
    page.offers.use_requested.connect(use_file)
    shelf.release_wanted.connect(parts.continuation.abandon)
    shelf.release_wanted.connect(parts.people.replies.stop)
    shelf.release_wanted.connect(model.release)
    model.released.connect(shelf.released)
    model.described.connect(page.own.show_loaded)
    settings.changed.connect(lambda value: page.own.show_used(value.model_path))
    settings.changed.connect(lambda value: follow(value.model_path))
    page.own.show_used(settings.value.model_path)
    # Idle, the model leaves the memory.
    parts.bridge.arrived.connect(models.rest.on_event)
    settings.changed.connect(lambda value: models.rest.allow_after(value.unload_minutes))
    models.rest.allow_after(settings.value.unload_minutes)
    page.space.minutes_chosen.connect(lambda number: settings.change(unload_minutes=number))
    settings.changed.connect(lambda value: page.space.show_minutes(value.unload_minutes))
    page.space.show_minutes(settings.value.unload_minutes)
    settings.changed.connect(lambda _value: models.downloads.apply_settings())


def _connect_offers(parts: Parts, notices: ModelNotices) -> None:
    """A work or a conversation was written with another model; the one in use is gone."""
    choice, model, project = parts.models.choice, parts.model, parts.manuscript.project
    conversation = parts.people.conversation
    model.ready.connect(choice.show_model)
    model.ready.connect(lambda _info: notices.settle())
    model.problem.connect(
        lambda key, error: notices.note_problem(error) if key == LOAD_PROBLEM else None
    )
    model.failed.connect(choice.note_failed)

    def work_opened(work: Project) -> None:
        choice.open_work(work.id, work.settings)

    def chat_opened(cast: Cast) -> None:
        choice.open_chat(cast.chat.id, cast.chat.settings.extra)

    def wrote(_end: Finished) -> None:
        if project.project is not None:
            choice.note_work(project.project.id, project)

    def answered(_message: ChatMessage | None) -> None:
        if conversation.chat_id is not None:
            choice.note_chat(conversation.chat_id)

    project.opened.connect(work_opened)
    conversation.opened.connect(chat_opened)
    parts.continuation.finished.connect(wrote)
    parts.people.replies.ended.connect(answered)
    choice.kept.connect(lambda _chat: conversation.refresh())
    choice.switch_offered.connect(notices.offer_switch)
    choice.withdrawn.connect(notices.withdraw_switch)
    choice.gone.connect(notices.show_gone)
    choice.bundled_offered.connect(notices.offer_bundled)
    notices.switch_requested.connect(choice.switch)
    notices.switch_refused.connect(choice.refuse)
    notices.bundled_requested.connect(partial(choice.use_wanted.emit, BUNDLED))
    parts.window.page_shown.connect(lambda _name: choice.look())


def _connect_problems(parts: Parts) -> None:
    page, models = parts.window.models, parts.models

    def show(key: str, error: UserError) -> None:
        what, todo = shown(error)
        page.messages.show_message(Message(key, what, todo))
        if key == REMOTE_PROBLEM:
            page.repository.show_failed()

    for speaker in (models.shelf, models.downloads, models.jobs):
        speaker.problem.connect(show)
        speaker.solved.connect(page.messages.solve)
    parts.model.problem.connect(lambda key, error: show(key, error))
    parts.model.solved.connect(page.messages.solve)
