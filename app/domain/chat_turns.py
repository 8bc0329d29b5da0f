"""Turns of a chat as a model reads them: text of anybody can never begin or end one.

Every piece ends where a text can be cut without changing its tokens, in the vocabularies of
World and Pile and in ours: after its last line end, with no white space behind it.
Knows nothing of headers, of what is injected, or of how messages are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.domain.chat import Author, Said
from app.domain.chat_formats import CHAR, QUOTE, USER, ChatFormat
from app.domain.prompts import normalise_newlines

Expand = Callable[[str], str]
"""Fills in macros."""

_NAME_MARKS = re.compile(r"[\s:：✿>]+")
_LONGEST_NAME = 80
_USUAL = {Author.USER: "User", Author.CHARACTER: "Assistant", Author.NARRATOR: "Narrator"}


@dataclass(frozen=True)
class Names:
    """How the character and the user are called; any text at all."""

    char: str
    user: str


def as_written(text: str) -> str:
    """Leaves macros as they are."""
    return text


def plain_name(name: str, otherwise: str) -> str:
    """A name in one line without marks that could end the head of a turn."""
    return _NAME_MARKS.sub(" ", name).strip()[:_LONGEST_NAME].strip() or otherwise


@lru_cache(maxsize=64)
def heads(form: ChatFormat, names: Names) -> Mapping[Author, str]:
    """The head of each author's turns, all different: a user who is called as the character, or
    anybody called as the narrator or as what begins a header, does not take that name."""
    templates = (
        (Author.CHARACTER, form.character),
        (Author.USER, form.user),
        (Author.NARRATOR, form.narrator),
    )
    found: dict[Author, str] = {}
    for author, template in templates:
        usual = _USUAL[author]
        tries = [filled(template, names), filled(template, Names(usual, usual)), f"{usual}:"]
        tries += [f"{usual} {number}:" for number in range(2, 10)]
        taken = [*found.values(), *(_others(form) if CHAR in template or USER in template else ())]
        found[author] = next(head for head in tries if not _clashes(head, taken))
    return found


def filled(text: str, names: Names) -> str:
    """`text` with `{{char}}` and `{{user}}` as names."""
    char = plain_name(names.char, _USUAL[Author.CHARACTER])
    user = plain_name(names.user, _USUAL[Author.USER])
    return text.replace(CHAR, char).replace(USER, user)


def piece(form: ChatFormat, said: Said, names: Names, expand: Expand = as_written) -> str:
    """A message as the model reads it; "" for one that is hidden or empty."""
    text = "" if said.hidden else clean(form, expand(said.text), names)
    return turn(form, said.author, text, names) if text else ""


def turn(form: ChatFormat, author: Author, text: str, names: Names) -> str:
    """A whole turn with a text that is `clean` already."""
    return f"{heads(form, names)[author]}{form.gap}{text}{form.end}"


def opening(form: ChatFormat, names: Names, author: Author = Author.CHARACTER) -> str:
    """What a new turn of `author` begins with. Never ends in a space."""
    head = heads(form, names)[author]
    return f"{head}{form.gap}{form.thinking}" if _thinks(form, author) else head


def begun(form: ChatFormat, said: Said, names: Names, expand: Expand = as_written) -> str:
    """A message that is to go on: its turn without the end. Never ends in a space."""
    whole = piece(form, said, names, expand)
    return whole[: len(whole) - len(form.end)] if whole else opening(form, names, said.author)


def own_heads(form: ChatFormat, names: Names, author: Author = Author.CHARACTER) -> tuple[str, ...]:
    """How a model may begin a turn of `author` once more, behind an opening that did."""
    name = {Author.CHARACTER: names.char, Author.USER: names.user}.get(author, "")
    called = plain_name(name, _USUAL[author])
    return tuple(dict.fromkeys((heads(form, names)[author], f"{called}:", f"{called}：")))


def stops(form: ChatFormat, names: Names) -> tuple[str, ...]:
    """What ends a reply: whatever begins another turn, and what the format says."""
    found = [f"{gap}{head}" for head in _all_heads(form, names) for gap in ("\n\n", "\n")]
    return tuple(dict.fromkeys((*found, *(stop for stop in form.stops if stop))))


def clean(form: ChatFormat, text: str, names: Names, *, at_line_start: bool = False) -> str:
    """`text` without empty lines, spaces at line ends, and anything that the format means
    something by. A line that looks like the head of a turn is quoted: the first one only if it
    stands `at_line_start`."""
    text = normalise_newlines(text)
    for mark, instead in form.replaced:
        text = text.replace(mark, instead)
    looks_like_head = _head_pattern(form, names)
    lines: list[str] = []
    for line in _without_stops(form, _folded(text)).split("\n"):
        quoted = (lines or at_line_start) and looks_like_head.match(line)
        lines.append(QUOTE + line.lstrip() if quoted else line)
    return "\n".join(lines).strip()


def _folded(text: str) -> str:
    return "\n".join(filter(None, (line.rstrip() for line in text.split("\n"))))


def _clashes(head: str, others: Iterable[str]) -> bool:
    """Whether one of two heads could be taken for the other."""
    one = head.casefold()
    return any(one.startswith(o) or o.startswith(one) for o in map(str.casefold, others))


def _thinks(form: ChatFormat, author: Author) -> bool:
    return bool(form.thinking) and author is Author.CHARACTER


def _all_heads(form: ChatFormat, names: Names) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*heads(form, names).values(), *_others(form))))


def _others(form: ChatFormat) -> tuple[str, ...]:
    """The heads of what nobody says."""
    return tuple(head for head in (form.begin, form.aside) if head)


def _without_stops(form: ChatFormat, text: str) -> str:
    """Without stops that no quoting keeps from being found; again, as others may arise."""
    inner = [stop for stop in form.stops if stop.strip("\n") and not stop.startswith("\n")]
    while found := next((stop for stop in inner if stop in text), None):
        text = _folded(text.replace(found, ""))
    return text


@lru_cache(maxsize=64)
def _head_pattern(form: ChatFormat, names: Names) -> re.Pattern[str]:
    """Finds heads at the beginning of a line, also in other letters or with another colon."""
    starts = [stop.lstrip("\n") for stop in form.stops if stop.startswith("\n")]
    texts = (head for head in (*_all_heads(form, names), *starts) if head.strip())
    return re.compile(rf"\s*(?:{'|'.join(map(_loose, texts))})", re.IGNORECASE)


def _loose(head: str) -> str:
    bare = head.rstrip(":：")
    return re.escape(head) if bare == head else rf"{re.escape(bare)}\s*[:：]"
