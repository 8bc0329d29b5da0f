"""Who hears whom about characters and chats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.controllers.conversation_controller import ConversationController
from app.controllers.people import People
from app.db.casts import Cast
from app.db.recall import BAN, PIN
from app.domain.chat import Chat, ChatMessage, UserPersona
from app.ui.characters.personas_dialog import PersonaUse
from app.ui.people_page import PeoplePage
from app.ui.rail import PEOPLE
from app.wiring.chat_options import connect_chat_options
from app.wiring.parts import Parts
from app.wiring.people_styles import connect_people_styles
from app.wiring.replies import connect_replies


def connect_people(parts: Parts) -> None:
    """Characters, who the user is, and chats."""
    people, page = parts.people, parts.window.people
    for hear in (people.replies.on_event, people.ahead.on_event, people.editing.on_event):
        parts.bridge.arrived.connect(hear)
    _connect_library(people, page)
    _connect_editor(people, page)
    _connect_personas(people, page)
    _connect_chats(people, page)
    _connect_conversation(people, page)
    _connect_messages(people, page)
    connect_replies(people, page)
    connect_chat_options(parts)
    connect_people_styles(parts)
    _connect_window(parts)
    _connect_status(parts)
    speakers = (people.characters, people.editing, people.personas, people.chats, people.formats)
    for speaker in (*speakers, people.conversation, people.replies):
        speaker.problem.connect(page.show_problem)
        speaker.solved.connect(page.solve)


def _connect_window(parts: Parts) -> None:
    window, people = parts.window, parts.people
    window.drops.cards_requested.connect(people.characters.bring_in)
    window.drops.cards_requested.connect(lambda _paths: window.show_page(PEOPLE))

    def bring_in(paths: Sequence[Path]) -> None:
        for path in paths:
            people.chats.bring_in(path, None)

    window.drops.chats_requested.connect(bring_in)
    people.chats.begun.connect(lambda _chat: window.show_page(PEOPLE))
    window.close_requested.connect(people.replies.stop)
    window.close_requested.connect(people.replies.keep_unkept)
    window.close_requested.connect(window.people.chat.view.keep_edit)
    window.close_requested.connect(people.chats.flush)
    window.close_requested.connect(people.editing.flush)
    window.close_requested.connect(people.personas.flush)
    window.close_requested.connect(people.formats.flush)
    window.close_requested.connect(window.people.chat.dialogs.settings.flush)
    # The two pages that write have one engine: who writes on one is not read ahead on the other.
    window.page_shown.connect(lambda name: people.ahead.allow(name == PEOPLE))
    window.page_shown.connect(lambda name: parts.studio.ahead.pause(name == PEOPLE))
    people.ahead.allow(False)


def _connect_status(parts: Parts) -> None:
    """What the line at the bottom says of conversations, and of their files."""
    window, people, status = parts.window, parts.people, parts.window.status
    chats, conversation = people.chats, people.conversation

    def show_count() -> None:
        cast = conversation.cast
        count = cast.chat.length if cast is not None and window.people.shows_chat() else -1
        status.show_elsewhere(None if window.people.isHidden() else count)

    window.page_shown.connect(lambda _name: show_count())
    window.people.currentChanged.connect(lambda _number: show_count())
    conversation.opened.connect(lambda _cast: show_count())
    conversation.closed.connect(show_count)
    conversation.changed_from.connect(lambda _depth, _chat: show_count())
    chats.working.connect(window.people.show_working)
    chats.progressed.connect(window.people.show_progress)
    window.people.task_changed.connect(status.show_task)
    status.task_cancel_requested.connect(chats.cancel)
    people.characters.progressed.connect(window.people.show_cards_progress)
    status.task_cancel_requested.connect(people.characters.cancel)


def _connect_library(people: People, page: PeoplePage) -> None:
    library, characters, chats = page.library.page, people.characters, people.chats
    library.seen.connect(characters.refresh)
    library.chosen.connect(characters.show)
    library.opened.connect(chats.go_on)
    library.chat_opened.connect(people.conversation.open)
    library.chat_requested.connect(chats.begin)
    library.create_requested.connect(lambda: characters.create(page.new_name()))
    library.import_requested.connect(characters.bring_in)
    library.export_requested.connect(characters.hand_out)
    library.duplicate_requested.connect(lambda number: characters.duplicate(number, None))
    library.delete_requested.connect(characters.remove)
    library.restore_requested.connect(characters.restore)
    library.favourite_changed.connect(characters.set_favourite)
    library.tags_changed.connect(characters.set_tags)
    library.edit_requested.connect(people.editing.open)
    library.personas_requested.connect(page.open_personas)
    characters.listed.connect(library.set_characters)
    characters.shown.connect(library.show_character)
    characters.chats_listed.connect(library.show_chats)
    characters.selected.connect(library.select)
    characters.created.connect(people.editing.open)
    characters.deleted.connect(library.show_deleted)
    characters.deleted.connect(lambda number, _name: _close_of(people.conversation, number))
    characters.exported.connect(page.show_written)
    characters.remarked.connect(page.show_remarks)
    characters.changed.connect(lambda _number: people.conversation.refresh())


def _connect_editor(people: People, page: PeoplePage) -> None:
    editor, editing = page.library.editor, people.editing
    editing.opened.connect(page.library.edit)
    editing.counted.connect(editor.set_token_counts)
    editing.previewed.connect(editor.set_preview)
    editing.picture_changed.connect(editor.set_picture)
    editing.entries_read.connect(editor.add_entries)
    editing.written.connect(page.show_written)
    editing.saved.connect(lambda _number: people.characters.refresh())
    editing.saved.connect(people.characters.show)
    editing.saved.connect(lambda _number: people.conversation.refresh())
    editor.card_changed.connect(editing.change)
    editor.counts_wanted.connect(editing.count)
    editor.preview_wanted.connect(editing.preview)
    editor.picture_chosen.connect(editing.set_picture)
    editor.picture_cleared.connect(lambda number: editing.set_picture(number, None))
    editor.book_import_requested.connect(lambda _number, path: editing.read_book(path))
    editor.book_export_requested.connect(lambda _number, path: editing.write_book(path))
    editor.chat_requested.connect(lambda _number: editing.flush())
    editor.chat_requested.connect(lambda _number: people.character_style.flush())
    editor.chat_requested.connect(people.chats.go_on)
    editor.closed.connect(lambda _number: editing.flush())
    editor.closed.connect(lambda _number: people.character_style.flush())


def _connect_personas(people: People, page: PeoplePage) -> None:
    dialog, personas = page.personas, people.personas
    header = page.chat.header

    def show(found: Sequence[UserPersona]) -> None:
        dialog.set_personas(found)
        cast = people.conversation.cast
        header.show_personas(found, cast.chat.settings.persona_id if cast else None)

    personas.listed.connect(show)
    personas.added.connect(dialog.select)
    personas.changed.connect(people.conversation.refresh)
    dialog.add_requested.connect(personas.add)
    dialog.persona_changed.connect(personas.change)
    dialog.picture_chosen.connect(personas.set_picture)
    dialog.picture_cleared.connect(lambda number: personas.set_picture(number, None))
    dialog.default_chosen.connect(personas.make_default)
    dialog.remove_requested.connect(personas.remove)
    dialog.chat_use_chosen.connect(
        lambda number: people.conversation.change_settings(persona_id=number)
    )

    def use_for_character(number: int | None) -> None:
        cast = people.conversation.cast
        if cast is not None and cast.chat.character_id is not None:
            personas.use_for_character(cast.chat.character_id, number)

    dialog.character_use_chosen.connect(use_for_character)
    header.personas_requested.connect(page.open_personas)
    header.persona_chosen.connect(
        lambda number: people.conversation.change_settings(persona_id=number)
    )


def _connect_chats(people: People, page: PeoplePage) -> None:
    chats, popup, conversation = people.chats, page.chat.chats, people.conversation
    popup.open_requested.connect(conversation.open)
    popup.new_requested.connect(
        lambda: chats.begin_another(
            conversation.cast.chat.character_id if conversation.cast else None
        )
    )
    popup.rename_requested.connect(chats.rename)
    popup.duplicate_requested.connect(chats.duplicate)
    popup.delete_requested.connect(chats.remove)
    page.chat_import_requested.connect(
        lambda path: chats.bring_in(path, _character_of(conversation))
    )
    page.chat_export_requested.connect(chats.hand_out)
    page.chat_restore_requested.connect(chats.restore)
    chats.begun.connect(conversation.open)
    chats.removed.connect(page.show_removed_chat)
    chats.removed.connect(lambda number, _title: _close_removed(conversation, number))
    chats.exported.connect(page.show_written)
    chats.recovered.connect(page.show_recovered)
    chats.remarked.connect(page.show_remarks)
    chats.listed.connect(lambda _character, found: popup.show_chats(found, conversation.chat_id))
    chats.changed.connect(conversation.refresh)


def _connect_conversation(people: People, page: PeoplePage) -> None:
    conversation, chat_page, view = people.conversation, page.chat, page.chat.view

    def opened(cast: Cast) -> None:
        people.replies.abandon()
        draft = str(cast.chat.settings.extra.get("draft", ""))
        chat_page.show_chat(cast.chat.id, cast.chat.title, cast.chat.length, draft)
        people.recall.open(cast.chat.id, draft)
        page.show_chat()  # then: the keyboard goes where one can write
        show_cast(cast)
        people.ahead.show(cast.chat)

    def show_cast(cast: Cast) -> None:
        character, settings = cast.character, cast.chat.settings
        chat_page.show_character(character.card.called, character.picture)
        chat_page.header.show_title(cast.chat.title)
        chat_page.header.show_format(settings.format_id)
        user = cast.persona.picture if cast.persona else b""
        view.set_pictures(user, {cast.chat.character_id: character.picture, None: b""})
        names = PersonaUse(
            character.card.called,
            character.persona_id,
            page.shown_title(cast.chat.title),
            settings.persona_id,
        )
        page.personas.set_use(names)
        people.personas.refresh()
        people.chats.refresh(cast.chat.character_id)

    def changed(depth: int, chat: Chat) -> None:
        view.change_from(depth, chat.length)
        chat_page.show_length(chat.length)
        people.ahead.show(chat)

    conversation.leaving.connect(view.keep_edit)
    conversation.opened.connect(opened)
    conversation.cast_changed.connect(show_cast)
    conversation.cast_changed.connect(lambda cast: people.ahead.show(cast.chat))
    conversation.closed.connect(people.replies.abandon)
    conversation.closed.connect(chat_page.show_none)
    conversation.closed.connect(lambda: people.ahead.show(None))
    conversation.closed.connect(lambda: people.recall.open(None))
    conversation.cast_changed.connect(lambda _cast: people.recall.refresh())
    conversation.page.connect(view.show_page)
    conversation.changed_from.connect(changed)
    conversation.checkpoints.connect(chat_page.header.show_checkpoints)
    conversation.found.connect(chat_page.search.show_found)
    conversation.branched.connect(conversation.open)
    chat_page.header.format_chosen.connect(
        lambda number: conversation.change_settings(format_id=number)
    )
    chat_page.search.search_requested.connect(conversation.search)
    chat_page.composer.draft_changed.connect(people.chats.keep_draft)
    chat_page.composer.draft_changed.connect(people.recall.type)


def _connect_messages(people: People, page: PeoplePage) -> None:
    conversation, view, recall = people.conversation, page.chat.view, page.chat.recall
    view.page_wanted.connect(conversation.ask_for_page)
    view.edit_requested.connect(conversation.edit)
    view.swipe_requested.connect(conversation.step_swipe)
    view.delete_requested.connect(conversation.delete)
    view.hide_requested.connect(conversation.set_hidden)
    view.branch_requested.connect(
        lambda number: conversation.branch(number, page.branch_title(_title_of(conversation)))
    )
    view.checkpoint_requested.connect(conversation.set_checkpoint)
    page.chat.undo_requested.connect(conversation.undo)
    page.chat.redo_requested.connect(conversation.redo)

    def again(message: ChatMessage) -> None:
        newest = conversation.cast is not None and message.id == conversation.cast.chat.leaf_id
        (people.replies.answer_again if newest else people.replies.regenerate)(message)

    view.regenerate_requested.connect(lambda number: conversation.with_message(number, again))
    view.continue_requested.connect(
        lambda number: conversation.with_message(number, people.replies.go_on)
    )
    recall.pin_requested.connect(
        lambda number, pinned: conversation.mark(number, PIN if pinned else "")
    )
    recall.ban_requested.connect(lambda number: conversation.mark(number, BAN))
    page.chat.jump_requested.connect(conversation.jump)
    conversation.jumped.connect(view.show_message)
    conversation.unedited.connect(view.edit_again)


def _character_of(conversation: ConversationController) -> int | None:
    return conversation.cast.chat.character_id if conversation.cast else None


def _close_removed(conversation: ConversationController, chat_id: int) -> None:
    if conversation.chat_id == chat_id:
        conversation.close()


def _close_of(conversation: ConversationController, character_id: int) -> None:
    if _character_of(conversation) == character_id:
        conversation.close()


def _title_of(conversation: ConversationController) -> str:
    return conversation.cast.chat.title if conversation.cast else ""
