"""Prompt formats of chats: how turns begin and end in the text that a model reads.

Values only; `chat_turns` writes with them. Knows nothing of messages, models or files.
Sources: BlinkDL, RWKV-v7/RWKV7-G1x-templates.txt (World turns, thinking); vllm-rwkv (✿ turns).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from itertools import permutations
from types import MappingProxyType
from typing import Any

CHAR, USER = "{{char}}", "{{user}}"
"""The names in heads and in a header's template."""

QUOTE = "> "
"""Put before a line of somebody's text that would look like the head of a turn."""

_LONGEST_JSON_TEXT = 20_000
_WORLD_VOCABULARY = 65_536
_THINKER = re.compile(r"(?:^|[^a-z0-9])g1[a-z]?(?![a-z0-9])")


class FormatError(ValueError):
    """A format that cannot be used; the text says why, in plain English."""


class TurnsError(FormatError):
    """A format in which turns could not be told apart."""


@dataclass(frozen=True)
class HeaderTexts:
    """What a chat begins with, in one language.

    `template` has a line for each thing that can be known: `{{main}}`, `{{description}}`,
    `{{personality}}`, `{{scenario}}` and `{{persona}}` (the user's description). A line whose
    field is empty is left out. `main` is the order that a card's system prompt replaces.
    `examples` and `start` are said before example dialogues and after them.
    """

    template: str
    main: str = ""
    examples: str = ""
    start: str = ""


@dataclass(frozen=True)
class ChatFormat:
    """A prompt format. `user`, `character` and `narrator` are the heads of their turns; with
    `{{user}}` or `{{char}}` in them they have the names. `gap` stands between a head and its
    text, `end` after a turn. `begin` is the head of the header, `aside` that of what is injected
    for one reply, "" for none. `line` parts the lines of the header.

    `thinking` follows the head of the character where a reply begins; it ends in no ">", which
    the model writes itself. `stops` end a reply, besides the heads of turns. `replaced` are
    marks that only the format may write, with what a text has instead. `chinese` is the header
    for Chinese characters, `None` for the same.
    """

    id: str
    title: str
    header: HeaderTexts
    chinese: HeaderTexts | None = None
    user: str = "User:"
    character: str = "Assistant:"
    narrator: str = "System:"
    begin: str = "System:"
    aside: str = "System:"
    gap: str = " "
    end: str = "\n\n"
    line: str = "\n"
    thinking: str = ""
    stops: tuple[str, ...] = ()
    replaced: tuple[tuple[str, str], ...] = field(default=())

    @property
    def replaces_names(self) -> bool:
        """Whether turns begin with the names of who talks."""
        return CHAR in self.character or USER in self.user

    def texts(self, *, chinese: bool) -> HeaderTexts:
        """The header for a language."""
        return self.chinese if chinese and self.chinese is not None else self.header


_LINES = (
    "{{main}}\n{{description}}\n{{char}}'s personality: {{personality}}\n"
    "Scenario: {{scenario}}\nAbout {{user}}: {{persona}}"
)
_LINES_CHINESE = (
    "{{main}}\n{{description}}\n{{char}}的性格：{{personality}}\n"
    "场景：{{scenario}}\n关于{{user}}：{{persona}}"
)
_ENGLISH = HeaderTexts(
    _LINES,
    "You are {{char}} and talk with {{user}}. Stay in character, and never speak for {{user}}.",
    "This is how {{char}} talks:",
    "Now a new conversation begins.",
)
_CHINESE = HeaderTexts(
    _LINES_CHINESE,
    "你是{{char}}，正在和{{user}}对话。始终保持角色，不要替{{user}}说话。",
    "{{char}}是这样说话的：",
    "现在开始一段新的对话。",
)
_THOUGHTS = (("<think", "< think"), ("</think", "</ think"))
_DEFAULT_HEADS = ("\n\nUser:", "\nUser:", "\n\nAssistant:", "\nAssistant:")

WORLD = ChatFormat("world", "RWKV World", _ENGLISH, _CHINESE)
WORLD_ROLEPLAY = replace(
    WORLD, id="world_roleplay", title="RWKV World, with names", user=f"{USER}:",
    character=f"{CHAR}:", narrator="Narrator:", stops=_DEFAULT_HEADS,
)  # fmt: skip
THINK = replace(
    WORLD, id="think", title="RWKV World, thinking", thinking="<think", replaced=_THOUGHTS
)
FAST_THINK = replace(
    THINK, id="fast_think", title="RWKV World, thinking left out", thinking="<think></think"
)
FLOWER = replace(
    WORLD, id="flower", title="✿ turns", user="User✿", character="Bot✿", narrator="System✿",
    begin="System✿", aside="System✿", gap="", end="✿\n", thinking="<think></think", stops=("✿",),
    replaced=(("✿", "❀"), *_THOUGHTS),
)  # fmt: skip
FLOWER_THINK = replace(FLOWER, id="flower_think", title="✿ turns, thinking", thinking="<think")
SCRIPT = replace(
    WORLD_ROLEPLAY, id="script", title="Script", begin="", aside="",
    header=replace(_ENGLISH, main=f"A conversation between {CHAR} and {USER}."),
    chinese=replace(_CHINESE, main=f"{CHAR}和{USER}的对话。"),
)  # fmt: skip
LONGSCROLL = ChatFormat(
    "longscroll", "Longscroll's own",
    HeaderTexts(
        "My name is {{char}}.\n{{description}}\n{{personality}}\n{{scenario}}\n"
        "I am talking to {{user}}. {{persona}}"
    ),
    narrator="Narrator:", begin="Persona:", aside="Persona:", line=" ",
)  # fmt: skip

