"""What a chat begins with: who the character is, and how it talks. Read once and kept.

The same card, names and format always give the same text. Knows nothing of messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from app.domain.cards import CharacterCard
from app.domain.chat import Author, ChatSettings, Said, UserPersona
from app.domain.chat_formats import ChatFormat, HeaderTexts
from app.domain.chat_turns import Expand, Names, as_written, clean, filled, plain_name, turn
from app.domain.words import is_chinese

_ORIGINAL = re.compile(r"\{\{original\}\}", re.IGNORECASE)
_BLOCKS = re.compile(r"<START>", re.IGNORECASE)
_FIELD = re.compile(r"\{\{(\w+)\}\}")
_DEPTH_PROMPT = ("data", "extensions", "depth_prompt", "prompt")


def names_of(card: CharacterCard, persona: UserPersona | None) -> Names:
    """How both are called; without a persona, the user is "User"."""
    return Names(card.called, persona.name if persona else "User")


def header(
    form: ChatFormat,
    card: CharacterCard,
    persona: UserPersona | None,
    settings: ChatSettings,
    names: Names,
    expand: Expand = as_written,
) -> str:
    """The text before the first message; "" where nothing is known. It ends as a turn does."""
    texts = form.texts(chinese=speaks_chinese(card))
    values = {
        "main": with_original(card.system_prompt, texts.main),
        "description": card.description,
        "personality": card.personality,
        "scenario": settings.scenario if settings.scenario.strip() else card.scenario,
        "persona": persona.description if persona else "",
    }
    expanded = {name: expand(filled(text, names)) for name, text in values.items()}
    known = {name: text.strip() for name, text in expanded.items()}
    lines = [line for line in _lines(texts.template, known, names) if line.strip()]
    at_line_start = not form.begin
    body = clean(form, "\n".join(lines), names, at_line_start=at_line_start)
    body = body.replace("\n", form.line)
    start = f"{form.begin}{form.gap}" if form.begin else ""
    text = f"{start}{body}{form.end}" if body else ""
    return text + "".join(_examples(form, texts, card, names, expand))


def speaks_chinese(card: CharacterCard) -> bool:
    """Whether a character is written in Chinese."""
    return is_chinese(
        "\n".join((card.description, card.personality, card.scenario, card.first_mes))
    )


def with_original(own: str, original: str) -> str:
    """What a card says instead of `original`, with that where it says `{{original}}`."""
    return _ORIGINAL.sub(lambda _: original, own) if own.strip() else original


def after_chat(card: CharacterCard, names: Names, expand: Expand = as_written) -> str:
    """What a card says behind the last message (`post_history_instructions`), or ""."""
    return expand(filled(with_original(card.post_history_instructions, ""), names)).strip()


def depth_prompt(card: CharacterCard) -> str:
    """SillyTavern's note of a card, which stands near the end of a chat; "" if there is none."""
    found: object = card.raw
    for name in _DEPTH_PROMPT:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""


def greetings(
    card: CharacterCard, character_id: int | None, expand: Expand = as_written
) -> tuple[Said, ...]:
    """What the character can begin with, the usual one first, with names filled in for good."""
    return tuple(
        Said(Author.CHARACTER, card.called, expand(text), character_id=character_id)
        for text in card.greetings
    )


def _lines(template: str, known: Mapping[str, str], names: Names) -> Iterator[str]:
    """The lines of a template whose fields are all known; what they hold is not looked at again."""
    for line in template.split("\n"):
        asked = [name for name in _FIELD.findall(line) if name in known]
        if all(known[name] for name in asked):
            named = filled(line, names)
            yield _FIELD.sub(lambda match: known.get(match[1], match[0]), named)


def _examples(
    form: ChatFormat, texts: HeaderTexts, card: CharacterCard, names: Names, expand: Expand
) -> Iterator[str]:
    """Example dialogues as turns, with what is said around them."""
    expanded = expand(filled(card.mes_example, names))
    blocks = [list(_block(block, card, names)) for block in _BLOCKS.split(expanded)]
    for block in filter(None, blocks):
        yield _told(form, texts.examples, names)
        for author, words in block:
            if text := clean(form, words, names):
                yield turn(form, author, text, names)
    if any(blocks):
        yield _told(form, texts.start, names)


def _told(form: ChatFormat, text: str, names: Names) -> str:
    text = clean(form, filled(text, names), names)
    return turn(form, Author.NARRATOR, text, names) if text else ""


def _block(text: str, card: CharacterCard, names: Names) -> Iterator[tuple[Author, str]]:
    """Who says what in one example: a line with a name before a colon begins a turn."""
    called = {names.char, card.name, plain_name(names.char, ""), "<BOT>", "{{char}}"}
    marks = [(name, Author.CHARACTER) for name in called if name.strip()]
    users = (names.user, plain_name(names.user, ""), "<USER>", "{{user}}")
    marks += [(name, Author.USER) for name in users if name.strip()]
    authors = {name.casefold(): author for name, author in reversed(marks)}
    author, lines = Author.NARRATOR, list[str]()
    for line in text.split("\n"):
        name, colon, rest = line.strip().partition(":")
        said_by = authors.get(name.strip().casefold()) if colon else None
        if said_by is None:
            lines.append(line)
            continue
        yield from _said(author, lines)
        author, lines = said_by, [rest]
    yield from _said(author, lines)


def _said(author: Author, lines: list[str]) -> Iterator[tuple[Author, str]]:
    text = "\n".join(lines).strip()
    if text:
        yield author, text
