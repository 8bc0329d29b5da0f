"""Who hears whom about how a chat is led, what was read of it, and prompt formats."""

from __future__ import annotations

from app.controllers.people import People
from app.domain.chat import Chat
from app.domain.chat_formats import BUILT_IN, ChatFormat
from app.domain.samplers import PRESETS
from app.domain.token_estimate import TextSize
from app.settings import Settings
from app.ui.chat.chat_page import ChatPage
from app.ui.chat.chat_settings_dialog import ReadingCost
from app.ui.people_page import PeoplePage
from app.wiring.parts import Parts


def connect_chat_options(parts: Parts) -> None:
    """The dialogs of the open chat."""
    people, page = parts.people, parts.window.people
    _connect_settings(people, page)
    _connect_reading(people, page)
    _connect_context(people, page)
    _connect_formats(people, page)
    _connect_presets(parts)

    def apply(value: Settings) -> None:
        apply_chat_settings(page.chat, value)
        people.ahead.enable(value.read_ahead)

    parts.settings.changed.connect(apply)
    apply(parts.settings.value)


def apply_chat_settings(page: ChatPage, settings: Settings) -> None:
    """How conversations look, and what Enter does."""
    page.composer.swap_keys(not settings.enter_sends)
    page.view.set_style(settings.chat_look)


def _connect_settings(people: People, page: PeoplePage) -> None:
    conversation, dialog = people.conversation, page.chat.dialogs.settings
    page.chat.header.settings_pressed.connect(dialog.open_beside)

    def show(chat: Chat) -> None:
        dialog.show_settings(chat.settings, chat.length)

    conversation.leaving.connect(dialog.flush)
    conversation.opened.connect(lambda cast: dialog.show_chat(cast.chat.settings, cast.chat.length))
    conversation.closed.connect(dialog.close)
    conversation.cast_changed.connect(lambda cast: show(cast.chat))
    conversation.changed_from.connect(lambda _depth, chat: show(chat))
    conversation.pins_changed.connect(dialog.show_marks)
    conversation.pins_changed.connect(page.chat.recall.show_marks)
    conversation.pins_changed.connect(lambda *_both: people.recall.refresh())
    dialog.changed.connect(lambda name, value: conversation.change_settings(**{name: value}))
    dialog.marks.taken_back.connect(lambda number: conversation.mark(number, ""))
    dialog.marks.jump_requested.connect(page.chat.jump_requested)


def _connect_reading(people: People, page: PeoplePage) -> None:
    conversation, dialog, note = people.conversation, page.chat.dialogs.settings, page.chat.note
    note.change_requested.connect(dialog.open_reading)
    people.ahead.first_changed.connect(note.show_first)
    people.ahead.first_changed.connect(dialog.show_reading)
    people.replies.assembled.connect(lambda context: people.ahead.note_context(context))
    dialog.cost_asked.connect(conversation.measure_reading)

    def measured(depth: int, size: TextSize) -> None:
        cost = people.ahead.cost_of(size)
        dialog.show_cost(ReadingCost(depth, cost.total, cost.seconds or None))

    conversation.reading_measured.connect(measured)


def _connect_context(people: People, page: PeoplePage) -> None:
    dialog, reports = page.chat.dialogs.context, people.reports
    page.chat.header.context_pressed.connect(dialog.open_beside)
    dialog.jump_requested.connect(page.chat.jump_requested)
    people.conversation.opened.connect(lambda cast: reports.show_chat(cast.chat.id))
    people.conversation.closed.connect(lambda: reports.show_chat(None))
    people.replies.assembled.connect(reports.take)
    people.replies.finished.connect(reports.note_finished)
    reports.reported.connect(dialog.show_report)


def _connect_formats(people: People, page: PeoplePage) -> None:
    formats, conversation = people.formats, people.conversation
    header, dialog = page.chat.header, page.chat.dialogs.formats

    def listed(own: list[ChatFormat]) -> None:
        dialog.show_own(own)
        header.offer_formats([*BUILT_IN.values(), *own])

    def open_dialog() -> None:
        cast = conversation.cast
        page.chat.dialogs.open_formats(cast.chat.settings.format_id if cast else "")

    def saved(number: str) -> None:
        cast = conversation.cast
        if cast is not None and cast.chat.settings.format_id == number:
            conversation.refresh()

    formats.listed.connect(listed)
    formats.added.connect(lambda form: dialog.select(form.id))
    formats.saved.connect(saved)
    dialog.copy_requested.connect(formats.copy)
    dialog.format_changed.connect(formats.change)
    dialog.remove_requested.connect(formats.remove)
    dialog.finished.connect(lambda _result: formats.flush())
    header.formats_requested.connect(open_dialog)
    listed([])


def _connect_presets(parts: Parts) -> None:
    sampler, dialog = parts.studio.sampler, parts.window.people.chat.dialogs.settings

    def show() -> None:
        dialog.show_presets([*PRESETS, *sampler.own_presets])

    sampler.presets_changed.connect(lambda _names: show())
    show()
