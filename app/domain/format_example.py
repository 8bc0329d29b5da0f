"""What a short conversation looks like in a prompt format, to be seen while one is edited."""

from __future__ import annotations

from app.domain.cards import CharacterCard
from app.domain.chat import Author, ChatMessage, ChatSettings, Said, UserPersona
from app.domain.chat_formats import ChatFormat
from app.domain.chat_header import header
from app.domain.chat_prompt import ChatPart, ChatPartKind, Injection, chat_prompt
from app.domain.chat_turns import Names

_CARD = CharacterCard(
    name="Anna", description="Anna keeps a lighthouse.", personality="calm, curious"
)
_ME = UserPersona(0, "Kim", "Kim is a sailor.")
_SAID = (
    (Author.CHARACTER, "Anna", "Come in, the door is open."),
    (Author.USER, "Kim", "Is the lamp lit?"),
)
_NOTE = ChatPart(ChatPartKind.NOTE, "[It is late at night.]")


def format_example(form: ChatFormat) -> str:
    """All that a model would read before the character answers, with a note for this reply."""
    names = Names(_CARD.name, _ME.name)
    head = header(form, _CARD, _ME, ChatSettings(), names)
    messages = [
        ChatMessage(number, 0, None, number, Said(author, name, text))
        for number, (author, name, text) in enumerate(_SAID)
    ]
    read = chat_prompt(form, names, messages, head=head, injection=Injection((_NOTE,)))
    return read.stable + read.volatile
