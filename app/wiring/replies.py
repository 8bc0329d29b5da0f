"""Who hears whom while a character answers."""

from __future__ import annotations

from app.controllers.people import People
from app.controllers.reading_ahead import Cost
from app.controllers.reply_terms import IDLE, READING, WRITING, Begun
from app.db.messages import Changed
from app.domain.chat import Author
from app.ui.chat.cost_line import Cost as CostShown
from app.ui.chat.cost_line import Reading, Writing
from app.ui.people_page import PeoplePage


def connect_replies(people: People, page: PeoplePage) -> None:
    """What the user says, and what is answered."""
    _connect_wishes(people, page)
    _connect_stream(people, page)
    _connect_status(people, page)


def _connect_wishes(people: People, page: PeoplePage) -> None:
    replies, conversation, chat_page = people.replies, people.conversation, page.chat

    def send(text: str) -> None:
        if conversation.chat_id is None:
            return
        if text.strip():
            replies.say(conversation.chat_id, text)
        else:
            speak(Author.CHARACTER)

    def speak(author: Author) -> None:
        cast = conversation.cast
        if cast is not None:
            replies.reply(cast.chat.id, cast.chat.leaf_id, author)

    def unsaid(chat_id: int, text: str) -> None:
        composer = chat_page.composer
        if chat_id == conversation.chat_id:
            text = "\n".join(filter(None, (text, composer.text)))
            composer.set_text(text)
        people.chats.keep_draft(chat_id, text)

    replies.unsaid.connect(unsaid)
    chat_page.composer.send_requested.connect(send)
    chat_page.composer.impersonate_requested.connect(lambda: speak(Author.USER))
    chat_page.regenerate_requested.connect(lambda: conversation.with_last(replies.answer_again))
    chat_page.continue_requested.connect(lambda: conversation.with_last(replies.go_on))
    chat_page.stop_requested.connect(replies.stop)


def _connect_stream(people: People, page: PeoplePage) -> None:
    replies, view = people.replies, page.chat.view

    def began(begun: Begun) -> None:
        view.begin_reply(begun.said.name, begun.depth, begun.text, begun.said.character_id)

    def added(text: str, thought: str) -> None:
        if thought:
            view.add_reasoning(thought)
        if text:
            view.add_text(text)

    def ended(change: Changed | None) -> None:
        view.end_reply(change.message if change else None)

    def keep(text: str) -> None:
        chat_id = people.conversation.chat_id
        if chat_id is not None:
            people.chats.keep_draft(chat_id, text)

    replies.began.connect(began)
    replies.added.connect(added)
    replies.ended.connect(ended)
    replies.changed.connect(people.conversation.take)
    replies.drafted.connect(page.chat.composer.show_proposal)
    replies.drafted.connect(keep)
    replies.recalled.connect(people.recall.take)
    people.recall.shown.connect(page.chat.recall.show_recalled)


def _connect_status(people: People, page: PeoplePage) -> None:
    replies, ahead, cost = people.replies, people.ahead, page.chat.cost

    def state(name: str) -> None:
        page.chat.set_running(name != IDLE)
        ahead.show_running(name != IDLE)
        people.recall.show_running(name != IDLE)
        if name != READING:
            cost.show_status(Writing() if name == WRITING else None)

    def show_cost(found: Cost | None) -> None:
        if replies.state != IDLE:
            return
        shown = CostShown(found.again, found.seconds or None) if found and found.again else None
        cost.show_status(shown)

    replies.state_changed.connect(state)
    replies.progress.connect(lambda done, total: cost.show_status(Reading(done, total)))
    ahead.cost_changed.connect(show_cost)