BUILT_IN: Mapping[str, ChatFormat] = MappingProxyType(
    {
        one.id: one
        for one in (
            WORLD, WORLD_ROLEPLAY, FAST_THINK, THINK, FLOWER, FLOWER_THINK, SCRIPT, LONGSCROLL,
        )
    }
)  # fmt: skip
"""All that come with the program, by id."""


def usual_format(model_name: str, vocab_size: int) -> ChatFormat:
    """The format that a model was most likely trained with. Models that think (G1) are asked to
    answer at once, as their author recommends for talk; those of no chat write a script."""
    name = model_name.lower()
    if "longscroll" in name:
        return LONGSCROLL
    if vocab_size != _WORLD_VOCABULARY:
        return SCRIPT
    return FAST_THINK if _THINKER.search(name) else WORLD


def check_turns(form: ChatFormat) -> None:
    """Raises `TurnsError` if a format could not keep turns apart."""
    heads = (form.user, form.character, form.narrator)
    others = tuple(head for head in (form.begin, form.aside) if head)
    if any(not head.strip() or head != head.strip() for head in heads):
        raise TurnsError("The beginning of a turn must have text, and no space around it.")
    if any(head[-1].isalnum() for head in heads):
        raise TurnsError("The beginning of a turn must end in a mark, such as a colon.")
    if any(head.startswith(QUOTE.strip()) or "\n" in head for head in (*heads, *others)):
        raise TurnsError("The beginning of a turn must be one line that does not begin with “>”.")
    if any(head != head.strip() for head in others):
        raise TurnsError("The beginning of a header or of a note must have no space around it.")
    if any(one.casefold().startswith(two.casefold()) for one, two in permutations(heads, 2)):
        raise TurnsError(
            "The turns of the user, the character and the narrator must begin differently."
        )
    if not form.end.endswith("\n") or (form.end != "\n\n" and not _is_marked(form)):
        raise TurnsError(
            "A turn must end with an empty line, or with a mark of its own and a line end."
        )
    if form.thinking != form.thinking.strip() or form.gap.strip(" "):
        raise TurnsError(
            "There must be no other text between the beginning of a turn and its words."
        )


def problem_of(form: ChatFormat) -> str:
    """Why a format could not keep turns apart, in plain English; "" if it can."""
    try:
        check_turns(form)
    except TurnsError as error:
        return str(error)
    return ""


def _is_marked(form: ChatFormat) -> bool:
    """Whether what ends a turn is a mark that no text can have."""
    mark = form.end.strip()
    return any(mark == old and mark not in new for old, new in form.replaced)


def format_values(form: ChatFormat) -> dict[str, Any]:
    """A format as JSON values."""
    return asdict(form)


def format_from(values: object) -> ChatFormat:
    """A format from JSON values as `format_values` makes them; what is missing is as in World.

    Raises `FormatError` for values of a wrong kind, and where turns could not be kept apart.
    """
    if not isinstance(values, dict):
        raise FormatError("A prompt format must be a JSON object.")
    given: dict[str, Any] = {}
    for spec in fields(ChatFormat):
        if spec.name in values:
            given[spec.name] = _read(spec.name, values[spec.name])
    form = replace(WORLD, **given)
    if not re.fullmatch(r"\w[\w-]{0,63}", form.id):
        raise FormatError("The id of a prompt format must be letters, digits, “-” and “_”.")
    check_turns(form)
    return form


def _read(name: str, value: object) -> object:
    if name in ("header", "chinese"):
        return None if value is None and name == "chinese" else _header_texts(value)
    if name == "stops":
        return tuple(_text(name, one) for one in _items(name, value))
    if name == "replaced":
        return tuple(_pair(name, one) for one in _items(name, value))
    return _text(name, value)


def _header_texts(value: object) -> HeaderTexts:
    if not isinstance(value, dict):
        raise FormatError("The header of a prompt format must be a JSON object.")
    names = [spec.name for spec in fields(HeaderTexts)]
    texts = {name: _text(name, value[name]) for name in names if name in value}
    return HeaderTexts(**({"template": ""} | texts))


def _pair(name: str, value: object) -> tuple[str, str]:
    pair = [_text(name, one) for one in _items(name, value)]
    if len(pair) != 2 or not pair[0] or pair[0] in pair[1]:
        raise FormatError("A mark of a prompt format must have another text to stand for it.")
    return pair[0], pair[1]


def _items(name: str, value: object) -> list[object]:
    if not isinstance(value, list | tuple):
        raise FormatError(f"“{name}” of a prompt format must be a list.")
    return list(value)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_JSON_TEXT:
        raise FormatError(f"“{name}” of a prompt format must be a text of a sensible length.")
    return value
