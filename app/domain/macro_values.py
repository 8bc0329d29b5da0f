"""What each macro gives. A table of names; how macros stand in a text is not known here."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.domain import macro_time
from app.domain.chat import Author, Said
from app.domain.macro_context import Chance, MacroContext

Plain = Callable[[MacroContext], str | int | None]
WithArgument = Callable[[MacroContext, str], str | None]

_DICE = re.compile(r"(?:(\d{0,2})d)?(\d{1,6})([+-]\d{1,6})?", re.IGNORECASE)
_HEAD = re.compile(r"([A-Za-z_]+)(\s*::?|\s+)(.*)", re.DOTALL)
_ZONE = re.compile(r"time_utc\s*:{0,2}\s*([+-]?\d{1,2}(?::\d\d)?)", re.IGNORECASE)
_MOST_LINES = 100


def value_of(body: str, context: MacroContext, chance: Chance) -> str | None:
    """What `{{body}}` stands for; `None` if it is no macro or has no value here."""
    body = body.strip()
    plain = NAMES.get(body.lower())
    if plain is not None:
        value = plain(context)
        return None if value is None else str(value)
    if body.startswith("//"):
        return ""
    head = _HEAD.match(body)
    if head is None:
        return _zoned_time(context, body)
    name, colons, rest = head[1].lower(), head[2].strip(), head[3]
    if name in _DROPPED and colons:
        return ""
    if name in ("random", "pick") and colons:
        options = _options(rest, colons)
        return options[chance.numbers(body, anew=name == "random")[0] % len(options)]
    if name == "roll":
        return _rolled(rest, body, chance)
    given = _ARGUMENTS.get(name)
    return given(context, rest) if given is not None else _zoned_time(context, body)


def _last(context: MacroContext, author: Author | None) -> str:
    for said in reversed(context.said):
        if _counts(said, author):
            return said.text
    return ""


def _counts(said: Said, author: Author | None) -> bool:
    return not said.hidden and (author is None or said.author is author)


def _idle(context: MacroContext) -> str | None:
    """How long ago the user last said something."""
    for said in reversed(context.said):
        if said.author is Author.USER and said.created_at is not None:
            if (said.created_at.tzinfo is None) != (context.now.tzinfo is None):
                return None
            return macro_time.lasting(context.now - said.created_at, context.language)
    return None


def _options(rest: str, colons: str) -> list[str]:
    """The texts to choose from: parted by `::`, or by commas without a backslash before."""
    if colons == "::" or "::" in rest:
        return rest.split("::")
    parts = re.split(r"(?<!\\),", rest)
    return [part.replace("\\,", ",").strip() for part in parts]


def _rolled(rest: str, body: str, chance: Chance) -> str | None:
    """The sum of dice: "d6", "2d6", "2d6+1", "20" for one of 20 sides."""
    found = _DICE.fullmatch(rest.strip())
    if found is None or int(found[2]) == 0:
        return None
    dice, sides = int(found[1] or 1), int(found[2])
    drawn = chance.numbers(body, anew=True, count=dice)
    return str(sum(number % sides + 1 for number in drawn) + int(found[3] or 0))


def _greeting(context: MacroContext, number: str) -> str | None:
    if not number.strip().isdecimal():
        return None
    texts = (context.card.first_mes, *context.card.alternate_greetings)
    at = int(number[:9])
    return texts[at] if at < len(texts) else None


def _lines(_context: MacroContext, number: str) -> str | None:
    text = number.strip()
    return "\n" * min(int(text[:9]), _MOST_LINES) if text.isdecimal() else None


def _difference(context: MacroContext, rest: str) -> str | None:
    one, _, other = rest.partition("::")
    return macro_time.difference(one, other, context.language)


def _zoned_time(context: MacroContext, body: str) -> str | None:
    found = _ZONE.fullmatch(body) if len(body) < 40 else None
    at = macro_time.elsewhere(context.now, found[1]) if found else None
    return None if at is None else macro_time.time(at, context.language)


_DROPPED = ("comment", "hidden_key")

TEXTS: dict[str, Callable[[MacroContext], str | None]] = {
    "persona": lambda c: c.persona,
    "description": lambda c: c.card.description,
    "chardescription": lambda c: c.card.description,
    "personality": lambda c: c.card.personality,
    "charpersonality": lambda c: c.card.personality,
    "scenario": lambda c: c.scenario or c.card.scenario,
    "charscenario": lambda c: c.scenario or c.card.scenario,
    "charprompt": lambda c: c.card.system_prompt,
    "charinstruction": lambda c: c.card.post_history_instructions,
    "charjailbreak": lambda c: c.card.post_history_instructions,
    "mesexamples": lambda c: c.card.mes_example,
    "mesexamplesraw": lambda c: c.card.mes_example,
    "charfirstmessage": lambda c: c.card.first_mes,
    "original": lambda c: c.original,
    "authorsnote": lambda c: c.note,
}
"""Texts of cards and people, in which macros stand themselves."""

NAMES: dict[str, Plain] = {
    "char": lambda c: c.char or c.card.called,
    "bot": lambda c: c.char or c.card.called,
    "user": lambda c: c.user,
    "group": lambda c: c.char or c.card.called,
    "charifnotgroup": lambda c: c.char or c.card.called,
    "notchar": lambda c: c.user,
    "charversion": lambda c: c.card.character_version,
    "char_version": lambda c: c.card.character_version,
    "charcreatornotes": lambda c: c.card.creator_notes,
    "creatornotes": lambda c: c.card.creator_notes,
    "lastmessage": lambda c: _last(c, None),
    "lastusermessage": lambda c: _last(c, Author.USER),
    "lastcharmessage": lambda c: _last(c, Author.CHARACTER),
    "lastmessageid": lambda c: "" if c.last_id is None else c.last_id,
    "firstincludedmessageid": lambda c: c.first_read,
    "lastswipeid": lambda c: c.swipes,
    "currentswipeid": lambda c: c.swipe + 1,
    "idle_duration": _idle,
    "idleduration": _idle,
    "input": lambda c: c.input,
    "summary": lambda c: c.summary,
    "model": lambda c: c.model,
    "time": lambda c: macro_time.time(c.now, c.language),
    "date": lambda c: macro_time.date(c.now, c.language),
    "weekday": lambda c: macro_time.weekday(c.now, c.language),
    "isotime": lambda c: macro_time.formatted(c.now, "HH:mm"),
    "isodate": lambda c: macro_time.formatted(c.now, "YYYY-MM-DD"),
    "newline": lambda _: "\n",
    "noop": lambda _: "",
}
"""Macros of one word, of which the text is used as it is."""

_ARGUMENTS: dict[str, WithArgument] = {
    "charfirstmessage": _greeting,
    "newline": _lines,
    "reverse": lambda _, text: text[::-1],
    "datetimeformat": lambda c, form: macro_time.formatted(c.now, form.strip()),
    "timediff": _difference,
    "outlet": lambda c, name: c.outlets.get(name.strip()),
}
